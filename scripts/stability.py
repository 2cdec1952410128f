"""Stability: does a model give the same lakes when the same ground comes in another way?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np
import package_path

package_path.load()
import lake_data
from as_in_a_run import lakes_in_a_run, resampled, stretched
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine

#: By change, of each image: pixels in both answers, in either, in the usual one, in the changed one.
Found = dict[str, list[tuple[int, int, int, int]]]

USUAL = 17.0  # metres: what the others are compared with
_OTHERS = (10.0, 14.0, 20.0)
_SMALLEST = 0.1  # km²
_SHIFT = 37  # pixels
_INSIDE = 0.15  # of each side is cut off in another crop


def large(first: np.ndarray, second: np.ndarray, pixels: float) -> tuple[np.ndarray, np.ndarray]:
    """Two answers without the lakes that are smaller than ``pixels`` in both."""
    kept = []
    for mask, other in ((first, second), (second, first)):
        _, of, boxes, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
        big = boxes[:, 4] >= pixels
        _, of_other, boxes_other, _ = cv2.connectedComponentsWithStats(other.astype(np.uint8))
        big_there = (boxes_other[:, 4] >= pixels) & (np.arange(len(boxes_other)) > 0)
        big[np.unique(of[big_there[of_other]])] = True
        big[0] = False
        kept.append(big[of])
    return kept[0], kept[1]


def answers(engine: Engine, item: lake_data.Item) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """By the change that was made: the usual answer and the changed one, on the same pixels."""
    rgb, label = item.read()
    small, known = _seen(rgb, label, item.ground / USUAL)
    usual = lakes_in_a_run(engine, stretched(small, known), known, USUAL)
    found = {}
    for ground in _OTHERS:
        other, there = _seen(rgb, label, item.ground / ground)
        lake = lakes_in_a_run(engine, stretched(other, there), there, ground)
        # On the usual pixels, by majority: the comparison is of answers, not of how finely they are drawn.
        same = cv2.resize(lake.astype(np.float32), known.shape[::-1], interpolation=cv2.INTER_AREA) >= 0.5
        found[f"{ground:g} m"] = usual, same & known
    for name, window in (("shifted", np.s_[_SHIFT:, _SHIFT:]), ("another crop", _middle(known.shape))):
        if known[window].any():
            there = lakes_in_a_run(engine, stretched(small[window], known[window]), known[window], USUAL)
            found[name] = usual[window], there
    looks: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "contrast none": lambda picture: picture,
        "15 % brighter": lambda picture: stretched(_brighter(picture, 1.15), known),
        "15 % darker": lambda picture: stretched(_brighter(picture, 0.85), known),
        "JPEG 60": lambda picture: stretched(_jpeg(picture), known),
    }
    for name, look in looks.items():
        found[name] = usual, lakes_in_a_run(engine, look(small), known, USUAL)
    return found


def measure(engine: Engine, items: Iterable[lake_data.Item]) -> Found:
    """The usual answer compared with each changed one, without lakes that are small in both."""
    found: Found = {}
    for item in items:
        for name, (usual, changed) in answers(engine, item).items():
            a, b = large(usual, changed, 1e6 * _SMALLEST / USUAL**2)
            counts = (a & b).sum(), (a | b).sum(), a.sum(), b.sum()
            found.setdefault(name, []).append(tuple(int(n) for n in counts))
    return found


def table(found: Found) -> str:
    """IoU with the usual answer and how far the total area moves, in percent, as Markdown."""
    lines = [
        f"| change | IoU with {USUAL:g} m, all pixels | mean over images | worst tenth | total area |",
        "|---|---|---|---|---|",
    ]
    for name, counts in found.items():
        both, either, usual, changed = np.array(counts).T
        with_lakes = either > 0
        iou = 100 * both[with_lakes] / either[with_lakes]
        lines.append(
            f"| {name} | {100 * both.sum() / either.sum():.1f} | {iou.mean():.1f} | "
            f"{np.percentile(iou, 10):.1f} | {100 * (changed.sum() / usual.sum() - 1):+.1f} % |"
        )
    return "\n".join(lines)


def _seen(rgb: np.ndarray, label: np.ndarray, factor: float) -> tuple[np.ndarray, np.ndarray]:
    rgb, label = resampled(rgb, label, factor)
    return rgb, label != IGNORE


def _middle(shape: tuple[int, int]) -> tuple[slice, slice]:
    off = [round(_INSIDE * n) for n in shape]
    return np.s_[off[0] : shape[0] - off[0], off[1] : shape[1] - off[1]]


def _brighter(rgb: np.ndarray, factor: float) -> np.ndarray:
    return np.clip(rgb.astype(np.float32) * factor, 0, 255).astype(np.uint8)


def _jpeg(rgb: np.ndarray) -> np.ndarray:
    packed = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1]
