"""Lake probability as bytes, and the GeoTIFF files that hold it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..geo.grid import Grid, Window
from .tiling import OutputTile

#: A probability p is stored as round(p × PROBABILITY_SCALE): in steps of half a percent, and 0.5 exactly.
PROBABILITY_SCALE = 200
#: The byte of a pixel without data.
NODATA = 255
_DESCRIPTION = "lake probability"
#: The SHA-256 of a file, in its metadata; it is that of the file with zeros in the place of the digits.
_CHECKSUM = re.compile(rb'<Item name="CHECKSUM">([0-9a-f]{64})</Item>')
_ZEROS = b"0" * 64


def scaled_probability(probability: np.ndarray) -> np.ndarray:
    """Return probabilities (H, W) of 0 to 1 as bytes (H, W) uint8 of 0 to ``PROBABILITY_SCALE``."""
    return np.rint(probability * PROBABILITY_SCALE).astype(np.uint8)


def scaled_probability_reader(path: str) -> Callable[[Window], np.ndarray]:
    """Open a raster of scaled probability: return a function from a window to its bytes (H, W) uint8."""
    dataset = gdal.Open(path)
    return lambda window: dataset.ReadAsArray(*window)


def write_scaled_probability(path: str, scaled: np.ndarray, grid: Grid, window: Window) -> None:
    """Write the scaled probability (H, W) uint8 of a window of ``grid`` as a GeoTIFF with a checksum."""
    height, width = scaled.shape
    options = ["COMPRESS=DEFLATE", "ZLEVEL=1", "TILED=YES"]
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, 1, gdal.GDT_Byte, options)
    dataset.SetProjection(grid.crs_wkt)
    dataset.SetGeoTransform(grid.geotransform(window))
    dataset.SetMetadataItem("CHECKSUM", _ZEROS.decode())
    band = dataset.GetRasterBand(1)
    band.SetNoDataValue(NODATA)
    band.SetScale(1 / PROBABILITY_SCALE)
    band.SetDescription(_DESCRIPTION)
    band.WriteArray(scaled)
    dataset.FlushCache()
    del band, dataset  # closes it
    file = gdal.VSIFOpenL(path, "r+b")
    content = bytes(gdal.VSIFReadL(1, gdal.VSIStatL(path).size, file))
    gdal.VSIFSeekL(file, content.index(_ZEROS), os.SEEK_SET)
    gdal.VSIFWriteL(hashlib.sha256(content).hexdigest(), 1, len(_ZEROS), file)
    gdal.VSIFCloseL(file)


def is_whole(path: str | os.PathLike, grid: Grid, window: Window) -> bool:
    """Return whether a file is the scaled probability of that window of ``grid``, as it was written.

    A file that was cut short or zeroed is not, nor one of another place or kind. Files from before there were
    checksums are read pixel by pixel instead. The answer is kept until the file changes.
    """
    try:
        status = Path(path).stat()
    except OSError:
        return False
    return _is_whole(os.fspath(path), (status.st_size, status.st_mtime_ns), grid, window)


@lru_cache(maxsize=100_000)
def _is_whole(path: str, size_and_time: tuple[int, int], grid: Grid, window: Window) -> bool:
    try:
        checksum = _CHECKSUM.search(content := Path(path).read_bytes())
        if checksum:
            start, end = checksum.span(1)
            if hashlib.sha256(content[:start] + _ZEROS + content[end:]).hexdigest() != checksum[1].decode():
                return False
        dataset = gdal.Open(path)
        return _is_of(dataset, grid, window) and (checksum is not None or _has_probability(dataset))
    except (OSError, RuntimeError):
        return False


def _is_of(dataset: gdal.Dataset, grid: Grid, window: Window) -> bool:
    """Whether a raster is one band of bytes in the place of ``window``."""
    nearly = min(grid.pixel_x, grid.pixel_y) / 1000
    return (
        (dataset.RasterXSize, dataset.RasterYSize) == window[2:]
        and dataset.RasterCount == 1
        and dataset.GetRasterBand(1).DataType == gdal.GDT_Byte
        and bool(np.allclose(dataset.GetGeoTransform(), grid.geotransform(window), rtol=1e-9, atol=nearly))
    )


def _has_probability(dataset: gdal.Dataset) -> bool:
    values = dataset.ReadAsArray()
    return bool(((values <= PROBABILITY_SCALE) | (values == NODATA)).all())


def mosaic_xml(grid: Grid, tiles: Iterable[OutputTile]) -> str:
    """Return a virtual raster of output tiles, for a file in their folder.

    None of them is opened, which takes long for thousands. They do not overlap, so missing data need no mask:
    without one, pixels are copied faster.
    """
    sources = "\n".join(
        f'<SimpleSource><SourceFilename relativeToVRT="1">{escape(tile.name, quote=False)}</SourceFilename>'
        "<SourceBand>1</SourceBand>"
        f'<SourceProperties RasterXSize="{tile.window.width}" RasterYSize="{tile.window.height}" '
        'DataType="Byte" BlockXSize="256" BlockYSize="256" />'
        f'<SrcRect xOff="0" yOff="0" xSize="{tile.window.width}" ySize="{tile.window.height}" />'
        f'<DstRect xOff="{tile.window.column}" yOff="{tile.window.row}" xSize="{tile.window.width}" '
        f'ySize="{tile.window.height}" /></SimpleSource>'
        for tile in tiles
    )
    transform = ", ".join(map(repr, grid.geotransform()))
    return f"""<VRTDataset rasterXSize="{grid.width}" rasterYSize="{grid.height}">
<SRS dataAxisToSRSAxisMapping="1,2">{escape(grid.crs_wkt, quote=False)}</SRS>
<GeoTransform>{transform}</GeoTransform>
<VRTRasterBand dataType="Byte" band="1"><Description>{_DESCRIPTION}</Description>
<NoDataValue>{NODATA}</NoDataValue><Scale>{1 / PROBABILITY_SCALE}</Scale><ColorInterp>Gray</ColorInterp>
{sources}
</VRTRasterBand>
</VRTDataset>
"""


def check_readable(path: Path) -> None:
    """Read all pixels of a raster; ``RuntimeError`` when some are missing.

    GDAL 3.10 does not always report that the disk was full while it wrote.
    """
    dataset = gdal.Open(str(path))
    try:
        dataset.GetRasterBand(1).Checksum()
    finally:
        del dataset  # the error's traceback would keep the file open
