"""Trends that outliers do not bend: Theil-Sen's slope with its interval, and Mann-Kendall's test."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

#: Fewer values have no trend.
FEWEST = 4
_LEVEL = 0.95
#: The distribution under no trend is computed exactly up to so many values, above it is normal.
_EXACT = 40


class Slope(NamedTuple):
    """A slope per unit of time and its interval; ``confidence`` (0 to 1) is how often that holds the truth.

    It is at least 0.95, but for four values, whose widest interval holds it in 22 of 24 cases.
    """

    value: float
    low: float
    high: float
    confidence: float


def theil_sen(times: Sequence[float] | np.ndarray, values: Sequence[float] | np.ndarray) -> Slope:
    """Return the median of the slopes between all pairs, and its interval (Sen 1968, J. Am. Stat. Assoc. 63).

    ``times`` differ from each other and need not be evenly spaced. The ends of the interval are slopes of
    such ranks that the exact distribution of Kendall's score leaves at most 2.5 % beyond each.
    ``ValueError`` for fewer than ``FEWEST`` values.
    """
    t, y = np.asarray(times, float), np.asarray(values, float)
    if len(t) < FEWEST:
        raise ValueError(f"a trend needs {FEWEST} values, not {len(t)}")
    i, j = np.triu_indices(len(t), 1)
    slopes = np.sort((y[j] - y[i]) / (t[j] - t[i]))
    below = np.cumsum(_discordant(tuple([1] * len(t))))  # chance of at most 0, 1, 2, ... discordant pairs
    rank = max(1, int(np.searchsorted(below, (1 - _LEVEL) / 2, side="right")))
    return Slope(
        float(np.median(slopes)),
        float(slopes[rank - 1]),
        float(slopes[len(slopes) - rank]),
        1 - 2 * float(below[rank - 1]),
    )


def mann_kendall(values: Sequence[float] | np.ndarray) -> float:
    """Return how likely so clear a rise or fall of values in the order of time is without a trend (p).

    Equal values are allowed for (Kendall 1970, "Rank Correlation Methods", ch. 4). The distribution is exact
    up to 40 values, beyond that normal with a correction for continuity.
    """
    y = np.asarray(values, float)
    i, j = np.triu_indices(len(y), 1)
    score = abs(int(np.sign(y[j] - y[i]).sum()))
    ties = tuple(sorted(Counter(y.tolist()).values()))
    if len(y) > _EXACT:
        n = len(y)
        variance = (n * (n - 1) * (2 * n + 5) - sum(k * (k - 1) * (2 * k + 5) for k in ties)) / 18
        if variance == 0:
            return 1.0
        return math.erfc(max(0, score - 1) / math.sqrt(2 * variance))
    chances = _discordant(ties)
    # Of pairs that differ, k are discordant and the rest concordant: the score is most - 2 k.
    scores = len(chances) - 1 - 2 * np.arange(len(chances))
    return min(1.0, float(chances[np.abs(scores) >= score].sum()))


@lru_cache(maxsize=1000)
def _discordant(ties: tuple[int, ...]) -> np.ndarray:
    """Return the chance of 0, 1, 2, ... discordant pairs, each order of the values being as likely.

    ``ties`` are how many values are equal, group by group. The counts are the coefficients of Gauss's
    multinomial [n]! / ([t1]! [t2]! ...), where [k]! is the product of 1 + q + ... + q^(i - 1) for i up to k.
    Whole numbers of Python, since dividing floats would lose digits.
    """
    counts = [1]
    for i in range(1, sum(ties) + 1):
        counts = _times(counts, i)
    for size in ties:
        for i in range(1, size + 1):
            counts = _divided(counts, i)
    total = sum(counts)
    return np.array([count / total for count in counts])


def _times(counts: list[int], i: int) -> list[int]:
    """Return the polynomial times 1 + q + ... + q^(i - 1)."""
    product = [0] * (len(counts) + i - 1)
    for k, count in enumerate(counts):
        for step in range(i):
            product[k + step] += count
    return product


def _divided(counts: list[int], i: int) -> list[int]:
    """Return the polynomial divided by 1 + q + ... + q^(i - 1), which divides it."""
    quotient: list[int] = []
    for k in range(len(counts) - i + 1):
        quotient.append(counts[k] - sum(quotient[max(0, k - i + 1) : k]))
    return quotient
