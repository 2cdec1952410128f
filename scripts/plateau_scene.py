"""A scene like the plateau, of any size: land and lakes of labelled images of arid ground, side by side.

Speed on land hangs on what the land looks like, so no synthetic ground will do. Needs the labelled images
(``lake_data.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import package_path
from osgeo import gdal, osr

package_path.load()
import lake_data
from benchmark_scenes import repeated

#: Side of a piece in pixels of 10 m, and how far neighbours pass into each other.
PIECE, BLEND = 256, 32
#: So many pieces a side are arranged by chance; then they come again.
_ACROSS = 16
_SAME = np.float32([[128, 118, 105], [22, 20, 20]])  # mean and standard deviation of the land of each piece


def pieces() -> tuple[list[np.ndarray], list[tuple[np.ndarray, float]]]:
    """Pieces (PIECE, PIECE, 3) float32 of land, and such with lakes and their share of water."""
    land, lakes = [], []
    for item in lake_data.items(("s2lakes", "tibet_falsecolour")):
        arid = item.region in ("arid steppe", "plateau in false colour")
        if not arid or lake_data.is_mislabelled(item.source, item.number):
            continue
        rgb, label = item.read()
        for row in range(0, label.shape[0] - PIECE + 1, PIECE // 4):
            for column in range(0, label.shape[1] - PIECE + 1, PIECE // 4):
                inside = np.s_[row : row + PIECE, column : column + PIECE]
                water = float((label[inside] == 1).mean())
                ground = label[inside] == 0
                if ground.mean() < 0.5 or (label[inside] > 1).mean() > (0.1 if water else 0):
                    continue
                piece = rgb[inside].astype(np.float32)
                mean, spread = piece[ground].mean(0), piece[ground].std(0) + 1
                piece = np.clip((piece - mean) / spread * _SAME[1] + _SAME[0], 1, 255)
                if water == 0:
                    land.append(piece)
                else:
                    lakes.append((piece, water))
    return land, lakes


def ground(
    land: Sequence[np.ndarray], lakes: Sequence[tuple[np.ndarray, float]], water: float, across: int = _ACROSS
) -> np.ndarray:
    """An image (3, side, side) uint8 of ``across`` × ``across`` pieces, of which that share is water."""
    rng = np.random.default_rng(3)
    step = PIECE - BLEND
    side = across * step
    total, weight = (
        np.zeros((side + BLEND, side + BLEND, 3), np.float32),
        np.zeros((side + BLEND,) * 2, np.float32),
    )
    ramp = np.minimum(1, (np.arange(PIECE) + 0.5) / BLEND)
    ramp = np.minimum(ramp, ramp[::-1]).astype(np.float32)
    fade = ramp[:, None] * ramp
    owed = 0.0  # water that is still to come
    for place in rng.permutation(across**2):
        owed += water
        if owed > 0 and lakes:
            piece, share = lakes[rng.integers(len(lakes))]
            owed -= share
        else:
            piece = land[rng.integers(len(land))]
        piece = np.rot90(piece, rng.integers(4))[:: rng.choice([-1, 1])]
        top, left = (step * int(k) for k in divmod(place, across))
        total[top : top + PIECE, left : left + PIECE] += piece * fade[..., None]
        weight[top : top + PIECE, left : left + PIECE] += fade
    # What lies beyond the right and the lower edge goes on at the other side: no seam where it comes again.
    for values in (total, weight):
        values[:BLEND] += values[side:]
        values[:, :BLEND] += values[:, side:]
    return np.rint(total[:side, :side] / weight[:side, :side, None]).astype(np.uint8).transpose(2, 0, 1)


def plateau_scene(folder: Path, size: int, water: float, pixel: float = 10.0) -> Path:
    """Write a virtual raster of ``size`` × ``size`` pixels of 10 m, of which that share is water.

    With another ``pixel`` it says that they are of so many metres.
    """
    values = ground(*pieces(), water)
    side = values.shape[1]
    tile = gdal.GetDriverByName("GTiff").Create(
        str(folder / "ground.tif"), side, side, 3, gdal.GDT_Byte, ["TILED=YES", "INTERLEAVE=PIXEL"]
    )
    tile.WriteArray(values)
    tile.FlushCache()
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32645)
    path = folder / "plateau.vrt"
    mosaic = repeated(folder / "ground.tif", path, size)
    mosaic.SetProjection(crs.ExportToWkt())
    mosaic.SetGeoTransform((500_000, pixel, 0, 3_500_000, 0, -pixel))
    mosaic.FlushCache()
    return path
