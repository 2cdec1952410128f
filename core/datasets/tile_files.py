"""Images and labels of tiles as PNG files, and the meaning of their values.

Pillow and OpenCV are imported where they are used: the meaning of values needs neither.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..report.text import comma_separated, counted
from ..util.errors import DatasetError
from ..util.translation import tr

if TYPE_CHECKING:
    from PIL import Image

#: Label of a pixel that does not count, neither in a loss nor in a score.
IGNORE = 255
#: Folders of the published layout.
IMAGES, LABELS = "train_img", "train_label"
#: Greys that mean lake: class 1, the grey of (128, 0, 0), white.
_LAKE_GREYS = (1, 38, 255)
#: labelme's colour for its first class.
LAKE_COLOUR = (128, 0, 0)


def shrink_label(label: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Shrink a label (H, W) to ``size``, (width, height).

    A new pixel is lake where at least half of it was, and ``IGNORE`` where more than a quarter was.
    """
    import cv2

    water = cv2.resize((label == 1).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    ignored = cv2.resize((label == IGNORE).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    out = (water >= 0.5).astype(np.uint8)
    out[ignored > 0.25] = IGNORE
    return out


def read_image(path: str | os.PathLike) -> np.ndarray:
    """Read an image as RGB (H, W, 3) uint8; transparency is dropped. ``DatasetError`` names a bad file."""
    return np.array(_open(path).convert("RGB"))


def read_label(path: str | os.PathLike) -> np.ndarray:
    """Read a label (H, W) uint8, 1 where lake, in any of the encodings in use.

    Palette or RGB(A) red of any strength is lake, as is one of the greys 1, 38 and 255; black is land. For
    any other value, and for more than one of the greys, ``DatasetError`` names the file and the values.
    """
    rgb = np.array(_open(path).convert("RGB"))
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    other = np.maximum(green, blue)
    lake = (red > 0) & (other == 0)
    greys = [grey for grey in _LAKE_GREYS if (rgb == grey).all(2).any()]
    if len(greys) > 1:
        raise DatasetError(
            tr(
                "{name} holds the values {values}: one of them may mean pixels that do not count. Keep 0 for "
                "land and 1 for lake alone.",
                name=Path(path).name,
                values=comma_separated(greys),
            )
        )
    for grey in greys:
        lake |= (rgb == grey).all(2)
    unknown = ~lake & (np.maximum(red, other) > 0)
    if unknown.any():
        value = tuple(int(v) for v in rgb[unknown][0])
        raise DatasetError(
            tr(
                "{name} has {pixels} of {value}, which is neither lake {colour} nor background (0, 0, 0). "
                "Correct the label.",
                name=Path(path).name,
                pixels=counted(int(unknown.sum()), "pixel"),
                value=value,
                colour=LAKE_COLOUR,
            )
        )
    return lake.astype(np.uint8)


def _open(path: str | os.PathLike) -> Image.Image:
    """Read an image with Pillow; ``DatasetError`` where it is damaged, too large, or has more than 8 bits."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            if deeper_than_8_bits(image):
                raise DatasetError(
                    tr("{name} has more than 8 bits. Save it as an 8-bit PNG.", name=Path(path).name)
                )
            image.load()
            return image
    except Image.DecompressionBombError as error:
        raise DatasetError(
            tr(
                "{name} is too large to read at once. Cut it, or give a raster layer instead.",
                name=Path(path).name,
            )
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise DatasetError(
            tr(
                "{name} cannot be read as an image ({why}): it is damaged or cut short. Copy it again.",
                name=Path(path).name,
                why=error,
            )
        ) from error


def deeper_than_8_bits(image: Image.Image) -> bool:
    """Return whether an image that Pillow opened, not yet loaded, has more than 8 bits in a band.

    Of colours with 16 bits Pillow would keep the upper 8 without a word, so most values would be near 0.
    """
    if image.mode.startswith(("I", "F")):
        return True
    # Where its values lie in the file, and in which form: "RGB;16B" is what Pillow calls 16 bits.
    return any(";16" in str(arguments) for _, _, _, arguments in image.tile)


def save_image(path: str | os.PathLike, rgb: np.ndarray) -> None:
    """Write RGB (H, W, 3) uint8 as PNG; missing folders are made."""
    from PIL import Image

    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(rgb).save(path)


def save_label(path: str | os.PathLike, label: np.ndarray) -> None:
    """Write a label (H, W) of 0 and 1 as the palette PNG that labelme makes; missing folders are made."""
    from PIL import Image

    image = Image.fromarray(label.astype(np.uint8))
    image.putpalette([0, 0, 0, *LAKE_COLOUR])
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
