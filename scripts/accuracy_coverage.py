"""Print how often the interval of the lake area holds the truth, on simulated maps whose truth is known.

    .venv/bin/python scripts/accuracy_coverage.py [--samples 1000]

Each map has the strata of *Points to check a map*, with the shares of lake that are given. Its points are
drawn and labelled so many times, and the estimators of *Assess accuracy* applied. "normal": within 1.96
standard errors; "score": the interval of the outputs LAKE_AREA_LOW_KM2 and LAKE_AREA_HIGH_KM2. Their
half-widths are in % of the lake area. In the last row all is done as *Points to check a map* does: points are
drawn over a map of rectangles, labelled by the true ones, and read back. Takes some minutes.
"""

from __future__ import annotations

import argparse

import numpy as np
import package_path

package_path.load()
from lake_mapper.core.accuracy.allocation import allocation
from lake_mapper.core.accuracy.assessment import Assessment
from lake_mapper.core.accuracy.estimator import Sample, area, area_interval
from lake_mapper.core.accuracy.labelled import read_labels
from lake_mapper.core.accuracy.map_area import MapArea
from lake_mapper.core.accuracy.points import POINT_FIELDS, Plan, draw_points
from lake_mapper.core.accuracy.stratified_grid import StratifiedGrid
from osgeo import ogr, osr

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


#: Metres: the ground, the lakes that a map shows, and those that there are.
GROUND = (0, 0, 20_000, 20_000)
MAPPED = ((1000, 1000, 5000, 5000), (14_000, 14_000, 15_000, 15_000), (9000, 2000, 12_000, 4000))
TRUE = ((1000, 1000, 5100, 5050), (14_000, 4000, 15_500, 5000), (9000, 1950, 12_000, 3950))


def rectangle(x0: float, y0: float, x1: float, y1: float) -> ogr.Geometry:
    """Return a rectangle of metres from the corner of the map, in UTM."""
    x0, x1, y0, y1 = x0 + 500_000, x1 + 500_000, y0 + 3_400_000, y1 + 3_400_000
    return ogr.CreateGeometryFromWkt(f"POLYGON(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))")


def drawn_coverage(samples: int, points: int) -> tuple[float, ...]:
    """Return what ``coverage`` does for points that were drawn over a map, labelled, and read back."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32645)
    wkt = reference.ExportToWkt()
    mapped, true = ([rectangle(*lake) for lake in lakes] for lakes in (MAPPED, TRUE))
    ground = bytes(rectangle(*GROUND).ExportToWkb())
    area_of_map = MapArea([bytes(lake.ExportToWkb()) for lake in mapped], wkt, [([ground], wkt)])
    truth = MapArea([bytes(lake.ExportToWkb()) for lake in true], wkt, [([ground], wkt)]).lake_area / 1e6
    grid = StratifiedGrid(area_of_map, pixel=20.0, shore=40.0)
    names = [field.name for field in POINT_FIELDS]
    held, widths = np.zeros(2), np.zeros(2)
    for seed in range(samples):
        rows = []
        for place, values in draw_points(area_of_map, grid, wkt, Plan(points=points, seed=seed)).rows:
            point = dict(zip(names, values))
            shape = ogr.CreateGeometryFromWkb(place)
            point["label"] = "lake" if any(lake.Contains(shape) for lake in true) else "land"
            rows.append({**point, "at": (point["lon"], point["lat"])})
        assessment = Assessment(read_labels(rows))
        (low, high), normal = assessment.lake_interval, assessment.lake_area
        held += abs(normal.value - truth) <= normal.half_width, low <= truth <= high
        widths += normal.half_width, (high - low) / 2
    return (*(held / samples), *(widths / samples / truth))


def line(name: str, points: str, found: tuple[float, ...]) -> str:
    return f"| {name} | {points} | " + " | ".join(f"{100 * x:.1f} %" for x in found) + " |"


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
            print(line(name, f"{total}, {points[-1]}", coverage(np.array(lakes), points, samples)))
    print(line("points drawn over a map", "1200", drawn_coverage(samples, 1200)))


if __name__ == "__main__":
    main()
