"""Why an image has no lakes: what to tell a user who has found nothing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..geo.grid import Window
from ..inference.probability_raster import NODATA, PROBABILITY_SCALE
from ..inference.run import Run
from ..util.translation import tr
from .vectorize import lakes_from_probability


def why_none(
    run: Run,
    *,
    threshold: float,
    min_area: float,
    left_out: int = 0,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Return why a finished run has no lakes at all: sentences with the highest lake probability.

    It reads the run once more, which is cheap beside the inference. ``min_area`` is in m²; ``left_out`` lakes
    were large enough, but left out by other limits. ``Cancelled`` is raised when ``cancelled`` returns true.
    """
    stored, highest = run.scaled_probability_reader(cancelled), -1

    def read(window: Window) -> np.ndarray:
        nonlocal highest
        scaled = stored(window)
        highest = max(highest, int(scaled[scaled != NODATA].max(initial=0)))
        return scaled

    waters = lakes_from_probability(read, run.grid, threshold, cancelled=cancelled)
    probability = highest / PROBABILITY_SCALE
    if left_out:
        return tr(
            "The highest lake probability is {probability:g}, and {found}, but left out by MAX_ELONGATION, "
            "MIN_CONFIDENCE or the area of interest.",
            probability=probability,
            found=_found(left_out),
        )
    if waters:
        return tr(
            "The highest lake probability is {probability:g}, and {found}, but smaller than MIN_AREA, "
            "{min_area:,.0f} m²: the largest has {largest:,.0f} m². Set a smaller MIN_AREA to keep them.",
            probability=probability,
            found=_found(len(waters)),
            min_area=min_area,
            largest=waters[0].area,
        )
    return tr(
        "The highest lake probability is {probability:g}, less than THRESHOLD, {threshold:g}. Check in the "
        "log that the bands are red, green and blue. Then write PROBABILITY, look at it over the image, and "
        "set a lower THRESHOLD where it shows lakes.",
        probability=probability,
        threshold=threshold,
    )


def _found(count: int) -> str:
    if count == 1:
        return tr("1 water body was found")
    return tr("{count:,} water bodies were found", count=count)
