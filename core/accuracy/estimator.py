"""Accuracy and area of classes from a stratified random sample, with standard errors.

Estimators of Stehman (2014, Int. J. Remote Sensing 35(13), 4923–4939), for strata that need not be the
classes of the map. Where they are, these are the estimators of Olofsson et al. (2014, Remote Sensing of
Environment 148, 42–57).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

#: Half-width of the 95 % interval in standard errors.
Z95 = 1.96


class Estimate(NamedTuple):
    """An estimate and its standard error (1 sigma), in the same unit."""

    value: float
    error: float

    @property
    def half_width(self) -> float:
        """Half of the 95 % interval of the normal distribution."""
        return Z95 * self.error


@dataclass(frozen=True)
class Sample:
    """Labelled points: ``counts`` (strata, classes of the map, classes of the reference), at least two a
    stratum; ``areas`` (strata,) are those of the strata, in any unit.
    """

    classes: Sequence[str]
    areas: np.ndarray
    counts: np.ndarray

    @property
    def points(self) -> np.ndarray:
        """The number of points of each stratum (strata,)."""
        return self.counts.sum((1, 2))

    @property
    def total_area(self) -> float:
        """The area of all strata."""
        return float(self.areas.sum())


def overall_accuracy(sample: Sample) -> Estimate:
    """Return the share of the area whose class the map has right."""
    return _share(sample, np.eye(len(sample.classes)))


def users_accuracy(sample: Sample, k: int) -> Estimate:
    """Return the share of what the map calls class ``k`` that is; ``nan`` where no point is mapped so."""
    mapped = np.zeros(sample.counts.shape[1:])
    mapped[k, :] = 1
    return _ratio(sample, _cell(sample, k, k), mapped)


def producers_accuracy(sample: Sample, k: int) -> Estimate:
    """Return the share of class ``k`` that the map calls so; ``nan`` where no point is of it."""
    return _ratio(sample, _cell(sample, k, k), _column(sample, k))


def area(sample: Sample, k: int) -> Estimate:
    """Return the area of class ``k`` in the unit of ``sample.areas``, whatever the map calls it."""
    share = _share(sample, _column(sample, k))
    return Estimate(share.value * sample.total_area, share.error * sample.total_area)


def area_proportions(sample: Sample) -> np.ndarray:
    """Return the error matrix (map, reference) as shares of the whole area, which add up to 1."""
    weights = sample.areas / sample.areas.sum() / sample.points
    return (weights[:, None, None] * sample.counts).sum(0)


def area_interval(sample: Sample, k: int) -> tuple[float, float]:
    """Return the 95 % interval of the area of class ``k`` that holds where few points are wrong, too.

    The interval of the normal distribution has no width in a stratum without a wrong point, however few
    points there are. Here each stratum has the score interval of its share (Wilson 1927, J. Am. Stat. Assoc.
    22, 209–212), and the distances from the estimates to their ends are added in quadrature (Zou, Huang &
    Zhang 2009, Comput. Stat. Data Anal. 53, 1080–1085).
    """
    points = sample.points
    share = sample.counts[:, :, k].sum(1) / points
    low, high = wilson(share, points)
    middle = float((sample.areas * share).sum())
    below = float(np.sqrt(((sample.areas * (share - low)) ** 2).sum()))
    above = float(np.sqrt(((sample.areas * (high - share)) ** 2).sum()))
    return max(0.0, middle - below), min(sample.total_area, middle + above)


def wilson(share: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the 95 % score interval of shares (n,) that were found with so many points (n,)."""
    z2 = Z95**2
    centre = (share + z2 / (2 * points)) / (1 + z2 / points)
    half = Z95 * np.sqrt(share * (1 - share) / points + z2 / (4 * points**2)) / (1 + z2 / points)
    # Rounding must not move an end beyond the share itself.
    return np.clip(np.minimum(centre - half, share), 0, 1), np.clip(np.maximum(centre + half, share), 0, 1)


def _cell(sample: Sample, i: int, j: int) -> np.ndarray:
    """Return an indicator (map, reference) that is 1 for one cell of the error matrix."""
    chosen = np.zeros(sample.counts.shape[1:])
    chosen[i, j] = 1
    return chosen


def _column(sample: Sample, k: int) -> np.ndarray:
    """Return an indicator (map, reference) that is 1 for the reference class ``k``."""
    chosen = np.zeros(sample.counts.shape[1:])
    chosen[:, k] = 1
    return chosen


def _means(sample: Sample, indicator: np.ndarray) -> np.ndarray:
    """Return the mean (strata,) of an indicator (map, reference) over the points of each stratum."""
    return (sample.counts * indicator).sum((1, 2)) / sample.points


def _share(sample: Sample, indicator: np.ndarray) -> Estimate:
    """Return the share of the area that has an indicator (Stehman 2014, eqs. 3 and 25)."""
    weights, points = sample.areas / sample.areas.sum(), sample.points
    mean = _means(sample, indicator)
    variance = mean * (1 - mean) * points / (points - 1)
    return Estimate(float((weights * mean).sum()), float(np.sqrt((weights**2 * variance / points).sum())))


def _ratio(sample: Sample, numerator: np.ndarray, denominator: np.ndarray) -> Estimate:
    """Return the ratio of two shares, the first a part of the second (Stehman 2014, eqs. 27 and 28)."""
    weights, points = sample.areas / sample.areas.sum(), sample.points
    y, x = _means(sample, numerator), _means(sample, denominator)
    whole = float((weights * x).sum())
    if whole == 0:
        return Estimate(float("nan"), float("nan"))
    ratio = float((weights * y).sum()) / whole
    correction = points / (points - 1)
    # A product of the two indicators is the numerator, which is a part of the denominator.
    variance = correction * (y * (1 - y) + ratio**2 * x * (1 - x) - 2 * ratio * (y - x * y))
    return Estimate(ratio, float(np.sqrt((weights**2 * np.maximum(variance, 0) / points).sum())) / whole)
