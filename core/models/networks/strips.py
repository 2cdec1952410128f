"""Running layers on strips of rows, so that the large maps inside are never whole in memory."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

#: Bytes of the largest map of a strip, about. With less, strips cost more time than they save memory.
_BYTES = 1 << 24


def in_strips(compute: Callable[..., Tensor], *maps: Tensor, cells: int, reach: int, values: int) -> Tensor:
    """Return ``compute(*maps)``, computed strip by strip where only the numbers count: inference on a CPU.

    The rows of each of ``maps`` (1, C, H, W) and of the result are divided into ``cells`` cells of the same
    number of rows. A cell of the result depends on the cells up to ``reach`` above and below it, and needs
    ``values`` values in the largest map that ``compute`` makes.
    """
    if not _inference(maps):
        return compute(*maps)
    step = max(_BYTES // (values * maps[0].element_size()), 4 * reach)
    if step >= cells or any(m.shape[2] % cells for m in maps):
        return compute(*maps)
    result = torch.empty(0)
    for first in range(0, cells, step):
        last = min(first + step, cells)
        top, bottom = max(first - reach, 0), min(last + reach, cells)
        strip = compute(*(_rows(m, cells, top, bottom) for m in maps))
        rows = strip.shape[2] // (bottom - top)
        if not first:
            result = _like(strip, cells * rows)
        result[:, :, first * rows : last * rows] = strip[:, :, (first - top) * rows : (last - top) * rows]
    return result


def _inference(maps: tuple[Tensor, ...]) -> bool:
    """Return whether this is one image on the CPU, recorded neither for gradients nor by tracing."""
    return (
        torch.is_inference_mode_enabled()
        and not torch.jit.is_tracing()
        and all(m.device.type == "cpu" and len(m) == 1 for m in maps)
    )


def _rows(m: Tensor, cells: int, top: int, bottom: int) -> Tensor:
    """Return the rows of some cells, with the memory strides of a map of its own: by way of (H, W, C)."""
    rows = m.shape[2] // cells
    return m[0].permute(1, 2, 0)[top * rows : bottom * rows][None].permute(0, 3, 1, 2)


def _like(strip: Tensor, height: int) -> Tensor:
    """Return an empty map like ``strip``, but of another height."""
    last = strip.is_contiguous(memory_format=torch.channels_last)
    order = torch.channels_last if last else torch.contiguous_format
    return torch.empty((1, strip.shape[1], height, strip.shape[3]), dtype=strip.dtype, memory_format=order)
