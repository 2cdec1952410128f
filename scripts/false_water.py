"""False water: how much land of each kind of ground a model calls water."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import cv2
import numpy as np
import package_path

package_path.load()
import lake_data
from as_in_a_run import at_resolution, has_water, lakes_in_a_run
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine

#: Of a kind of ground: false and all pixels of land in each image that holds some of it.
Found = dict[str, list[tuple[int, int]]]

#: Pixels of land that an image must hold for its share of false water to mean something.
FEWEST = 1000
_OFF_SHORE = 10  # pixels from labelled water: nearer than this a shore may be drawn one way or the other
_AROUND = 33  # pixels: the ground around a pixel says what kind it is


def kinds_of_ground(rgb: np.ndarray, land: np.ndarray) -> dict[str, np.ndarray]:
    """Masks (H, W) of the kinds that colour and texture of the land around each pixel of land tell apart."""

    def around(values: np.ndarray) -> np.ndarray:
        weight = land.astype(np.float32)
        box = (_AROUND, _AROUND)
        return cv2.blur(values * weight, box) / np.maximum(cv2.blur(weight, box), 1e-6)

    red, green, blue = (around(rgb[..., band].astype(np.float32)) for band in range(3))
    grey = rgb.mean(2, dtype=np.float32)
    mean = around(grey)
    rough = np.sqrt(np.maximum(around(grey * grey) - mean**2, 0))
    white = np.minimum(np.minimum(red, green), blue) > 170
    plants = ~white & (green > red) & (green > blue)
    dark = ~white & ~plants & (mean < 60)
    bare = ~white & ~plants & ~dark
    kinds = {
        "snow, salt, cloud": white,
        "green, dark (forest)": plants & (mean < 70),
        "green, light (fields)": plants & (mean >= 70),
        "dark ground": dark,
        "bare, smooth": bare & (rough < 10),
        "bare, rough": bare & (rough >= 10),
    }
    return {kind: mask & land for kind, mask in kinds.items()}


def off_shore(label: np.ndarray) -> np.ndarray:
    """Return the land (H, W) bool that lies well off any labelled water."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _OFF_SHORE + 1,) * 2)
    return (label == 0) & (cv2.dilate((label == 1).astype(np.uint8), disc) == 0)


def measure(engine: Engine, items: Iterable[lake_data.Item], ground: float) -> Found:
    """What is called water of each kind of ground.

    Images without water count under the kind that their set shows, and land off the shores of all others
    under what its colour says.
    """
    found: Found = defaultdict(list)
    for item in items:
        rgb, label = item.read()
        seen, label = at_resolution(rgb, label, ground, item.ground)
        lake = lakes_in_a_run(engine, seen, label != IGNORE, ground)
        if has_water(label):
            land = off_shore(label)
            as_stored = cv2.resize(rgb, label.shape[::-1], interpolation=cv2.INTER_AREA)
            kinds = kinds_of_ground(as_stored, land)
            masks = {f"land beside lakes: {kind}": mask for kind, mask in kinds.items()}
        else:
            masks = {f"without water: {item.region}": label == 0}
        for kind, mask in masks.items():
            if mask.sum() >= FEWEST:
                found[kind].append((int((lake & mask).sum()), int(mask.sum())))
    return dict(found)


def table(results: dict[float, Found]) -> str:
    """Shares of land called water, in percent, as Markdown."""
    lines = ["| ground | pixel | images | false water | median image | worst image |", "|---|" + 5 * "---|"]
    for ground, found in results.items():
        for kind, counts in sorted(found.items()):
            false, land = np.array(counts).T
            share = 100 * false / land
            lines.append(
                f"| {kind} | {ground:g} m | {len(share)} | {100 * false.sum() / land.sum():.2f} | "
                f"{np.median(share):.2f} | {share.max():.1f} |"
            )
    return "\n".join(lines)
