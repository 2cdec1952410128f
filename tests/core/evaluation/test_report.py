"""The report of an evaluation: scores beside the published ones, pictures, intervals."""

import re
from dataclasses import replace

import numpy as np
import pytest
from lake_mapper.core.datasets.dataset import open_dataset
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.evaluation.evaluate import evaluate
from lake_mapper.core.evaluation.published_table import TABLE_1
from lake_mapper.core.evaluation.report import benchmark_report
from lake_mapper.core.evaluation.table import table_rows
from support import english_in


@pytest.fixture(scope="module")
def evaluated(model, tmp_path_factory):
    """A random model's results on four tiles, the last without lake."""
    folder = tmp_path_factory.mktemp("dataset")
    rng = np.random.default_rng(0)
    for i in range(4):
        truth = np.zeros((64, 64), bool)
        truth[20 : 30 + i, 10:50] = i < 3
        save_image(folder / "train_img" / f"t{i}.png", rng.integers(0, 255, (64, 64, 3), np.uint8))
        save_label(folder / "train_label" / f"t{i}.png", truth)
    tiles = open_dataset(folder).tiles
    return evaluate(model, "random & <model>", tiles, device="cpu"), tiles


def report(evaluated, subsets=None, **changes) -> str:
    result, tiles = evaluated
    results = [result, replace(result, name="other", **changes)]

    def predict(index, tile):
        return np.zeros((64, 64), bool)

    facts = [("Dataset", "a < b")]
    return benchmark_report(
        "Lake models", results, table_rows(results, subsets), tiles, predict=predict, facts=facts
    )


def test_page_is_whole_escaped_and_small(evaluated):
    html = report(evaluated)

    assert "random &amp; &lt;model&gt;" in html
    assert "a &lt; b" in html
    assert "<model>" not in html
    assert "http" not in html
    # Image, truth and two models of the three tiles that have a lake.
    assert html.count('src="data:image/jpeg') == 3 * 4
    assert len(html) < 300_000


def test_the_papers_rows_are_labelled_as_such(evaluated):
    html = report(evaluated)

    for row in TABLE_1:
        assert f"{row.network}</td><td>{row.OA:.2f}</td><td>{row.RC:.2f}</td><td>{row.MIoU:.2f}</td>" in html
    assert "test set of 610 tiles; comparable only when your dataset is that one" in html
    assert "96.09" in html
    assert "about 96.6" in html
    assert "Hard subsets" not in html


def test_subsets_stand_beside_the_papers(evaluated):
    html = report(evaluated, {"small_lakes": ["t0", "t1"], "dark <water>": ["t2"]})

    assert "small lakes (2 tiles)" in html
    assert "dark &lt;water&gt; (1 tile)" in html
    assert "land that looks like lake" in html  # the paper's column, though ours is empty
    assert "84.89" in html


def test_intervals_say_what_they_were_drawn_from(evaluated):
    result, tiles = evaluated
    rows = table_rows([result], source_of={"t0": "a"})

    def page(rows, source_of):
        def predict(index, tile):
            return np.ones((64, 64), bool)

        return benchmark_report("t", [result], rows, tiles, predict=predict, facts=[], source_of=source_of)

    assert "take every tile as independent" in page(rows, {})
    assert "drawn by source image" in page(rows, {"t0": "a"})
    alone = table_rows([result], source_of={name: "a" for name in result.names})
    assert "there are no intervals" in page(alone, dict.fromkeys(result.names, "a"))


def test_the_best_model_is_named_first_and_marked(evaluated):
    result, tiles = evaluated
    better = replace(result, name="better", counts=np.array([[100, 0, 0, 3996]] * 4))
    rows = table_rows([result, better])

    html = benchmark_report(
        "t", [result, better], rows, tiles, predict=lambda i, tile: tile.read()[1] > 0, facts=[]
    )

    assert "Of 2 models <b>better</b> is ahead: MIoU <b>100.00 %</b>" in html
    first, second = (
        re.search(f"<td>{name}</td>.*?</tr>", html).group()
        for name in ("random &amp; &lt;model&gt;", "better")
    )
    assert first.count('<b class="best">') == 1  # boundary F1, which is the same
    assert second.count('<b class="best">') == 10


def test_a_lead_that_may_be_chance_is_named_so(evaluated):
    result, tiles = evaluated
    counts = {
        "best": [[100, 0, 0, 3996]] * 4,
        "always second": [[90, 0, 10, 3996]] * 4,  # on every tile a little worse
        "worse on one": [[10, 0, 90, 3996], [100, 0, 0, 3996], [100, 0, 0, 3996], [100, 0, 0, 3996]],
    }
    results = [replace(result, name=name, counts=np.array(values)) for name, values in counts.items()]
    html = benchmark_report(
        "t", results, table_rows(results), tiles, predict=lambda i, tile: tile.read()[1] > 0, facts=[]
    )

    assert "best is ahead of" in html
    second, one = (
        re.search(f"<td>{name}</td><td>-?[0-9.]+<small>.*?</tr>", html).group() for name in list(counts)[1:]
    )
    assert "may be chance" not in second
    assert "<small>0.00 –" in one
    assert "may be chance" in one
    alone = dict.fromkeys(result.names, "a")
    rows = table_rows(results, source_of=alone)
    assert "is ahead of" not in benchmark_report(
        "t", results, rows, tiles, predict=lambda i, tile: tile.read()[1] > 0, facts=[], source_of=alone
    )


def test_a_reader_of_chinese_reads_a_chinese_report(evaluated, chinese):
    result, tiles = evaluated
    here = replace(result, device="CPU。")  # what ran was written in English

    html = report((here, tiles), {"small_lakes": ["t0", "t1"], "mine": ["t2"]})

    assert '<html lang="zh">' in html
    for words in (
        "总体准确率",
        "召回率",
        "平均交并比",
        "真水率和误水率",
        "小湖泊（2 个样本）",
        "误判为水体的陆地",
    ):
        assert words in html
    for column in ("<th>OA</th>", "<th>MIoU</th>", "<th>TWR</th>", "<th>湖泊 IoU</th>"):
        assert column in html
    assert english_in(html) == []
