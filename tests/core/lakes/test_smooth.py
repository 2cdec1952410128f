import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.geo.grid import Grid
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.lakes.smooth import smoothed
from osgeo import gdal, ogr
from support import wkt

GRID = Grid(wkt(32645), 500000.0, 3500000.0, 17.0, 17.0, 64, 64, 17.0)


def rings_of(mask: np.ndarray) -> list[list[np.ndarray]]:
    source = gdal.GetDriverByName("MEM").Create("", mask.shape[1], mask.shape[0], 1, gdal.GDT_Byte)
    source.SetGeoTransform(GRID.geotransform())
    source.WriteArray(mask.astype(np.uint8))
    store = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = store.CreateLayer("x", None, ogr.wkbPolygon)
    band = source.GetRasterBand(1)
    gdal.Polygonize(band, band, layer, -1)
    found = []
    for feature in layer:
        polygon = feature.GetGeometryRef()
        found.append(
            [
                np.array(polygon.GetGeometryRef(i).GetPoints())[:, :2]
                for i in range(polygon.GetGeometryCount())
            ]
        )
    return found


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), share=st.floats(0.2, 0.8), cell=st.integers(1, 6))
def test_area_is_kept_and_polygons_are_valid(seed, share, cell):
    rng = np.random.default_rng(seed)
    mask = np.kron(rng.random((24, 24)) < share, np.ones((cell, cell))) > 0

    for rings in rings_of(mask):
        result = smoothed([rings], GRID)[0]

        before, after = (ogr.CreateGeometryFromWkb(polygon_wkb(r)) for r in (rings, result))
        assert after.IsValid()
        assert after.Area() == pytest.approx(before.Area(), rel=1e-4)
        assert len(result) == len(rings)


def test_shore_moves_less_than_a_pixel_and_stairs_are_gone():
    y, x = np.mgrid[0:64, 0:64]
    mask = np.hypot(x - 32, y - 32) < 20
    ((stairs,),) = rings_of(mask)

    ((curve,),) = smoothed([[stairs]], GRID)

    radius = np.hypot(*(curve - (500000 + 32.5 * 17, 3500000 - 32.5 * 17)).T) / 17
    assert np.abs(radius - 20).max() < 1.0
    turns = np.diff(np.unwrap(np.arctan2(*np.diff(curve, axis=0).T[::-1])))
    assert np.abs(turns).max() < np.pi / 4 + 0.05
    length = ogr.CreateGeometryFromWkb(polygon_wkb([curve])).Boundary().Length()
    assert length == pytest.approx(2 * np.pi * 20 * 17, rel=0.04)  # the stairs are 27 % too long


def test_neighbours_that_touched_at_a_corner_do_not_overlap():
    mask = np.zeros((64, 64), bool)
    mask[10:20, 10:20] = mask[20:30, 20:30] = True

    a, b = (ogr.CreateGeometryFromWkb(polygon_wkb(smoothed([rings], GRID)[0])) for rings in rings_of(mask))

    assert a.Intersection(b).Area() == 0
