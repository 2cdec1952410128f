"""Images that are no images, have no place, or lie where no lake can be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import corpus_good as good
import numpy as np
from corpus_case import Case, Make, with_file
from osgeo import gdal
from support import wkt

UTM = (500000.0, 17.0, 0.0, 3500000.0, 0.0, -17.0)
MOON = 'GEOGCS["Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["0",0],UNIT["degree",0.0174532925]]'
LOCAL = 'LOCAL_CS["plan",UNIT["metre",1]]'


def _placed(geotransform: tuple[float, ...], epsg: int | None = 32645, crs: str = "") -> Make:
    """Return what writes an image with any geotransform, also one that GDAL's GeoTIFF would refuse."""

    def make(folder: Path) -> dict[str, Any]:
        numbers = ", ".join(repr(float(v)) for v in geotransform)
        return {"INPUT": _vrt(folder, numbers, crs or (wkt(epsg) if epsg else ""))}

    return make


def _vrt(folder: Path, numbers: str, crs: str, size: tuple[int, int] = (good.SIDE, good.SIDE)) -> str:
    source = good.raster(folder / "source.tif", geotransform=None, epsg=None)
    bands = "".join(
        f'<VRTRasterBand dataType="Byte" band="{n}"><SimpleSource><SourceFilename>{source}</SourceFilename>'
        f"<SourceBand>{n}</SourceBand></SimpleSource></VRTRasterBand>"
        for n in (1, 2, 3)
    )
    place = f"<SRS>{osr_escaped(crs)}</SRS><GeoTransform>{numbers}</GeoTransform>"
    path = folder / "placed.vrt"
    path.write_text(
        f'<VRTDataset rasterXSize="{size[0]}" rasterYSize="{size[1]}">{place}{bands}</VRTDataset>'
    )
    return str(path)


def osr_escaped(crs: str) -> str:
    """Return a CRS as text of an XML element."""
    return crs.replace("&", "&amp;").replace("<", "&lt;")


def _values(values: np.ndarray, **options: Any) -> Make:
    def make(folder: Path) -> dict[str, Any]:
        return {"INPUT": good.write_raster(folder / "image.tif", values, **options)}

    return make


def _of_type(kind: int) -> Make:
    def make(folder: Path) -> dict[str, Any]:
        path = str(folder / "image.tif")
        made = gdal.GetDriverByName("GTiff").Create(path, good.SIDE, good.SIDE, 3, kind)
        made.SetProjection(wkt(32645))
        made.SetGeoTransform(UTM)
        for n in (1, 2, 3):
            made.GetRasterBand(n).Fill(n * 40, n)
        made.FlushCache()
        return {"INPUT": path}

    return make


def _damaged(change: Any, name: str = "image.tif") -> Make:
    """Return what writes a good image, whose bytes ``change`` then changes."""

    def make(folder: Path) -> dict[str, Any]:
        path = Path(good.raster(folder / name))
        path.write_bytes(bytes(change(bytearray(path.read_bytes()))))
        return {"INPUT": str(path)}

    return make


def _cut(share: float, content: bytearray) -> bytearray:
    return content[: int(share * len(content))]


def _zeroed_end(share: float, content: bytearray) -> bytearray:
    start = int((1 - share) * len(content))
    return content[:start] + bytes(len(content) - start)


def _flipped(seed: int, first: int, last: int, content: bytearray) -> bytearray:
    rng = np.random.default_rng(seed)
    last = min(last, len(content))
    for at in rng.integers(first, last, 12):
        content[at] = rng.integers(256)
    return content


def _keys_broken(seed: int, content: bytearray) -> bytearray:
    """Change bytes of the end of a GeoTIFF's directory, where its keys are."""
    at = int.from_bytes(content[4:8], "little")
    return _flipped(seed, at, at + 400, content)


def _of_points(points: list[gdal.GCP]) -> Make:
    def make(folder: Path) -> dict[str, Any]:
        path = good.raster(folder / "image.tif", epsg=None, geotransform=None)
        opened = gdal.Open(path, gdal.GA_Update)
        opened.SetGCPs(points, wkt(32645))
        opened.FlushCache()
        return {"INPUT": path}

    return make


def _xml(text: str) -> Make:
    return with_file("INPUT", "image.vrt", text)


def _self_reference(folder: Path) -> dict[str, Any]:
    path = folder / "loop.vrt"
    band = (
        f'<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{path}</SourceFilename>'
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
    )
    place = f"<SRS>{wkt(32645)}</SRS><GeoTransform>500000,17,0,3500000,0,-17</GeoTransform>"
    path.write_text(f'<VRTDataset rasterXSize="64" rasterYSize="64">{place}{band}</VRTDataset>')
    return {"INPUT": str(path)}


def _source_gone(folder: Path) -> dict[str, Any]:
    path = _vrt(folder, "500000,17,0,3500000,0,-17", wkt(32645))
    (folder / "source.tif").unlink()
    return {"INPUT": path}


def _large(geotransform: str, epsg: int, size: tuple[int, int], folder: Path) -> dict[str, Any]:
    return {"INPUT": _vrt(folder, geotransform, wkt(epsg), size)}


def _directory(folder: Path) -> dict[str, Any]:
    (folder / "image.tif").mkdir()
    return {"INPUT": str(folder / "image.tif")}


def _world_file(folder: Path) -> dict[str, Any]:
    path = good.raster(folder / "image.tif", epsg=32645, geotransform=None)
    (folder / "image.tfw").write_text("nan\nnan\nnan\nnan\nnan\nnan\n")
    return {"INPUT": path}


def _points(places: list[tuple[float, float, float, float]]) -> list[gdal.GCP]:
    return [gdal.GCP(x, y, 0, column, row) for x, y, column, row in places]


def cases() -> Iterator[Case]:
    """Yield images for *Extract lakes*."""
    nan, inf, side = math.nan, math.inf, good.SIDE
    placed: dict[str, Make] = {
        "geotransform of zeros": _placed((0, 0, 0, 0, 0, 0)),
        "geotransform of NaN": _placed((nan,) * 6),
        "geotransform of infinity": _placed((inf, 17, 0, inf, 0, -17)),
        "pixel of NaN": _placed((5e5, nan, 0, 3.5e6, 0, -17)),
        "pixel of 1e300": _placed((5e5, 1e300, 0, 3.5e6, 0, -1e300)),
        "corner at 1e300": _placed((1e300, 17, 0, 1e300, 0, -17)),
        "pixel of 1e-300": _placed((5e5, 1e-300, 0, 3.5e6, 0, -1e-300)),
        "pixel without height": _placed((5e5, 17, 0, 3.5e6, 0, 0)),
        "pixel without area": _placed((5e5, 17, 17, 3.5e6, -17, -17)),
        "metres called degrees": _placed(UTM, 4326),
        "degrees called metres": _placed((85.0, 1e-4, 0, 31.0, 0, -1e-4)),
        "degrees called Web Mercator": _placed((85.0, 1e-4, 0, 31.0, 0, -1e-4), 3857),
        "metres called another zone": _placed((5e7, 17, 0, 3.5e7, 0, -17), 32645),
        "beyond the pole": _placed((85.0, 1e-3, 0, 91.0, 0, -1e-3), 4326),
        "on the Moon": _placed((85.0, 1e-4, 0, 31.0, 0, -1e-4), None, MOON),
        "a plan without place": _placed(UTM, None, LOCAL),
        "geocentric": _placed(UTM, 4978),
        "vertical CRS": _placed(UTM, 5703),
        "nonsense for a CRS": _placed(UTM, None, "PROJCS[<b>nonsense"),
        "no CRS": _placed(UTM, None),
        "pixels of the whole Earth": _placed((-180, 360 / side, 0, 90, 0, -180 / side), 4326),
    }
    yield from (Case(f"raster: {name}", "extractlakes", make) for name, make in placed.items())
    turned: dict[str, Make] = {
        "upside down": _placed((5e5, 17, 0, 3.5e6, 0, 17)),
        "mirrored": _placed((5e5, -17, 0, 3.5e6, 0, -17)),
        "turned by 90 degrees": _placed((5e5, 0, 17, 3.5e6, 17, 0)),
        "unknown projection": _placed(UTM, None, wkt(32645).replace("Transverse_Mercator", "Nonsense")),
    }
    yield from (Case(f"raster: {name}", "extractlakes", make, may_run=True) for name, make in turned.items())
    world = "-180,0.00015,0,90,0,-0.00015"
    large: dict[str, Make] = {
        "the Earth at 17 m": partial(_large, world, 4326, (2400000, 1200000)),
        "two billion pixels wide": partial(_large, "-180,1e-7,0,90,0,-1e-7", 4326, (2**31 - 1, 1000)),
        "two billion pixels a side": partial(_large, "0,1,0,0,0,-1", 3857, (2**31 - 1, 2**31 - 1)),
    }
    yield from (Case(f"raster: {name}", "extractlakes", make) for name, make in large.items())
    flat = np.full((3, side, side), 7, np.uint8)
    floats = np.full((3, side, side), np.nan, np.float32)
    values: dict[str, Make] = {
        "complex numbers": _of_type(gdal.GDT_CFloat32),
        "complex whole numbers": _of_type(gdal.GDT_CInt16),
    }
    yield from (Case(f"raster: {name}", "extractlakes", make) for name, make in values.items())
    odd: dict[str, Make] = {
        "64-bit floats": _of_type(gdal.GDT_Float64),
        "all NaN": _values(floats),
        "all infinite": _values(np.full_like(floats, np.inf)),
        "all as large as can be": _values(np.full_like(floats, 3.4e38)),
        "all missing": _values(flat, nodata=7),
        "missing is NaN, values are whole": _values(flat, nodata=nan),
        "missing is 1e300": _values(floats, nodata=1e300),
        "one pixel": _values(flat[:, :1, :1]),
        "one row": _values(flat[:, :1]),
        "300 bands": _values(np.zeros((300, 8, 8), np.uint8)),
        "names of bands that are scripts": _values(flat, descriptions=("<script>", '"><b>', "'; DROP")),
        "names of bands that are no text": _values(flat, descriptions=("\x01\x02", "red " * 5000, "‮")),
    }
    yield from (Case(f"raster: {name}", "extractlakes", make, may_run=True) for name, make in odd.items())
    files: dict[str, Make] = {
        "empty file": with_file("INPUT", "image.tif", b""),
        "text": with_file("INPUT", "image.tif", "This is no image."),
        "zeros": with_file("INPUT", "image.tif", bytes(5000)),
        "a page": with_file("INPUT", "image.png", "<html><script>alert(1)</script></html>"),
        "a folder": _directory,
        "a name that is not there": lambda folder: {"INPUT": str(folder / "none.tif")},
        "in a zip that is not there": lambda folder: {"INPUT": f"/vsizip/{folder}/none.zip/image.tif"},
        "of a server that is not there": lambda folder: {"INPUT": "/vsicurl/http://127.0.0.1:9/image.tif"},
        "grid of letters": with_file("INPUT", "image.asc", "ncols 2\nnrows 2\ncellsize x\nabc def\n"),
        "XML that does not end": _xml("<VRTDataset"),
        "XML of another kind": _xml("<VRTDataset rasterXSize='-5' rasterYSize='x'/>"),
        "XML that grows": _xml(
            '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><VRTDataset>&b;'
            "</VRTDataset>"
        ),
        "XML nested deeply": _xml("<VRTDataset>" * 20000),
        "virtual, of itself": _self_reference,
        "virtual, its source gone": _source_gone,
        "control points at one place": _of_points(_points([(5e5, 3.5e6, i, i) for i in range(4)])),
        "control points of NaN": _of_points(_points([(nan, nan, i, i * i) for i in range(4)])),
        "one control point": _of_points(_points([(5e5, 3.5e6, 0, 0)])),
        "world file of NaN": _world_file,
    }
    yield from (Case(f"raster: {name}", "extractlakes", make) for name, make in files.items())
    for share in (0.002, 0.1, 0.5, 0.9):
        make = _damaged(partial(_cut, share))
        yield Case(f"raster: cut at {share:.1%}", "extractlakes", make, may_run=share > 0.8)
    yield Case("raster: zeros at its end", "extractlakes", _damaged(partial(_zeroed_end, 0.2)), may_run=True)
    for seed in range(14):
        broken = _damaged(partial(_keys_broken, seed))
        yield Case(f"raster: broken keys, seed {seed}", "extractlakes", broken, may_run=True)
    for seed in range(8):
        flipped = _damaged(partial(_flipped, seed, 0, 10**6))
        yield Case(f"raster: changed bytes, seed {seed}", "extractlakes", flipped, may_run=True)
