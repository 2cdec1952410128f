"""Which pixels are missing, by files as users have them; each rule with both readers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.geo.grid import Window, ground_grid
from lake_mapper.core.raster.readers import ParallelReader, WarpingReader
from lake_mapper.core.raster.scene import RasterScene
from nodata_images import SIDE, check, collar, image, said
from osgeo import gdal
from support import write_raster


@settings(max_examples=25)
@given(
    kind_value=st.sampled_from(
        [
            *[(np.uint8, v) for v in (0, 1, 250, 255)],
            *[(np.uint16, v) for v in (0, 7, 32767, 65535)],
            *[(np.int16, v) for v in (0, -1, -9999, -32768, 32767)],
            *[(np.int32, v) for v in (-9999, -(2**31), 2**31 - 1)],
            *[(np.float32, v) for v in (0, -9999, -3.4e38, 9.969209968386869e36, 1e20, 1.70141e38, np.nan)],
            *[(np.float64, v) for v in (-9999, 1e30)],
        ]
    ),
    bands=st.sampled_from([3, 4, 5]),
    turned=st.integers(0, 3),
    side=st.sampled_from([90, 160, 333]),
    declared=st.booleans(),
)
def test_a_collar_is_missing_whatever_its_value(tmp_path, kind_value, bands, turned, side, declared):
    kind, value = kind_value
    values, where = image(kind, bands, side=side), np.rot90(collar(side), turned)
    values[:, where] = value

    path = write_raster(tmp_path / "a.tif", values, nodata=value if declared else None)
    scene = check(path, where, bands="1;2;3")

    assert said(scene, "No data: ")
    stretch = RasterScene(path, bands="1;2;3").stretch
    whole = RasterScene(write_raster(tmp_path / "b.tif", image(kind, bands, side=side)), bands="1;2;3")
    span = np.subtract(whole.stretch.high, whole.stretch.low)
    assert (abs(np.subtract(stretch.low, whole.stretch.low)) < 0.3 * span).all(), (stretch, whole.stretch)
    assert (abs(np.subtract(stretch.high, whole.stretch.high)) < 0.3 * span).all()


@settings(max_examples=15)
@given(
    kind_value=st.sampled_from(
        [
            (np.int16, -9999),
            (np.int16, -32768),
            (np.uint16, 65535),
            (np.uint16, 0),
            (np.int32, -9999),
            (np.float32, -9999),
            (np.float32, 0),
            (np.float32, -0.475),  # -9999 after a scale of 2.75e-05 and an offset of -0.2
            (np.float32, -0.2),  # 0 after them
            (np.float32, 1e20),
            (np.float64, -3.4e38),
        ]
    ),
    row=st.integers(25, 100),
    column=st.integers(25, 100),
    size=st.integers(15, 40),
)
def test_fill_inside_the_image_is_missing(tmp_path, kind_value, row, column, size):
    kind, value = kind_value
    values, where = image(kind), np.zeros((SIDE, SIDE), bool)
    where[row : row + size, column : column + size] = True
    values[:, where] = value

    scene = check(write_raster(tmp_path / "a.tif", values), where)

    assert -0.1 < scene.stretch.low[0] / max(scene.stretch.high[0], 1e-9) < 0.9


@pytest.mark.parametrize("value", [1, 255, 250, 245])
def test_in_eight_bits_a_plain_corner_is_a_guess(tmp_path, value):
    values, where = image(np.uint8), collar()
    values[:, where] = value

    scene = check(write_raster(tmp_path / "a.tif", values), where)

    assert any("is taken as nodata. If it is water" in warning for warning in scene.warnings)


@pytest.mark.parametrize("value", [0, 255, 77])
def test_in_eight_bits_one_value_inside_the_image_is_water_or_snow(tmp_path, value):
    values, where = image(np.uint8), np.zeros((SIDE, SIDE), bool)
    values[:, 60:100, 60:100] = value

    check(write_raster(tmp_path / "a.tif", values), where)


@pytest.mark.parametrize("nodata", [None, 0])
def test_the_soft_edge_of_a_collar_is_warned_of(tmp_path, nodata):
    values, where = image(np.uint8), collar()
    values[:, where] = 0
    values[:, np.roll(where, 6, axis=1) & ~where] = 4
    sharp = image(np.uint8)
    sharp[:, where] = 0
    soft, hard = (
        write_raster(tmp_path / f"{i}.tif", v, nodata=nodata) for i, v in enumerate((values, sharp))
    )

    assert said(RasterScene(soft), "Nearblack")
    assert not said(RasterScene(hard), "Nearblack")


@pytest.mark.parametrize("dark", [2, 250])
def test_a_nearly_plain_corner_in_eight_bits_is_data_with_a_warning(tmp_path, dark):
    values, where = image(np.uint8), collar()
    values[:, where] = dark + np.random.default_rng(0).integers(0, 4, (3, where.sum()))

    scene = check(write_raster(tmp_path / "a.tif", values), np.zeros_like(where))

    assert any("Nearblack" in warning for warning in scene.warnings)


@pytest.mark.parametrize(
    ("kind", "nodata"),
    [(np.uint8, 256), (np.uint8, -9999), (np.uint8, 0.5), (np.uint16, 65536), (np.uint16, -1)],
)
def test_a_declared_value_that_the_type_cannot_hold_is_none(tmp_path, kind, nodata):
    values, where = image(kind), collar()
    values[:, where] = 0
    white = np.s_[:, 100:110, 100:110]
    values[white] = np.iinfo(kind).max  # what GDAL would clamp 256 and 65536 to

    path = str(tmp_path / "a.vrt")
    write_raster(tmp_path / "a.tif", values)
    copy = gdal.Translate("", str(tmp_path / "a.tif"), format="VRT")
    text = copy.GetMetadata("xml:VRT")[0]
    head, *rest = text.split("<ColorInterp>")
    declared = f"<NoDataValue>{nodata}</NoDataValue><ColorInterp>"
    (tmp_path / "a.vrt").write_text(declared.join([head, *rest]))

    scene = check(path, where)
    assert (
        said(scene, f"The declared {nodata} is none")
        or gdal.Open(path).GetRasterBand(1).GetNoDataValue() is None
    )


@pytest.mark.parametrize("values_of", [(0, None, None), (None, 0, None), (0, -9999, None), (None, -9999, 0)])
def test_each_band_has_its_own_declared_value(tmp_path, values_of):
    names, where = [], collar()
    for number, nodata in enumerate(values_of):
        kind = np.int16 if nodata == -9999 else np.uint16
        band = image(kind)[number : number + 1]
        band[:, where] = nodata or 0
        names.append(write_raster(tmp_path / f"{number}.tif", band, nodata=nodata))
    gdal.BuildVRT(str(tmp_path / "a.vrt"), names, separate=True).FlushCache()

    check(str(tmp_path / "a.vrt"), where)


def test_bands_beside_one_that_declares_hold_what_the_pixels_say(tmp_path):
    where, names = collar(), []
    for number, (nodata, fill) in enumerate(((-9999, -9999), (None, 32767), (None, 5))):
        band = image(np.int16)[number : number + 1]
        band[:, where] = fill
        names.append(write_raster(tmp_path / f"{number}.tif", band, nodata=nodata))
    gdal.BuildVRT(str(tmp_path / "a.vrt"), names, separate=True).FlushCache()

    check(str(tmp_path / "a.vrt"), where)


@settings(max_examples=12)
@given(
    kind=st.sampled_from([np.uint16, np.int16, np.float32]),
    value=st.sampled_from([0, -9999, -0.2]),
    shift=st.integers(1, 5),
    declared=st.booleans(),
    place=st.sampled_from(["gaps", "border"]),
)
def test_where_bands_end_apart_a_pixel_is_missing(tmp_path, kind, value, shift, declared, place):
    values, row = image(kind), np.mgrid[:SIDE, :SIDE][0]
    whole = RasterScene(write_raster(tmp_path / "b.tif", values))
    if kind is np.uint16 or (value == -0.2 and kind is np.int16):
        value = 0
    declared = declared or kind is np.float32 or value != 0  # else no band is asked alone
    where = np.zeros((SIDE, SIDE), bool)
    for band in range(3):
        gap = (row + band * shift) % 40 < 6 if place == "gaps" else row < 4 + band * shift
        values[band][gap] = value
        where |= gap

    scene = check(write_raster(tmp_path / "a.tif", values, nodata=value if declared else None), where)

    assert said(scene, "The bands end apart")
    span = np.subtract(whole.stretch.high, whole.stretch.low)
    assert (abs(np.subtract(scene.stretch.low, whole.stretch.low)) < 0.3 * span).all()


@pytest.mark.parametrize(("nodata", "offset"), [(None, None), (0, None), (-0.2, -0.2)])
def test_dark_water_that_is_clipped_in_a_band_stays(tmp_path, nodata, offset):
    values = image(np.uint16).astype(int)
    water = values.mean(0) < 800
    values[:, water] -= values[:, water].min()
    values[0, water] -= 150
    values = np.clip(values, 0, 65535)
    values[1:, water] = np.maximum(values[1:, water], 1)
    where = np.zeros_like(water)
    assert (values[0] == 0).mean() > 0.02
    values = values.astype(np.uint16)
    if offset:  # as reflectance
        values = (values * 2.75e-5 + offset).astype(np.float32)

    scene = check(write_raster(tmp_path / "a.tif", values, nodata=nodata), where)

    assert said(scene, "they count as data")


@pytest.mark.parametrize("clipped", [(0,), (0, 1)])
@pytest.mark.parametrize("kind", [np.uint16, np.int16])
@pytest.mark.parametrize("nodata", [None, 0])
def test_bright_water_that_is_clipped_in_a_band_stays(tmp_path, kind, nodata, clipped):
    values = image(kind).astype(int)
    y, x = np.mgrid[:SIDE, :SIDE]
    away = np.hypot(x - 90, y - 100)
    water = away < 50
    values[:, water] = np.percentile(values[1], 60)  # its other bands are not the darkest of the image
    rng = np.random.default_rng(0)
    for depth, band in enumerate(clipped):
        deeper = 6 * (away - 40 + 15 * depth) + rng.normal(0, 20, away.shape)
        values[band, water] = np.maximum(deeper, 0)[water]
    assert (values[0] == 0).mean() > 0.02

    scene = check(
        write_raster(tmp_path / "a.tif", values.astype(kind), nodata=nodata), np.zeros((SIDE, SIDE), bool)
    )

    assert said(scene, "they count as data")


@pytest.mark.parametrize("bands", [(0,), (1, 2)])
@pytest.mark.parametrize("lost", ["block", "lines"])
def test_a_band_that_lost_a_part_inside_the_image_is_missing_there(tmp_path, bands, lost):
    values = image(np.uint16)
    where = np.zeros((SIDE, SIDE), bool)
    where[60:140, 50:130] = lost == "block"
    where[::7] |= lost == "lines"
    for band in bands:
        values[band][where] = 0

    scene = check(write_raster(tmp_path / "a.tif", values, nodata=0), where)

    assert said(scene, "The bands end apart")


def test_float_water_that_is_clipped_to_zero_stays(tmp_path):
    values = image(np.float32)
    deep = np.random.default_rng(0).uniform(-0.05, 0.05, (40, 40))
    values[:, 60:100, 60:100] = np.maximum(deep, 0).astype(np.float32)

    scene = check(write_raster(tmp_path / "a.tif", values), np.zeros((SIDE, SIDE), bool))

    assert scene.warnings == ()


def test_water_at_the_least_value_stays_beyond_eight_bits(tmp_path):
    values = image(np.uint16).astype(int)
    values[:, :60, :60] = np.random.default_rng(0).integers(-60, 8, (60, 60))  # deep water in a corner
    values[:, :20, :20] = -5

    check(
        write_raster(tmp_path / "a.tif", np.maximum(values, 1).astype(np.uint16)),
        np.zeros((SIDE, SIDE), bool),
    )


def test_zero_between_negative_and_positive_values_is_a_value(tmp_path):
    values = (image(np.int16) - 700).astype(np.int16)
    values[:, 90:110, 90:110] = 0

    scene = check(write_raster(tmp_path / "a.tif", values), np.zeros((SIDE, SIDE), bool))

    assert said(scene, "No data: none is declared, and none was seen")


def test_a_value_that_a_band_measures_as_well_makes_no_holes(tmp_path):
    values = image(np.uint16)
    value = int(np.median(values[0]))
    where = collar()
    values[:, where] = value

    scene = check(write_raster(tmp_path / "a.tif", values, nodata=value), where)

    assert not said(scene, "The bands end apart")


def test_nan_in_one_band_is_missing(tmp_path):
    values, where = image(np.float32), collar()
    values[1, where] = np.nan
    values[2, :5] = np.inf
    where[:5] = True

    for nodata in (None, -9999):
        check(write_raster(tmp_path / "a.tif", values, nodata=nodata), where)


def test_one_more_value_beside_what_is_declared_or_seen(tmp_path):
    values, where = image(np.uint16), collar()
    values[:, where] = 7
    values[:, 100:120, 100:120] = 0
    where[100:120, 100:120] = True

    for nodata in (None, 0):
        scene = check(write_raster(tmp_path / "a.tif", values, nodata=nodata), where, nodata=7.0)
        assert said(scene, "7 in all bands (the layer's additional no data value)")


def test_fill_that_is_not_the_declared_one(tmp_path):
    values, where = image(np.int16), collar()
    values[:, where] = -9999
    values[:, 100:120, 100:120] = -32768
    where[100:120, 100:120] = True
    values[:, :5, -5:] = 500
    where[:5, -5:] = True

    check(write_raster(tmp_path / "a.tif", values, nodata=500), where | (values == 500).all(0))


def test_large_holes_and_pieces_are_warned_of(tmp_path):
    values = image(np.uint16, side=400)
    pieces = values.copy()
    pieces[:, 150:250, 150:250] = 0
    values[:, 100:] = 0

    scenes = [RasterScene(write_raster(tmp_path / f"{i}.tif", v)) for i, v in enumerate((values, pieces))]

    assert said(scenes[0], "of the image is no data. If that is wrong")
    assert said(scenes[1], "in pieces inside it")
    assert not said(RasterScene(write_raster(tmp_path / "c.tif", image(np.uint16))), "pieces")


def test_the_note_says_that_nothing_is_missing(tmp_path):
    scene = RasterScene(write_raster(tmp_path / "a.tif", image(np.uint8)))

    assert "No data: none is declared, and none was seen; 0.0 % of the image." in scene.notes


def test_infrared_is_missing_by_the_same_rules_and_makes_no_holes(tmp_path):
    values, where = image(np.uint16, 4), collar()
    values[:, where] = 7
    values[3, 100:120] = 7

    scene = check(write_raster(tmp_path / "a.tif", values), where, bands="1;2;3;4")

    grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
    for reader in (ParallelReader(scene.pixel_source(), grid), WarpingReader(scene.pixel_source(), grid, 8)):
        infrared = reader.read(Window(0, 0, SIDE, SIDE)).infrared
        assert (np.isnan(infrared[0]) == (where | (values[3] == 7))).all()
