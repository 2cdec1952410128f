import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.geo.crs import CoordinateLimits, spatial_reference
from lake_mapper.core.geo.grid import Bounds
from lake_mapper.core.geo.repair import cleaned, made_valid, no_geos_warnings, polygons_in, reprojected
from lake_mapper.core.util.errors import SceneError
from osgeo import gdal, ogr, osr
from support import wkt

SQUARE = "POLYGON((500000 3500000, 501000 3500000, 501000 3501000, 500000 3501000, 500000 3500000))"
BOW_TIE = "POLYGON((500000 3500000, 501000 3501000, 501000 3500000, 500000 3501000, 500000 3500000))"


def wkb(text):
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


def bring(*texts, to=32645, **options):
    return reprojected([wkb(text) for text in texts], wkt(32645), wkt(to), **options)


def test_valid_polygons_stay_as_they_are():
    (polygon,), notes = bring(SQUARE)

    assert polygon.Equals(ogr.CreateGeometryFromWkt(SQUARE))
    assert notes == ()


def test_polygons_lie_where_their_crs_says():
    (polygon,), _ = bring(SQUARE, to=4326)

    west, east, south, north = polygon.GetEnvelope()
    assert (west, south) == pytest.approx((87.0, 31.63), abs=0.01)
    assert (east - west, north - south) == pytest.approx((0.0105, 0.00902), rel=0.01)


@pytest.mark.parametrize(("lat", "wide"), [(40, 1), (41, 3), (70, 6)])
def test_long_edges_are_bent_as_their_crs_has_them(lat, wide):
    degrees = f"POLYGON((87 {lat}, {87 + wide} {lat}, {87 + wide} {lat + 1}, 87 {lat + 1}, 87 {lat}))"

    (polygon,), _ = reprojected([wkb(degrees)], wkt(4326), wkt(32645))

    middle = ogr.CreateGeometryFromWkt(f"POINT({87 + wide / 2} {lat})")
    middle.Transform(osr.CoordinateTransformation(*map(spatial_reference, (wkt(4326), wkt(32645)))))
    assert polygon.Boundary().Distance(middle) < 0.5


def test_an_outline_that_crosses_itself_is_repaired_and_reported():
    polygons, notes = bring(BOW_TIE, SQUARE)

    assert all(polygon.IsValid() for polygon in polygons)
    assert sum(polygon.GetArea() for polygon in polygons) == pytest.approx(1.5e6)
    assert notes == ("Invalid polygons of LAKES (such as outlines that cross themselves), repaired: 1.",)


def rectangle(west, south, east, north):
    """Return the text of a ring, in tens of metres from a place."""
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return f"({', '.join(f'{500000 + 10 * x} {3500000 + 10 * y}' for x, y in corners)})"


@pytest.mark.parametrize(
    ("text", "area"),
    [
        (f"MULTIPOLYGON(({rectangle(0, 0, 10, 10)}), ({rectangle(5, 5, 15, 15)}))", 175),  # overlapping
        (f"MULTIPOLYGON(({rectangle(0, 0, 10, 10)}), ({rectangle(2, 2, 8, 8)}))", 100),  # nested
        (f"MULTIPOLYGON(({rectangle(0, 0, 10, 10)}), ({rectangle(0, 0, 10, 10)}))", 100),  # twice
        (f"MULTIPOLYGON(({rectangle(0, 0, 10, 10)}), ({rectangle(10, 0, 20, 10)}))", 200),  # side by side
        (f"POLYGON({rectangle(0, 0, 10, 10)}, {rectangle(20, 0, 25, 5)})", 100),  # a hole beside it
        (f"POLYGON({rectangle(0, 0, 10, 10)}, {rectangle(8, 0, 12, 10)})", 80),  # a hole across its outline
        (f"POLYGON({rectangle(0, 0, 10, 10)}, {rectangle(1, 1, 5, 5)}, {rectangle(3, 3, 7, 7)})", 72),
        (f"POLYGON({rectangle(0, 0, 10, 10)}, {rectangle(0, 0, 10, 10)})", 0),
        (f"POLYGON({rectangle(0, 0, 10, 10)}, {rectangle(1, 1, 9, 9)}, {rectangle(3, 3, 5, 5)})", 40),
    ],
)
def test_parts_may_overlap_and_holes_lie_outside(text, area):
    valid, repaired = cleaned(wkb(text), CoordinateLimits(wkt(32645)))
    polygons, notes = bring(text)

    assert sum(polygon.Area() for polygon in polygons) == pytest.approx(100 * area)
    assert (ogr.CreateGeometryFromWkb(valid).Area() if valid else 0) == pytest.approx(100 * area)
    assert repaired == bool(valid)
    assert "repaired: 1" in notes[0]


corner = st.integers(0, 12)
box = st.tuples(corner, corner, st.integers(1, 6), st.integers(1, 6)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)


def whole_of(shell):
    west, south, east, north = shell
    covered = np.zeros((20, 20), bool)
    covered[south:north, west:east] = True
    return covered


@given(st.lists(st.tuples(box, st.lists(box, max_size=3)), min_size=1, max_size=4))
def test_the_ground_is_that_of_all_parts_less_that_of_their_holes(parts):
    covered = np.zeros((20, 20), bool)
    for shell, holes in parts:
        of_part = np.zeros_like(covered)
        for inside, (west, south, east, north) in ((True, shell), *((False, hole) for hole in holes)):
            of_part[south:north, west:east] = inside
        for west, south, east, north in holes:  # within another one: an island
            if any(w < west and s < south and e > east and n > north for w, s, e, n in holes):
                island = np.zeros_like(covered)
                island[south:north, west:east] = True
                of_part |= island & whole_of(shell)
        covered |= of_part
    rings = (", ".join(rectangle(*each) for each in (shell, *holes)) for shell, holes in parts)
    geometry = ogr.CreateGeometryFromWkt(f"MULTIPOLYGON({', '.join(f'({text})' for text in rings)})")

    with no_geos_warnings():
        valid = made_valid(geometry)

    assert valid.IsValid()
    assert sum(p.Area() for p in polygons_in(valid)) == pytest.approx(100 * covered.sum())


def test_multipolygons_and_collections_become_polygons_without_lines_and_points():
    parts = (
        SQUARE,
        SQUARE.replace("50", "60"),
        "LINESTRING(500000 3500000, 501000 3500000)",
        "POINT(500000 3500000)",
    )

    polygons, notes = bring(f"GEOMETRYCOLLECTION({','.join(parts)})")

    assert [polygon.GetGeometryType() for polygon in polygons] == [ogr.wkbPolygon] * 2
    assert notes == ()


def test_curves_and_heights_are_flattened():
    circle = "CURVEPOLYGON Z (CIRCULARSTRING Z (0 0 5, 100 100 5, 200 0 5, 100 -100 5, 0 0 5))"

    (polygon,), _ = bring(circle)

    assert polygon.GetGeometryType() == ogr.wkbPolygon
    assert polygon.GetArea() == pytest.approx(np.pi * 100**2, rel=2e-5)


@pytest.mark.parametrize("partial", ["NO", "YES"])
def test_what_has_no_area_or_no_place_in_the_crs_is_left_out_and_reported(partial):
    """Whether GDAL refuses what it cannot reproject in full, or gives points at infinity."""
    line = "LINESTRING(0 0, 1 1)"
    far = "POLYGON((1e30 0, 2e30 0, 2e30 1e30, 1e30 0))"

    gdal.SetConfigOption("OGR_ENABLE_PARTIAL_REPROJECTION", partial)
    try:
        polygons, notes = bring(line, far, SQUARE, to=3857, layer="AOI")
    finally:
        gdal.SetConfigOption("OGR_ENABLE_PARTIAL_REPROJECTION", None)

    assert len(polygons) == 1
    assert notes == (
        "Polygons of AOI left out (no area, outside the CRS, or crossing itself too often): 1.",
        "Points or lines of AOI, which are no polygons, left out: 1.",
    )


@pytest.mark.parametrize("texts", [(), ("POINT(0 0)",), (f"GEOMETRYCOLLECTION({SQUARE})",)])
def test_a_layer_without_polygons_is_not_said_to_lack_a_crs(texts):
    with pytest.raises(SceneError, match="SHAPES holds no polygons"):
        reprojected([wkb(text) for text in texts], "", wkt(32645), "SHAPES")


def test_polygons_without_a_crs_are_an_error_that_names_the_layer():
    with pytest.raises(SceneError, match="polygons of SHAPES have no coordinate reference system"):
        reprojected([wkb(SQUARE)], "", wkt(32645), "SHAPES")


def test_polygons_in_finds_them_at_any_depth_and_skips_empty_ones():
    inner = f"GEOMETRYCOLLECTION(MULTI{SQUARE.replace('((', '(((')}), POINT(0 0))"

    (found,) = polygons_in(ogr.CreateGeometryFromWkt(f"GEOMETRYCOLLECTION(POLYGON EMPTY, {inner})"))

    assert found.Equals(ogr.CreateGeometryFromWkt(SQUARE))


def test_warnings_about_invalid_geometries_are_hidden_inside_alone(capfd):
    invalid = ogr.CreateGeometryFromWkt(BOW_TIE)

    with no_geos_warnings():
        assert not invalid.IsValid()
    assert capfd.readouterr().err == ""

    assert not invalid.IsValid()
    assert "Self-intersection" in capfd.readouterr().err


def star(corners: int) -> str:
    """Return a polygon each of whose edges crosses nearly all others, like a pentagram."""
    angle = np.arange(corners + 1) * 2 * np.pi * (corners // 2) / corners
    points = np.stack([500500 + 400 * np.cos(angle), 3500500 + 400 * np.sin(angle)], 1)
    return f"POLYGON(({','.join(f'{x} {y}' for x, y in points)}))"


def test_outlines_that_cross_themselves_too_often_are_left_out_at_once():
    polygons, notes = bring(SQUARE, star(2001), star(5), BOW_TIE)

    assert len(polygons) > 3  # the small ones are repaired
    assert "crossing itself too often): 1." in notes[1]


def test_long_outlines_of_lakes_are_repaired_however_many_points_they_have():
    angle = np.linspace(0, 2 * np.pi, 20_001)
    radius = 400 + 20 * np.sin(400 * angle)  # bays
    xy = np.stack([500500 + radius * np.cos(angle), 3500500 + radius * np.sin(angle)], 1)
    xy[10], xy[40] = xy[40].copy(), xy[10].copy()  # and a fault
    text = f"POLYGON(({','.join(f'{x} {y}' for x, y in xy)}))"

    polygons, notes = bring(text)

    assert sum(p.Area() for p in polygons) == pytest.approx(np.pi * 400**2, rel=0.01)
    assert notes == ("Invalid polygons of LAKES (such as outlines that cross themselves), repaired: 1.",)


def test_coordinates_that_no_crs_has_are_left_out():
    polygons, notes = bring(SQUARE, SQUARE.replace("500000", "5e300"), SQUARE.replace("500000", "5e9"))

    assert len(polygons) == 1
    assert notes == (
        "Polygons of LAKES left out (no area, outside the CRS, or crossing itself too often): 2.",
    )


def test_the_result_is_the_same_where_polygons_lie_near_the_image():
    image = Bounds(500000, 3500000, 502000, 3501000)

    (polygon,), _ = bring(SQUARE, over=image)
    (near_it,), _ = reprojected([wkb(ASIA)], wkt(4326), wkt(32645), over=image)

    assert polygon.Equals(ogr.CreateGeometryFromWkt(SQUARE))
    assert near_it.ExportToWkb() == reprojected([wkb(ASIA)], wkt(4326), wkt(32645))[0][0].ExportToWkb()


ASIA = "POLYGON((70 10, 110 10, 110 50, 70 50, 70 10))"
WORLD = "POLYGON((-180 -90, 180 -90, 180 90, -180 90, -180 -90))"
#: The world but for a hole, and a wide part of it.
FAR = (WORLD, WORLD.replace("))", "), (20 0, 30 0, 30 20, 20 20, 20 0))"), WORLD.replace("90", "80"))


@pytest.mark.parametrize("own", [4813, 4820, 4802, 4807, 32601, 32652])
def test_an_area_in_a_crs_made_for_elsewhere_is_not_lost(own):
    """Of a prime meridian far from Greenwich, or of a UTM zone far from the image."""
    image = Bounds(500000, 3500000, 520000, 3520000)
    area = ogr.CreateGeometryFromWkt(SQUARE)
    area.Transform(osr.CoordinateTransformation(spatial_reference(wkt(32645)), spatial_reference(wkt(own))))

    polygons, _ = reprojected([bytes(area.ExportToWkb())], wkt(own), wkt(32645), over=image)

    whole = ogr.CreateGeometryFromWkt(SQUARE)
    assert sum(polygon.Area() for polygon in polygons) == pytest.approx(whole.Area(), rel=0.01)


@pytest.mark.parametrize("text", FAR)
@pytest.mark.parametrize("own", [4326, 3857])
@pytest.mark.parametrize(
    ("target", "lon", "lat"),
    [
        (32621, -54, -25),
        (32660, 180, 56),
        (3857, 179, 56),
        (3857, 4, 52),
        (3413, -54, 70),
        (3413, 180, 75),
        (3035, 4, 52),
        (2154, 4, 47),
    ],
)
def test_what_reaches_far_beyond_an_image_covers_it(text, own, target, lon, lat):
    shape = ogr.CreateGeometryFromWkt(text.replace("90", "85"))
    to_own = osr.CoordinateTransformation(spatial_reference(wkt(4326)), spatial_reference(wkt(own)))
    shape.Transform(to_own)
    to_target = osr.CoordinateTransformation(spatial_reference(wkt(4326)), spatial_reference(wkt(target)))
    x, y, _ = to_target.TransformPoint(lon, lat)
    image = Bounds(x - 5e4, y - 5e4, x + 5e4, y + 5e4)

    polygons, notes = reprojected([bytes(shape.ExportToWkb())], wkt(own), wkt(target), over=image)

    corners = ((x - 4e4, y - 3e4), (x + 4e4, y - 3e4), (x + 3e4, y + 4e4), (x - 3e4, y + 4e4))
    for corner in corners:
        place = ogr.CreateGeometryFromWkt("POINT({} {})".format(*corner))
        assert any(polygon.Contains(place) for polygon in polygons)
    assert all(polygon.IsValid() for polygon in polygons)
    assert notes == ()
