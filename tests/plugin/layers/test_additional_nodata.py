"""The layer's additional no data value, set under Transparency, for a layer that is a file."""

import numpy as np
import pytest
from nodata_images import collar, image, said
from qgis.core import QgsRasterLayer, QgsRasterRange, QgsRectangle
from support import write_raster


@pytest.fixture
def layer(qgis, tmp_path):
    values = image(np.uint16, 4)
    values[:, collar()] = 700
    values[:, 100:120, 100:120] = 0
    return QgsRasterLayer(write_raster(tmp_path / "a.tif", values, nodata=0), "a")


def scene_of(layer):
    from lake_mapper.plugin.layers.raster_layer import LayerSource

    return LayerSource(layer).scene("1;2;3", "automatic", 17.0, QgsRectangle())


def missing(scene):
    from lake_mapper.core.geo.grid import Window, ground_grid

    grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
    return ~scene.reader(grid, 8).read(Window(0, 0, grid.width, grid.height)).valid


def test_one_value_in_all_bands_is_missing_beside_what_the_file_declares(layer):
    for band in range(1, 5):
        layer.dataProvider().setUserNoDataValue(band, [QgsRasterRange(700, 700)])
    expected = collar()
    expected[100:120, 100:120] = True

    scene = scene_of(layer)

    assert (missing(scene) == expected).all()
    assert said(scene, "700 in all bands (the layer's additional no data value)")
    assert not said(scene, "transparency settings")


@pytest.mark.parametrize(
    "ranges", [{1: (700, 700)}, {1: (7, 7), 2: (8, 8)}, dict.fromkeys((1, 2, 3, 4), (5, 9))]
)
def test_what_is_not_one_value_is_warned_of(layer, ranges):
    for band, span in ranges.items():
        layer.dataProvider().setUserNoDataValue(band, [QgsRasterRange(*span)])

    scene = scene_of(layer)

    assert missing(scene).sum() == 400
    assert any("not one value in all bands, and are not used" in warning for warning in scene.warnings)


def test_a_nodata_value_that_is_switched_off_is_warned_of(layer):
    assert not said(scene_of(layer), "transparency settings")
    layer.dataProvider().setUseSourceNoDataValue(1, False)

    assert said(scene_of(layer), "the file's own nodata value is used")
