"""Doubt: how much less sure the model is of an image than of those on which it finds lakes well.

Pixels along a shoreline are always uncertain, and so are a few of any land and of any lake. Doubt is how many
times as many uncertain pixels there are. The limit beyond which lakes are too often wrong is measured for
each model by ``scripts/calibrate_doubt.py`` and stands on its model card.
"""

from __future__ import annotations

import numpy as np

from ..geo.grid import Grid, Window
from ..inference.probability_raster import NODATA, PROBABILITY_SCALE
from ..util.translation import tr

#: Probabilities between these, both included, are uncertain.
UNCERTAIN = (0.2, 0.8)
# How many uncertain pixels there are where lakes are found well: for each pixel edge between land and lake,
# for each pixel, and for each lake pixel besides. Chosen on the validation images.
_OF_SHORE, _OF_ALL, _OF_LAKE = 1.0, 0.005, 0.02
_FINE, _COARSE = 10, 17  # metres: resolutions to try
_FINER = 1.1  # so many times as fine as the image is too fine


class Doubt:
    """What is counted of the lake probability of an image, block by block.

    ``threshold`` is the model's own. ``pixels`` are those with data, ``lake`` those of lakes, ``uncertain``
    those with a probability within ``UNCERTAIN``; ``shore`` are the pixel edges between land and lake.
    """

    def __init__(self, threshold: float = 0.5) -> None:
        self._lowest = round(threshold * PROBABILITY_SCALE)
        self._range = [round(p * PROBABILITY_SCALE) for p in UNCERTAIN]
        self.pixels = self.lake = self.shore = self.uncertain = 0
        self._blocks, self._most, self._worst = 0, -np.inf, Window(0, 0, 0, 0)

    def add(self, window: Window, scaled: np.ndarray) -> None:
        """Count the scaled probability (H, W) uint8 of a block; no pixel may come in two blocks.

        Shorelines along the border of two blocks are not seen: too few to matter in blocks of 1024 pixels.
        """
        known = scaled != NODATA
        lake = (scaled >= self._lowest) & known
        least, greatest = self._range
        uncertain = int(np.count_nonzero((scaled >= least) & (scaled <= greatest)))
        pixels, lakes = int(np.count_nonzero(known)), int(np.count_nonzero(lake))
        down = (lake[1:] != lake[:-1]) & known[1:] & known[:-1]
        across = (lake[:, 1:] != lake[:, :-1]) & known[:, 1:] & known[:, :-1]
        shore = int(np.count_nonzero(down) + np.count_nonzero(across))
        self.pixels += pixels
        self.lake += lakes
        self.shore += shore
        self.uncertain += uncertain
        self._blocks += 1
        beyond = uncertain - _usual(pixels, lakes, shore)
        if beyond > self._most:
            self._most, self._worst = beyond, window

    @property
    def degree(self) -> float:
        """How many times as many uncertain pixels there are as usual for such shores, land and lakes."""
        return self.uncertain / max(_usual(self.pixels, self.lake, self.shore), 1.0)

    @property
    def share(self) -> float:
        """Which share of the pixels with data is uncertain."""
        return self.uncertain / max(self.pixels, 1)

    def fact(self, limit: float | None) -> str:
        """Return the doubt as the value of a fact in a report; ``limit`` is the model's, None without one."""
        share, degree = 100 * self.share, self.degree
        if limit is None:
            return tr(
                "{share:.1f} % of the pixels are uncertain, {degree:.2f} times as many as usual; the model "
                "has no limit beyond which to warn",
                share=share,
                degree=degree,
            )
        return tr(
            "{share:.1f} % of the pixels are uncertain, {degree:.2f} times as many as usual; beyond "
            "{limit:g} comes a warning",
            share=share,
            degree=degree,
            limit=limit,
        )

    def warning(self, limit: float | None, grid: Grid, native_pixel: float) -> str:
        """Return what to tell the user of an image beyond the model's ``limit``; empty where all is well.

        ``limit`` None, of a model for which it was not measured: no warning. ``grid`` is that of the image,
        ``native_pixel`` the side of its own pixel in metres on the ground.
        """
        if limit is None or self.degree <= limit:
            return ""
        seen = tr(
            "The model is not sure of this image: {share:.1f} % of its pixels are uncertain, {degree:.1f} "
            "times as many as usual.",
            share=100 * self.share,
            degree=self.degree,
        )
        meaning = tr(
            "Lakes may be missing, land may be taken for lake, and areas may be wrong by more than their "
            "errors. Look at the lakes over the image before you use them."
        )
        resolution = _FINE if grid.ground_pixel > (_FINE + _COARSE) / 2 else _COARSE
        if native_pixel > _FINER * resolution:  # a finer pixel shows nothing more
            remedy = tr("If they are wrong, try another CONTRAST, or correct them by hand.")
        else:
            remedy = tr(
                "If they are wrong, try RESOLUTION {resolution} or another CONTRAST, or correct them by "
                "hand.",
                resolution=resolution,
            )
        return " ".join(filter(None, [seen, self._place(grid), meaning, remedy]))

    def _place(self, grid: Grid) -> str:
        """Return a sentence on where to look first, an empty one where all is in one block."""
        if self._blocks == 1:
            return ""
        left, top, width, height = self._worst
        x = grid.west + (left + width / 2) * grid.pixel_x
        y = grid.north - (top + height / 2) * grid.pixel_y
        return tr("Look first around x {x:.7g}, y {y:.7g} (CRS of the layer).", x=x, y=y)


def _usual(pixels: int, lake: int, shore: int) -> float:
    return _OF_SHORE * shore + _OF_ALL * pixels + _OF_LAKE * lake
