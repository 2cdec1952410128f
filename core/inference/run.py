"""A run: a folder of output tiles of lake probability and a manifest, which continues after a stop.

An output tile is a square of the grid, the unit of storage, resuming and distribution. It is computed in
inference blocks that lie on one lattice for the whole image and overlap by the model's margin, of which only
the centres are kept: so a block's result does not depend on the tile it is in, nor on which part of the image
is mapped, and the mask shows no seams. Of a block the network gets the rectangles that have data. Restarting
a run skips its finished tiles; several machines can share the work of one folder.
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
from ..raster.source_files import same_input
from ..util.atomic_files import atomic_write
from ..util.errors import Cancelled, RunError
from ..util.gdal_context import small_cache, take_from_memory
from ..util.json_file import read_json_object
from ..util.prefetch import prefetched
from ..util.temporary_folder import is_temporary
from ..util.translation import tr
from .cells import known_cells, rectangles
from .infrared import load_fusion
from .memory import memory_kept
from .probability_raster import (
    NODATA,
    check_readable,
    is_whole,
    mosaic_xml,
    scaled_probability,
    write_scaled_probability,
)
from .tiling import BLOCK_SIZE, TILE_SIZE, OutputTile, block_count, inference_blocks, output_tiles

if TYPE_CHECKING:  # PyTorch is loaded when a model is, not before
    from ..geo.area_of_interest import AreaOfInterest
    from ..models.model_file import Model
    from .engine import Engine
    from .second_look import TwoLooks


_POLL = 0.2  # seconds between two checks whether an output tile is finished
#: Keys of the manifest that not every run has.
_OPTIONAL = ("fusion", "whole", "second look")


@dataclass(frozen=True)
class RunProgress:
    """Blocks done, of how many, and the seconds left at the pace of this session (None at first)."""

    done: int
    total: int
    seconds_left: float | None


class Run:
    """One scene, grid and model in one folder.

    ``tile_size`` (pixels, a multiple of ``BLOCK_SIZE``) is the side of an output tile. Where the scene has
    near infrared, the probability is that of the network and the infrared together. Outside ``area``,
    where it is given, nothing is computed and the probability is unknown. ``RunError`` when the folder holds
    another run or cannot be written to.
    """

    def __init__(
        self,
        folder: str | os.PathLike,
        scene: Scene,
        grid: Grid,
        model: Model,
        *,
        tile_size: int = TILE_SIZE,
        area: AreaOfInterest | None = None,
    ) -> None:
        if tile_size < BLOCK_SIZE or tile_size % BLOCK_SIZE:
            raise RunError(
                tr(
                    "The output tile size must be a multiple of {block} pixels, not {size}.",
                    block=BLOCK_SIZE,
                    size=tile_size,
                )
            )
        self.folder, self.scene, self.grid, self.model = Path(folder), scene, grid, model
        self.tile_size, self.area = tile_size, area
        self.tiles = output_tiles(grid, tile_size)
        self._fusion = load_fusion()
        infrared = {"fusion": list(self._fusion)} if scene.infrared else {}
        part = {"whole": list(grid.whole)} if grid.whole else {}
        twice = {"second look": True} if model.card.looks_twice(grid.ground_pixel) else {}
        # The keys stay as they are, so that users' run folders can be continued.
        self._begin_or_resume(
            {
                "format": 1,
                "input": scene.fingerprint,
                "grid": {k: v for k, v in vars(grid).items() if k not in ("ground_pixel", "whole")},
                "model": {"name": model.card.name, "sha256": model.sha256},
                "margin": model.card.margin,
                "block": BLOCK_SIZE,
                "sheet": tile_size,
                "area": area.digest if area else None,
                **infrared,
                **part,
                **twice,
            }
        )

    def _begin_or_resume(self, manifest: dict[str, Any]) -> None:
        """Write the manifest, or check that the one that is there is of the same run."""
        path = self.folder / "manifest.json"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if path.exists():
                differing = _differing(read_json_object(path), manifest)
                if differing:
                    raise RunError(
                        tr(
                            "The run folder {folder} holds another run (different {what}). Choose an empty "
                            "folder, or the same input and parameters to continue that run.",
                            folder=self.folder,
                            what=", ".join(differing),
                        )
                    )
            else:
                with atomic_write(path) as unfinished:
                    unfinished.write_text(json.dumps(manifest, indent=1))
        except ValueError as error:
            raise RunError(tr("{path} is damaged. Choose another run folder.", path=path)) from error
        except OSError as error:
            raise _cannot_write(self.folder, error) from error

    def looking(self, engine: Engine) -> Engine | TwoLooks:
        """Return ``engine`` as it runs here: looking twice where the model gains by that."""
        if not self.model.card.looks_twice(self.grid.ground_pixel):
            return engine
        from .second_look import TwoLooks

        return TwoLooks(engine)

    def path(self, tile: OutputTile) -> Path:
        """Return the path of the file of ``tile``."""
        return self.folder / tile.name

    def finished(self, tile: OutputTile) -> bool:
        """Return whether the file of ``tile`` is there and whole."""
        return is_whole(self.path(tile), self.grid, tile.window)

    def unfinished(self) -> list[OutputTile]:
        """Return the output tiles that are still to be computed."""
        return [tile for tile in self.tiles if not self.finished(tile)]

    def damaged(self) -> list[OutputTile]:
        """Return those whose file is there, but cut short, zeroed, or none of this run."""
        return [tile for tile in self.unfinished() if self.path(tile).exists()]

    def compute(
        self,
        engine: Engine,
        progress: Callable[[RunProgress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        only: Collection[str] | None = None,
    ) -> int:
        """Compute the missing output tiles and return how many there were.

        Reading, inference and writing overlap. ``progress`` is called after each inference block,
        ``cancelled`` before each; ``Cancelled`` is raised when it returns true. Finished tiles stay in any
        case. Tiles whose name is not in ``only``, where it is given, are left to others.
        """
        tiles = [tile for tile in self.tiles if only is None or tile.name in only]
        missing = [tile for tile in tiles if not self.finished(tile)]
        image, looking = self.grid.image, self.looking(engine)
        total = block_count(tiles, image)
        done = before = total - block_count(missing, image)
        progress(RunProgress(done, total, None))
        started = time.monotonic()
        writing: Future | None = None
        scaled = np.empty(0)
        reading = prefetched(self._read(missing))
        with small_cache(), memory_kept(), reading as reads, ThreadPoolExecutor(1) as writer:
            for tile, block, pixels in reads:
                if cancelled():
                    raise Cancelled
                blocks = self._blocks(tile)
                if block == blocks[0]:
                    scaled = np.empty((tile.window.height, tile.window.width), np.uint8)
                kept = block.clipped(tile.window)
                scaled[kept.within(tile.window)] = self._scaled_probability(looking, block, kept, pixels)
                done += 1
                if block == blocks[-1]:
                    if writing:
                        writing.result()
                    writing = writer.submit(self._write, tile, scaled)
                pace = (time.monotonic() - started) / (done - before)
                progress(RunProgress(done, total, pace * (total - done)))
            if writing:
                writing.result()
        return len(missing)

    def _blocks(self, tile: OutputTile) -> list[Window]:
        return inference_blocks(tile.window, self.grid.image)

    def _read(self, tiles: list[OutputTile]) -> Iterator[tuple[OutputTile, Window, Pixels | None]]:
        """Read the blocks of ``tiles`` with their margins; None for those without pixels in the area."""
        if not tiles:
            return
        margin = self.model.card.margin
        # Of the whole image: what lies around a part of it is read as well.
        reader = self.scene.reader(self.grid.of_image(), margin)
        left, top, _, _ = self.grid.image
        for tile in tiles:
            for block in self._blocks(tile):
                kept = block.clipped(tile.window)
                wanted = self.area is None or self.area.mask(self.grid, kept).any()
                yield tile, block, reader.read(block.moved(-left, -top).grown(margin)) if wanted else None

    def _scaled_probability(
        self, engine: Engine | TwoLooks, block: Window, kept: Window, pixels: Pixels | None
    ) -> np.ndarray:
        """Return the scaled probability (H, W) uint8 of ``kept``, a part of a block.

        ``pixels`` are those of the block and its margin.
        """
        wanted = np.zeros((kept.height, kept.width), bool)
        if pixels is not None:
            margin = self.model.card.margin
            around = block.grown(margin)
            wanted = pixels.valid[kept.within(around)]
            if self.area is not None:
                # The network still sees the pixels around the area: only its answer is cut.
                wanted = wanted & self.area.mask(self.grid, kept)
        scaled = np.where(wanted, np.uint8(0), np.uint8(NODATA))
        if pixels is None or not wanted.any():
            return scaled
        correction = None
        if pixels.infrared is not None:
            correction = self._fusion.correction(pixels.infrared[(slice(None), *block.within(around))])
        cells = known_cells(pixels.valid[block.within(around)])
        for rectangle in rectangles(cells, block, margin):
            part = rectangle.clipped(kept)
            if part.width <= 0 or part.height <= 0 or not wanted[part.within(kept)].any():
                continue
            seen = rectangle.grown(margin).within(around)
            probability = engine.probability(pixels.rgb[seen], pixels.valid[seen], margin)
            if correction is not None:
                probability = self._fusion.fused(probability, correction[rectangle.within(block)])
            found = scaled_probability(probability)[part.within(rectangle)]
            scaled[part.within(kept)] = np.where(wanted[part.within(kept)], found, np.uint8(NODATA))
        return scaled

    def _write(self, tile: OutputTile, scaled: np.ndarray) -> None:
        """Write an output tile: in memory first, since only a plain write reports every full disk."""
        in_memory = f"/vsimem/lake_mapper_{os.getpid()}_{id(scaled)}.tif"
        write_scaled_probability(in_memory, scaled, self.grid, tile.window)
        content = take_from_memory(in_memory)
        try:
            with atomic_write(self.path(tile)) as unfinished:
                unfinished.write_bytes(content)
        except OSError as error:
            raise _cannot_write(self.folder, error) from error

    def scaled_probability_reader(
        self, cancelled: Callable[[], bool] = lambda: False, computed: Callable[[], bool] = lambda: False
    ) -> Callable[[Window], np.ndarray]:
        """Return a function from a window of the grid to its bytes (H, W) uint8.

        It waits until its output tiles are finished; ``Cancelled`` when ``cancelled`` returns true before.
        ``RunError`` for a tile that is not whole although ``computed`` returns true: all should be.
        """
        left, top, _, _ = self.grid.image
        size = self.tile_size
        tiles = {
            ((tile.window.row - top) // size, (tile.window.column - left) // size): tile
            for tile in self.tiles
        }

        def tile_at(row: int, column: int) -> OutputTile:
            tile = tiles[row, column]
            while not self.finished(tile):
                if cancelled():
                    raise Cancelled
                if computed() and not self.finished(tile):
                    raise RunError(
                        tr(
                            "The output tile {path} was damaged after it had been computed. Start the same "
                            "run again: it is computed anew.",
                            path=self.path(tile),
                        )
                    )
                time.sleep(_POLL)
            return tile

        def read(window: Window) -> np.ndarray:
            scaled = np.empty((window.height, window.width), np.uint8)
            rows = (window.row - top) // size, (window.row + window.height - 1 - top) // size
            columns = (window.column - left) // size, (window.column + window.width - 1 - left) // size
            for row in range(rows[0], rows[1] + 1):
                for column in range(columns[0], columns[1] + 1):
                    tile = tile_at(row, column)
                    part = window.clipped(tile.window)
                    place = part.moved(-tile.window.column, -tile.window.row)
                    scaled[part.within(window)] = gdal.Open(str(self.path(tile))).ReadAsArray(*place)
            return scaled

        return read

    def mosaic(self) -> str:
        """Write a virtual raster of all output tiles, which must be finished, and return its path."""
        path = self.folder / "probability.vrt"
        try:
            with atomic_write(path) as unfinished:
                unfinished.write_text(mosaic_xml(self.grid, self.tiles), encoding="utf-8")
        except OSError as error:
            raise _cannot_write(self.folder, error) from error
        return str(path)

    def export(self, path: str | os.PathLike, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Write all output tiles as one GeoTIFF of bytes, 0 to 1 by its scale factor.

        ``Cancelled`` soon after ``cancelled`` returns true; then there is no file.
        """
        if Path(path).suffix.lower() not in (".tif", ".tiff"):
            raise RunError(
                tr("The probability raster {path} must be a GeoTIFF: let its name end in .tif.", path=path)
            )
        try:
            with atomic_write(path) as unfinished:
                options = ["COMPRESS=DEFLATE", "TILED=YES", "BIGTIFF=IF_SAFER"]
                dataset = gdal.Translate(
                    str(unfinished),
                    self.mosaic(),
                    creationOptions=options,
                    callback=lambda *_: 0 if cancelled() else 1,  # at 0 GDAL stops, and returns nothing
                )
                if dataset is None:
                    raise Cancelled
                dataset.FlushCache()
                del dataset
                check_readable(unfinished)
        except (OSError, RuntimeError) as error:
            if "User terminated" in str(error):  # some drivers also raise
                raise Cancelled from None
            raise RunError(
                tr(
                    "The probability raster cannot be written to {path} ({why}). Check the free space and "
                    "the rights there.",
                    path=path,
                    why=error,
                )
            ) from error


def _differing(before: Any, now: dict[str, Any]) -> list[str]:
    """Return what differs between the manifests of two runs; ``ValueError`` where ``before`` is none."""
    if not isinstance(before, dict):
        raise ValueError("no manifest")
    keys = [*now, *(key for key in _OPTIONAL if key in before and key not in now)]
    differing = [key for key in keys if now.get(key) != before.get(key)]
    if "input" in differing and same_input(before.get("input"), now["input"]):
        differing.remove("input")
    return [_word(key) for key in differing]


def _word(key: str) -> str:
    """Return what a key of the manifest is called in sentences."""
    words = {
        "input": tr("input"),
        "grid": tr("grid"),
        "model": tr("model"),
        "sheet": tr("output tile size"),
        "area": tr("area"),
        "fusion": tr("use of near infrared"),
        "whole": tr("image around the part"),
        "second look": tr("second look"),
    }
    return words.get(key, key)


def _cannot_write(folder: Path, error: OSError) -> RunError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT) and is_temporary(folder):
        return RunError(
            tr(
                "The disk of {folder}, the folder for temporary files, is full, and nothing is kept. Free "
                "some space there, or set RUN_FOLDER to a folder on a larger disk: there finished output "
                "tiles are kept.",
                folder=folder.parent,
            )
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return RunError(
            tr(
                "The disk of {folder} is full. Finished output tiles are kept: free some space, or move the "
                "folder to a larger disk, and start the same run again.",
                folder=folder,
            )
        )
    return RunError(
        tr(
            "The folder {folder} cannot be written to ({why}). Choose a RUN_FOLDER where you may write.",
            folder=folder,
            why=error.strerror,
        )
    )
