"""Print how often the intervals of trends hold the true slope, in series of six dates of known polygons.

    .venv/bin/python scripts/trend_coverage.py [--series 200] [--layers FOLDER]

Each series has five lakes: one grows, one shrinks, one stays, one is cut by the edge of its image at a date,
one is missing at a date. Their true area changes by a fixed rate; what is mapped differs from it by a normal
error of 2 % of the area. *Track lakes* follows them. Takes about half a minute. ``--layers`` writes those
of one series as GeoPackages instead, to try them in QGIS.
"""

from __future__ import annotations

import argparse
import datetime
from collections import defaultdict
from pathlib import Path

import numpy as np
import package_path

package_path.load()
from lake_mapper.core.geo.geopackage import write_geopackage
from lake_mapper.core.tracking.lakes import Feature, LakeLayer
from lake_mapper.core.tracking.track import track
from lake_mapper.core.util.fields import Field
from osgeo import ogr, osr

DATES = [datetime.date(year, 7, 15) for year in (2000, 2003, 2004, 2008, 2013, 2020)]
YEARS = np.array([(date - DATES[0]).days / 365.25 for date in DATES])
#: Area at the first date (m²) and its change a year, as a share of that area.
LAKES = {
    "growing": (4e6, 0.02),
    "shrinking": (3e6, -0.015),
    "steady": (2e6, 0.0),
    "cut at a date": (1.5e6, 0.02),
    "missing at a date": (1e6, 0.02),
}
ERROR = 0.02


def square(k: int, area: float) -> ogr.Geometry:
    """Return lake ``k`` as a square of so many m² on the ellipsoid."""
    side = float(np.sqrt(area)) * 0.9996  # the scale of UTM at its middle
    x, y = 500_000 + 10_000 * k, 3_400_000
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"
    )


def series(rng: np.random.Generator, crs_wkt: str) -> list[LakeLayer]:
    """Return the layers of one series, and leave out or cut a lake at a date."""
    missing, cut = rng.integers(1, len(DATES) - 1, 2).tolist()
    layers = []
    for t, date in enumerate(DATES):
        features = []
        for k, (name, (first, rate)) in enumerate(LAKES.items()):
            area = first * (1 + rate * YEARS[t]) * (1 + ERROR * rng.normal())
            is_cut = name == "cut at a date" and t == cut
            if name == "missing at a date" and t == missing:
                continue
            shape = square(k, area / 2 if is_cut else area)
            features.append(Feature(bytes(shape.ExportToWkb()), ERROR * area, is_cut, source_id=str(k)))
        layers.append(LakeLayer(str(date), date, crs_wkt, features, pixel=10.0))
    return layers


def write(layers: list[LakeLayer], folder: Path) -> None:
    """Write layers as Track lakes reads them, the date in their names."""
    folder.mkdir(parents=True, exist_ok=True)
    fields = (
        Field("lake_id", int, "number"),
        Field("area_error_km2", float, "standard error"),
        Field("touches_edge", bool, "cut"),
    )
    for layer in layers:
        rows = [(f.wkb, [int(f.source_id) + 1, f.error / 1e6, f.touches_edge]) for f in layer.features]
        path, kind = folder / f"lakes_{layer.date}.gpkg", ogr.wkbPolygon
        write_geopackage(path, path.stem, layer.crs_wkt, fields, geometry=kind, features=rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--series", type=int, default=200)
    parser.add_argument("--layers", type=Path)
    given = parser.parse_args()
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32645)
    rng = np.random.default_rng(0)
    if given.layers:
        write(series(rng, reference.ExportToWkt()), given.layers)
        return
    held, dates, clear = defaultdict(list), defaultdict(set), defaultdict(list)
    for _ in range(given.series):
        for trend in track(series(rng, reference.ExportToWkt())).trends.lakes:
            # Lakes are numbered by their size at the first date, which is that of LAKES.
            name = list(LAKES)[trend.lineage.ids[0] - 1]
            first, rate = LAKES[name]
            held[name].append(trend.slope.low <= first * rate <= trend.slope.high)
            clear[name].append(trend.significant)
            dates[name].add(int(trend.used.sum()))
    print("| lake | dates used | interval holds the true slope | trend significant |")
    print("|---|---|---|---|")
    for name in LAKES:
        used = ", ".join(map(str, sorted(dates[name])))
        print(f"| {name} | {used} | {np.mean(held[name]):.1%} | {np.mean(clear[name]):.1%} |")
    of_all = np.concatenate(list(held.values()))
    print(f"all: {of_all.mean():.1%} of {len(of_all)}")


if __name__ == "__main__":
    main()
