"""Error maps: which tiles to look at after an evaluation, and where each model is wrong on them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image

from ..util.translation import tr
from .evaluate import ModelResult

#: Colours (RGB) over the grey image.
_RIGHT, _FALSE, _MISSED = (45, 125, 225), (220, 45, 45), (255, 205, 0)
_COLOUR_SHARE = 0.75
_LONGEST = 256


def legend() -> dict[tuple[int, int, int], str]:
    """Return the colours (RGB) over the grey image, and their meaning."""
    return {
        _RIGHT: tr("water found"),
        _FALSE: tr("land taken for water"),
        _MISSED: tr("water missed"),
    }


def tiles_to_show(
    results: Sequence[ModelResult], worst: int = 12, typical: int = 4
) -> tuple[list[str], list[str]]:
    """Return names of the worst tiles with a lake, worst first, and of those around the median of the others.

    The order is by lake IoU, a mean over the models. All results must be of the same tiles.
    """
    counts = results[0].counts
    with_lake = np.flatnonzero(counts[:, 0] + counts[:, 2])
    mean = np.mean([result.tile_iou() for result in results], axis=0)
    order = with_lake[np.argsort(mean[with_lake], kind="stable")]
    rest = order[worst:]
    start = max((len(rest) - typical) // 2, 0)
    names = results[0].names
    return [names[i] for i in order[:worst]], [names[i] for i in rest[start : start + typical]]


def error_map(rgb: np.ndarray, truth: np.ndarray, lake: np.ndarray) -> np.ndarray:
    """Return RGB (H, W, 3) uint8 in grey, and over it right, false and missed water in colour.

    ``truth`` and ``lake``, the mask of the model, are (H, W) bool.
    """
    grey = rgb.mean(2, dtype=np.float32)
    # Half the contrast, lightened, so that the colours are seen first.
    picture = np.repeat((110 + grey / 2)[..., None], 3, 2)
    for where, colour in ((lake & truth, _RIGHT), (lake & ~truth, _FALSE), (~lake & truth, _MISSED)):
        picture[where] += _COLOUR_SHARE * (np.array(colour, np.float32) - picture[where])
    return picture.astype(np.uint8)


def jpeg(rgb: np.ndarray) -> bytes:
    """Return a picture (H, W, 3) uint8 as the bytes of a JPEG file, at most 256 pixels a side."""
    factor = _LONGEST / max(rgb.shape[:2])
    if factor < 1:
        size = (max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor)))
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    file = io.BytesIO()
    # Colours at full resolution: an error can be a pixel wide.
    Image.fromarray(rgb).save(file, "JPEG", quality=85, subsampling=0)
    return file.getvalue()
