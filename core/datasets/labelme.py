"""Images labelled with labelme 3.x to 5.x: its JSON files, and the folders its ``json_to_dataset`` makes.

Source: the files that labelme (https://github.com/wkentaro/labelme) writes. Needs Pillow.
"""

from __future__ import annotations

import base64
import io
import math
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import ogr
from PIL import Image, ImageOps, UnidentifiedImageError

from ..geo.rasterize import Shapes
from ..geo.wkb import polygon_wkb
from ..report.text import counted
from ..util.errors import DatasetError
from ..util.json_file import read_json_object
from ..util.translation import tr
from .dataset import Tile
from .tile_files import deeper_than_8_bits

LAKE, ISLAND = "lake", "island"
_CIRCLE_CORNERS = 720  # a polygon of so many has 0.0013 % less area than its circle
#: Nobody draws more points; outlines of more that cross each other take minutes to rasterize.
_MOST_POINTS = 50_000
#: Coordinates beyond this lie on no image, and their products on no scale.
_FARTHEST = 1e9
#: Bytes of a JSON file: an image of 300 MB in it takes so many.
_LARGEST_FILE = 500_000_000


@dataclass(frozen=True)
class Outline:
    """A lake or an island: a closed ring (n + 1, 2) of x, y in pixels from the image's upper left corner."""

    ring: np.ndarray
    lake: bool


@dataclass(frozen=True)
class Annotation:
    """An image (H, W, 3) uint8 RGB, the outlines on it, largest first, and notes about ignored shapes."""

    rgb: np.ndarray
    outlines: tuple[Outline, ...]
    notes: tuple[str, ...] = ()

    def label(self, width: int, height: int) -> np.ndarray:
        """Return the label (height, width) uint8, 1 where lake, of the image rescaled to that size.

        The outlines are rescaled, not their pixels, so the shoreline loses nothing. The largest come first:
        an island is cut out of its lake, and a lake on an island is lake again.
        """
        shapes = Shapes(
            [ogr.CreateGeometryFromWkb(polygon_wkb([outline.ring])) for outline in self.outlines],
            [outline.lake for outline in self.outlines],
        )
        scale = (self.rgb.shape[1] / width, self.rgb.shape[0] / height)
        return shapes.rasterize(width, height, (0.0, scale[0], 0.0, 0.0, 0.0, scale[1]))


def find_labelled(folder: str | os.PathLike) -> tuple[list[Path], list[Path], tuple[str, ...]]:
    """Find labelme JSON files and ``json_to_dataset`` folders at any depth: return both, sorted, and notes.

    A result folder ``x_json`` next to its ``x.json`` is the same image again: only the JSON file is used.
    """
    folder = Path(folder)
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() == ".json" and p.is_file())
    results = sorted(p.parent for p in folder.rglob("label.png") if (p.parent / "img.png").is_file())
    origins = {file.with_name(f"{file.stem}_json") for file in files}
    twice = [result for result in results if result in origins]
    notes = tuple(
        tr(
            "{path} is not used: {name}.json next to it is the same image.",
            path=p.relative_to(folder),
            name=p.name[:-5],
        )
        for p in twice
    )
    return files, [result for result in results if result not in origins], notes


def read_labelme(path: str | os.PathLike) -> Annotation:
    """Read a labelme JSON file with its image; ``DatasetError`` says what is wrong, without the file's name.

    Upper and lower case of labels do not matter. Other labels than lake and island are ignored, and a shape
    that cannot be used is left out, each with a note. Where no lake or island is left, the file is refused.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise DatasetError(tr("it is too large. Save it in labelme without the image in it."))
        values = read_json_object(path)
        shapes = list(values["shapes"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(tr("it is no labelme file, or a broken one. Save it again in labelme.")) from error
    rgb = _image(path, values)
    outlines, left_out, others = _outlines(shapes)
    if left_out and not outlines:
        raise DatasetError(
            tr(
                "none of its lakes can be used: {faults}. Draw them again in labelme.",
                faults=tr("; ").join(left_out),
            )
        )
    outlines.sort(key=lambda outline: -_area(outline.ring))
    notes = [tr("{fault}: it is left out. Draw it again in labelme.", fault=fault) for fault in left_out]
    notes += [
        tr("label '{label}' ({shapes}) is ignored.", label=label, shapes=counted(others[label], "shape"))
        for label in sorted(others)
    ]
    return Annotation(rgb, tuple(outlines), tuple(notes))


def _outlines(shapes: list[Any]) -> tuple[list[Outline], list[str], Counter[str]]:
    """Return the outlines, what is wrong with each shape that cannot be used, and how often others occur."""
    outlines, left_out, others = [], [], Counter[str]()
    for number, shape in enumerate(shapes, start=1):
        label = str(shape.get("label", "")).strip().lower() if isinstance(shape, dict) else ""
        if label and label not in (LAKE, ISLAND):
            others[label] += 1
            continue
        try:
            if not label:
                raise DatasetError(tr("has no label"))
            outlines.append(_outline(shape))
        except DatasetError as fault:
            left_out.append(tr("shape {number} {fault}", number=number, fault=fault))
        except (ValueError, KeyError, TypeError, IndexError):
            left_out.append(tr("shape {number} ({label}) has no usable points", number=number, label=label))
    return outlines, left_out, others


def read_result(folder: str | os.PathLike) -> tuple[np.ndarray, np.ndarray]:
    """Read the image (H, W, 3) uint8 and label (H, W) uint8, 1 where lake, of a ``json_to_dataset`` folder.

    ``DatasetError`` where the label has other classes than lake, or class 1 has another name.
    """
    folder = Path(folder)
    names = folder / "label_names.txt"
    if names.is_file():
        # Classes are numbered in the order of their names: with 'island' labelled, that is class 1.
        classes = [n.strip() for n in names.read_text(encoding="utf-8", errors="replace").splitlines()]
        if len(classes) > 1 and classes[1].lower() != LAKE:
            raise DatasetError(
                tr(
                    "class 1 in label_names.txt is '{name}', not '{lake}'. Give the labelme JSON file "
                    "instead.",
                    name=classes[1],
                    lake=LAKE,
                )
            )
    return Tile(folder.name, folder / "img.png", folder / "label.png").read()


def _outline(shape: dict[str, Any]) -> Outline:
    """Return the outline that a labelme shape describes.

    ``ValueError`` where its points are no polygon, ``DatasetError`` with what it is instead where it is none.
    """
    kind = shape.get("shape_type") or "polygon"  # early labelme knew polygons only
    if len(shape["points"]) > _MOST_POINTS:
        raise DatasetError(
            tr("has {points:,} points, more than {most:,}", points=len(shape["points"]), most=_MOST_POINTS)
        )
    points = np.array(shape["points"], float)
    if points.ndim != 2 or points.shape[1] != 2 or not (np.abs(points) <= _FARTHEST).all():
        raise ValueError("no points")
    if kind == "rectangle" and len(points) == 2:
        (x0, y0), (x1, y1) = points
        points = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    elif kind == "circle":
        centre, rim = points
        angle = np.linspace(0, 2 * math.pi, _CIRCLE_CORNERS, endpoint=False)[:, None]
        points = centre + np.hypot(*(rim - centre)) * np.hstack([np.cos(angle), np.sin(angle)])
    elif kind not in ("polygon", "rectangle"):
        raise DatasetError(
            tr("is drawn as '{kind}', but only polygon, rectangle and circle are read", kind=kind)
        )
    if len(points) < 3:
        raise ValueError("no area")
    return Outline(np.vstack([points, points[:1]]), shape["label"].strip().lower() == LAKE)


def _area(ring: np.ndarray) -> float:
    x, y = ring.T
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2


def _image(path: Path, values: dict[str, Any]) -> np.ndarray:
    """Read the image (H, W, 3) uint8 in the JSON file or next to it, rotated as labelme showed it."""
    embedded = values.get("imageData")
    try:
        if embedded:
            # labelme has applied the EXIF orientation of an image that it embeds.
            rgb = _decoded(io.BytesIO(base64.b64decode(embedded)), by_exif=False)
        else:
            rgb = _decoded(_image_path(path, values.get("imagePath")), by_exif=True)
    except Image.DecompressionBombError as error:
        raise DatasetError(
            tr("its image is too large to read at once. Cut it, or give RASTER and LAKES instead.")
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError) as error:
        raise DatasetError(
            tr("its image cannot be read ({why}). Copy the image again.", why=error)
        ) from error
    labelled = (values.get("imageWidth"), values.get("imageHeight"))
    found = (rgb.shape[1], rgb.shape[0])
    if all(labelled) and labelled != found:
        raise DatasetError(
            tr(
                "it was labelled on an image of {labelled_width} × {labelled_height} pixels, but its image "
                "has {width} × {height}. Put the original image next to it.",
                labelled_width=labelled[0],
                labelled_height=labelled[1],
                width=found[0],
                height=found[1],
            )
        )
    return rgb


def _decoded(source: Path | io.BytesIO, by_exif: bool) -> np.ndarray:
    """Decode an image as RGB (H, W, 3) uint8, rotated by its EXIF orientation where ``by_exif``."""
    with Image.open(source) as image:
        if deeper_than_8_bits(image):
            raise DatasetError(tr("its image has more than 8 bits. Save it with 8 bits."))
        return np.array((ImageOps.exif_transpose(image) if by_exif else image).convert("RGB"))


def _image_path(path: Path, named: Any) -> Path:
    """Find the image that a JSON file names by a path relative to it, or by one of another computer."""
    if not isinstance(named, str) or not named.strip():
        raise DatasetError(tr("it holds no image and names none. Save it again in labelme."))
    relative = named.replace("\\", "/")  # labelme on Windows writes backslashes
    for candidate in (path.parent / relative, path.parent / relative.rsplit("/", 1)[-1]):
        if candidate.is_file():
            return candidate
    raise DatasetError(tr("its image {name} is not there. Put it next to the JSON file.", name=named))
