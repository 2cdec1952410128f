"""Simulated series: what their layers hold, and that they can be read again."""

import numpy as np
import trend_coverage
from lake_mapper.core.geo.crs import spatial_reference
from lake_mapper.core.tracking.lake_files import read_lake_layer
from lake_mapper.core.tracking.track import track
from osgeo import osr


def test_layers_of_a_series_are_tracked_as_they_were_made(tmp_path):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32645)
    wkt = reference.ExportToWkt()
    made = trend_coverage.series(np.random.default_rng(0), wkt)
    trend_coverage.write(made, tmp_path)

    layers = [read_lake_layer(path) for path in sorted(tmp_path.glob("*.gpkg"))]

    assert [layer.date for layer in layers] == trend_coverage.DATES
    assert spatial_reference(layers[0].crs_wkt).IsSame(spatial_reference(wkt))
    counts = [len(list(layer.features)) for layer in layers]
    assert sorted(counts) == [4, 5, 5, 5, 5, 5]  # one lake is missing at a date
    slopes = {one.lineage.ids[0]: one.slope.value for one in track(layers).trends.lakes}
    expected = {k: first * rate for k, (first, rate) in enumerate(trend_coverage.LAKES.values(), start=1)}
    assert all(abs(slopes[k] - expected[k]) < 40_000 for k in expected)
