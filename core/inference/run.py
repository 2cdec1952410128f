"""A run: a folder of sheets of lake probability and a manifest, finished sheet by finished sheet.

A sheet is a square of the grid, the unit of storage, resume and distribution. It is computed in
blocks that lie on one lattice for the whole grid and overlap by the model's margin, of which only the
centres are kept: so a block's result does not depend on the sheet it is in, and the mask shows no
seams. Restarting a run skips its finished sheets; several machines can share the work of one folder.
"""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from osgeo import gdal

from ..geo.grid import Grid, Window
from ..raster.readers import Pixels
from ..raster.scene import Scene
from ..util.atomic_files import atomic_write
from ..util.errors import Cancelled, RunError
from ..util.gdal_context import small_cache, take_from_memory
from ..util.prefetch import prefetched
from .memory import memory_kept
from .probability_raster import NODATA, PROBABILITY_SCALE, read_all, write_geotiff
from .tiling import BLOCK_SIZE, TILE_SIZE, OutputTile, inference_blocks, output_tiles

if TYPE_CHECKING:  # PyTorch is loaded when a model is, not before
    from ..geo.area_of_interest import AreaOfInterest
    from ..models.model_file import Model
    from .engine import Engine


_POLL = 0.2  # seconds between looks for a sheet that is not finished


@dataclass(frozen=True)
class RunProgress:
    """Work done so far in blocks, and the seconds left by the pace of this session (None at first)."""

    done: int
    total: int
    seconds_left: float | None


class Run:
    """One scene, grid and model in one folder. ``RunError`` when the folder belongs to another run.

    Outside ``area``, where it is given, nothing is computed and nothing is known.
    """

    def __init__(
        self,
        folder: str | os.PathLike,
        scene: Scene,
        grid: Grid,
        model: Model,
        tile_size: int = TILE_SIZE,
        area: AreaOfInterest | None = None,
    ) -> None:
        if tile_size < BLOCK_SIZE or tile_size % BLOCK_SIZE:
            raise RunError(f"The sheet size must be a multiple of {BLOCK_SIZE} pixels, not {tile_size}.")
        self.folder, self.scene, self.grid, self.model = Path(folder), scene, grid, model
        self.area, self.tile_size = area, tile_size
        self.tiles = list(output_tiles(grid, tile_size))
        self._claim(
            {
                "format": 1,
                "input": scene.fingerprint,
                "grid": {k: v for k, v in vars(grid).items() if k != "ground_pixel"},
                "model": {"name": model.card.name, "sha256": model.sha256},
                "margin": model.card.margin,
                "block": BLOCK_SIZE,
                "sheet": tile_size,
                "area": area.digest if area else None,
            }
        )

    def _claim(self, manifest: dict[str, Any]) -> None:
        path = self.folder / "manifest.json"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if path.exists():
                before = json.loads(path.read_text())
                differs = [key for key in manifest if manifest[key] != before.get(key)]
                if differs:
                    raise RunError(
                        f"The run folder {self.folder} holds another run (different "
                        f"{', '.join(differs)}). Choose an empty folder, or the same input and "
                        "parameters to continue that run."
                    )
            else:
                with atomic_write(path) as unfinished:
                    unfinished.write_text(json.dumps(manifest, indent=1))
        except ValueError as error:
            raise RunError(f"{path} is damaged. Choose another run folder.") from error
        except OSError as error:
            raise _cannot_write(self.folder, error) from error

    def path(self, tile: OutputTile) -> Path:
        return self.folder / tile.name

    def finished(self, tile: OutputTile) -> bool:
        """Whether the sheet's file is there and whole."""
        path = self.path(tile)
        if not path.exists():
            return False
        try:
            dataset = gdal.Open(str(path))
        except RuntimeError:
            return False
        return (dataset.RasterXSize, dataset.RasterYSize) == tile.window[2:]

    def unfinished(self) -> list[OutputTile]:
        """The sheets that are still to be made."""
        return [tile for tile in self.tiles if not self.finished(tile)]

    def compute(
        self,
        engine: Engine,
        progress: Callable[[RunProgress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        only: Collection[str] | None = None,
    ) -> int:
        """Make the missing sheets and return how many there were.

        Reading, inference and writing overlap. ``progress`` is called after each block, ``cancelled``
        before each; ``Cancelled`` is raised when it returns true. Finished sheets stay in any case.
        Sheets whose name is not in ``only``, where it is given, are left to others.
        """
        tiles = [tile for tile in self.tiles if only is None or tile.name in only]
        missing = [tile for tile in self.unfinished() if tile in tiles]
        total = sum(len(inference_blocks(tile.window)) for tile in tiles)
        done = before = total - sum(len(inference_blocks(tile.window)) for tile in missing)
        progress(RunProgress(done, total, None))
        started = time.monotonic()
        writing: Future | None = None
        values = np.empty(0)
        reading = prefetched(self._read(missing))
        with small_cache(), memory_kept(), reading as reads, ThreadPoolExecutor(1) as writer:
            for tile, block, pixels in reads:
                if cancelled():
                    raise Cancelled
                if block == inference_blocks(tile.window)[0]:
                    values = np.empty((tile.window.height, tile.window.width), np.uint8)
                row, column = block.row - tile.window.row, block.column - tile.window.column
                part = values[row : row + block.height, column : column + block.width]
                part[:] = self._scaled(engine, block, pixels)
                done += 1
                if block == inference_blocks(tile.window)[-1]:
                    if writing:
                        writing.result()
                    writing = writer.submit(self._write, tile, values)
                pace = (time.monotonic() - started) / (done - before)
                progress(RunProgress(done, total, pace * (total - done)))
            if writing:
                writing.result()
        return len(missing)

    def _read(self, tiles: list[OutputTile]) -> Iterator[tuple]:
        margin = self.model.card.margin
        reader = self.scene.reader(self.grid, margin) if tiles else None
        for tile in tiles:
            for block in inference_blocks(tile.window):
                wanted = self.area is None or self.area.mask(self.grid, block).any()
                yield tile, block, reader.read(block.grown(margin)) if wanted else None

    def _scaled(self, engine: Engine, block: Window, pixels: Pixels | None) -> np.ndarray:
        if pixels is None:
            return np.full((block.height, block.width), NODATA, np.uint8)
        margin = self.model.card.margin
        height, width = pixels.valid.shape
        centre = np.s_[margin : height - margin, margin : width - margin]
        valid = pixels.valid[centre]
        if self.area is not None:
            # The network still sees what lies around: only the answer is cut.
            valid = valid & self.area.mask(self.grid, block)
        if not valid.any():
            return np.full(valid.shape, NODATA, np.uint8)
        probability = engine.probability(pixels.rgb, pixels.valid, margin)
        scaled = np.rint(
            np.multiply(probability, PROBABILITY_SCALE, out=probability), out=probability
        ).astype(np.uint8)
        scaled[~valid] = NODATA
        return scaled

    def _write(self, tile: OutputTile, values: np.ndarray) -> None:
        """The sheet as a small GeoTIFF; packed in memory first: a full disk shows best on a plain write."""
        memory = f"/vsimem/lake_mapper_{os.getpid()}_{id(values)}.tif"
        write_geotiff(memory, values, self.grid, tile.window)
        packed = take_from_memory(memory)
        try:
            with atomic_write(self.path(tile)) as unfinished:
                unfinished.write_bytes(packed)
        except OSError as error:
            raise _cannot_write(self.folder, error) from error

    def scaled(self, cancelled: Callable[[], bool] = lambda: False) -> Callable[[Window], np.ndarray]:
        """What reads the levels (H, W) uint8 of windows, each within one sheet, and waits for that sheet.

        ``Cancelled`` is raised when ``cancelled`` returns true before the sheet is finished.
        """
        across = -(-self.grid.width // self.tile_size)

        def read(window: Window) -> np.ndarray:
            row, column = window.row // self.tile_size, window.column // self.tile_size
            tile = self.tiles[row * across + column]
            while not self.finished(tile):
                if cancelled():
                    raise Cancelled
                time.sleep(_POLL)
            place = window.column - tile.window.column, window.row - tile.window.row
            return gdal.Open(str(self.path(tile))).ReadAsArray(*place, window.width, window.height)

        return read

    def mosaic(self) -> str:
        """Path of a virtual raster of all sheets; needs them all finished."""
        path = str(self.folder / "probability.vrt")
        sources = [str(self.path(tile)) for tile in self.tiles]
        # Sheets do not overlap: with missing data for data, pixels are copied without a look at each.
        gdal.BuildVRT(path, sources, srcNodata="None", VRTNodata=NODATA).FlushCache()
        return path

    def export(self, path: str | os.PathLike) -> None:
        """Write all sheets as one raster, 0-1 by its scale factor, as a GeoTIFF."""
        if Path(path).suffix.lower() not in (".tif", ".tiff"):
            raise RunError(f"The probability raster {path} must be a GeoTIFF: let its name end in .tif.")
        try:
            with atomic_write(path) as unfinished:
                options = ["COMPRESS=DEFLATE", "TILED=YES", "BIGTIFF=IF_SAFER"]
                dataset = gdal.Translate(str(unfinished), self.mosaic(), creationOptions=options)
                dataset.FlushCache()
                del dataset
                read_all(unfinished)
        except (OSError, RuntimeError) as error:
            raise RunError(
                f"The probability raster cannot be written to {path} ({error}). Check the free space and "
                "the rights there."
            ) from error


def _cannot_write(folder: Path, error: OSError) -> RunError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return RunError(
            f"The disk of {folder} is full. Finished sheets are kept: free some space, or move the "
            "folder to a larger disk, and start the same run again."
        )
    return RunError(
        f"The folder {folder} cannot be written to ({error.strerror}). Choose a RUN_FOLDER where you "
        "may write."
    )
