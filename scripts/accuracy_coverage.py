"""Print how often the interval of the lake area holds the truth, on simulated maps whose truth is known.

    scripts/accuracy_coverage.py [--samples 1000]

Each map has the strata of *Points to check a map*, with the shares of lake that are given. Its points are
drawn and labelled so many times, and the estimators of *Assess accuracy* applied. "normal": within 1.96
standard errors; "score": the interval of the outputs LAKE_AREA_LOW_KM2 and LAKE_AREA_HIGH_KM2. Their
half-widths are in % of the lake area. Takes some seconds.
"""

from __future__ import annotations

import argparse

import numpy as np
import package_path

package_path.load()
from lake_mapper.core.accuracy.allocation import allocation
from lake_mapper.core.accuracy.estimator import Sample, area, area_interval

#: Share of the ground: lake, lake near the shore, uncertain, land near a lake, other land.
AREAS = np.array([4.5, 1.0, 1.5, 1.0, 92.0])
#: Share of each stratum that is lake in truth.
MAPS = {
    "as planned for": (0.98, 0.8, 0.5, 0.15, 0.01),
    "fewer lakes missed": (0.98, 0.8, 0.5, 0.15, 0.002),
    "hardly an error": (0.999, 0.9, 0.2, 0.05, 0.0005),
    "no error but at shores": (1.0, 0.9, 0.3, 0.1, 0.0),
    "many errors": (0.9, 0.7, 0.5, 0.3, 0.03),
}


def coverage(lakes: np.ndarray, points: np.ndarray, samples: int, seed: int = 0) -> tuple[float, ...]:
    """Return how often the normal and the score interval hold the truth, and their half-widths, as shares."""
    rng = np.random.default_rng(seed)
    truth = float((AREAS * lakes).sum())
    held, widths = np.zeros(2), np.zeros(2)
    for found in rng.binomial(points, lakes, (samples, len(lakes))):
        counts = np.zeros((len(lakes), 2, 2), int)
        counts[:, 0, 0], counts[:, 0, 1] = found, points - found
        sample = Sample(("lake", "land"), AREAS, counts)
        normal, (low, high) = area(sample, 0), area_interval(sample, 0)
        held += abs(normal.value - truth) <= normal.half_width, low <= truth <= high
        widths += normal.half_width, (high - low) / 2
    return (*(held / samples), *(widths / samples / truth))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--samples", type=int, default=1000)
    samples = parser.parse_args().samples
    print("| map | points, of them in other land | normal holds | score holds | ± normal | ± score |")
    print("|---|---|---|---|---|---|")
    for name, lakes in MAPS.items():
        for total in (260, 500, 1200):
            points = allocation(AREAS, total, 50)
            found = coverage(np.array(lakes), points, samples)
            print(
                f"| {name} | {total}, {points[-1]} | " + " | ".join(f"{100 * x:.1f} %" for x in found) + " |"
            )


if __name__ == "__main__":
    main()
