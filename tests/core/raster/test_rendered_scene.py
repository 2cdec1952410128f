"""Scenes of a renderer that knows the colour of every place: no server, no QGIS."""

import math

import numpy as np
import pytest
from lake_mapper.core.geo.grid import Bounds, Window, ground_grid
from lake_mapper.core.raster.rendered_scene import RenderedImage, RenderedScene, check_renderable
from lake_mapper.core.util.errors import SceneError
from osgeo import osr

ZOOM_13 = 40075016.68557849 / 256 / 2**13
ZOOMS = [ZOOM_13 * 2**k for k in range(4)]
EXTENT = Bounds(-6000000.0, -2900000.0, -5990000.0, -2892000.0)


def wkt(epsg: int) -> str:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    return crs.ExportToWkt()


class FakeRenderer:
    """Renders a slope of colours within its bounds and south of ``opaque_to``; keeps the requests."""

    name, origin, style, fingerprint = "layer", "WMS at http://nowhere", "multibandcolor", {}
    xyz = True

    def __init__(self, resolutions=(), size=(0, 0), bounds=EXTENT, epsg=3857, served=True, opaque_to=None):
        self.resolutions, self.size, self.bounds, self.served = resolutions, size, bounds, served
        self.crs_wkt = wkt(epsg) if epsg else ""
        self.opaque_to = bounds.north if opaque_to is None else opaque_to
        self.requests = []
        self.blank = False

    def render(self, bounds, width, height, cancelled):
        self.requests.append((bounds, width, height))
        x = bounds.west + (np.arange(width) + 0.5) * (bounds.east - bounds.west) / width
        y = bounds.north - (np.arange(height) + 0.5) * (bounds.north - bounds.south) / height
        rgba = np.full((height, width, 4), 255, np.uint8)
        if not self.blank:
            rgba[..., :3] = colours(x, y)
        inside = (x > self.bounds.west) & (x < self.bounds.east)
        rgba[..., 3] *= (y > self.bounds.south)[:, None] & (y < self.opaque_to)[:, None] & inside
        return RenderedImage(rgba, absent_tiles=0)


def colours(x, y):
    """The colours (H, W, 3) at places: red rises to the east, green to the north."""
    red = 250 * (x - EXTENT.west) / (EXTENT.east - EXTENT.west)
    green = 250 * (y - EXTENT.south) / (EXTENT.north - EXTENT.south)
    return np.stack([*np.meshgrid(red, green), np.full((len(y), len(x)), 50)], -1)


def scene_of(renderer, contrast="automatic", focus=None) -> RenderedScene:
    return RenderedScene(renderer, "", contrast, resolution=17.0, focus=focus, cancelled=lambda: False)


def grid_of(scene, resolution=17.0):
    return ground_grid(scene.crs_wkt, scene.bounds, resolution, scene.anchor)


SOURCES = {
    "zoom levels": {"resolutions": ZOOMS},
    "pixels of its own": {"size": (2000, 1600)},
    "any pixel": {},
}


@pytest.mark.parametrize("source", SOURCES)
def test_each_pixel_has_the_colour_of_its_place_and_beyond_the_layer_is_no_data(source):
    scene = scene_of(FakeRenderer(**SOURCES[source]))
    grid = grid_of(scene)
    window = Window(-20, grid.height - 100, 300, 130)

    pixels = scene.reader(grid, 0).read(window)

    x = grid.west + (window.column + np.arange(window.width) + 0.5) * grid.pixel_x
    y = grid.north - (window.row + np.arange(window.height) + 0.5) * grid.pixel_y
    expected = colours(x, y)
    assert np.abs(pixels.rgb[2:98, 22:298].astype(float) - expected[2:98, 22:298]).max() < 3
    assert pixels.valid[:99, 21:].all()
    assert not pixels.valid[102:].any()
    assert not pixels.valid[:, :18].any()
    assert not pixels.rgb[~pixels.valid].any()


@pytest.mark.parametrize("source", SOURCES)
def test_a_pixel_is_the_same_in_every_window(source):
    scene = scene_of(FakeRenderer(**SOURCES[source]))
    reader = scene.reader(grid_of(scene), 0)

    whole = reader.read(Window(50, 40, 400, 300))
    part = reader.read(Window(173, 91, 120, 80))

    assert (whole.rgb[51:131, 123:243] == part.rgb).all()
    assert (whole.valid[51:131, 123:243] == part.valid).all()


def test_transparent_pixels_are_no_data():
    middle = (EXTENT.south + EXTENT.north) / 2
    scene = scene_of(FakeRenderer(opaque_to=middle))
    grid = grid_of(scene)

    valid = scene.reader(grid, 0).read(Window(0, 0, grid.width, grid.height)).valid

    assert not valid[: grid.height // 2 - 1].any()
    assert valid[grid.height // 2 + 1 :].all()


@pytest.mark.parametrize(("resolution", "zoom"), [(8.0, 0), (17.0, 0), (35.0, 1), (60.0, 2), (500.0, 3)])
def test_the_coarsest_zoom_level_that_shows_the_grid_is_taken(resolution, zoom):
    renderer = FakeRenderer(resolutions=ZOOMS)
    scene = scene_of(renderer)

    scene.reader(grid_of(scene, resolution), 0).read(Window(0, 0, 20, 20))

    bounds, width, _ = renderer.requests[0]
    assert (bounds.east - bounds.west) / width == pytest.approx(ZOOMS[zoom], rel=1e-3)


def test_whole_tiles_are_requested_two_by_two_and_never_their_neighbours():
    renderer = FakeRenderer(resolutions=ZOOMS)
    scene = scene_of(renderer)

    scene.reader(grid_of(scene), 0).read(Window(0, 0, 500, 400))

    side = 512 * ZOOM_13
    for bounds, width, height in renderer.requests:
        assert (width, height) == (512, 512)
        column, row = (bounds.west - EXTENT.west) / side, (EXTENT.north - bounds.north) / side
        assert 0 < column - round(column) < 1e-3
        assert 0 < row - round(row) < 1e-3
        assert 0.999 * side < bounds.east - bounds.west < side


def test_no_request_to_a_server_of_maps_is_larger_than_it_answers():
    renderer = FakeRenderer(size=(9000, 7000))
    scene = scene_of(renderer)

    scene.reader(grid_of(scene, 2.0), 0).read(Window(0, 0, 4500, 1000))

    assert len(renderer.requests) > 2
    assert max(max(width, height) for _, width, height in renderer.requests) == 2000


def test_the_native_pixel_is_measured_on_the_ground_where_the_lakes_are():
    latitude = math.atan(math.sinh((EXTENT.south + EXTENT.north) / 2 / 6378137))
    focus = Bounds(EXTENT.west, -100.0, EXTENT.east, 100.0)  # at the equator

    assert scene_of(FakeRenderer(resolutions=ZOOMS)).native_pixel == pytest.approx(
        ZOOM_13 * math.cos(latitude), rel=5e-3
    )
    assert scene_of(FakeRenderer(resolutions=ZOOMS), focus=focus).native_pixel == pytest.approx(
        ZOOM_13, rel=5e-3
    )
    assert scene_of(FakeRenderer()).native_pixel == 17


def test_notes_name_the_origin_and_what_does_not_apply():
    (note, guess) = scene_of(FakeRenderer(), contrast="percentile").notes

    assert "from WMS at http://nowhere with the layer's style (multibandcolor)" in note
    assert "BANDS and CONTRAST do not apply" in note
    assert "RESOLUTION is taken" in guess
    assert len(scene_of(FakeRenderer(resolutions=ZOOMS)).notes) == 1


def test_a_blank_image_of_a_server_is_a_warning():
    renderer = FakeRenderer(size=(2000, 1600))
    scene = scene_of(renderer)
    reader = scene.reader(grid_of(scene), 0)

    reader.read(Window(50, 50, 100, 100))
    assert scene.warnings == ()
    renderer.blank = True
    reader.read(Window(50, 50, 100, 100))

    assert "50% of what was rendered from WMS at http://nowhere is empty" in scene.warnings[0]


def test_a_file_may_be_of_one_colour():
    renderer = FakeRenderer(size=(2000, 1600), served=False)
    renderer.blank = True
    scene = scene_of(renderer)

    scene.reader(grid_of(scene), 0).read(Window(0, 0, 100, 100))

    assert scene.warnings == ()


def test_what_cannot_be_mapped_is_refused():
    with pytest.raises(SceneError, match="no coordinate reference system"):
        scene_of(FakeRenderer(epsg=None))
    for bounds in (Bounds(0, 0, 0, 0), Bounds(0, 0, math.inf, 1), Bounds(1, 0, 0, 1)):
        with pytest.raises(SceneError, match="has no extent: WMS at http://nowhere does not report"):
            scene_of(FakeRenderer(bounds=bounds))


def test_all_of_a_worldwide_web_map_is_refused_and_a_part_is_not():
    world = Bounds(-2e7, -2e7, 2e7, 2e7)
    renderer = FakeRenderer(bounds=world)

    with pytest.raises(SceneError, match="million km², too much to render. Set EXTENT"):
        check_renderable(renderer, world)
    check_renderable(renderer, world._replace(west=0.0))  # who chose a part, chose
    check_renderable(FakeRenderer(), EXTENT)
    check_renderable(FakeRenderer(bounds=world, served=False), world)
