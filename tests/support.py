"""What tests share: small rasters, an engine whose answer is known."""

import re
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array, osr

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "resources" / "sample" / "itaipu_landsat8_2020-05-18.tif"


def english_in(text: str) -> list[str]:
    """Find three English words one after the other, beside tags and styles of HTML."""
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", "", text, flags=re.S)
    return re.findall(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", shown)


def without(*packages: str) -> str:
    """Return a program that runs a script, its first argument, where these packages are not installed."""
    return f"""
import runpy, sys
sys.modules.update(dict.fromkeys({packages!r}))
sys.argv.pop(0)
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def wkt(epsg: int) -> str:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    return crs.ExportToWkt()


def write_raster(
    path,
    values: np.ndarray,
    epsg: int | None = 32645,
    geotransform=(500000.0, 17.0, 0.0, 3500000.0, 0.0, -17.0),
    nodata=None,
    descriptions=(),
):
    """A GeoTIFF of (bands, H, W) values."""
    bands, height, width = values.shape
    kind = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, kind)
    if epsg:
        dataset.SetProjection(wkt(epsg))
    if geotransform:
        dataset.SetGeoTransform(geotransform)
    dataset.WriteArray(values)
    for i in range(bands):
        if nodata is not None:
            dataset.GetRasterBand(i + 1).SetNoDataValue(nodata)
        if descriptions:
            dataset.GetRasterBand(i + 1).SetDescription(descriptions[i])
    dataset.FlushCache()
    return str(path)


def rgb_of(mask: np.ndarray) -> np.ndarray:
    """(3, H, W) uint8 that ``BlueIsLake`` reads back as the mask: blue 255 is lake, 0 land."""
    values = np.full((3, *mask.shape), 40, np.uint8)
    values[2] = np.where(mask, 255, 0)
    return values


class BlueIsLake:
    """An engine whose answer is known: probability is blue / 255."""

    def __init__(self) -> None:
        self.calls = 0

    def probability(self, rgb: np.ndarray, valid: np.ndarray, margin: int = 0) -> np.ndarray:
        self.calls += 1
        height, width = valid.shape
        return rgb[margin : height - margin, margin : width - margin, 2].astype(np.float32) / 255
