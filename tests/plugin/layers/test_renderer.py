"""Layers that QGIS renders, from servers on this machine: the plain file's lakes, or a clear sentence."""

import gc
import json
import os
import subprocess
import sys
import threading
import time
import zipfile

import numpy as np
import pytest
from compare import eight_bit_sample, iou, lake_mask
from osgeo import gdal
from qgis.core import QgsPalettedRasterRenderer, QgsProcessingException, QgsRasterLayer
from qgis.PyQt.QtGui import QColor
from servers import TileServer, closed_port, qgis_server, xyz_source
from support import SAMPLE, write_raster

WEST, NORTH, SIDE = 748000.0, -2799000.0, 9600.0
EXTENT = f"{WEST},{WEST + SIDE},{NORTH - SIDE},{NORTH} [EPSG:32621]"
Z13 = 40075016.68557849 / 256 / 2**13


def lakes(layer, feedback=None, **parameters):
    import processing

    given = {"INPUT": layer, "EXTENT": EXTENT, "OUTPUT": "TEMPORARY_OUTPUT", **parameters}
    return processing.run("lakemapper:extractlakes", given, feedback=feedback)


def refused(layer, **parameters):
    with pytest.raises(QgsProcessingException) as caught:
        lakes(layer, **parameters)
    return str(caught.value)


def xyz_layer(source):
    layer = QgsRasterLayer(source, "tiles", "wms")
    assert layer.isValid()
    return layer


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rendered")
    with pytest.MonkeyPatch.context() as patch:
        # GDAL leaves statistics of a GeoPackage's zoom levels in the folder where one stands.
        patch.chdir(folder)
        yield folder


@pytest.fixture(scope="module")
def picture(qgis, folder):
    """Write the plain 8-bit GeoTIFF in UTM from which everything here is made."""
    return eight_bit_sample(folder / "plain.tif", SAMPLE)


@pytest.fixture(scope="module")
def plain(picture):
    """Its lakes as a mask, and their area in km²."""
    result = lakes(picture)
    found = masked(result)
    assert 0.2 < found.mean() < 0.9
    return found, result["LAKE_AREA_KM2"]


def masked(result):
    wkt = gdal.Open(str(SAMPLE)).GetProjection()
    return lake_mask(result["OUTPUT"], wkt, WEST, NORTH, SIDE)


@pytest.fixture(scope="module")
def mercator(picture, folder):
    """Warp the picture to Web Mercator at the pixels of zoom 13: gdal2tiles has nothing to resample."""
    path = str(folder / "mercator.tif")
    options = {"dstSRS": "EPSG:3857", "xRes": Z13, "yRes": Z13, "resampleAlg": "bilinear", "dstAlpha": True}
    gdal.Warp(path, picture, targetAlignedPixels=True, **options).FlushCache()
    return path


@pytest.fixture(scope="module")
def tiles(mercator, folder):
    """Make a folder of tiles with gdal2tiles."""
    target = folder / "tiles"
    script = "from osgeo_utils.gdal2tiles import main; import sys; main(sys.argv)"
    command = [
        sys.executable,
        "-c",
        script,
        "-q",
        "--xyz",
        "-z",
        "10-13",
        "-w",
        "none",
        mercator,
        str(target),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return target


@pytest.fixture(scope="module")
def tile_server(tiles):
    with TileServer(tiles) as server:
        yield server


@pytest.fixture(scope="module")
def web(picture, folder):
    """Address of a QGIS Server with the picture."""
    with qgis_server(picture, folder) as address:
        yield address


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Keep the pauses between tries short."""
    from lake_mapper.plugin.layers import renderer

    monkeypatch.setattr(renderer, "PAUSES", (0.1, 0.2))


@pytest.fixture(autouse=True)
def no_thread_is_left(monkeypatch):
    """Check that every render thread ended: one there at the end of Python aborts the process."""
    from lake_mapper.plugin.layers import renderer

    started = []

    class Watched(renderer.RenderThread):
        def __init__(self, pipe):
            super().__init__(pipe)
            started.append(self)

    monkeypatch.setattr(renderer, "RenderThread", Watched)
    yield
    assert all(thread.isFinished() for thread in started)


def xyz(request):
    return xyz_source(request.getfixturevalue("tile_server").port), "wms"


def wms(crs, more=""):
    def source(request):
        address = request.getfixturevalue("web")
        return f"crs={crs}&format=image/png&layers=image&styles=&dpiMode=7{more}&url={address}", "wms"

    return source


def wmts(request):
    address = request.getfixturevalue("web") + "?SERVICE%3DWMTS%26REQUEST%3DGetCapabilities"
    layer = "layers=image&styles=default&tileMatrixSet=EPSG:3857&crs=EPSG:3857&format=image/png"
    return f"{layer}&url={address}", "wms"


def wcs(request):
    address = request.getfixturevalue("web")
    return f"crs=EPSG:32621&format=image/tiff&identifier=image&url={address}", "wcs"


def translated(name, source="picture", overviews=False, **options):
    def make(request):
        path = str(request.getfixturevalue("folder") / name)
        dataset = gdal.Translate(path, request.getfixturevalue(source), **options)
        if overviews:
            dataset.BuildOverviews("AVERAGE", [2, 4, 8])
        dataset.FlushCache()
        del dataset
        return path, "gdal"

    return make


def mbtiles_of_qgis(request):
    path, _ = translated("qgis.mbtiles", "mercator", format="MBTiles")(request)
    return f"type=mbtiles&url=file://{path}", "wms"


GOOGLE = ["TILE_FORMAT=PNG", "TILING_SCHEME=GoogleMapsCompatible"]
# The least IoU with the lakes of the plain file; measured values are in docs/inputs.md.
KINDS = {
    "XYZ": (xyz, 0.97),
    "WMS": (wms("EPSG:32621"), 0.97),
    "WMS in Web Mercator": (wms("EPSG:3857"), 0.97),
    "WMTS": (wmts, 0.97),
    "WCS": (wcs, 0.97),
    "MBTiles": (translated("a.mbtiles", "mercator", True, format="MBTiles"), 0.97),
    "MBTiles through QGIS": (mbtiles_of_qgis, 0.97),
    "GeoPackage": (translated("a.gpkg", format="GPKG", creationOptions=["TILE_FORMAT=PNG"]), 0.99),
    "GeoPackage with zoom levels": (
        translated("b.gpkg", "mercator", True, format="GPKG", creationOptions=GOOGLE),
        0.97,
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_same_lakes_as_from_the_plain_file(kind, plain, request, feedback):
    make, least = KINDS[kind]
    layer = QgsRasterLayer(*with_name(make(request)))
    assert layer.isValid()

    result = lakes(layer, feedback)

    found = iou(masked(result), plain[0])
    print(f"{kind}: IoU {found:.4f}, area {result['LAKE_AREA_KM2'] / plain[1] - 1:+.2%}")
    assert found >= least
    assert not any("empty or of exactly" in line for line in feedback.log)


def with_name(made):
    return made[0], "layer", made[1]


def test_at_most_four_tiles_are_requested_at_once_and_each_once(tiles):
    with TileServer(tiles) as server:
        lakes(xyz_layer(server.source()))

    assert 1 <= server.most <= 4
    assert set(server.requests.values()) == {1}


def test_a_server_that_fails_half_way_and_recovers(tiles, picture, tmp_path, feedback):
    last = max(int(column.name) for column in (tiles / "13").iterdir())
    wide = f"{WEST - 8000},{WEST + 22000},{NORTH - 5000},{NORTH} [EPSG:32621]"
    given = {"EXTENT": wide, "RUN_FOLDER": str(tmp_path / "run"), "SHEET_SIZE": 1024}
    with TileServer(tiles) as server:
        undisturbed = lakes(xyz_layer(server.source()), EXTENT=wide)["LAKE_AREA_KM2"]
    with TileServer(tiles) as server:
        broken = (500, "text/plain", b"")
        server.answer = lambda path: broken if path.split("/")[2] == str(last) else None
        layer = xyz_layer(server.source())

        sentence = refused(layer, **given)
        assert "HTTP 500" in sentence
        assert f"http://127.0.0.1:{server.port}" in sentence
        assert "RUN_FOLDER" in sentence
        assert len(list((tmp_path / "run").glob("sheet_*.tif"))) == 1

        server.answer = lambda path: None
        result = lakes(layer, feedback, **given)

    assert any("there already: 1 of 2." in line for line in feedback.log)
    assert result["LAKE_AREA_KM2"] == pytest.approx(undisturbed, rel=1e-6)


def test_a_failure_is_seen_while_python_collects_garbage(tiles):
    def broken(path):
        gc.collect()  # while QGIS waits for this reply
        return 500, "text/plain", b""

    with TileServer(tiles, broken) as server:
        sentence = refused(xyz_layer(server.source()))

    assert "HTTP 500" in sentence


def test_a_dead_server_is_named_within_a_minute(qgis):
    started = time.monotonic()

    sentence = refused(xyz_layer(xyz_source(closed_port())))

    assert time.monotonic() - started < 30
    assert "XYZ tiles at http://127.0.0.1" in sentence
    assert "Try again when the server works" in sentence


def test_a_server_that_never_answers_is_given_up(tiles, monkeypatch):
    from lake_mapper.plugin.layers import renderer, server_replies

    monkeypatch.setattr(server_replies, "TIMEOUT", 1.0)
    with TileServer(tiles) as server:
        server.answer = server.hang
        sentence = refused(xyz_layer(server.source()))

    assert "nothing for 1 s" in sentence
    # Its own limits keep all tries below a minute.
    monkeypatch.undo()
    assert sum(renderer.PAUSES) + (len(renderer.PAUSES) + 1) * server_replies.TIMEOUT < 60


def test_cancel_while_a_server_keeps_one_waiting(tiles, feedback):
    with TileServer(tiles) as server:
        server.answer = server.hang
        layer = xyz_layer(server.source())
        threading.Timer(1.0, feedback.cancel).start()
        started = time.monotonic()
        result = lakes(layer, feedback)
        took = time.monotonic() - started

    assert "OUTPUT" not in result
    assert took < 10


def test_blank_tiles_are_a_warning(tiles, feedback, tmp_path):
    save = gdal.GetDriverByName("MEM").Create("", 256, 256, 3)
    for number in (1, 2, 3):
        save.GetRasterBand(number).Fill(200)
    gdal.GetDriverByName("PNG").CreateCopy(str(tmp_path / "blank.png"), save)
    blank = (200, "image/png", (tmp_path / "blank.png").read_bytes())
    with TileServer(tiles, lambda path: blank) as server:
        lakes(xyz_layer(server.source()), feedback)

    assert any("exactly one colour" in line for line in feedback.log)


def test_no_key_and_no_password_reaches_anyone(tiles, tmp_path, feedback):
    """They are in no log, error, run folder, report or metadata; here the layer is given as a string."""
    with TileServer(tiles) as server:
        source = "wms://" + server.source(query="?apikey=s3cret&style=a", user="me:pa55@")
        outputs = {"RUN_FOLDER": str(tmp_path / "run"), "REPORT": str(tmp_path / "report.html")}
        result = lakes(source, feedback, **outputs)
        server.answer = lambda path: (403, "text/plain", b"")
        # Another address: QGIS keeps the tiles of the first in memory.
        sentence = refused("wms://" + server.source(query="?token=s3cret", user="me:pa55@"))

    assert "HTTP 403" in sentence
    assert "Check the user name, password or key" in sentence
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "style" in report
    metadata = result["OUTPUT"].metadata()
    texts = [sentence, *feedback.log, report, (tmp_path / "run" / "manifest.json").read_text()]
    texts += [metadata.abstract(), *metadata.history()]
    for text in texts:
        assert "s3cret" not in text
        assert "pa55" not in text


def test_a_qgis_that_does_not_report_failures_renders_no_server(qgis, monkeypatch):
    from lake_mapper.plugin.layers import renderer

    monkeypatch.setattr(renderer, "observe_replies", lambda: False)

    assert "use QGIS 3.22.16, 3.26 or later" in refused(xyz_layer(xyz_source(closed_port())))


def test_tiles_that_are_not_there_are_no_data(tiles, plain, feedback):
    gone = (404, "text/plain", b"")
    with TileServer(tiles) as server:
        lakes(xyz_layer(server.source()))
        columns = sorted({int(path.split("/")[2]) for path in server.requests})
    middle = columns[len(columns) // 2]
    with TileServer(tiles, lambda path: gone if int(path.split("/")[2]) >= middle else None) as server:
        result = lakes(xyz_layer(server.source()), feedback)

    # QGIS repeats what fails: a tile counts once all the same.
    missing = sum(int(path.split("/")[2]) >= middle for path in server.requests)
    assert f"Not on the server (HTTP 404): {missing} tiles, where there are no data." in "\n".join(
        feedback.log
    )
    assert 0 < result["LAKE_AREA_KM2"] < plain[1]
    assert any(feature["touches_nodata"] for feature in result["OUTPUT"].getFeatures())


def test_a_web_page_in_place_of_a_tile_is_a_failure(tiles):
    with TileServer(tiles, lambda path: (200, "text/html", b"<html>Log in</html>")) as server:
        sentence = refused(xyz_layer(server.source()))

    assert "text/html in place of an image" in sentence


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("503 text/plain\nbusy", "HTTP 503"),
        ("200 text/xml\n<ServiceExceptionReport/>", "text/xml in place of an image"),
    ],
)
@pytest.mark.parametrize("kind", [wms("EPSG:32621"), wcs], ids=["WMS", "WCS"])
def test_a_server_of_maps_that_fails_is_named(kind, answer, expected, request, folder):
    layer = QgsRasterLayer(*with_name(kind(request)))
    assert layer.isValid()
    elsewhere = (
        f"{WEST - 9000},{WEST},{NORTH - 9000},{NORTH} [EPSG:32621]"  # nothing of it was rendered before
    )
    (folder / "fail").write_text(answer)
    try:
        sentence = refused(layer, EXTENT=elsewhere)
    finally:
        (folder / "fail").unlink()

    assert expected in sentence
    assert "at http://127.0.0.1" in sentence


def test_a_file_in_the_colours_of_its_style(picture, folder, feedback):
    """256 values of one band, each with a colour in the style only: as a file in those colours."""
    source = gdal.Open(picture)
    table = gdal.ColorTable()
    bands = [source.GetRasterBand(number) for number in (1, 2, 3)]
    gdal.ComputeMedianCutPCT(*bands, 256, table)
    size = source.RasterXSize, source.RasterYSize
    classes = gdal.GetDriverByName("GTiff").Create(str(folder / "classes.tif"), *size, 1)
    classes.SetProjection(source.GetProjection())
    classes.SetGeoTransform(source.GetGeoTransform())
    gdal.DitherRGB2PCT(*bands, classes.GetRasterBand(1), table)
    classes.FlushCache()
    layer = QgsRasterLayer(str(folder / "classes.tif"), "classes")
    colours = [
        QgsPalettedRasterRenderer.Class(value, QColor(*table.GetColorEntry(value)[:3]))
        for value in range(256)
    ]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, colours))

    colour = np.array([table.GetColorEntry(value)[:3] for value in range(256)], np.uint8)
    coloured = gdal.Translate(str(folder / "coloured.tif"), source)
    coloured.WriteArray(colour[classes.ReadAsArray()].transpose(2, 0, 1))
    coloured.FlushCache()

    result = lakes(layer, feedback, CONTRAST=3)

    found = iou(masked(result), masked(lakes(str(folder / "coloured.tif"))))
    print(f"paletted style: IoU {found:.4f}")
    assert found >= 0.97
    assert any("with the layer's style (paletted)" in line for line in feedback.log)


def test_a_file_that_became_another_one_is_another_image(qgis, tmp_path):
    from lake_mapper.plugin.layers.renderer import LayerRenderer
    from qgis.core import QgsRasterRange

    path = str(tmp_path / "image.tif")

    def fingerprint(seed, side=40, nodata=None):
        values = np.random.default_rng(seed).integers(0, 255, (3, side, side), dtype=np.uint8)
        write_raster(path, values, geotransform=(5e5, 400 / side, 0, 35e5, 0, -400 / side))
        os.utime(path, ns=(seed, seed))
        layer = QgsRasterLayer(path, "image")
        if nodata is not None:
            layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(0, nodata)])
        renderer = LayerRenderer(layer)
        renderer.close()
        return renderer.fingerprint

    first = fingerprint(1)
    assert fingerprint(1) == first
    assert json.loads(json.dumps(first)) == first  # as a run folder keeps it
    assert fingerprint(2) != first
    assert fingerprint(1, side=80) != first
    assert fingerprint(1, nodata=10) != first


@pytest.mark.parametrize("kind", ["table", "archive", "name"])
def test_files_behind_every_kind_of_source_are_looked_at(qgis, tmp_path, kind):
    from lake_mapper.plugin.layers.renderer import LayerRenderer

    found = []
    for seed in (1, 2):
        values = np.random.default_rng(seed).integers(0, 255, (3, 40, 40), dtype=np.uint8)
        plain = write_raster(tmp_path / "scene%202020.tif", values)
        source = plain
        if kind == "table":
            (tmp_path / "a.gpkg").unlink(missing_ok=True)
            gdal.Translate(str(tmp_path / "a.gpkg"), plain, creationOptions=["RASTER_TABLE=a"])
            source = f"GPKG:{tmp_path / 'a.gpkg'}:a"
        elif kind == "archive":
            with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
                archive.write(plain, "scene.tif")
            source = f"/vsizip/{tmp_path / 'a.zip'}/scene.tif"
            gdal.VSICurlClearCache()
        os.utime(tmp_path / {"table": "a.gpkg", "archive": "a.zip"}.get(kind, plain), ns=(seed, seed))
        layer = QgsRasterLayer(source, "image")
        assert layer.isValid()
        renderer = LayerRenderer(layer)
        renderer.close()
        found.append(renderer.fingerprint)

    assert any(found[0]["file"] or found[0]["files"])
    if kind != "archive":  # of that the time of the file within counts, in steps of 2 s
        assert found[0] != found[1]


def test_the_whole_world_is_too_much(tile_server):
    sentence = refused(xyz_layer(tile_server.source()), EXTENT=None)

    assert "million km²" in sentence
    assert "Set 'Extent' (EXTENT)" in sentence
