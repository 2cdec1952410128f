"""A plain loop over tiles with ONNX Runtime, as most people would write it, to compare with.

Tiles of 512 × 512 pixels that overlap by 12.5 %, one after the other, read as they are, the mask of the whole
raster in memory, then its polygons. Network, stretch and pixels are those of our own run.
"""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import numpy as np
import package_path
from osgeo import gdal, gdal_array, ogr

package_path.load()
import torch
from lake_mapper.core.inference.runtimes import Unpadded, cores, fold_batch_norm
from lake_mapper.core.models.model_file import Model
from lake_mapper.core.raster.scene import RasterScene

TILE, OVERLAP = 512, 64


class OnnxNetwork:
    """The network in ONNX Runtime, 32-bit floats, on all cores.

    From RGB (TILE, TILE, 3) uint8 to a mask of lake (TILE, TILE).
    """

    def __init__(self, model: Model, folder: Path) -> None:
        import onnxruntime

        path = str(folder / "network.onnx")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            example = (torch.zeros(1, 3, TILE, TILE),)
            network = Unpadded(fold_batch_norm(model.network))
            torch.onnx.export(network, example, path, dynamo=False, input_names=["rgb"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = cores()
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._mean, self._std = (np.array(v, np.float32) for v in (model.card.mean, model.card.std))

    def __call__(self, rgb: np.ndarray) -> np.ndarray:
        x = ((rgb.astype(np.float32) - self._mean) / self._std).transpose(2, 0, 1)[None]
        logits = self._session.run(None, {"rgb": np.ascontiguousarray(x)})[0][0]
        return logits[1] >= logits[0]


def tile_loop(path: str, model: Model, folder: Path) -> dict[str, float]:
    """Map the lakes of a raster at its own resolution: return seconds and the number of polygons."""
    network = OnnxNetwork(model, folder)
    stretch = RasterScene(path).stretch
    start = time.perf_counter()
    dataset = gdal.Open(path)
    width, height = dataset.RasterXSize, dataset.RasterYSize
    lake = np.zeros((height, width), np.uint8)
    half = OVERLAP // 2
    for top in range(0, height, TILE - OVERLAP):
        for left in range(0, width, TILE - OVERLAP):
            top, left = min(top, height - TILE), min(left, width - TILE)
            values = dataset.ReadAsArray(left, top, TILE, TILE)
            found = network(stretch.apply(values)) & (values != 0).any(0)
            inside = np.s_[half:-half, half:-half]
            lake[top : top + TILE, left : left + TILE][inside] = found[inside]
    raster = gdal_array.OpenArray(lake)
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("lakes", None, ogr.wkbPolygon)
    gdal.Polygonize(raster.GetRasterBand(1), raster.GetRasterBand(1), layer, -1)
    return {"seconds": time.perf_counter() - start, "lakes": layer.GetFeatureCount()}
