"""Small clips: does a model find a lake when hardly anything around it is in the image?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import cv2
import numpy as np
import package_path

package_path.load()
import lake_data
from as_in_a_run import lakes_in_a_run, resampled, stretched
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.metrics.confusion import confusion, scores

AROUND = (15, 40)  # pixels of the run on each side of the lake
LARGE = 0.1  # km²: smaller objects of drawn labels are often none (``doubtful_labels.py``)
_SMALLEST, _MOST = 0.03, 3  # km², and lakes of one image, the largest first


class Clip(NamedTuple):
    """A lake alone: how well it is found, its area, and image, label and mask of the clip."""

    iou: float
    km2: float
    item: lake_data.Item
    rgb: np.ndarray
    label: np.ndarray
    lake: np.ndarray


#: By region and pixels around the lake.
Found = dict[tuple[str, int], list[Clip]]


def lakes_alone(label: np.ndarray, ground: float) -> Iterator[tuple[int, int, int, int]]:
    """Top, left, bottom, right of the largest lakes that lie wholly inside a label of ``ground`` metres."""
    _, _, boxes, _ = cv2.connectedComponentsWithStats((label == 1).astype(np.uint8))
    height, width = label.shape
    boxes = sorted(boxes[1:].tolist(), key=lambda box: -box[4])
    whole = [
        (top, left, top + tall, left + wide)
        for left, top, wide, tall, area in boxes
        if area * ground**2 >= 1e6 * _SMALLEST
        and min(left, top) > 0 and left + wide < width and top + tall < height
    ]  # fmt: skip
    yield from whole[:_MOST]


def measure(engine: Engine, items: Iterable[lake_data.Item], ground: float, beyond: str = "nothing") -> Found:
    """Each lake alone in a clip, in the clip's own contrast.

    ``beyond`` is what lies around the clip, one of ``as_in_a_run.AROUND``.
    """
    found: Found = defaultdict(list)
    for item in items:
        rgb, label = resampled(*item.read(), item.ground / ground)
        for top, left, bottom, right in lakes_alone(label, ground):
            km2 = float((label[top:bottom, left:right] == 1).sum()) * ground**2 / 1e6
            for around in AROUND:
                clip = np.s_[max(top - around, 0) : bottom + around, max(left - around, 0) : right + around]
                known = label[clip] != IGNORE
                seen = stretched(rgb[clip], known)
                lake = lakes_in_a_run(engine, seen, known, ground, around=beyond)
                iou = float(scores(confusion(lake, label[clip] == 1, known))["lake_IoU"])
                found[item.region, around].append(Clip(iou, km2, item, seen, label[clip], lake))
    return dict(found)


def table(results: dict[float, Found]) -> str:
    """Lake IoU over clips, in percent, as Markdown."""
    lines = [
        f"| lakes | around | pixel | clips | mean lake IoU | median | below 50 "
        f"| of {LARGE} km² or more | mean |",
        "|---|" + 8 * "---|",
    ]
    for ground, found in results.items():
        for (region, around), clips in sorted(found.items()):
            iou = 100 * np.array([clip.iou for clip in clips])
            large = iou[[clip.km2 >= LARGE for clip in clips]]
            lines.append(
                f"| {region} | {around} px | {ground:g} m | {len(iou)} | {iou.mean():.1f} | "
                f"{np.median(iou):.1f} | {(iou < 50).sum()} | {len(large)} | "
                + (f"{large.mean():.1f} |" if len(large) else "– |")
            )
    return "\n".join(lines)
