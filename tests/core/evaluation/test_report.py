from dataclasses import replace

import numpy as np
import pytest
from lake_mapper.core.datasets.dataset import open_dataset
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.evaluation.error_maps import LEGEND, error_picture, jpeg, tiles_to_show
from lake_mapper.core.evaluation.evaluate import evaluate
from lake_mapper.core.evaluation.published_table import LAKE_SHARE, TABLE_1, implied, miou_at_share
from lake_mapper.core.evaluation.report import benchmark_report
from lake_mapper.core.evaluation.table import table_rows


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

    def page(rows, by_source):
        def predict(index, tile):
            return np.ones((64, 64), bool)

        return benchmark_report("t", [result], rows, tiles, predict=predict, facts=[], by_source=by_source)

    assert "take every tile as independent" in page(rows, False)
    assert "drawn by source image" in page(rows, True)
    alone = table_rows([result], source_of={name: "a" for name in result.names})
    assert "there are no intervals" in page(alone, True)


def test_published_rows_imply_what_the_note_says():
    miou = {row.network: implied(row.OA, row.RC, row.TWR).MIoU for row in TABLE_1}
    shares = [implied(row.OA, row.RC, row.TWR).lake_share for row in TABLE_1 if row.RC == row.TWR]

    assert miou["MSLWENet"] == pytest.approx(96.6, abs=0.05)
    for row in TABLE_1:
        near = miou_at_share(row.OA) == pytest.approx(row.MIoU, abs=0.2)
        assert near == (row.network != "MSLWENet"), row.network
    for network, published in (("DeepLab V3+", 95.61), ("PSPNet", 95.55)):
        assert miou[network] == pytest.approx(published, abs=0.15)
    assert shares == pytest.approx([31.8, 36.8, 49.2], abs=0.1)
    assert [round(row.TWR + row.FWR, 9) for row in TABLE_1] == [100] * 5


def test_implied_is_exact_for_a_known_matrix():
    tp, fp, fn, tn = 60, 10, 5, 125

    found = implied(100 * 185 / 200, 100 * 60 / 65, 100 * 60 / 70)

    assert found.MIoU == pytest.approx(50 * (tp / (tp + fp + fn) + tn / (tn + fp + fn)))
    assert found.lake_share == pytest.approx(100 * 65 / 200)
    balanced = (0.3 - 0.01) / (0.3 + 0.01), (0.7 - 0.01) / (0.7 + 0.01)
    assert miou_at_share(98, LAKE_SHARE) == pytest.approx(50 * sum(balanced))


def test_worst_tiles_come_first_and_typical_ones_from_the_middle(evaluated):
    result, _ = evaluated
    names = tuple(f"t{i}" for i in range(10))
    # Tile i finds i of 10 lake pixels; the last has no lake.
    counts = np.array([[i, 0, 10 - i, 90] for i in range(9)] + [[0, 5, 0, 95]])
    first = replace(result, names=names, counts=counts, boundary=counts)

    worst, typical = tiles_to_show([first, first], worst=3, typical=2)

    assert worst == ["t0", "t1", "t2"]
    assert typical == ["t5", "t6"]
    assert tiles_to_show([first], worst=20, typical=2)[1] == []


def test_each_kind_of_error_has_its_colour():
    truth = np.array([[True, True, False, False]])
    lake = np.array([[True, False, True, False]])

    pixels = error_picture(np.full((1, 4, 3), 100, np.uint8), truth, lake)[0].astype(int)

    found, false, missed = (np.array(colour) for colour in LEGEND)
    for pixel, colour in zip(pixels, (found, missed, false)):
        distances = [abs(pixel - other).sum() for other in (found, false, missed)]
        assert np.argmin(distances) == [tuple(c) for c in (found, false, missed)].index(tuple(colour))
    assert len(set(pixels[3])) == 1


def test_large_pictures_are_reduced():
    from io import BytesIO

    from PIL import Image

    assert Image.open(BytesIO(jpeg(np.zeros((300, 600, 3), np.uint8)))).size == (256, 128)
    assert Image.open(BytesIO(jpeg(np.zeros((64, 64, 3), np.uint8)))).size == (64, 64)
