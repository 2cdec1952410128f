"""Names with ``|``, and open options, lead to the pixels that QGIS shows."""

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsRasterLayer, QgsRectangle
from support import write_raster


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/a/x.tif|2020.tif", ("/a/x.tif|2020.tif", [])),
        ("/a|b/x.tif", ("/a|b/x.tif", [])),
        ("/a/r.gpkg|option:TABLE=two|option:B=C", ("/a/r.gpkg", ["TABLE=two", "B=C"])),
        ("GPKG:/a/r.gpkg:two", ("GPKG:/a/r.gpkg:two", [])),
        ("/vsizip/{/a/b.zip}/c.tif|option:B=C", ("/vsizip/{/a/b.zip}/c.tif", ["B=C"])),
    ],
)
def test_only_settings_of_qgis_are_no_part_of_a_name(qgis, source, expected):
    from lake_mapper.plugin.layers.gdal_source import gdal_source

    assert gdal_source(source) == expected


def layer_of(source):
    layer = QgsRasterLayer(str(source), "image")
    assert layer.isValid()
    return layer


def colours(layer):
    """The first colours of a layer as the network gets them."""
    from lake_mapper.core.geo.grid import Window
    from lake_mapper.core.raster.scene import scene_grid
    from lake_mapper.core.util.gdal_context import gdal_raises
    from lake_mapper.plugin.layers.raster_layer import LayerSource

    with gdal_raises():
        source = LayerSource(layer)
        scene = source.scene("1;2;3", "none", 30, QgsRectangle())
        grid = scene_grid(scene, scene.bounds, 30)
        rgb = scene.reader(grid, 0).read(Window(0, 0, grid.width, grid.height)).rgb
        source.close()
        return scene, rgb[3, 3].tolist()


def test_a_file_whose_name_begins_like_another(qgis, tmp_path):
    write_raster(tmp_path / "x.tif", np.full((3, 20, 20), 10, np.uint8))
    write_raster(tmp_path / "x.tif|2020-08-31.tif", np.full((3, 20, 20), 99, np.uint8))

    layer = layer_of(tmp_path / "x.tif|2020-08-31.tif")
    scene, first = colours(layer)

    from lake_mapper.plugin.layers.image_date import date_of_layer

    assert first == [99, 99, 99]
    assert scene.path.endswith("|2020-08-31.tif")
    assert str(date_of_layer(layer)[0]) == "2020-08-31"


def test_open_options_reach_the_pixels_and_tell_runs_apart(qgis, tmp_path):
    path = tmp_path / "two.gpkg"
    for name, value in (("one", 10), ("two", 99)):
        image = gdal.Open(write_raster(tmp_path / f"{name}.tif", np.full((3, 20, 20), value, np.uint8)))
        given = [f"RASTER_TABLE={name}", "APPEND_SUBDATASET=YES", "TILE_FORMAT=PNG"]
        gdal.Translate(str(path), image, format="GPKG", creationOptions=given)

    one, of_one = colours(layer_of(f"{path}|option:TABLE=one"))
    two, of_two = colours(layer_of(f"{path}|option:TABLE=two"))

    assert (of_one, of_two) == ([10, 10, 10], [99, 99, 99])
    assert one.fingerprint != two.fingerprint


def test_a_rendered_file_is_named_without_its_options(qgis, tmp_path):
    from lake_mapper.plugin.layers.renderer import LayerRenderer

    path = write_raster(tmp_path / "x|y.tif", np.full((3, 20, 20), 10, np.uint8))

    renderer = LayerRenderer(layer_of(f"{path}|option:NUM_THREADS=2"))

    assert renderer.origin.endswith("x|y.tif")
    assert renderer.fingerprint["file"] != []
