import numpy as np
import pytest
from lake_mapper.core.geo.crs import spatial_reference
from lake_mapper.core.geo.repair import no_geos_warnings, polygons_in, reprojected
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
    assert polygon.GetArea() == pytest.approx(np.pi * 100**2, rel=1e-3)


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
    assert notes == ("Polygons of AOI left out (no area, outside the CRS, or crossing itself too often): 2.",)


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
