"""Images and labels of tiles as PNG files, and what their values mean."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from PIL import Image

from ..util.atomic_files import atomic_write
from ..util.errors import DatasetError

#: Label of a pixel that counts for nothing.
IGNORE = 255
#: Folders of the published layout.
IMAGES, LABELS = "train_img", "train_label"
#: Greys that mean lake: class 1, the grey of (128, 0, 0), white.
_LAKE_GREYS = (1, 38, 255)
#: What labelme paints its first class with.
LAKE_COLOUR = (128, 0, 0)


def shrink_label(label: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The label at a smaller (width, height): water where most of the new pixel was; ignore spreads."""
    import cv2  # reading tiles needs none

    water = cv2.resize((label == 1).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    ignored = cv2.resize((label == IGNORE).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    out = (water >= 0.5).astype(np.uint8)
    out[ignored > 0.25] = IGNORE
    return out


def read_image(path: str | os.PathLike) -> np.ndarray:
    """RGB (H, W, 3) uint8 of a picture; transparency is dropped."""
    return np.array(_opened(path).convert("RGB"))


def read_label(path: str | os.PathLike) -> np.ndarray:
    """Label (H, W) uint8, 1 where lake, from any of the encodings in use.

    Palette or RGB(A) red of any strength is lake, as are the greys 1, 38 and 255; black is land.
    ``DatasetError`` names the file and the value of anything else.
    """
    rgb = np.array(_opened(path).convert("RGB"))
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    other = np.maximum(green, blue)
    lake = (red > 0) & (other == 0)
    for grey in _LAKE_GREYS:
        lake |= (rgb == grey).all(2)
    strange = ~lake & (np.maximum(red, other) > 0)
    if strange.any():
        value = tuple(int(v) for v in rgb[strange][0])
        raise DatasetError(
            f"{Path(path).name} has {int(strange.sum())} pixels of {value}, which is neither lake "
            f"{LAKE_COLOUR} nor background (0, 0, 0). Correct the label."
        )
    return lake.astype(np.uint8)


def _opened(path: str | os.PathLike) -> Image.Image:
    try:
        with Image.open(path) as picture:
            if picture.mode.startswith(("I", "F")):
                raise DatasetError(f"{Path(path).name} has more than 8 bits. Save it as an 8-bit PNG.")
            picture.load()
            return picture
    except Image.DecompressionBombError as error:
        raise DatasetError(
            f"{Path(path).name} is too large to be read at once. Cut it, or give a raster layer in its place."
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise DatasetError(
            f"{Path(path).name} cannot be read as an image ({error}): it is damaged or cut short. Copy it "
            "again."
        ) from error


def save_image(path: str | os.PathLike, rgb: np.ndarray) -> None:
    """Write RGB (H, W, 3) uint8 as PNG."""
    with atomic_write(path) as unfinished:
        Image.fromarray(rgb).save(unfinished)


def save_label(path: str | os.PathLike, label: np.ndarray) -> None:
    """Write a label (H, W) of 0 and 1 as the palette PNG that labelme makes."""
    picture = Image.fromarray(label.astype(np.uint8), "P")
    picture.putpalette([0, 0, 0, *LAKE_COLOUR])
    with atomic_write(path) as unfinished:
        picture.save(unfinished)
