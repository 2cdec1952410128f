import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.geo.grid import Bounds
from lake_mapper.core.geo.repair import polygons_in
from lake_mapper.core.geo.reprojection import Reprojection
from lake_mapper.core.geo.wkb import polygon_rings
from osgeo import ogr, osr


def wkt_of(crs: str) -> str:
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs)
    return reference.ExportToWkt()


WGS84, UTM1, UTM60 = (wkt_of(f"EPSG:{code}") for code in (4326, 32601, 32660))
#: Lambert conformal conic, Albers, sinusoidal, polar stereographic, Mercator with 150° W in the middle.
OTHERS = {
    name: wkt_of(text)
    for name, text in {
        "Web Mercator": "EPSG:3857",
        "conic": "+proj=lcc +lat_1=60 +lat_2=70 +lat_0=65 +lon_0=0 +datum=WGS84",
        "Albers": "+proj=aea +lat_1=50 +lat_2=70 +lon_0=10 +datum=WGS84",
        "sinusoidal": "+proj=sinu +lon_0=0 +datum=WGS84",
        "polar": "EPSG:3413",
        "Pacific": "+proj=merc +lon_0=-150 +datum=WGS84",
        "Asia": "+proj=aea +lat_1=15 +lat_2=65 +lat_0=30 +lon_0=95 +datum=WGS84",
    }.items()
}


def rectangle(west, south, east, north, points=20) -> ogr.Geometry:
    ring = ogr.Geometry(ogr.wkbLinearRing)
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    for (x0, y0), (x1, y1) in zip(corners, corners[1:]):
        for i in range(points):
            ring.AddPoint_2D(x0 + (x1 - x0) * i / points, y0 + (y1 - y0) * i / points)
    ring.CloseRings()
    shape = ogr.Geometry(ogr.wkbPolygon)
    shape.AddGeometry(ring)
    return shape


def area_of(shape: ogr.Geometry, wkt: str) -> float:
    ellipsoid = Ellipsoid(wkt)
    total = 0.0
    for part in polygons_in(shape):
        for rings in polygon_rings(bytes(part.ExportToWkb(ogr.wkbNDR))):
            areas, _ = ellipsoid.ring_areas_lengths(rings)
            total += 2 * areas[0] - areas.sum()
    return total


@pytest.mark.parametrize("utm", [UTM1, UTM60])
@pytest.mark.parametrize("target", [WGS84, *OTHERS.values()], ids=["degrees", *OTHERS])
def test_a_lake_across_180_degrees_keeps_its_area(utm, target):
    lake = rectangle(179.9, 68.0, 180.1, 68.05)
    in_utm = Reprojection(WGS84, utm)(lake)
    truth = area_of(in_utm, utm)

    moved = Reprojection(utm, target)(in_utm)

    assert area_of(moved, target) == pytest.approx(truth, rel=1e-4)
    assert moved.IsValid()


def test_in_degrees_it_is_divided_at_180():
    in_utm = Reprojection(WGS84, UTM1)(rectangle(179.9, 68.0, 180.1, 68.05))

    moved = Reprojection(UTM1, WGS84)(in_utm)

    boxes = sorted(part.GetEnvelope()[:2] for part in polygons_in(moved))
    assert boxes == [pytest.approx((-180, -179.9), abs=1e-6), pytest.approx((179.9, 180), abs=1e-6)]


def test_degrees_beyond_180_are_the_same_place():
    moved = Reprojection(WGS84, WGS84)(rectangle(179.9, 68.0, 180.1, 68.05))

    assert sorted(round(part.GetEnvelope()[0], 3) for part in polygons_in(moved)) == [-180.0, 179.9]


@pytest.mark.parametrize("crs", [WGS84, UTM1], ids=["degrees", "UTM"])
@pytest.mark.parametrize("turn", [0, 360])
def test_over_an_image_in_degrees_that_goes_on_beyond_180_so_do_shapes(crs, turn):
    image = Bounds(179.8 - turn, 68.0, 180.2 - turn, 68.1)
    for west, east in ((179.9, 180.1), (179.85, 179.95), (-179.95, -179.85)):
        lake = rectangle(west, 68.0, east, 68.05)
        lake = lake if crs == WGS84 else Reprojection(WGS84, crs)(lake)

        moved = Reprojection(crs, WGS84, image)(lake)

        assert moved.GetEnvelope()[:2] == pytest.approx((west % 360 - turn, east % 360 - turn), abs=1e-8)
        assert len(list(polygons_in(moved))) == 1


@settings(max_examples=60)
@given(
    st.floats(-180, 180), st.floats(-70, 75), st.floats(0.01, 2), st.sampled_from([WGS84, *OTHERS.values()])
)
def test_a_lake_anywhere_comes_back_whole(lon, lat, size, target):
    """From the UTM zone of the place or a neighbour's, with its hole."""
    zone = int((lon + 180) // 6) % 60 + 1
    utm = wkt_of(f"EPSG:{32600 + zone}")
    lake = rectangle(lon, lat, lon + size, lat + size / 3)
    island = rectangle(
        lon + size / 4, lat + size / 9, lon + size / 2, lat + size / 6
    )  # kept, or its ring would be gone
    lake.AddGeometry(island.GetGeometryRef(0))
    in_utm = Reprojection(WGS84, utm)(lake)

    moved = Reprojection(utm, target)(in_utm)

    assert area_of(moved, target) == pytest.approx(area_of(in_utm, utm), rel=2e-3)


def test_what_is_wide_by_intent_stays():
    world = rectangle(-180, -80, 180, 80)
    assert Reprojection(WGS84, WGS84)(world).Equals(world)

    in_mercator = Reprojection(WGS84, OTHERS["Web Mercator"])(world)
    back = Reprojection(OTHERS["Web Mercator"], WGS84)(in_mercator)
    assert back.Area() == pytest.approx(360 * 160, rel=1e-6)


def test_a_crs_without_a_way_is_an_error():
    with pytest.raises(RuntimeError):
        Reprojection(wkt_of("ESRI:103881"), WGS84)
