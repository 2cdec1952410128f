"""Tiles whose lakes are known, and the result of an engine that finds them a little larger."""

import numpy as np
import pytest
from lake_mapper.core.datasets.dataset import open_dataset
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.evaluation import evaluate as evaluation
from lake_mapper.core.evaluation.evaluate import evaluate
from support import BlueIsLake, rgb_of


@pytest.fixture
def tiles(tmp_path):
    """Five tiles of 64 × 64 whose blue is a lake a little larger than the label's; the last has none."""
    for i in range(5):
        truth = np.zeros((64, 64), bool)
        truth[10:40, 5 : 10 + 8 * i] = i < 4
        found = truth.copy()
        found[40:44, 5 : 10 + 8 * i] = i < 4
        save_image(
            tmp_path / "train_img" / f"t{i}.png", np.ascontiguousarray(rgb_of(found).transpose(1, 2, 0))
        )
        save_label(tmp_path / "train_label" / f"t{i}.png", truth)
    return open_dataset(tmp_path).tiles


@pytest.fixture
def known(monkeypatch):
    """Engines whose answer is blue."""

    class Engine(BlueIsLake):
        description = "runs nowhere"

        def __init__(self, model, device, engine):
            super().__init__()

    monkeypatch.setattr(evaluation, "Engine", Engine)


@pytest.fixture
def result(model, tiles, known):
    return evaluate(model, "known", tiles)
