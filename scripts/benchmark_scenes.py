"""Virtual rasters and lakes of any size for ``benchmark.py``, which need no space on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import package_path
from osgeo import gdal

package_path.load()
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.inference.probability_raster import PROBABILITY_SCALE
from lake_mapper.core.tracking.lakes import Feature

SAMPLE = package_path.ROOT / "resources" / "sample" / "itaipu_landsat8_2020-05-18.tif"
GAP = 8  # pixels without data between the copies
#: Share of water in the synthetic probabilities of ``--tracing``, with smooth outlines at all scales. From a
#: half on, the water of the whole mosaic is one lake, with ponds on its islands: the worst case.
WATER = {"many lakes": 0.3, "one lake": 0.6}


def repeated(tile: Path, path: Path, size: int, gap: int = 0) -> gdal.Dataset:
    """Make a virtual raster at ``path`` of ``size`` × ``size`` pixels: copies of ``tile``, some pixels apart.

    It has no place yet: the caller sets that, and flushes it.
    """
    source = gdal.Open(str(tile))
    width, height, kind = source.RasterXSize, source.RasterYSize, source.GetRasterBand(1).DataType
    mosaic = gdal.GetDriverByName("VRT").Create(str(path), size, size, source.RasterCount, kind)
    for band in range(1, source.RasterCount + 1):
        for row in range(0, size, height + gap):
            for column in range(0, size, width + gap):
                wide, tall = min(width, size - column), min(height, size - row)
                mosaic.GetRasterBand(band).SetMetadataItem(
                    "source_0",
                    f"<SimpleSource><SourceFilename>{tile}</SourceFilename><SourceBand>{band}</SourceBand>"
                    f'<SrcRect xOff="0" yOff="0" xSize="{wide}" ySize="{tall}"/>'
                    f'<DstRect xOff="{column}" yOff="{row}" xSize="{wide}" ySize="{tall}"/></SimpleSource>',
                    "new_vrt_sources",
                )
    return mosaic


def virtual_mosaic(folder: Path, size: int) -> Path:
    """Make a raster of ``size`` × ``size`` pixels: copies of the sample scene, some pixels apart.

    Without the gaps the reservoirs of all copies would join into one lake of hundreds of scenes.
    """
    scene, path = gdal.Open(str(SAMPLE)), folder / "mosaic.vrt"
    mosaic = repeated(SAMPLE, path, size, GAP)
    mosaic.SetProjection(scene.GetProjection())
    mosaic.SetGeoTransform(scene.GetGeoTransform())
    for band in range(1, mosaic.RasterCount + 1):
        mosaic.GetRasterBand(band).SetNoDataValue(0)
    mosaic.FlushCache()
    return path


def synthetic_mosaic(folder: Path, water: float, size: int, side: int = 4096) -> Path:
    """Make scaled probability of ``size`` × ``size`` pixels: one tile, repeated without a seam."""
    rng = np.random.default_rng(1)
    frequency = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None])
    spectrum = np.fft.rfft2(rng.standard_normal((side, side))) / (1 + (frequency * 60) ** 2) ** 1.5
    relief = np.fft.irfft2(spectrum, (side, side))
    relief = (relief - np.quantile(relief, 1 - water)) / relief.std()
    tile = gdal.GetDriverByName("GTiff").Create(
        str(folder / "tile.tif"), side, side, 1, gdal.GDT_Byte, ["COMPRESS=DEFLATE", "TILED=YES"]
    )
    tile.WriteArray(np.rint(PROBABILITY_SCALE / (1 + np.exp(-20 * relief))).astype(np.uint8))
    tile.FlushCache()
    path = folder / "probability.vrt"
    repeated(folder / "tile.tif", path, size).FlushCache()
    return path


def many_lakes(count: int, date: int) -> Iterator[Feature]:
    """Yield lakes of 40 points, a kilometre apart, most of them small; at date 1 each has another size."""
    across = int(np.ceil(np.sqrt(count)))
    radii = np.minimum(40 + 30 * np.random.default_rng(0).pareto(1.0, count), 350)
    if date:
        radii *= np.random.default_rng(date).uniform(0.9, 1.2, count)
    angles = np.linspace(0, 2 * np.pi, 41)[:-1]
    for k, radius in enumerate(radii):
        reach = radius * (1 + 0.2 * np.sin(3 * angles + k))
        x, y = 500_000 + 1000 * (k % across), 3_000_000 + 1000 * (k // across)
        ring = np.stack([x + reach * np.cos(angles), y + reach * np.sin(angles)], 1)
        yield Feature(polygon_wkb([np.vstack([ring, ring[:1]])]), source_id=str(k))
