import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lake_mapper.core.geo.crs import spatial_reference
from lake_mapper.core.geo.ellipsoid import Ellipsoid, densify
from osgeo import osr
from support import wkt

PLACES = {
    "UTM": (32645, 500000.0, 3500000.0, 1.0),
    "UTM far from its centre": (32645, 180000.0, 3500000.0, 1.0),
    "Web Mercator": (3857, 10_000_000.0, 3_900_000.0, 1.0),
    "degrees": (4326, 90.0, 33.0, 1e-5),
    "feet": (2277, 2_300_000.0, 10_000_000.0, 3.28),
    "antimeridian": (4326, 179.999, -17.0, 1e-5),
    "south": (32721, 735945.0, 7200000.0, 1.0),
}


def geographiclib(ellipsoid: Ellipsoid, xy: np.ndarray) -> tuple[float, float]:
    """Area and perimeter of the densified ring by Karney's algorithm, on the same ellipsoid."""
    lonlat = np.degrees(ellipsoid.lonlat(densify(xy, np.full(len(xy) - 1, 50))))
    polygon = Geodesic(ellipsoid.semi_major, 1 - np.sqrt(1 - ellipsoid.e2)).Polygon()
    for lon, lat in lonlat[:-1]:
        polygon.AddPoint(lat, lon)
    _, perimeter, area = polygon.Compute(reverse=False, sign=True)
    return abs(area), perimeter


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=15)
@given(
    radii=st.lists(st.floats(0.3, 1.0), min_size=5, max_size=30),
    size=st.floats(50.0, 20_000.0),
)
@example(radii=[0.375, 1.0, 1.0, 0.375, 1.0], size=86.0)  # all edges just too short to be cut
def test_area_and_length_agree_with_geographiclib(place, radii, size):
    epsg, x, y, unit = PLACES[place]
    angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    ring = np.stack([np.cos(angles), np.sin(angles)], 1) * np.array(radii)[:, None] * size * unit + (x, y)
    ring = np.vstack([ring, ring[:1]])
    ellipsoid = Ellipsoid(wkt(epsg))

    (area,), (length,) = ellipsoid.ring_areas_lengths([ring])

    expected_area, expected_length = geographiclib(ellipsoid, ring)
    sag = 1e-4  # m, of edges that are not cut: over a small ring it can be more than a millionth
    assert area == pytest.approx(expected_area, rel=1e-6, abs=sag * expected_length)
    assert length == pytest.approx(expected_length, rel=1e-6)


def test_web_mercator_plane_would_be_wrong_by_its_scale_squared():
    side = 10_000.0
    x, y = 10_000_000.0, 3_895_303.96  # 33° north
    square = np.array([(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)])

    (area,), _ = Ellipsoid(wkt(3857)).ring_areas_lengths([square])

    assert side**2 / area == pytest.approx(1.43, abs=0.01)


def test_area_does_not_depend_on_direction_or_start():
    ring = np.array([(0, 0), (1000, 0), (1200, 900), (100, 800), (0, 0)], float)
    ring += np.array([500000, 3500000])
    ellipsoid = Ellipsoid(wkt(32645))

    turned = np.vstack([ring[2:], ring[1:3]])

    areas, lengths = ellipsoid.ring_areas_lengths([ring, ring[::-1], turned])

    assert areas[1:] == pytest.approx(areas[0], rel=1e-9)
    assert lengths[1:] == pytest.approx(lengths[0], rel=1e-12)


def test_cut_keeps_ends_and_divides_evenly():
    line = np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 1.0)])

    assert densify(line, np.array([4, 1])).tolist() == [[0, 0], [1, 0], [2, 0], [3, 0], [4, 0], [4, 1]]


def test_a_sphere_is_an_ellipsoid_too():
    """An octant of a sphere of 6371 km is an eighth of 4πr²."""
    sphere = Ellipsoid(
        'GEOGCS["s",DATUM["d",SPHEROID["s",6371000,0]],PRIMEM["g",0],UNIT["degree",0.0174532925199433]]'
    )
    octant = np.array([(0.0, 0.0), (90.0, 0.0), (90.0, 90.0), (0.0, 90.0), (0.0, 0.0)])

    (area,), (length,) = sphere.ring_areas_lengths([octant])

    assert area == pytest.approx(4 * np.pi * 6371000**2 / 8, rel=1e-6)
    assert length == pytest.approx(3 * np.pi / 2 * 6371000, rel=1e-6)


@pytest.mark.parametrize("place", PLACES)
def test_metres_on_the_ground_agree_with_geographiclib(place):
    epsg, x, y, unit = PLACES[place]
    ellipsoid = Ellipsoid(wkt(epsg))
    places = np.array([[x, y], [x + 500 * unit, y - 2000 * unit]])
    steps = np.array([20.0, 50.0]) * unit

    found = ellipsoid.metres_per_unit_at(places, steps)

    geodesic = Geodesic(ellipsoid.semi_major, 1 - np.sqrt(1 - ellipsoid.e2))
    for place, step, along in zip(places, steps, found):
        for half, metres in zip(np.eye(2) * step / 2, along):
            (lon1, lat1), (lon2, lat2) = np.degrees(ellipsoid.lonlat(np.array([place - half, place + half])))
            assert metres * step == pytest.approx(geodesic.Inverse(lat1, lon1, lat2, lon2)["s12"], rel=1e-6)
        assert ellipsoid.metres_per_unit(*place, step) == pytest.approx(along)


def test_a_place_outside_the_crs_is_refused():
    places = np.array([[500000.0, 3500000.0], [5e9, 3e9]])

    # GDAL raises an error of its own, in words that depend on what it did before, or gives infinity.
    with pytest.raises((ValueError, RuntimeError)):
        Ellipsoid(wkt(32645)).metres_per_unit_at(places, np.array([17.0, 17.0]))


def test_longitudes_of_wgs84_go_from_minus_180_up_to_180():
    degrees = Ellipsoid(wkt(4326))

    assert [degrees.wgs84(lon, 10)[0] for lon in (-180, -179, 0, 179, 180, 181)] == [
        -180,
        -179,
        0,
        179,
        -180,
        -179,
    ]


def test_wgs84_is_another_datum():
    """NAD 27 in Texas lies about 30 m from WGS 84 (EPSG:4267), much more than rounding."""
    lon, lat = Ellipsoid(wkt(4267)).wgs84(-97.0, 31.0)

    assert 1e-4 < abs(lon + 97) + abs(lat - 31) < 1e-3


@pytest.mark.parametrize(("epsg", "latitude"), [(3995, 90), (3031, -90)])
def test_a_ring_around_a_pole_encloses_it(epsg, latitude):
    ellipsoid = Ellipsoid(wkt(epsg))
    angles = np.linspace(0, 2 * np.pi, 400)
    ring = np.stack([np.cos(angles), np.sin(angles)], 1) * 300_000 + (40_000, 20_000)

    (area,), _ = ellipsoid.ring_areas_lengths([ring])

    lonlat = np.degrees(ellipsoid.lonlat(densify(ring, np.full(len(ring) - 1, 50))))
    polygon = Geodesic(ellipsoid.semi_major, 1 - np.sqrt(1 - ellipsoid.e2)).Polygon()
    for lon, lat in lonlat[:-1]:
        polygon.AddPoint(lat, lon)
    assert np.sign(lonlat[0, 1]) == np.sign(latitude)
    assert area == pytest.approx(abs(polygon.Compute(False, True)[2]), rel=1e-6)


@pytest.mark.parametrize("datum", ["+datum=WGS84", "+ellps=WGS84 +towgs84=0,0,0"])
def test_rotated_degrees_are_no_latitudes(datum):
    rotated = osr.SpatialReference()
    rotated.SetFromUserInput(
        "+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=60 +lon_0=-50 +to_meter=0.0174532925199433 "
        f"{datum} +type=crs"
    )
    ring = np.array([(-7.2, -55.2), (-7.1, -55.2), (-7.1, -55.1), (-7.2, -55.1), (-7.2, -55.2)])
    to_degrees = osr.CoordinateTransformation(rotated, spatial_reference(wkt(4326)))
    geographic = np.array(to_degrees.TransformPoints(densify(ring, np.full(4, 50)).tolist()))[:, :2]

    (area,), (length,) = Ellipsoid(rotated.ExportToWkt()).ring_areas_lengths([ring])

    (expected,), (around,) = Ellipsoid(wkt(4326)).ring_areas_lengths([geographic])
    assert area == pytest.approx(expected, rel=1e-6)
    assert length == pytest.approx(around, rel=1e-6)
