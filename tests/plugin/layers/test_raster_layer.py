"""Every kind of raster, end to end: the same lakes as from the plain 8-bit UTM GeoTIFF of the same scene.

One row of the table in docs/inputs.md each.
"""

import math

import numpy as np
import pytest
from compare import iou, lake_mask
from osgeo import gdal, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer, QgsRasterRange
from support import SAMPLE, write_raster

SIDE, PIXEL = 320, 30.0


@pytest.fixture(scope="module")
def scene():
    """Read a part of the sample: its 16-bit values (3, H, W), its CRS and geotransform."""
    dataset = gdal.Open(str(SAMPLE))
    x0, _, _, y0, _, _ = dataset.GetGeoTransform()
    column, row = round((748000 - x0) / PIXEL), round((y0 + 2799000) / PIXEL)
    values = dataset.ReadAsArray(column, row, SIDE, SIDE)
    assert (values > 0).all()
    return values, dataset.GetProjection(), (x0 + column * PIXEL, PIXEL, 0, y0 - row * PIXEL, 0, -PIXEL)


@pytest.fixture(scope="module")
def eight_bit(scene):
    """Stretch the values as 'Automatic' does: percentiles 2 to 98 to 0 and 255."""
    from lake_mapper.core.raster.contrast import Stretch

    values = scene[0]
    low, high = np.percentile(values.reshape(3, -1), (2, 98), axis=1)
    return Stretch(tuple(low), tuple(high), "").apply(values).transpose(2, 0, 1).copy()


def write(path, scene, values, nodata=None, **options):
    path = write_raster(path, values, epsg=None, geotransform=scene[2], nodata=nodata, **options)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetProjection(scene[1])
    del dataset
    return path


def lakes(source, **parameters):
    import processing

    given = {"INPUT": source, "OUTPUT": "TEMPORARY_OUTPUT", **parameters}
    return processing.run("lakemapper:extractlakes", given)


def mask(scene, result):
    """Return the lakes of a result as a mask (H, W) on a 10 m grid over the scene."""
    x, _, _, y, _, _ = scene[2]
    return lake_mask(result["OUTPUT"], scene[1], x, y, SIDE * PIXEL)


@pytest.fixture(scope="module")
def plain(qgis, scene, eight_bit, tmp_path_factory):
    """Return path, lakes and area of the plain 8-bit UTM GeoTIFF."""
    path = write(tmp_path_factory.mktemp("plain") / "plain.tif", scene, eight_bit)
    result = lakes(path)
    found = mask(scene, result)
    assert 0.2 < found.mean() < 0.8
    return path, found, result["LAKE_AREA_KM2"]


def uint16_nodata(path, scene, eight_bit):
    values = np.pad(scene[0], ((0, 0), (0, 40), (0, 0)))  # 40 rows more, without data
    return write(path, scene, values, nodata=0)


def uint16_undeclared(path, scene, eight_bit):
    return write(path, scene, np.pad(scene[0], ((0, 0), (0, 40), (0, 0))))


def int16_undeclared(path, scene, eight_bit):
    values = np.pad(scene[0].astype(np.int16), ((0, 0), (0, 40), (0, 0)), constant_values=-9999)
    return write(path, scene, values)


def reflectance(path, scene, eight_bit):
    values = np.pad(scene[0] / np.float32(10000), ((0, 0), (0, 40), (0, 0)), constant_values=np.nan)
    return write(path, scene, values.astype(np.float32))


def reflectance_10000(path, scene, eight_bit):
    return write(path, scene, scene[0].astype(np.float32))


def scale_and_offset(path, scene, eight_bit):
    write(path, scene, scene[0])
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for number in (1, 2, 3):
        dataset.GetRasterBand(number).SetScale(2.75e-05)
        dataset.GetRasterBand(number).SetOffset(-0.2)
    return str(path)


def alpha(path, scene, eight_bit):
    values = np.concatenate([eight_bit, np.full((1, SIDE, SIDE), 255, np.uint8)])
    values = np.pad(values, ((0, 0), (0, 40), (0, 0)))
    write(path, scene, values)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    return str(path)


def mask_band(path, scene, eight_bit):
    write(path, scene, np.pad(eight_bit, ((0, 0), (0, 40), (0, 0)), constant_values=77))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    inside = np.zeros((SIDE + 40, SIDE), np.uint8)
    inside[:SIDE] = 255
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(inside)
    return str(path)


def black_corners(path, scene, eight_bit):
    return write(path, scene, np.pad(eight_bit, ((0, 0), (0, 40), (0, 0))))


def padded(values, value):
    """Return 40 rows more, which hold ``value``."""
    return np.pad(values, ((0, 0), (0, 40), (0, 0)), constant_values=value)


def netcdf_fill(path, scene, eight_bit):
    return write(path, scene, padded((scene[0] / 10000).astype(np.float32), 9.969209968386869e36))


def white_collar(path, scene, eight_bit):
    return write(path, scene, padded(np.minimum(eight_bit, 254), 255))


def impossible_nodata(path, scene, eight_bit):
    source = gdal.Translate("", write(path, scene, padded(np.maximum(eight_bit, 1), 0)), format="VRT")
    text = source.GetMetadata("xml:VRT")[0]
    text = text.replace("<ColorInterp>", "<NoDataValue>256</NoDataValue><ColorInterp>")
    path.with_suffix(".vrt").write_text(text)
    return str(path.with_suffix(".vrt"))


def nodata_of_each_band(path, scene, eight_bit):
    files = []
    kinds = (np.uint16, 0, 0), (np.int16, -9999, -9999), (np.uint16, 0, None)
    for number, (kind, fill, nodata) in enumerate(kinds):
        band = padded(scene[0][number : number + 1].astype(kind), fill)
        files.append(write(path.with_suffix(f".{number}.tif"), scene, band, nodata))
    gdal.BuildVRT(str(path.with_suffix(".vrt")), files, separate=True).FlushCache()
    return str(path.with_suffix(".vrt"))


def bands_end_apart(path, scene, eight_bit):
    """Rows below the image have data in red, or in red and green, alone."""
    values = np.concatenate([scene[0], scene[0][:, :40]], axis=1)
    values[1, SIDE + 20 :] = 0
    values[2, SIDE:] = 0
    return write(path, scene, values, nodata=0)


def alpha_of_16_bits(path, scene, eight_bit):
    values = np.concatenate([scene[0], np.ones((1, SIDE, SIDE), scene[0].dtype)])
    write(path, scene, padded(values, 0))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    return str(path)


def infrared_as_alpha(path, scene, eight_bit):
    infrared = eight_bit.max(0, keepdims=True)
    write(path, scene, np.concatenate([eight_bit, np.where(infrared < 60, 0, infrared)]))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    return str(path)


def blue_green_red_infrared(path, scene, eight_bit):
    values = np.stack([*scene[0][::-1], scene[0].max(0)])
    return write(path, scene, values, descriptions=("B2", "B3", "B4", "B8"))


def wavelengths(path, scene, eight_bit):
    values = np.stack([scene[0].max(0), *scene[0][::-1]])
    write(path, scene, values)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for number, nanometres in enumerate(("842", "490", "560", "665"), start=1):
        dataset.GetRasterBand(number).SetMetadataItem("wavelength", nanometres)
    return str(path)


def warped(crs):
    def make(path, scene, eight_bit):
        source = write(path.with_suffix(".source.tif"), scene, eight_bit)
        gdal.Warp(str(path), source, dstSRS=crs, resampleAlg="cubic", dstAlpha=True)
        return str(path)

    return make


def south_up(path, scene, eight_bit):
    x, dx, _, y, _, dy = scene[2]
    upside_down = (scene[0], scene[1], (x, dx, 0, y + SIDE * dy, 0, -dy))
    return write(path, upside_down, eight_bit[:, ::-1].copy())


def rotated(path, scene, eight_bit):
    """Rows run downhill by 20°, as in a scan: the file's own pixels are turned, not north-up."""
    x, _, _, y, _, _ = scene[2]
    cos, sin = PIXEL * math.cos(math.radians(20)), PIXEL * math.sin(math.radians(20))
    size = round(SIDE * 1.3)
    centre = (x + SIDE * PIXEL / 2, y - SIDE * PIXEL / 2)
    x0, y0 = centre[0] - size / 2 * (cos + sin), centre[1] - size / 2 * (sin - cos)
    turned = (scene[0], scene[1], (x0, cos, sin, y0, sin, -cos))
    column, row = np.meshgrid(np.arange(size) + 0.5, np.arange(size) + 0.5)
    east, north = x0 + cos * column + sin * row, y0 + sin * column - cos * row
    i, j = np.floor((east - x) / PIXEL).astype(int), np.floor((y - north) / PIXEL).astype(int)
    inside = (i >= 0) & (j >= 0) & (i < SIDE) & (j < SIDE)
    values = np.zeros((4, size, size), np.uint8)
    values[:3, inside] = eight_bit[:, j[inside], i[inside]]
    values[3] = 255 * inside
    write(path, turned, values)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    return str(path)


def control_points(path, scene, eight_bit):
    source = write(path.with_suffix(".source.tif"), scene, eight_bit)
    x, dx, _, y, _, dy = scene[2]
    corners = ((0, 0), (SIDE, 0), (0, SIDE), (SIDE, SIDE))
    points = [gdal.GCP(x + c * dx, y + r * dy, 0, c, r) for c, r in corners]
    gdal.Translate(str(path), source, GCPs=points, outputSRS=scene[1])
    return str(path)


def mosaic_of_files(path, scene, eight_bit):
    x, dx, _, y, _, dy = scene[2]
    files = []
    for row in range(0, SIDE, 80):
        for column in range(0, SIDE, 80):
            part = (scene[0], scene[1], (x + column * dx, dx, 0, y + row * dy, 0, dy))
            piece = eight_bit[:, row : row + 80, column : column + 80].copy()
            files.append(write(path.with_suffix(f".{row}.{column}.tif"), part, piece))
    gdal.BuildVRT(str(path.with_suffix(".vrt")), files).FlushCache()
    return str(path.with_suffix(".vrt"))


def feet():
    crs = osr.SpatialReference()
    crs.ImportFromProj4("+proj=utm +zone=21 +datum=WGS84 +units=us-ft")
    return crs.ExportToWkt()


POLAR = "+proj=stere +lat_0=-90 +lat_ts=-71 +lon_0=-54 +datum=WGS84 +units=m"
EQUAL_AREA = "+proj=laea +lat_0=-25 +lon_0=-54.5 +datum=WGS84 +units=m"
# The least IoU with the plain file's lakes. Warped copies and turned pixels are resampled twice.
KINDS = {
    "uint16 with nodata": (uint16_nodata, 0.99),
    "uint16, undeclared 0": (uint16_undeclared, 0.99),
    "int16, undeclared -9999": (int16_undeclared, 0.99),
    "float 0-1 with NaN": (reflectance, 0.99),
    "float 0-10000": (reflectance_10000, 0.99),
    "scale and offset": (scale_and_offset, 0.99),
    "alpha": (alpha, 0.99),
    "mask band": (mask_band, 0.99),
    "black corners": (black_corners, 0.98),
    "white corners": (white_collar, 0.98),
    "float, undeclared fill of netCDF": (netcdf_fill, 0.99),
    "nodata that the type cannot hold": (impossible_nodata, 0.98),
    "nodata of each band": (nodata_of_each_band, 0.99),
    "bands that end apart": (bands_end_apart, 0.99),
    "16-bit alpha of 0 and 1": (alpha_of_16_bits, 0.99),
    "infrared marked as alpha": (infrared_as_alpha, 0.99),
    "blue, green, red, infrared by description": (blue_green_red_infrared, 0.99),
    "wavelengths": (wavelengths, 0.99),
    "degrees": (warped("EPSG:4326"), 0.97),
    "feet": (warped(feet()), 0.97),
    "Web Mercator": (warped("EPSG:3857"), 0.97),
    "polar stereographic": (warped(POLAR), 0.97),
    "custom equal-area": (warped(EQUAL_AREA), 0.97),
    "south-up": (south_up, 0.99),
    "rotated": (rotated, 0.97),
    "control points": (control_points, 0.99),
    "mosaic of 16 files": (mosaic_of_files, 0.99),
}


@pytest.mark.parametrize("kind", KINDS)
def test_same_lakes_as_from_the_plain_file(kind, scene, eight_bit, plain, tmp_path):
    make, least = KINDS[kind]

    # The plain file has no infrared, and that of the others is made up.
    result = lakes(make(tmp_path / "input.tif", scene, eight_bit), INFRARED=False)

    found = iou(mask(scene, result), plain[1])
    print(f"{kind}: IoU {found:.4f}, area {result['LAKE_AREA_KM2'] / plain[2] - 1:+.2%}")
    assert found >= least
    assert result["LAKE_AREA_KM2"] == pytest.approx(plain[2], rel=0.01)


@pytest.mark.parametrize("kind", ["additional", "palette"])
def test_no_data_that_the_layer_or_the_palette_names(kind, scene, eight_bit, plain, tmp_path):
    path = tmp_path / "input.tif"
    if kind == "additional":
        layer = QgsRasterLayer(write(path, scene, padded(scene[0], 7)))
        for band in (1, 2, 3):
            layer.dataProvider().setUserNoDataValue(band, [QgsRasterRange(7, 7)])
    else:
        layer = _with_palette(write(path, scene, padded(eight_bit, 0)), str(tmp_path / "palette.tif"))
        dataset = gdal.Open(layer, gdal.GA_Update)
        index = dataset.ReadAsArray()
        index[index == 255] = 254
        index[SIDE:] = 255
        dataset.GetRasterBand(1).SetNoDataValue(255)
        dataset.GetRasterBand(1).WriteArray(index)
        del dataset

    result = lakes(layer)

    found = iou(mask(scene, result), plain[1])
    print(f"{kind}: IoU {found:.4f}, area {result['LAKE_AREA_KM2'] / plain[2] - 1:+.2%}")
    assert found >= 0.98
    assert result["LAKE_AREA_KM2"] == pytest.approx(plain[2], rel=0.01)


def test_across_the_antimeridian(scene, eight_bit, plain, tmp_path):
    """The same pixels where UTM zone 1 begins: the same lakes, moved, on both sides of 180°."""
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32701)
    _, dx, _, y, _, dy = scene[2]
    y += 1e7  # the sample counts south from the equator
    geographic = crs.CloneGeogCS()
    for reference in (crs, geographic):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    antimeridian = osr.CoordinateTransformation(geographic, crs).TransformPoint(-180, -25.3)[0]
    west = antimeridian - SIDE * PIXEL / 2
    moved = (scene[0], crs.ExportToWkt(), (west, dx, 0, y, 0, dy))

    result = lakes(write(tmp_path / "input.tif", moved, eight_bit))

    assert iou(mask((scene[0], moved[1], moved[2]), result), plain[1]) >= 0.99
    longitudes = [feature["lon"] for feature in result["OUTPUT"].getFeatures()]
    assert all(-180 <= lon <= 180 for lon in longitudes)
    assert min(longitudes) < -179 < 179 < max(longitudes)


def test_degrees_beyond_180(scene, eight_bit, plain, tmp_path):
    """A raster in degrees from 179.9 to 180.1, as some products have them."""
    degree = 0.0003
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    moved = (scene[0], crs.ExportToWkt(), (180 - SIDE / 2 * degree, degree, 0, -25.3, 0, -degree))

    result = lakes(write(tmp_path / "input.tif", moved, eight_bit))

    longitudes = [feature["lon"] for feature in result["OUTPUT"].getFeatures()]
    assert all(-180 <= lon <= 180 for lon in longitudes)
    assert min(longitudes) < 0 < max(longitudes)
    # A pixel here has 30.2 × 33.2 m in place of 30 × 30 m.
    assert result["LAKE_AREA_KM2"] == pytest.approx(plain[2] * 30.2 * 33.2 / 900, rel=0.03)


def test_a_crs_set_on_the_layer_wins(scene, eight_bit, plain, tmp_path):
    path = write_raster(tmp_path / "input.tif", eight_bit, epsg=4326, geotransform=scene[2])
    layer = QgsRasterLayer(path)
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32621"))

    result = lakes(layer)

    assert iou(mask(scene, result), plain[1]) >= 0.99


@pytest.mark.parametrize(("kind", "least"), [("grey", 0.5), ("palette", 0.9)])
def test_less_information_still_runs_and_is_logged(kind, least, scene, eight_bit, plain, tmp_path, feedback):
    import processing

    path = write(tmp_path / "input.tif", scene, eight_bit)
    if kind == "grey":
        grey = eight_bit.mean(0, keepdims=True).astype(np.uint8)
        path = write(tmp_path / "grey.tif", scene, grey)
    else:
        path = _with_palette(path, str(tmp_path / "palette.tif"))

    result = processing.run(
        "lakemapper:extractlakes", {"INPUT": path, "OUTPUT": "TEMPORARY_OUTPUT"}, feedback=feedback
    )

    found = iou(mask(scene, result), plain[1])
    print(f"{kind}: IoU {found:.4f}")
    assert found >= least
    assert any("grey" in line or "palette" in line for line in feedback.log)


def _with_palette(path, target):
    """Write the image with 256 colours, as a map export has it."""
    source = gdal.Open(path)
    table = gdal.ColorTable()
    bands = [source.GetRasterBand(number) for number in (1, 2, 3)]
    gdal.ComputeMedianCutPCT(*bands, 256, table)
    dataset = gdal.GetDriverByName("GTiff").Create(target, source.RasterXSize, source.RasterYSize, 1)
    dataset.SetProjection(source.GetProjection())
    dataset.SetGeoTransform(source.GetGeoTransform())
    dataset.GetRasterBand(1).SetColorTable(table)
    gdal.DitherRGB2PCT(*bands, dataset.GetRasterBand(1), table)
    return target
