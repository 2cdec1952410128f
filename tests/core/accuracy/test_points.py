"""Points lie where their stratum is, as densely as its area says, on the ellipsoid and in any CRS."""

import numpy as np
import pytest
from lake_mapper.core.accuracy.points import POINT_FIELDS, tour
from lake_mapper.core.accuracy.strata import LAKE, LAKE_SHORE, NAMES
from lake_mapper.core.geo.ellipsoid import Ellipsoid, densify
from lake_mapper.core.geo.wkb import polygon_rings
from lake_mapper.core.util.errors import AccuracyError
from osgeo import gdal, ogr

from .maps import GROUND, LAKES, SOUTH, UTM, WEST, box, crs, drawn, map_area, wkb, xy

NAME = {field.name: k for k, field in enumerate(POINT_FIELDS)}


def column(found, name):
    return np.array([values[NAME[name]] for _, values in found.rows])


def box_of(x0, y0, x1, y1):
    return ogr.CreateGeometryFromWkt(f"POLYGON(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))")


def ellipsoidal(shape) -> float:
    (rings,) = polygon_rings(wkb(shape))
    return float(Ellipsoid(UTM).ring_areas_lengths(rings)[0][0])


def test_strata_have_the_areas_of_the_ellipsoid():
    found = drawn(points=100, minimum=20)

    total = ellipsoidal(GROUND)
    assert found.areas.sum() == pytest.approx(total, rel=1e-3)
    assert column(found, "map_km2")[0] == pytest.approx(sum(map(ellipsoidal, LAKES)) / 1e6, rel=1e-5)
    # Strips of 40 m on both sides of shorelines of 8 and 4 km.
    areas = dict(zip(NAMES, found.areas / 1e6))
    assert areas["lake near the shore"] == pytest.approx(12 * 0.04, rel=0.1)
    assert areas["land near a lake"] == pytest.approx(12 * 0.04, rel=0.1)
    assert areas["lake"] == pytest.approx(5 - 12 * 0.04, rel=0.02)
    assert areas["uncertain"] == 0


def test_points_lie_in_their_stratum_and_know_what_the_map_has_there():
    found = drawn(points=300, minimum=50)

    lakes = LAKES[0].Union(LAKES[1])
    for (x, y), stratum, mapped in zip(xy(found), column(found, "stratum"), column(found, "map_class")):
        place = ogr.CreateGeometryFromWkt(f"POINT({x} {y})")
        distance = lakes.Boundary().Distance(place)
        assert mapped == ("lake" if lakes.Contains(place) else "land")
        # To a pixel of 20 m, by the centre of which a stratum is decided.
        assert (distance < 40 + 30) if "near" in stratum else (distance > 40 - 30)
        if abs(distance) > 30:
            assert stratum.startswith(mapped) or stratum == "other land"


def test_points_are_random_by_area_not_by_degrees():
    """Between 40° and 70° of latitude two thirds of a box of degrees lie south of the middle."""
    wkt = crs(4326)
    ground, lake = box_of(0, 40, 10, 70), box_of(4, 54, 6, 56)
    area = map_area([lake], [ground], wkt)

    found = drawn(area, wkt, pixel=2000.0, points=4000, minimum=2)

    q = np.sin(np.radians([40, 55, 70]))  # on a sphere; the ellipsoid is closer than the points tell
    expected = (q[1] - q[0]) / (q[2] - q[0])
    places = xy(found)
    assert (places[:, 1] < 55).mean() == pytest.approx(expected, abs=4 * np.sqrt(0.25 / 4000))
    assert abs((places[:, 1] < 55).mean() - 0.5) > 0.04
    corners = np.array([[0, 40], [10, 40], [10, 70], [0, 70], [0, 40]], float)
    ring = densify(corners, np.full(4, 1000))  # along the parallels
    area_of_ring = Ellipsoid(wkt).ring_areas_lengths([ring])[0][0]
    assert found.areas.sum() == pytest.approx(area_of_ring, rel=1e-3)


def test_seed_decides_the_points_and_following_ones_are_near():
    one, same, other = (drawn(points=100, seed=seed) for seed in (3, 3, 4))

    assert (xy(one) == xy(same)).all()
    assert not (xy(one) == xy(other)).all()
    assert column(one, "point_id").tolist() == list(range(1, len(one.rows) + 1))
    steps = np.hypot(*np.diff(xy(one), axis=0).T)
    assert np.median(steps) < 1000  # of random order it would be 5 km
    strata = column(one, "stratum")
    assert (strata[1:] != strata[:-1]).sum() > 20  # not stratum by stratum


def test_tour_visits_all_and_begins_in_the_west():
    assert tour(np.array([[5.0, 0], [0, 0], [9, 0], [1, 0]])).tolist() == [1, 3, 0, 2]


def test_where_the_model_was_not_sure_is_a_stratum_and_no_data_no_ground(tmp_path):
    path = str(tmp_path / "probability.tif")
    scaled = np.zeros((500, 500), np.uint8)  # pixels of 20 m
    scaled[300:350, 100:150] = 100  # half sure: 1 km² of land
    scaled[:50] = 255  # no data: 10 km²
    raster = gdal.GetDriverByName("GTiff").Create(path, 500, 500, 1, gdal.GDT_Byte)
    raster.SetGeoTransform((WEST, 20, 0, SOUTH + 10_000, 0, -20))
    raster.SetProjection(UTM)
    raster.GetRasterBand(1).SetNoDataValue(255)
    raster.GetRasterBand(1).SetScale(1 / 200)
    raster.GetRasterBand(1).WriteArray(scaled)
    del raster

    found = drawn(probability=path, points=200)

    assert found.areas[NAMES.index("uncertain")] / 1e6 == pytest.approx(1 - 0.04, rel=0.02)  # a shore strip
    assert found.areas.sum() / 1e6 == pytest.approx(90, rel=0.01)
    assert xy(found)[:, 1].max() < SOUTH + 9000 + 20
    uncertain = xy(found)[column(found, "stratum") == "uncertain"]
    assert len(uncertain) >= 40
    assert (uncertain[:, 0] > WEST + 1970).all()
    assert (uncertain[:, 0] < WEST + 3030).all()


@pytest.mark.parametrize("rows", [100, 300, 500])
def test_lakes_where_the_probability_has_no_data_are_no_part_of_the_map(tmp_path, rows):
    """The upper rows of 20 m have no data: no lake, the smaller one, both."""
    path = str(tmp_path / "probability.tif")
    values = np.zeros((500, 500), np.float32)
    values[:rows] = -1
    raster = gdal.GetDriverByName("GTiff").Create(path, 500, 500, 1, gdal.GDT_Float32)
    raster.SetGeoTransform((WEST, 20, 0, SOUTH + 10_000, 0, -20))
    raster.SetProjection(UTM)
    raster.GetRasterBand(1).SetNoDataValue(-1)
    raster.GetRasterBand(1).WriteArray(values)
    del raster

    if rows == 500:
        with pytest.raises(AccuracyError, match="nothing is left: PROBABILITY has no data there"):
            drawn(probability=path)
        return
    found = drawn(probability=path, points=200)
    left = {100: 5.0, 300: 4.0}[rows]
    assert column(found, "map_km2")[0] == pytest.approx(left, rel=0.002)
    assert found.areas[[LAKE - 1, LAKE_SHORE - 1]].sum() / 1e6 == pytest.approx(left, rel=0.01)
    said = [note for note in found.notes if "has no data: left out" in note]
    assert [note[:5] for note in said] == ([] if rows == 100 else ["1.000"])


def test_a_probability_of_another_place_is_named(tmp_path):
    path = str(tmp_path / "probability.tif")
    raster = gdal.GetDriverByName("GTiff").Create(path, 500, 500, 1, gdal.GDT_Float32)
    raster.SetGeoTransform((WEST, 20, 0, SOUTH + 10_000, 0, -20))
    raster.SetProjection(UTM)
    raster.GetRasterBand(1).SetNoDataValue(-1)
    values = np.full((500, 500), -1, np.float32)
    values[:100, :200] = 0.2
    raster.GetRasterBand(1).WriteArray(values)
    del raster

    with pytest.raises(AccuracyError, match="PROBABILITY has no data where LAKES are"):
        drawn(probability=path)


def test_percent_is_no_probability(tmp_path):
    path = str(tmp_path / "percent.tif")
    raster = gdal.GetDriverByName("GTiff").Create(path, 10, 10, 1, gdal.GDT_Byte)
    raster.SetGeoTransform((WEST, 1000, 0, SOUTH + 10_000, 0, -1000))
    raster.SetProjection(UTM)
    raster.GetRasterBand(1).Fill(80)
    del raster

    with pytest.raises(AccuracyError, match="values such as 80"):
        drawn(probability=path)


def test_lakes_are_cut_to_the_ground():
    area = map_area([box(-1000, 0, 1000, 1000), box(50_000, 0, 51_000, 1000)])

    assert area.lake_area == pytest.approx(ellipsoidal(box(0, 0, 1000, 1000)), rel=1e-5)


@pytest.mark.parametrize(
    ("lakes", "grounds", "sentence"),
    [
        (LAKES, (), "Which ground was mapped is not known"),
        (LAKES, (GROUND, box(20_000, 0, 30_000, 10_000)), "nothing is left"),
        ([box(20_000, 0, 21_000, 1000)], (GROUND,), "No lake of LAKES lies in the mapped ground"),
    ],
)
def test_nothing_to_assess_gives_a_sentence(lakes, grounds, sentence):
    with pytest.raises(AccuracyError, match=sentence):
        map_area(lakes, grounds)


def test_a_layer_without_crs_gives_a_sentence():
    with pytest.raises(AccuracyError, match="no coordinate reference system"):
        map_area(wkt="")


def test_a_map_across_180_degrees_is_one_map():
    wkt = crs(3832)  # PDC Mercator, around 150° E: 180° is at x = 3,339,585
    ground, lake = box_of(3.2e6, 0, 3.5e6, 3e5), box_of(3.3e6, 1e5, 3.4e6, 2e5)

    found = drawn(map_area([lake], [ground], wkt), wkt, pixel=500.0, points=500)

    assert found.areas.sum() / 1e6 == pytest.approx(90_000, rel=0.02)
    assert set(np.sign(column(found, "lon"))) == {1.0, -1.0}
