"""A labelled image as a run of the plugin would meet it: its pixel, its contrast, the space around it."""

from __future__ import annotations

import cv2
import numpy as np
import package_path

package_path.load()
from lake_mapper.core.datasets.tile_files import IGNORE, shrink_label
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.second_look import TwoLooks
from lake_mapper.core.raster.stretch import between_percentiles

RESOLUTIONS = (10.0, 17.0)  # metres
#: What may lie around an image, and how NumPy pads so.
AROUND = {"nothing": "constant", "nearest": "edge", "mirrored": "symmetric"}


def at_resolution(
    rgb: np.ndarray, label: np.ndarray, ground: float, own: float = 10.0
) -> tuple[np.ndarray, np.ndarray]:
    """Image and label, of ``own`` metre pixels, at another ground resolution, in the contrast users get."""
    rgb, label = resampled(rgb, label, own / ground)
    return stretched(rgb, label != IGNORE), label


def resampled(rgb: np.ndarray, label: np.ndarray, factor: float) -> tuple[np.ndarray, np.ndarray]:
    """Image and label with ``factor`` times as many pixels a side."""
    if factor == 1:
        return rgb, label
    size = tuple(max(32, round(n * factor)) for n in label.shape[::-1])
    if factor < 1:
        return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), shrink_label(label, size)
    return (
        cv2.resize(rgb, size, interpolation=cv2.INTER_LINEAR),
        cv2.resize(label, size, interpolation=cv2.INTER_NEAREST),
    )


def stretched(rgb: np.ndarray, known: np.ndarray) -> np.ndarray:
    """The image in the automatic contrast of a run."""
    return between_percentiles(rgb[known].T).apply(rgb.transpose(2, 0, 1))


def probability_in_a_run(
    engine: Engine, rgb: np.ndarray, known: np.ndarray, ground: float, *, around: str = "nothing"
) -> np.ndarray:
    """Lake probability (H, W) of an image with as much empty space around it as a run gives a raster.

    ``ground`` is its pixel in metres. With another one of ``AROUND`` than nothing, as a run does not: the
    image goes on there.
    """
    mode, margin = AROUND[around], engine.card.margin
    widths = (margin, margin)
    looking = TwoLooks(engine) if engine.card.looks_twice(ground) else engine
    return looking.probability(
        np.pad(rgb, (widths, widths, (0, 0)), mode), np.pad(known, margin, mode), margin
    )


def lakes_in_a_run(
    engine: Engine, rgb: np.ndarray, known: np.ndarray, ground: float, *, around: str = "nothing"
) -> np.ndarray:
    """Where (H, W) a run finds lake; arguments as in ``probability_in_a_run``."""
    return (probability_in_a_run(engine, rgb, known, ground, around=around) >= engine.card.threshold) & known


def has_water(label: np.ndarray) -> bool:
    """Whether there is more water than ditches and doubtful pixels."""
    return int((label == 1).sum()) > 0.01 * label.size
