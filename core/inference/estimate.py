"""What a run will take, estimated before it from one inference block tried on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..geo.grid import Window
from ..report.text import counted, duration, gigabytes
from ..util.translation import tr
from .memory import memory_kept, peak_memory
from .tiling import inference_blocks

if TYPE_CHECKING:  # PyTorch is loaded when a model is, not before
    from .engine import Engine
    from .second_look import TwoLooks

#: Seconds to trace and measure a million pixels where lakes are many (160 in them): those of the CPU that
#: ``scripts/benchmark.py --tracing`` gives on two busy cores. It is fast where lakes are few.
_TRACING = 0.12
# What a run holds beyond the block in the network, bytes, as measured with runs of 2 to 900 million pixels:
_BUFFERS = 250 * 2**20  # blocks read ahead, what reading and writing need
_CACHE, _READ = 256 * 2**20, 8  # GDAL's cache (``gdal_context.small_cache``), filled by so much a pixel
_TILES = 2  # a pixel of an output tile: one tile that is filled, one that is written
_LAKES = 0.1  # a pixel of the grid, where lakes are many


class Trial(NamedTuple):
    """One block tried: its pixels, the seconds it took, the process's peak memory (bytes) after it."""

    pixels: int
    seconds: float
    memory: int | None


class Estimate(NamedTuple):
    """Blocks of a run, seconds in the network, seconds to trace where lakes are many, peak memory (bytes)."""

    blocks: int
    network_seconds: float
    tracing_seconds: float
    memory: int | None

    @property
    def sentence(self) -> str:
        """The estimate as a sentence for the log."""
        work = to_compute(self.blocks)
        network, tracing = duration(self.network_seconds), duration(self.tracing_seconds)
        if not self.memory:
            return tr(
                "{work}: about {network} in the network if no data are missing, then up to {tracing} to "
                "trace and measure.",
                work=work,
                network=network,
                tracing=tracing,
            )
        return tr(
            "{work}: about {network} in the network if no data are missing, then up to {tracing} to trace "
            "and measure; about {memory} of memory.",
            work=work,
            network=network,
            tracing=tracing,
            memory=gigabytes(self.memory),
        )


def try_block(engine: Engine | TwoLooks, windows: Sequence[Window], image: Window | None = None) -> Trial:
    """Run the network on one block as large as the largest inference block of ``windows``."""
    blocks = [block for window in windows for block in inference_blocks(window, image)]
    largest = max(blocks, key=lambda block: block.width * block.height)
    margin = engine.card.margin
    _, _, width, height = largest.grown(margin)
    with memory_kept():
        seconds = engine.seconds(height, width, margin)
    return Trial(width * height, seconds, peak_memory())


def estimate(windows: Sequence[Window], margin: int, trial: Trial, image: Window | None = None) -> Estimate:
    """Estimate what it takes to compute the output tiles ``windows``, from a block tried on this machine.

    ``margin`` (pixels) is the model's, ``image`` as in ``inference_blocks``. An upper bound as to the
    network: what has no data takes no time.
    """
    blocks = [block for window in windows for block in inference_blocks(window, image)]
    with_margins = sum((block.width + 2 * margin) * (block.height + 2 * margin) for block in blocks)
    kept = sum(block.width * block.height for block in blocks)
    largest = max((window.width * window.height for window in windows), default=0)
    memory = None
    if trial.memory is not None:
        held = _BUFFERS + min(_CACHE, _READ * kept) + _TILES * largest + _LAKES * kept
        memory = trial.memory + round(held)
    network_seconds = trial.seconds * with_margins / trial.pixels
    return Estimate(len(blocks), network_seconds, _TRACING * kept / 1e6, memory)


def to_compute(blocks: int) -> str:
    """Return how many blocks are to be computed, as the beginning of a sentence."""
    return tr("{blocks} of the image to compute", blocks=counted(blocks, "block"))
