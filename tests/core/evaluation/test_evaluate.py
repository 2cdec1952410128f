import csv
import json
import math

import numpy as np
import pytest
from lake_mapper.core.datasets.dataset import open_dataset, tile_sources
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.evaluation import evaluate as evaluation
from lake_mapper.core.evaluation.evaluate import ModelResult, Predictor, best, evaluate, model_names
from lake_mapper.core.evaluation.table import COLUMNS, table_rows, write_table
from lake_mapper.core.metrics.boundary_f1 import boundary_counts
from lake_mapper.core.metrics.confusion import Confusion, confusion, scores
from lake_mapper.core.util.errors import Cancelled, DatasetError, RunError
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


def test_counts_are_those_of_every_tile(result, tiles):
    for tile, counts, edges in zip(tiles, result.counts, result.boundary):
        rgb, truth = tile.read()
        lake, truth = rgb[..., 2] > 127, truth.astype(bool)
        assert tuple(counts) == confusion(lake, truth, np.ones_like(lake))
        assert tuple(edges) == boundary_counts(lake, truth)
    assert result.names == tuple(tile.name for tile in tiles)
    assert result.counts.sum() == 5 * 64 * 64
    assert math.isnan(result.tile_iou()[4])


def test_scores_come_from_one_matrix(result):
    found = result.scores()

    for name, value in scores(Confusion(*result.counts.sum(0).tolist())).items():
        assert found[name] == value
    assert found["RC"] == 1
    for name in ("OA", "MIoU", "lake_IoU"):
        assert found[f"{name}_low"] <= found[name] <= found[f"{name}_high"]


def test_threshold_is_the_cards_unless_given(model, tiles, known):
    assert evaluate(model, "a", tiles).threshold == model.card.threshold
    all_lake = evaluate(model, "a", tiles, threshold=0.005)

    assert all_lake.threshold == 0.005
    assert all_lake.counts[:, 3].sum() == tiles[0].read()[1].size * 5 - all_lake.counts[:, :3].sum()


def test_a_real_model_runs_and_its_speed_and_size_are_told(model, tiles):
    result = evaluate(model, "random", tiles, device="cpu")

    assert result.counts.sum() == 5 * 64 * 64
    assert result.pixels_per_second > 0
    assert result.parameters == sum(p.numel() for p in model.network.parameters())
    assert "the CPU" in result.device
    assert math.isnan(evaluate(model, "one", tiles[:1], device="cpu").pixels_per_second)


def test_cancel_and_progress_come_with_every_tile(model, tiles, known):
    seen = []

    with pytest.raises(Cancelled):
        evaluate(
            model,
            "a",
            tiles,
            progress=lambda done, total: seen.append((done, total)),
            cancelled=lambda: len(seen) == 2,
        )

    assert seen == [(1, 5), (2, 5)]


def test_a_damaged_tile_is_named(model, tiles, known):
    tiles[1].image.write_bytes(tiles[1].image.read_bytes()[:50])

    with pytest.raises(DatasetError, match="t1.png"):
        evaluate(model, "a", tiles)


def test_result_survives_its_file(result, tmp_path):
    result.save(tmp_path / "r.json")
    again = ModelResult.load(tmp_path / "r.json")

    assert again.card == result.card
    assert str(table_rows([again])) == str(table_rows([result]))  # as text, since nan is not nan
    (tmp_path / "r.json").write_text(json.dumps({"name": "x"}))
    with pytest.raises(RunError, match="no finished evaluation"):
        ModelResult.load(tmp_path / "r.json")


def test_rows_of_subsets_and_the_table(result, tmp_path):
    rows = table_rows([result], {"small": ["t0", "t1", "unknown"], "dry": ["t4"], "none": ["unknown"]})
    write_table(tmp_path / "t.csv", rows)

    with open(tmp_path / "t.csv", newline="", encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert tuple(written[0]) == COLUMNS
    assert [(row["tiles"], row["tile_count"]) for row in written] == [
        ("all", "5"),
        ("small", "2"),
        ("dry", "1"),
    ]
    pooled = scores(Confusion(*result.counts[:2].sum(0)))
    assert written[1]["MIoU"] == f"{100 * pooled['MIoU']:.2f}"
    dry = written[2]
    assert (dry["OA"], dry["image_MIoU"]) == ("100.00", "100.00")
    assert (dry["lake_IoU"], dry["MIoU"], dry["boundary_F1"], dry["OA_low"]) == ("", "", "", "")


def test_sources_widen_the_interval_and_one_source_has_none(result):
    one = result.scores({name: "a" for name in result.names})
    two = result.scores({"t0": "a", "t1": "a"})

    assert math.isnan(one["OA_low"])
    assert two["OA_low"] <= two["OA"] <= two["OA_high"]


def test_sources_are_read_where_they_are_written(tmp_path):
    assert tile_sources(tmp_path) is None
    (tmp_path / "dataset.json").write_text('{"tiles": {"a_0_0": {"source": "a", "row": 0}}}')
    assert tile_sources(tmp_path) == {"a_0_0": "a"}
    (tmp_path / "dataset.json").write_text('{"tiles": 3}')
    assert tile_sources(tmp_path) is None


def test_labels_differ_even_where_cards_do_not():
    assert model_names(["A", "B"], ["x/1.st", "x/2.st"]) == ["A", "B"]
    assert model_names(["A", "A", "B"], ["x/1.st", "x/2.st", "x/3.st"]) == ["A (1.st)", "A (2.st)", "B"]
    assert model_names(["A", "A"], ["x/1.st", "y/1.st"]) == ["A (x/1.st)", "A (y/1.st)"]


def test_best_is_the_highest_defined_miou(result):
    undefined = result.only(["t4"])

    assert best([undefined, result]) == (result, 100 * result.scores()["MIoU"])


def test_predictor_makes_the_same_masks_and_reads_each_model_once(result, tiles, known, monkeypatch):
    read, stop = [], []
    monkeypatch.setattr(evaluation, "load_model", read.append)
    predict = Predictor(["a.st", "b.st"], [result, result], cancelled=lambda: bool(stop))

    masks = [[predict(i, tile) for tile in tiles] for i in range(2)]

    assert read == ["a.st", "b.st"]
    assert [mask.sum() for mask in masks[1]] == result.counts[:, :2].sum(1).tolist()
    stop.append(True)
    with pytest.raises(Cancelled):
        predict(1, tiles[0])
