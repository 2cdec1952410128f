"""Evaluating models: counts, scores and intervals, results in files, masks made again."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from lake_mapper.core.evaluation import evaluate as evaluation
from lake_mapper.core.evaluation.evaluate import ModelResult, Predictor, best, evaluate, model_names
from lake_mapper.core.evaluation.table import table_rows
from lake_mapper.core.metrics.boundary_f1 import boundary_counts
from lake_mapper.core.metrics.confusion import Confusion, confusion, scores
from lake_mapper.core.util.errors import Cancelled, DatasetError, RunError


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
    all_lake = evaluate(model, "a", tiles, threshold=0.0)

    assert all_lake.threshold == 0
    assert all_lake.counts[:, :2].sum() == 5 * 64 * 64


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


def test_names_differ_even_where_those_of_model_cards_do_not():
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


def test_tiles_of_one_source_widen_the_interval_and_one_source_has_none(result):
    """Forty tiles of four images, each image all good or half bad: by image much less is known."""
    names = tuple(f"t{i}" for i in range(40))
    good = np.array([source in (0, 1) for source in range(4) for _ in range(10)])
    counts = np.where(good[:, None], (50, 0, 0, 50), (25, 25, 25, 25))
    many = replace(result, names=names, counts=counts, boundary=counts)

    by_tile, by_image = many.scores(), many.scores({f"t{i}": str(i // 10) for i in range(40)})
    one = many.scores(dict.fromkeys(names, "a"))

    assert by_tile["OA"] == by_image["OA"] == one["OA"] == 0.75
    widths = [found["OA_high"] - found["OA_low"] for found in (by_tile, by_image)]
    assert widths[1] > 2 * widths[0] > 0
    assert math.isnan(one["OA_low"])
