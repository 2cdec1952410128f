import numpy as np
import pytest
from lake_mapper.core.geo.grid import Window
from lake_mapper.core.inference.probability_raster import NODATA
from lake_mapper.core.lakes.raster_of_lakes import image_of_lakes, probability_of_lakes
from lake_mapper.core.util.errors import SceneError
from osgeo import gdal
from support import rgb_of, write_raster

WHOLE = Window(0, 0, 4, 3)


def test_a_probability_in_floats_is_scaled(tmp_path):
    values = np.full((1, 3, 4), 0.75, np.float32)
    values[0, 0] = (-9, np.nan, 0, 1)

    raster = probability_of_lakes(write_raster(tmp_path / "p.tif", values, nodata=-9))

    assert raster.read(WHOLE)[0].tolist() == [NODATA, NODATA, 0, 200]
    assert raster.read(WHOLE)[1, 0] == 150
    assert raster.grid.ground_pixel == pytest.approx(17.0)
    assert raster.is_probability


def test_other_rasters_are_no_probability(tmp_path):
    image = write_raster(tmp_path / "a.tif", rgb_of(np.zeros((3, 4), bool)))
    heights = write_raster(tmp_path / "h.tif", np.full((1, 3, 4), 4500, np.float32))

    with pytest.raises(SceneError, match="is no lake probability"):
        probability_of_lakes(image)
    with pytest.raises(SceneError, match="not between 0 and 1"):
        probability_of_lakes(heights).read(WHOLE)
    with pytest.raises(SceneError, match="cannot be opened as a raster"):
        image_of_lakes(str(tmp_path / "nothing.tif"))


@pytest.mark.parametrize("mask", ["nodata", "band", "alpha"])
def test_an_image_has_data_where_any_band_has(tmp_path, mask):
    values = np.full((3, 3, 4), 40, np.uint8)
    values[0, 1] = 0  # dark water without red
    values[:, 2] = 0
    path = write_raster(tmp_path / "a.tif", values, nodata=0 if mask == "nodata" else None)
    dataset = gdal.Open(path, gdal.GA_Update)
    shown = np.where(values.any(0), 255, 0).astype(np.uint8)
    if mask == "band":
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(shown)
    if mask == "alpha":
        path = write_raster(tmp_path / "b.tif", np.concatenate([values, shown[None]]))
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    dataset = None  # written

    seen = image_of_lakes(path).read(WHOLE)

    assert (seen[:2] == 200).all()
    assert (seen[2] == NODATA).all()


def test_a_raster_needs_a_place_and_rows_from_west_to_east(tmp_path):
    values = rgb_of(np.zeros((3, 4), bool))
    nowhere = write_raster(tmp_path / "n.tif", values, epsg=None)
    turned = write_raster(tmp_path / "t.tif", values, geotransform=(5e5, 12.0, 12.0, 3.5e6, 12.0, -12.0))

    with pytest.raises(SceneError, match="has no coordinate reference system"):
        image_of_lakes(nowhere)
    with pytest.raises(SceneError, match="is turned"):
        image_of_lakes(turned)


def test_the_crs_of_the_layer_counts(tmp_path):
    from support import wkt

    path = write_raster(tmp_path / "n.tif", rgb_of(np.zeros((3, 4), bool)), epsg=None)

    assert image_of_lakes(path, wkt(32645)).grid.ground_pixel == pytest.approx(17.0)
    assert gdal.Open(path).GetProjection() == ""
