import csv
import subprocess
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException
from support import ROOT


@pytest.fixture(scope="module")
def files(model, tmp_path_factory):
    """Two models with random weights, a dataset in the published layout with odd parts, and lists."""
    import torch
    from lake_mapper.core.datasets.split import Split
    from lake_mapper.core.datasets.tile_files import save_image, save_label
    from lake_mapper.core.models.model_file import save_model
    from lake_mapper.core.models.networks import build

    folder = tmp_path_factory.mktemp("evaluation")
    save_model(folder / "one.safetensors", model.network, model.card)
    torch.manual_seed(1)
    save_model(folder / "two.safetensors", build("LakeNet"), replace(model.card, threshold=0.4))

    dataset, rng = folder / "data", np.random.default_rng(0)
    labels = dataset / "trian_label"  # as the paper spells it
    for i in range(6):
        truth = np.zeros((64, 64), np.uint8)
        truth[10:50, 5 : 10 + 8 * i] = 1
        save_image(dataset / "train_img" / f"t{i}.png", rng.integers(0, 255, (64, 64, 3), np.uint8))
        save_label(labels / f"t{i}.png", truth)
    red = np.zeros((64, 64, 3), np.uint8)
    red[:20, :, 0] = 128
    Image.fromarray(red).save(labels / "t1.png")  # RGB among palettes
    red[0, 0] = (1, 2, 3)
    Image.fromarray(red).save(labels / "t4.png")  # a value that means nothing
    save_image(dataset / "train_img" / "alone.png", red)

    Split(("t0",), ("t1", "t2", "t3", "t4", "gone"), "1 of 6 by hand", 7).save(folder / "other.json")
    (folder / "subset_small_lakes.txt").write_text("t2.png\nt3.png\nt0.png\n")
    return folder


@pytest.fixture
def evaluate(qgis, files, tmp_path):
    def run(feedback=None, **parameters):
        import processing  # is there once QGIS has started

        given = {
            "MODELS": [str(files / "one.safetensors"), str(files / "two.safetensors")],
            "DATASET": str(files / "data"),
            "TABLE": str(tmp_path / "table.csv"),
            "DEVICE": 1,
            **parameters,
        }
        return processing.run("lakemapper:evaluatemodels", given, feedback=feedback)

    return run


def rows_of(path) -> list[dict]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_row_a_model_and_list(evaluate, files, feedback):
    result = evaluate(feedback, SUBSETS=[str(files / "subset_small_lakes.txt")])

    rows = rows_of(result["TABLE"])
    assert [(row["model"], row["tiles"], row["tile_count"]) for row in rows] == [
        ("test (one.safetensors)", "all", "5"),
        ("test (two.safetensors)", "all", "5"),
        ("test (one.safetensors)", "small_lakes", "3"),
        ("test (two.safetensors)", "small_lakes", "3"),
    ]
    assert [row["threshold"] for row in rows[:2]] == ["0.5", "0.4"]
    assert f"{result['BEST_MIOU']:.2f}" == max((row["MIoU"] for row in rows[:2]), key=float)
    assert result["BEST_MODEL"] == max(rows[:2], key=lambda row: float(row["MIoU"]))["model"]
    assert feedback.percent == sorted(feedback.percent)
    assert feedback.percent[-1] == 100


def test_odd_tiles_are_left_out_and_named(evaluate, feedback, tmp_path):
    result = evaluate(feedback, REPORT=str(tmp_path / "report.html"))

    log = "\n".join(feedback.log)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    for text in (log, html):
        assert "t4.png has 1 pixel of (1, 2, 3)" in text
        assert "alone.png has no label" in text
    assert "--MODELS=" in html
    assert result["REPORT"] == str(tmp_path / "report.html")


def test_test_side_of_a_split(evaluate, files, feedback):
    result = evaluate(feedback, SPLIT=str(files / "other.json"), MODELS=[str(files / "one.safetensors")])

    log = "\n".join(feedback.log)
    assert rows_of(result["TABLE"])[0]["tile_count"] == "3"
    assert "The test side of" in log
    assert "seed 7" in log
    assert "1 of 5 tiles listed" in log
    assert "gone" in log


def test_split_of_the_dataset_folder_unless_whole(evaluate, files, feedback):
    lying = files / "data" / "split.json"
    lying.write_bytes((files / "other.json").read_bytes())
    try:
        counts = [rows_of(evaluate(WHOLE=whole)["TABLE"])[0]["tile_count"] for whole in (False, True)]
    finally:
        lying.unlink()

    assert counts == ["3", "5"]


def test_threshold_for_all(evaluate):
    rows = rows_of(evaluate(THRESHOLD=0.005)["TABLE"])

    assert [row["threshold"] for row in rows] == ["0.005"] * 2


def test_rejected_input(evaluate, files, tmp_path):
    def rejected(**parameters) -> str:
        with pytest.raises(QgsProcessingException) as caught:
            evaluate(**parameters)
        return str(caught.value)

    (tmp_path / "text.safetensors").write_text("not a model")
    (tmp_path / "strangers.txt").write_text("x1\nx2\n")
    (tmp_path / "strange.json").write_text("{}")
    good = str(files / "one.safetensors")

    assert "'Models' (MODELS) is empty" in rejected(MODELS=[])
    assert "no such file" in rejected(MODELS=[good, str(tmp_path / "nothing.safetensors")])
    assert "text.safetensors" in rejected(MODELS=[good, str(tmp_path / "text.safetensors")])
    assert "is no dataset" in rejected(DATASET=str(tmp_path))
    assert "no split file" in rejected(SPLIT=str(tmp_path / "strange.json"))
    assert "contradict" in rejected(SPLIT=str(files / "other.json"), WHOLE=True)
    assert "None of the 2 tiles" in rejected(SUBSETS=[str(tmp_path / "strangers.txt")])
    assert "(TABLE) cannot be written" in rejected(TABLE=str(tmp_path / "strangers.txt" / "t.csv"))
    assert not (tmp_path / "table.csv").exists()


def test_cancel_writes_nothing(qgis, files, tmp_path, cancelling_feedback):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:evaluatemodels")

    algorithm.run(
        {
            "MODELS": [str(files / "one.safetensors"), str(files / "two.safetensors")],
            "DATASET": str(files / "data"),
            "TABLE": str(tmp_path / "table.csv"),
        },
        QgsProcessingContext(),
        cancelling_feedback,
    )

    assert any("Cancelled" in line for line in cancelling_feedback.log)
    assert list(tmp_path.iterdir()) == []


def test_cancel_in_the_report_keeps_the_table(evaluate, feedback, tmp_path):
    # The last tile is done at 92 %.
    feedback.progressChanged.connect(lambda percent: percent >= 92 and feedback.cancel())

    evaluate(feedback, REPORT=str(tmp_path / "report.html"))

    assert any("is complete, the report was not written" in line for line in feedback.log)
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_qgis_process_takes_several_models_and_lists(qgis, files, tmp_path):
    command = [
        str(ROOT / "scripts" / "qgis_process.sh"), "run", "lakemapper:evaluatemodels",
        f"--MODELS={files / 'one.safetensors'}", f"--MODELS={files / 'two.safetensors'}",
        f"--DATASET={files / 'data'}", f"--SPLIT={files / 'other.json'}", "--THRESHOLD=0.45",
        f"--SUBSETS={files / 'subset_small_lakes.txt'}", "--TABLE=t.csv", "--REPORT=r.html",
    ]  # fmt: skip

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert [row["tiles"] for row in rows_of(tmp_path / "t.csv")] == ["all"] * 2 + ["small_lakes"] * 2
    assert "BEST_MODEL:\ttest (" in done.stdout
    assert "As published" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Traceback" not in done.stdout + done.stderr
