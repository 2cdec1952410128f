from contextlib import nullcontext

import numpy as np
import pytest
from lake_mapper.core.geo.grid import Window, ground_grid
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import SceneError
from lake_mapper.core.util.translation import use_translator
from nodata_images import image
from osgeo import gdal
from support import SAMPLE, english_in, wkt, write_raster


def whole(scene, resolution=None, margin=0):
    grid = ground_grid(scene.crs_wkt, scene.bounds, resolution or scene.native_pixel, scene.anchor)
    window = Window(0, 0, grid.width, grid.height).grown(margin)
    return grid, scene.reader(grid, margin).read(window)


def test_pixels_at_own_resolution_are_the_rasters_own(tmp_path):
    values = np.random.default_rng(1).integers(0, 256, (3, 40, 50), np.uint8)

    grid, pixels = whole(RasterScene(write_raster(tmp_path / "a.tif", values), contrast="none"))

    assert (grid.width, grid.height) == (50, 40)
    assert (pixels.rgb == values.transpose(1, 2, 0)).all()
    assert pixels.valid.all()


def test_beyond_the_raster_nothing_is_valid(tmp_path):
    values = np.full((3, 40, 50), 9, np.uint8)

    _, pixels = whole(RasterScene(write_raster(tmp_path / "a.tif", values)), margin=8)

    assert pixels.valid.shape == (56, 66)
    assert pixels.valid[8:-8, 8:-8].all()
    assert pixels.valid.sum() == 40 * 50


def test_a_pixel_is_the_same_in_every_window():
    scene = RasterScene(SAMPLE)
    grid = ground_grid(scene.crs_wkt, scene.bounds, 17.0, scene.anchor)
    reader = scene.reader(grid, 64)
    large = reader.read(Window(-20, 300, 900, 700))

    small = scene.reader(grid, 64).read(Window(117, 401, 333, 222))

    assert (large.rgb[101:323, 137:470] == small.rgb).all()
    assert (large.valid[101:323, 137:470] == small.valid).all()


def test_declared_nodata_in_all_bands_is_invalid_in_one_band_not(tmp_path):
    values = np.full((3, 20, 20), 50, np.uint8)
    values[:, :5] = 0
    values[0, 10] = 0

    _, pixels = whole(RasterScene(write_raster(tmp_path / "a.tif", values, nodata=0)))

    assert not pixels.valid[:5].any()
    assert pixels.valid[5:].all()


def test_undeclared_zero_is_fill_beyond_eight_bits_and_in_black_corners(tmp_path):
    inside = np.full((3, 60, 60), 50)
    inside[:, 20:40, 20:40] = 0
    corner = np.full((3, 60, 60), 50)
    corner[:, :20, :20] = 0

    for name, values, kind, valid in (
        ("a", inside, np.uint8, True),  # may be a black lake
        ("b", inside, np.uint16, False),
        ("c", corner, np.uint8, False),
    ):
        scene = RasterScene(write_raster(tmp_path / f"{name}.tif", values.astype(kind)))
        _, pixels = whole(scene)
        assert pixels.valid[values[0] == 0].all() == valid
        assert pixels.valid[values[0] > 0].all()
        assert any("taken as nodata" in note for note in scene.notes + scene.warnings) == (not valid)


def test_alpha_and_nan_are_invalid(tmp_path):
    values = np.full((4, 20, 20), 50, np.uint8)
    values[3] = 255
    values[3, :, :7] = 0
    path = write_raster(tmp_path / "alpha.tif", values)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset
    reflectance = np.full((3, 20, 20), 0.2, np.float32)
    reflectance[:, :, :7] = np.nan
    nan = write_raster(tmp_path / "nan.tif", reflectance)

    for scene in (RasterScene(path), RasterScene(nan, contrast="none")):
        _, pixels = whole(scene)
        assert not pixels.valid[:, :7].any()
        assert pixels.valid[:, 7:].all()


def test_south_up_and_rotated_rasters_lie_where_their_corners_are(tmp_path):
    values = np.zeros((3, 30, 30), np.uint8)
    values[:, :15] = 200  # the first rows
    south_up = (500000.0, 17.0, 0.0, 3500000.0, 0.0, 17.0)
    path = write_raster(tmp_path / "a.tif", values, geotransform=south_up)

    grid, pixels = whole(RasterScene(path, contrast="none"))

    assert grid.north == 3500000 + 30 * 17
    assert (pixels.rgb[15:] == 200).all()
    assert (pixels.rgb[:15] == 0).all()


def test_percentile_stretch_is_one_for_the_whole_scene(tmp_path):
    values = np.tile(np.arange(1, 1001, dtype=np.uint16), (3, 40, 1))

    scene = RasterScene(write_raster(tmp_path / "a.tif", values))

    assert scene.stretch.low == pytest.approx((21, 21, 21), abs=6)
    assert scene.stretch.high == pytest.approx((980, 980, 980), abs=6)
    _, pixels = whole(scene)
    assert pixels.rgb[0, 0, 0] == 0
    assert pixels.rgb[0, 499, 0] == pytest.approx(127, abs=2)
    assert pixels.rgb[0, 999, 0] == 255


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"epsg": None}, "no coordinate reference system"),
        ({"geotransform": None}, "no georeference"),
        ({"epsg": 4978}, "neither projected nor geographic"),
        ({"nodata": 5}, "no valid pixel"),
        ({"geotransform": (5e5, 17, 17, 3.5e6, -17, -17)}, "pixels have no size"),
        ({"geotransform": (5e5, float("nan"), 0, 3.5e6, 0, -17)}, "pixels have no size"),
        ({"geotransform": (5e5, 1e300, 0, 3.5e6, 0, -1e300)}, "pixels have no size"),
        ({"epsg": 4326}, "coordinates of .*a.tif .* do not fit its CRS, EPSG:4326"),
    ],
)
def test_rasters_that_cannot_be_used(tmp_path, options, sentence):
    path = write_raster(tmp_path / "a.tif", np.full((3, 20, 20), 5, np.uint16), **options)

    with pytest.raises(SceneError, match=sentence):
        RasterScene(path)


@pytest.mark.skipif(gdal.VersionInfo() >= "3070000", reason="bytes with a sign have a type of their own")
def test_bytes_with_a_sign_are_refused_where_gdal_may_lose_it(tmp_path):
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(tmp_path / "a.tif"), 9, 9, 3, gdal.GDT_Byte, ["PIXELTYPE=SIGNEDBYTE"])
    dataset.SetProjection(wkt(32645))
    dataset.SetGeoTransform((5e5, 10, 0, 3e6, 0, -10))
    dataset = None

    with pytest.raises(SceneError, match=r"band 1 of .* cannot be read safely.*Int16"):
        RasterScene(tmp_path / "a.tif")


@pytest.mark.skipif(gdal.VersionInfo() < "3050000", reason="there is no such type")
@pytest.mark.parametrize(("nodata", "refused"), [(2**64 - 1, True), (0, False)])
def test_nodata_that_floats_cannot_hold_is_refused(tmp_path, nodata, refused):
    values = np.full((3, 20, 20), 5, np.uint64)
    values[:, 5:] = np.arange(20)
    values[:, :4] = nodata
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "a.tif"), 20, 20, 3, gdal.GDT_UInt64)
    dataset.SetProjection(wkt(32645))
    dataset.SetGeoTransform((5e5, 10, 0, 3e6, 0, -10))
    for number in (1, 2, 3):
        dataset.GetRasterBand(number).SetNoDataValue(nodata)
    dataset.WriteArray(values)
    dataset = None

    with pytest.raises(SceneError, match="cannot be read safely") if refused else nullcontext():
        RasterScene(tmp_path / "a.tif")


def test_complex_numbers_are_no_colours(tmp_path):
    values = np.full((4, 20, 20), 5, np.complex64)
    path = write_raster(tmp_path / "a.tif", values)

    with pytest.raises(SceneError, match="Band 2 of .* holds complex numbers"):
        RasterScene(path, "2;3;4")


def test_unreadable_file_and_file_cut_short(tmp_path):
    (tmp_path / "text.tif").write_text("not a raster")
    values = np.random.default_rng(1).integers(0, 255, (3, 600, 600), np.uint8)
    path = write_raster(tmp_path / "short.tif", values)
    with open(path, "r+b") as file:
        file.truncate(500_000)

    with pytest.raises(SceneError, match="cannot be read"):
        RasterScene(tmp_path / "missing.tif")
    with pytest.raises(SceneError, match="cannot be read"):
        RasterScene(tmp_path / "text.tif")
    with pytest.raises(SceneError, match="cannot be read"):
        whole(RasterScene(path))


def test_undeclared_fill_in_corners_of_any_kind(tmp_path):
    for name, kind, fill in (("a", np.int16, -9999), ("b", np.float32, -9999.0), ("c", np.uint16, 65535)):
        values = np.full((3, 60, 60), 500, kind)
        values[:, 30:] = 700
        values[:, :20, :20] = fill

        scene = RasterScene(write_raster(tmp_path / f"{name}.tif", values))
        _, pixels = whole(scene)

        assert not pixels.valid[:19, :19].any()
        assert pixels.valid[21:, 21:].all()
        assert scene.stretch.low == (500, 500, 500)
        assert any("not declared, taken as nodata" in note for note in scene.notes)


def test_a_mask_band_beside_the_bands(tmp_path):
    values = np.full((3, 40, 40), 90, np.uint8)
    path = write_raster(tmp_path / "a.tif", values)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    mask = np.full((40, 40), 255, np.uint8)
    mask[:10] = 0
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(mask)
    del dataset

    _, pixels = whole(RasterScene(path))

    assert not pixels.valid[:10].any()
    assert pixels.valid[10:].all()


def test_a_palette_is_its_colours(tmp_path):
    index = np.zeros((40, 40), np.uint8)
    index[20:] = 1
    path = write_raster(tmp_path / "a.tif", index[None])
    dataset = gdal.Open(path, gdal.GA_Update)
    table = gdal.ColorTable()
    table.SetColorEntry(0, (150, 120, 90, 255))
    table.SetColorEntry(1, (20, 60, 110, 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    del dataset

    _, pixels = whole(RasterScene(path, contrast="none"))

    assert tuple(pixels.rgb[5, 5]) == (150, 120, 90)
    assert tuple(pixels.rgb[30, 30]) == (20, 60, 110)


@pytest.mark.parametrize("alpha", [False, True])
def test_ground_control_points_place_a_raster(tmp_path, alpha):
    values = np.random.default_rng(0).integers(30, 200, (3 + alpha, 100, 120), dtype=np.uint8)
    seen = np.ones((100, 120), bool)
    if alpha:
        seen[:30] = False
        values[3] = np.where(seen, 255, 0)
    plain = write_raster(tmp_path / "plain.tif", values)
    if alpha:
        dataset = gdal.Open(plain, gdal.GA_Update)
        dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
        del dataset
    x, dx, _, y, _, dy = gdal.Open(plain).GetGeoTransform()
    corners = ((0, 0), (120, 0), (0, 100), (120, 100))
    points = [gdal.GCP(x + c * dx, y + r * dy, 0, c, r) for c, r in corners]
    gdal.Translate(str(tmp_path / "points.tif"), plain, GCPs=points, outputSRS=wkt(32645))

    scene = RasterScene(tmp_path / "points.tif", contrast="none")
    grid, pixels = whole(scene)

    assert grid == whole(RasterScene(plain))[0]
    assert (pixels.rgb[seen] == values[:3].transpose(1, 2, 0)[seen]).all()
    assert (pixels.valid == seen).all()
    assert "The image is placed by its ground control points." in scene.notes


def test_beyond_ground_control_points_that_turn_a_raster_nothing_is_valid(tmp_path):
    plain = write_raster(tmp_path / "plain.tif", np.full((3, 100, 100), 90, np.uint8))
    corners = {(0, 0): (500_000, 3_500_000), (100, 0): (501_700, 3_498_300)}
    corners |= {(0, 100): (498_300, 3_498_300), (100, 100): (500_000, 3_496_600)}
    points = [gdal.GCP(x, y, 0, c, r) for (c, r), (x, y) in corners.items()]
    gdal.Translate(str(tmp_path / "points.tif"), plain, GCPs=points, outputSRS=wkt(32645))

    scene = RasterScene(tmp_path / "points.tif", contrast="none")
    grid, pixels = whole(scene, 17.0)

    assert (grid.width, grid.height) == pytest.approx((200, 200), abs=1)
    y, x = np.mgrid[: grid.height, : grid.width] + 0.5
    apart = np.abs(x - grid.width / 2) + np.abs(y - grid.height / 2) - 100  # a square that stands on a corner
    assert pixels.valid[apart < -3].all()
    assert not pixels.valid[apart > 3].any()
    assert scene.warnings == ()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_a_collar_is_no_data_also_where_points_place_the_image(tmp_path, kind):
    values = np.random.default_rng(0).integers(30, 200, (4, 100, 120)).astype(kind)
    y, x = np.mgrid[:100, :120]
    collar = (x + y < 50) | (x + y > 170)
    values[:, collar] = 0
    plain = write_raster(tmp_path / "plain.tif", values)
    x0, dx, _, y0, _, dy = gdal.Open(plain).GetGeoTransform()
    points = [
        gdal.GCP(x0 + c * dx, y0 + r * dy, 0, c, r) for c, r in ((0, 0), (120, 0), (0, 100), (120, 100))
    ]
    gdal.Translate(str(tmp_path / "points.tif"), plain, GCPs=points, outputSRS=wkt(32645))

    for file in ("plain.tif", "points.tif"):
        scene = RasterScene(tmp_path / file, contrast="none")
        assert (whole(scene)[1].valid == ~collar).all(), file
        assert "0 in all bands (not declared, taken as nodata)" in scene.nodata.note


def placed_by_points(path, plain, crs_wkt=""):
    """Write a raster again with ground control points at its corners in the place of a geotransform."""
    source = gdal.Open(plain)
    x, dx, _, y, _, dy = source.GetGeoTransform()
    corners = (
        (0, 0),
        (source.RasterXSize, 0),
        (0, source.RasterYSize),
        (source.RasterXSize, source.RasterYSize),
    )
    points = [gdal.GCP(x + c * dx, y + r * dy, 0, c, r) for c, r in corners]
    without = gdal.GetDriverByName("MEM").CreateCopy("", source)
    without.SetProjection("")
    dataset = gdal.Translate(str(path), without, GCPs=points, outputSRS=crs_wkt or None)
    assert dataset.GetGCPCount() == 4
    return str(path)


def test_other_bands_of_an_image_that_points_place_have_no_say(tmp_path):
    """A turbid lake: bright in the colours, 0 in short-wave infrared; and a band of marks, 0 where clear."""
    values = np.random.default_rng(0).integers(900, 2000, (6, 100, 120)).astype(np.uint16)
    values[4:, 30:70, 30:70] = 0
    values[5] = 0
    plain = write_raster(tmp_path / "plain.tif", values)

    scene = RasterScene(placed_by_points(tmp_path / "points.tif", plain, wkt(32645)), "1;2;3")

    assert whole(scene)[1].valid.all()
    assert scene.nodata == RasterScene(plain, "1;2;3").nodata


def test_points_without_a_crs_take_the_one_of_the_layer(tmp_path):
    values = np.random.default_rng(0).integers(30, 200, (3, 100, 120), dtype=np.uint8)
    path = placed_by_points(tmp_path / "points.tif", write_raster(tmp_path / "plain.tif", values))

    _, pixels = whole(RasterScene(path, contrast="none", crs_wkt=wkt(32645)))

    assert (pixels.rgb == values.transpose(1, 2, 0)).all()
    with pytest.raises(SceneError, match="has no coordinate reference system"):
        RasterScene(path)


def test_complex_numbers_are_named_where_points_place_them_too(tmp_path):
    plain = write_raster(tmp_path / "plain.tif", np.ones((1, 60, 60), np.complex64))

    with pytest.raises(SceneError, match="holds complex numbers"):
        RasterScene(placed_by_points(tmp_path / "points.tif", plain, wkt(32645)))


@pytest.mark.parametrize("declared", [0, 17])
def test_a_declared_value_that_no_pixel_has_answers_the_question_for_points_too(tmp_path, declared):
    values = np.random.default_rng(0).integers(30, 200, (3, 100, 120), dtype=np.uint8)
    values[:, :40, :40] = 255
    plain = write_raster(tmp_path / "plain.tif", values, nodata=declared)

    for path in (plain, placed_by_points(tmp_path / "points.tif", plain, wkt(32645))):
        assert whole(RasterScene(path, contrast="none"))[1].valid.all()


def test_black_water_under_an_opaque_alpha_band_is_data(tmp_path):
    values = np.random.default_rng(0).integers(300, 2000, (4, 100, 120)).astype(np.uint16)
    values[:3, 30:60, 30:60] = 0
    values[3] = 65535
    path = write_raster(tmp_path / "opaque.tif", values)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset

    scene = RasterScene(path, contrast="none")
    assert whole(scene)[1].valid.all()
    assert any(" % of the image is 0 in all bands, and the alpha" in warning for warning in scene.warnings)


def test_values_that_are_no_image_are_missing_under_an_opaque_alpha_band_too(tmp_path):
    values = np.random.default_rng(0).integers(300, 2000, (4, 100, 120)).astype(np.int16)
    values[:3, 30:60, 30:60] = -9999
    values[3] = 1
    path = write_raster(tmp_path / "opaque.tif", values)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset

    assert (whole(RasterScene(path, contrast="none"))[1].valid == (values[0] != -9999)).all()


@pytest.mark.parametrize(("kind", "opaque"), [(np.uint8, 255), (np.uint16, 65535)])
def test_soft_edges_of_alpha_are_the_same_where_points_place_the_image(tmp_path, kind, opaque):
    values = np.random.default_rng(0).integers(30, 200, (4, 200, 200)).astype(kind)
    values[3] = opaque
    values[3, 58:102, 58:102] = int(0.3 * opaque)
    values[3, 60:100, 60:100] = 0
    plain = write_raster(tmp_path / "plain.tif", values)
    dataset = gdal.Open(plain, gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset
    placed = placed_by_points(tmp_path / "points.tif", plain, wkt(32645))
    dataset = gdal.Open(placed, gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset

    one, other = (whole(RasterScene(path, contrast="none"))[1].valid for path in (plain, placed))

    assert (one == other).all()
    assert not one.all()


def test_an_alpha_band_that_hides_nothing_does_not_hide_the_question(tmp_path):
    values = np.random.default_rng(0).integers(30, 200, (4, 100, 120), dtype=np.uint8)
    y, x = np.mgrid[:100, :120]
    collar = (x + y < 50) | (x + y > 170)
    values[:3, collar] = 0
    values[3] = 255
    path = write_raster(tmp_path / "opaque.tif", values)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset

    assert (whole(RasterScene(path, contrast="none"))[1].valid == ~collar).all()


def test_what_was_chosen_can_be_read_in_chinese(tmp_path, chinese):
    values = np.random.default_rng(0).integers(100, 3000, (6, 40, 40)).astype(np.uint16)
    values[:, :20, :20] = 0

    scene = RasterScene(write_raster(tmp_path / "a.tif", values))

    assert scene.warnings[0] == (
        "波段 3、2、1 作为红、绿、蓝：按 6 个无名波段的惯用顺序；如果颜色不对，请设置 BANDS。"
    )
    assert scene.notes[0] == "无数据：所有波段均为 0（未声明，按无数据处理）；占影像的 25.0 %。"
    assert english_in(" ".join(scene.notes + scene.warnings)) == []
    with pytest.raises(SceneError, match="但图层只有 6 个波段，从 1 开始编号。请更正 BANDS。"):
        RasterScene(tmp_path / "a.tif", "7;2;1")


def test_the_language_makes_no_other_run(tmp_path, chinese):
    values = np.random.default_rng(0).integers(100, 3000, (4, 40, 40)).astype(np.uint16)
    path = write_raster(tmp_path / "a.tif", values)
    in_chinese = RasterScene(path)

    use_translator(None)

    assert "按惯用顺序" in in_chinese.infrared.why
    assert in_chinese.fingerprint == RasterScene(path).fingerprint


def test_near_infrared_is_named_and_can_be_left_out(tmp_path):
    values = np.random.default_rng(0).integers(100, 3000, (4, 40, 40)).astype(np.uint16)
    scene = RasterScene(write_raster(tmp_path / "a.tif", values, descriptions=["B4", "B3", "B2", "B8"]))
    alone = scene.without_infrared()

    assert "Band 4 as near infrared: by its description." in scene.notes
    assert not [note for note in alone.notes if "infrared" in note]
    assert (scene.band_numbers, alone.band_numbers) == ("1;2;3;4", "1;2;3")
    assert "infrared" not in alone.fingerprint
    assert scene.fingerprint.pop("infrared")[0] == 4
    assert {k: v for k, v in scene.fingerprint.items() if k != "infrared"} == alone.fingerprint
    assert alone.without_infrared() is alone


def test_three_bands_have_no_infrared():
    scene = RasterScene(SAMPLE)

    assert scene.infrared is None and whole(scene)[1].infrared is None
    assert "infrared" not in scene.fingerprint


def test_the_fingerprint_tells_what_is_no_data(tmp_path):
    path = write_raster(tmp_path / "a.tif", image(np.uint16), nodata=0)

    scenes = [RasterScene(path, contrast="none", nodata=nodata) for nodata in (None, 7.0)]

    assert scenes[0].fingerprint["nodata"] == [["0", "0", "0", False]]
    assert scenes[0].fingerprint != scenes[1].fingerprint
    assert scenes[0].fingerprint == RasterScene(path, contrast="none").fingerprint
    assert "files" not in scenes[0].fingerprint


@pytest.mark.parametrize("nested", [False, True])
def test_the_fingerprint_changes_with_the_tiles_of_a_mosaic(tmp_path, nested):
    tile, mosaic = tmp_path / "tile.tif", tmp_path / "mosaic.vrt"
    write_raster(tile, image(np.uint16), nodata=0)
    gdal.BuildVRT(str(mosaic), [str(tile)]).FlushCache()
    if nested:
        inner, mosaic = mosaic, tmp_path / "outer.vrt"
        gdal.BuildVRT(str(mosaic), [str(inner)]).FlushCache()
    before = RasterScene(mosaic, contrast="none").fingerprint
    assert RasterScene(mosaic, contrast="none").fingerprint == before

    write_raster(tile, image(np.uint16, seed=1)[:, ::-1], nodata=0)

    assert RasterScene(mosaic, contrast="none").fingerprint != before


def test_statistics_beside_an_image_leave_the_fingerprint(tmp_path):
    path = write_raster(tmp_path / "a.tif", image(np.uint16))
    before = RasterScene(path).fingerprint

    gdal.Info(path, computeMinMax=True, stats=True)

    assert (tmp_path / "a.tif.aux.xml").exists()
    assert RasterScene(path).fingerprint == before
