"""Mining of mistakes: images of one class alone are shown more often while a training errs on them.

Only images without water, or with nothing else, count: of these the answer is known whoever drew the labels,
while elsewhere the largest mistakes are often those of the labels.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import package_path

package_path.load()
import lake_data
from as_in_a_run import at_resolution
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.util.atomic_files import atomic_write

#: An image with ``CLEAR_MISTAKE`` of its pixels wrong, or more, is shown so many times as often.
MOST = 5.0
CLEAR_MISTAKE = 0.05
#: Batches are made that many steps before they are learnt from, at most: the mistakes must be known then.
AHEAD = 40


class Mistakes:
    """The mistakes after each score, in ``folder``: a training that resumes shows the same images again."""

    def __init__(self, folder: Path, every: int) -> None:
        self.folder, self.every = folder, every
        self._known: tuple[int, np.ndarray] | None = None

    def find(self, step: int, engine: Engine, pool: list[lake_data.Item]) -> float:
        """Write the share of wrong pixels of each image after ``step``; return the mean of what counts."""
        wrong = np.full(len(pool), np.nan)
        for i, item in enumerate(pool):
            rgb, label = item.read()
            seen = label != IGNORE
            classes = np.unique(label[seen])
            if len(classes) == 1:
                rgb, label = at_resolution(rgb, label, item.ground, item.ground)
                lake = engine.probability(rgb, seen, 0) >= engine.card.threshold
                wrong[i] = (lake != classes[0])[seen].mean()
        with atomic_write(self._path(step)) as unfinished, open(unfinished, "wb") as file:
            np.save(file, wrong)
        return float(np.nanmean(wrong)) if np.isfinite(wrong).any() else 0.0

    def weights(self, step: int) -> np.ndarray | float:
        """How many times as often each image is shown in batch ``step``, for the mistakes known by then."""
        known = (step - AHEAD) // self.every * self.every
        if known <= 0 or not self._path(known).exists():  # a training that took no score then, on a GPU
            return 1.0
        if self._known is None or self._known[0] != known:
            wrong = np.nan_to_num(np.load(self._path(known)))
            self._known = known, 1 + (MOST - 1) * np.clip(wrong / CLEAR_MISTAKE, 0, 1)
        return self._known[1]

    def _path(self, step: int) -> Path:
        return self.folder / f"mistakes_{step}.npy"
