import numpy as np
import pytest
from lake_mapper.core.geo.grid import Window, ground_grid
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import SceneError
from nodata_images import SIDE, check, collar, image, said
from osgeo import gdal
from support import write_raster


def rgb_of(scene):
    """Return the pixels of a scene at its own resolution."""
    grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
    return scene.reader(grid, 0).read(Window(0, 0, grid.width, grid.height))


def with_alpha(path, values, alpha):
    write_raster(path, np.concatenate([values, alpha[None].astype(values.dtype)]))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(len(values) + 1).SetColorInterpretation(gdal.GCI_AlphaBand)
    del dataset
    return str(path)


@pytest.mark.parametrize(
    ("kind", "opaque"),
    [
        (np.uint8, 1),
        (np.uint8, 100),
        (np.uint8, 255),
        (np.uint16, 1),
        (np.uint16, 255),
        (np.uint16, 10000),
        (np.uint16, 65535),
        (np.int16, 1),
        (np.float32, 1),
        (np.float32, 255),
    ],
)
def test_alpha_is_a_mask_whatever_opaque_is(tmp_path, kind, opaque):
    values, where = image(kind), collar()

    scene = check(with_alpha(tmp_path / "a.tif", values, np.where(where, 0, opaque)), where)

    assert said(scene, "No data: what the alpha band 4 hides")
    assert scene.infrared is None


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_infrared_that_is_marked_as_alpha_is_no_mask(tmp_path, kind):
    values = image(kind, 4)
    water = values[:3].mean(0) < np.median(values) * 0.6
    values[3, water] = 0

    path = with_alpha(tmp_path / "a.tif", values[:3], values[3])
    scene = check(path, np.zeros((SIDE, SIDE), bool), bands="1;2;3")

    assert any("Band 4 is marked as alpha, but" in warning for warning in scene.warnings)


def test_infrared_that_is_marked_as_alpha_is_read_as_infrared(tmp_path):
    values = image(np.uint8, 4)
    marked = RasterScene(with_alpha(tmp_path / "a.tif", values[:3], values[3]))
    plain = RasterScene(write_raster(tmp_path / "b.tif", values))

    assert marked.infrared == plain.infrared is not None


def test_the_soft_edge_of_an_alpha_band_is_no_image(tmp_path):
    values = image(np.uint8)
    alpha = np.full((SIDE, SIDE), 255)
    alpha[:, :50] = 0
    alpha[:, 50:54] = (50, 100, 150, 200)

    scene = RasterScene(with_alpha(tmp_path / "a.tif", values, alpha))

    assert scene.nodata.masked and not [w for w in scene.warnings if "alpha" in w]


def test_one_more_value_beside_alpha(tmp_path):
    values, where = image(np.uint8), collar()
    values[:, 100:120] = 247
    alpha = np.where(where, 0, 255)

    check(with_alpha(tmp_path / "a.tif", values, alpha), where | (values == 247).all(0), nodata=247.0)


def palette(path, index, entries, nodata=None):
    write_raster(path, index[None].astype(np.uint8), nodata=nodata)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    table = gdal.ColorTable()
    for number, entry in enumerate(entries):
        table.SetColorEntry(number, entry)
    dataset.GetRasterBand(1).SetColorTable(table)
    del dataset
    return str(path)


@pytest.mark.parametrize("place", ["corner", "inside"])
@pytest.mark.parametrize("nodata", [0, 7, 200])
def test_the_nodata_value_of_a_palette_is_a_number_of_a_colour(tmp_path, nodata, place):
    index = np.random.default_rng(0).integers(1, 200, (SIDE, SIDE))
    index[index == nodata] = 9
    where = collar() if place == "corner" else np.zeros_like(collar())
    where[90:120, 90:120] = True
    index[where] = nodata
    entries = [(i, (i * 7) % 256, 255 - i, 255) for i in range(200)] + [(0, 0, 0, 255)]

    scene = check(palette(tmp_path / "a.tif", index, entries, nodata), where)

    assert said(scene, "the colours of its palette") and said(scene, "transparent colours of the palette")
    assert scene.warnings == () or all("pieces" in warning for warning in scene.warnings)


ENTRIES = [((i * 37) % 256, (i * 7) % 256, 255 - i, 255) for i in range(200)]


def test_a_palette_beside_alpha_is_its_colours(tmp_path):
    index, where = np.random.default_rng(0).integers(0, 200, (SIDE, SIDE)), collar()
    plain = gdal.Open(palette(tmp_path / "plain.tif", index, ENTRIES))
    for opaque in (255, 1):
        path = str(tmp_path / f"{opaque}.tif")
        write_raster(path, np.stack([index, np.where(where, 0, opaque)]).astype(np.uint8))
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.GetRasterBand(1).SetColorTable(plain.GetRasterBand(1).GetColorTable())
        dataset.GetRasterBand(2).SetColorInterpretation(gdal.GCI_AlphaBand)
        del dataset

        scene = check(path, where)

        assert said(scene, "the colours of its palette")
        assert said(scene, "what the alpha band 2 hides")
        colours = np.array(ENTRIES, np.uint8)[index][..., :3]
        assert (rgb_of(RasterScene(path, contrast="none")).rgb[~where] == colours[~where]).all()


def test_one_more_nodata_value_of_a_palette_is_a_number_of_a_colour(tmp_path):
    index, where = np.random.default_rng(0).integers(1, 200, (SIDE, SIDE)), collar()
    index[index == 7] = 9
    index[where] = 7

    scene = check(palette(tmp_path / "a.tif", index, ENTRIES), where, nodata=7.0)

    assert said(scene, "transparent colours of the palette")


@pytest.mark.parametrize("beside", ["nothing", "alpha", "points"])
def test_all_that_hides_colours_of_a_palette_hides_together(tmp_path, beside):
    """Declared, one more value, a transparent entry, and alpha."""
    index = np.random.default_rng(0).integers(10, 200, (SIDE, SIDE))
    where = np.zeros((SIDE, SIDE), bool)
    for number, rows in ((3, slice(0, 20)), (7, slice(30, 50)), (5, slice(60, 80))):
        index[rows] = number
        where[rows] = True
    entries = [(*entry[:3], 0 if number == 5 else 255) for number, entry in enumerate(ENTRIES)]
    memory = gdal.GetDriverByName("MEM").Create("", SIDE, SIDE, 1 + (beside == "alpha"))
    memory.WriteArray(np.stack([index, np.full_like(index, 255)])[: memory.RasterCount].astype(np.uint8))
    if beside == "alpha":
        alpha = np.full((SIDE, SIDE), 255, np.uint8)
        alpha[:, :30] = 0
        where[:, :30] = True
        memory.GetRasterBand(2).WriteArray(alpha)
        memory.GetRasterBand(2).SetColorInterpretation(gdal.GCI_AlphaBand)
    table = gdal.ColorTable()
    for number, entry in enumerate(entries):
        table.SetColorEntry(number, entry)
    memory.GetRasterBand(1).SetColorTable(table)
    memory.GetRasterBand(1).SetNoDataValue(3)
    place = {"outputBounds": (5e5, 35e5, 5e5 + 17 * SIDE, 35e5 - 17 * SIDE)}
    if beside == "points":
        corners = ((0, 0), (SIDE, 0), (0, SIDE), (SIDE, SIDE))
        place = {"GCPs": [gdal.GCP(5e5 + 17 * c, 35e5 - 17 * r, 0, c, r) for c, r in corners]}
    path = str(tmp_path / "a.vrt")
    copy = gdal.GetDriverByName("GTiff").CreateCopy(str(tmp_path / "a.tif"), memory)
    copy.GetRasterBand(1).SetNoDataValue(3)
    del copy
    made = gdal.Translate(path, str(tmp_path / "a.tif"), format="VRT", outputSRS="EPSG:32645", **place)
    made.GetRasterBand(1).SetColorTable(table)  # a GeoTIFF holds no transparent entries
    del made

    scene = check(path, where, nodata=7.0)

    assert said(scene, "transparent colours of the palette")


def test_colours_of_a_palette_that_points_place_are_mixed_and_not_their_numbers(tmp_path):
    index = np.zeros((SIDE, SIDE), np.uint8)
    index[:, SIDE // 2 :] = 199
    plain = palette(tmp_path / "plain.tif", index, ENTRIES)
    x, dx, _, y, _, dy = gdal.Open(plain).GetGeoTransform()
    # Half a pixel beside a lattice, so that the warper has to mix neighbours.
    corners = ((0.5, 0), (SIDE, 0), (0.5, SIDE), (SIDE, SIDE))
    points = [gdal.GCP(x + c * dx, y + r * dy, 0, c, r) for c, r in corners]
    gdal.Translate(str(tmp_path / "points.tif"), plain, GCPs=points, outputSRS="EPSG:32645")

    pixels = rgb_of(RasterScene(tmp_path / "points.tif", contrast="none"))

    ends = np.array([ENTRIES[0][:3], ENTRIES[199][:3]], int)
    found = pixels.rgb[pixels.valid].astype(int)
    assert (found >= ends.min(0) - 1).all() and (found <= ends.max(0) + 1).all()


def test_transparent_colours_of_a_png(tmp_path):
    index = np.random.default_rng(0).integers(2, 200, (SIDE, SIDE))
    where = collar()
    index[where] = np.random.default_rng(1).integers(0, 2, where.sum())
    entries = [(9, 9, 9, 0), (200, 9, 9, 0)] + [(i, (i * 7) % 256, 255 - i, 255) for i in range(2, 200)]
    memory = gdal.Open(palette(tmp_path / "a.tif", index, [(*e[:3], 255) for e in entries]))
    table = gdal.ColorTable()
    for number, entry in enumerate(entries):
        table.SetColorEntry(number, entry)
    copy = gdal.GetDriverByName("MEM").CreateCopy("", memory)
    copy.GetRasterBand(1).SetColorTable(table)
    gdal.GetDriverByName("PNG").CreateCopy(str(tmp_path / "a.png"), copy)
    gdal.Translate(str(tmp_path / "a.vrt"), str(tmp_path / "a.png"), outputSRS="EPSG:32645")

    check(str(tmp_path / "a.vrt"), where)


def test_alpha_that_hides_nothing_and_all(tmp_path):
    values = image(np.uint16)

    check(with_alpha(tmp_path / "a.tif", values, np.full((SIDE, SIDE), 1)), np.zeros((SIDE, SIDE), bool))
    with pytest.raises(SceneError, match="no valid pixel"):
        RasterScene(with_alpha(tmp_path / "b.tif", values, np.zeros((SIDE, SIDE))))
