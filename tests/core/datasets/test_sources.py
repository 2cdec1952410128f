"""What tiles are cut from: the label lies on its image at any scale, in any CRS."""

import json

import numpy as np
import pytest
from lake_mapper.core.datasets.sources import RasterSource, labelme_sources
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.geo.grid import Window, ground_grid
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import DatasetError, SceneError
from osgeo import ogr, osr
from support import rgb_of, wkt, write_raster

WHOLE = Window(0, 0, 200, 200)


def write_result(folder, mask):
    """A json_to_dataset folder whose image is blue where the lake is."""
    save_image(folder / "img.png", rgb_of(mask > 0).transpose(1, 2, 0).copy())
    save_label(folder / "label.png", mask)


@pytest.mark.parametrize("scale", [0.5, 0.8, 1.6])
def test_rescaling_keeps_the_shoreline_where_it_is_in_the_image(tmp_path, scale):
    y, x = np.mgrid[:200, :270] + 0.5
    write_result(tmp_path / "p_json", (np.hypot(y - 100, x - 130) < 70).astype(np.uint8))

    (source,), _ = labelme_sources(tmp_path, scale)
    opened = source.open()
    whole = Window(0, 0, opened.width, opened.height)
    rgb, label = opened.image(whole), opened.label(whole)

    assert label.shape == (200 * scale, 270 * scale)
    assert label.sum() == pytest.approx(np.pi * (70 * scale) ** 2, rel=0.01)
    assert ((rgb[..., 2] > 127) != label).sum() <= 0.002 * label.sum()


def test_labelme_outlines_are_rescaled_with_their_image(tmp_path):
    """A square's edges that fall between pixels land where those of its image do."""
    mask = np.zeros((130, 130), np.uint8)
    mask[20:100, 30:110] = 1
    save_image(tmp_path / "a.png", rgb_of(mask > 0).transpose(1, 2, 0).copy())
    shape = {"label": "lake", "points": [[30, 20], [110, 100]], "shape_type": "rectangle"}
    (tmp_path / "a.json").write_text(json.dumps({"imagePath": "a.png", "shapes": [shape]}))
    write_result(tmp_path / "b", mask)

    sources, _ = labelme_sources(tmp_path, 0.5)
    from_outlines, from_pixels = (source.open().label(Window(0, 0, 65, 65)) for source in sources)

    assert from_outlines.sum() == 40 * 40
    assert (from_outlines == from_pixels).all()


def test_sources_of_one_name_have_stems_of_their_own(tmp_path):
    for folder in ("x/lake v1.2_json", "y/Lake v1.2_json", "z/lake_v1_2", "z/湖_json"):
        write_result(tmp_path / folder, np.ones((9, 9), np.uint8))

    sources, notes = labelme_sources(tmp_path)

    assert [source.stem for source in sources] == ["lake_v1_2", "Lake_v1_2-2", "lake_v1_2-3", "湖"]
    assert sources[0].name == "x/lake v1.2_json"
    assert notes == ()


def test_a_folder_without_labelled_images_is_an_error(tmp_path):
    with pytest.raises(DatasetError, match="holds neither labelme JSON files nor"):
        labelme_sources(tmp_path)


def disc(epsg: int, radius=700.0) -> ogr.Geometry:
    """A disc on the ground of the test raster, its coordinates in another CRS, x before y."""
    found = ogr.CreateGeometryFromWkt("POINT (501700 3498300)").Buffer(radius, 90)
    utm, other = osr.SpatialReference(), osr.SpatialReference()
    utm.ImportFromEPSG(32645)
    other.ImportFromEPSG(epsg)
    for crs in (utm, other):
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    found.Transform(osr.CoordinateTransformation(utm, other))
    return found


@pytest.fixture
def scene(tmp_path):
    """200 × 200 pixels of 17 m; blue within 700 m of its centre."""
    y, x = np.mgrid[:200, :200] + 0.5
    blob = np.hypot(y - 100, x - 100) < 700 / 17
    return RasterScene(write_raster(tmp_path / "scene.tif", rgb_of(blob)))


def raster_source(scene, lakes, lakes_wkt, resolution=17.0) -> RasterSource:
    grid = ground_grid(scene.crs_wkt, scene.bounds, resolution, scene.anchor)
    return RasterSource(scene, grid, lakes, lakes_wkt)


@pytest.mark.parametrize("epsg", [32645, 4326, 3857, 2056])
def test_lakes_of_any_crs_lie_on_their_image(scene, epsg):
    source = raster_source(scene, [bytes(disc(epsg).ExportToWkb())], wkt(epsg)).open()

    rgb, label = source.image(WHOLE), source.label(WHOLE)

    assert label.sum() == pytest.approx(np.pi * (700 / 17) ** 2, rel=0.005)
    assert ((rgb[..., 2] > 127) != label).sum() <= 4
    for window in (Window(50, 60, 70, 80), Window(199, 0, 1, 200)):
        part = np.s_[window.row : window.row + window.height, window.column : window.column + window.width]
        assert (source.image(window) == rgb[part]).all()
        assert (source.label(window) == label[part]).all()


def test_a_raster_has_the_ground_resolution_of_its_grid(scene):
    source = raster_source(scene, [bytes(disc(32645).ExportToWkb())], wkt(32645), 34.0)

    assert (source.width, source.height, source.name, source.stem) == (100, 100, "scene", "scene")
    label = source.label(Window(0, 0, 100, 100))
    assert label.sum() == pytest.approx(np.pi * (700 / 34) ** 2, rel=0.01)


def test_holes_are_land_and_invalid_lakes_are_repaired(scene):
    ring = disc(32645).Difference(disc(32645, 300))
    bow_tie = ogr.CreateGeometryFromWkt(
        "POLYGON ((500000 3500000, 500340 3500000, 500000 3499660, 500340 3499660, 500000 3500000))"
    )
    source = raster_source(scene, [bytes(g.ExportToWkb()) for g in (ring, bow_tie)], wkt(32645))

    label = source.label(WHOLE)

    assert source.notes == (
        "Invalid polygons of LAKES (such as outlines that cross themselves), repaired: 1.",
    )
    assert label[100, 100] == 0
    assert label[:20, :20].sum() == pytest.approx(2 * 20 * 10 / 2, abs=20)
    assert label[20:].sum() == pytest.approx(np.pi * (700**2 - 300**2) / 17**2, rel=0.01)


def test_a_window_is_complete_unless_a_pixel_has_no_data(tmp_path):
    values = rgb_of(np.ones((120, 120), bool))
    values[:, 70:80, 70] = 7
    scene = RasterScene(write_raster(tmp_path / "s.tif", values, nodata=7))
    source = raster_source(scene, [bytes(disc(32645, 5000).ExportToWkb())], wkt(32645))

    complete = [source.complete(Window(x, y, 60, 60)) for y in (0, 60) for x in (0, 60)]

    assert complete == [True, True, True, False]


def test_lakes_elsewhere_or_nowhere(scene):
    far = ogr.CreateGeometryFromWkt("POLYGON ((0 0, 1 0, 1 1, 0 0))")
    with pytest.raises(DatasetError, match="No lake of LAKES lies on scene"):
        raster_source(scene, [bytes(far.ExportToWkb())], wkt(4326))
    with pytest.raises(DatasetError, match="No lake of LAKES lies on scene"):
        raster_source(scene, [], wkt(4326))
    with pytest.raises(SceneError, match="have no coordinate reference system"):
        raster_source(scene, [bytes(far.ExportToWkb())], "")
