"""The published layout, with all its oddities, through qgis_process: train, use, reproduce."""

import csv
import subprocess

import numpy as np
import pytest
from PIL import Image
from support import ROOT, write_raster

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

SIZE = 64


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """Eight good tiles, labels in several encodings, one of a strange value, one without a label."""
    from lake_mapper.core.datasets.tile_files import save_image, save_label

    folder = tmp_path_factory.mktemp("data") / "plateau"
    labels = folder / "trian_label"
    rng = np.random.default_rng(0)
    for i in range(10):
        label = np.zeros((SIZE, SIZE), np.uint8)
        cv2.circle(label, tuple(int(v) for v in rng.integers(20, 44, 2)), 14, 1, -1)
        rgb = np.where(label[..., None] > 0, (40, 70, 110), (150, 125, 90)) + rng.normal(
            0, 8, (SIZE, SIZE, 3)
        )
        save_image(folder / "train_img" / f"tile_{i}.png", np.clip(rgb, 0, 255).astype(np.uint8))
        labels.mkdir(exist_ok=True)
        path = labels / f"tile_{i}.png"
        if i in (0, 1):  # RGB in place of a palette
            Image.fromarray(label[..., None] * np.array([128, 0, 0], np.uint8)).save(path)
        elif i == 2:
            Image.fromarray(label * np.uint8(255)).save(path)
        elif i == 8:
            Image.fromarray(label * np.uint8(77)).save(path)
        elif i != 9:
            save_label(path, label)
    return folder


def qgis_process(*arguments):
    command = [str(ROOT / "scripts" / "qgis_process.sh"), "run", *(str(a) for a in arguments)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture(scope="module")
def trained(dataset, tmp_path_factory):
    out = tmp_path_factory.mktemp("trained")
    done = qgis_process(
        "lakemapper:trainmodel", f"--DATASET={dataset}", "--NETWORK=0", "--PRESET=0", "--EPOCHS=12",
        "--BATCH_SIZE=4", "--WEIGHT_DECAY=0", f"--RUN_FOLDER={out / 'run'}",
        f"--MODEL={out / 'model.safetensors'}", f"--LOG={out / 'log.csv'}", f"--CURVES={out / 'curves.png'}",
    )  # fmt: skip
    return out, done


def test_training_names_what_is_odd_and_writes_everything(trained):
    out, done = trained

    assert done.returncode == 0, done.stderr
    said = done.stdout + done.stderr
    assert "tile_9.png has no label" in said
    assert "tile_8.png" in said
    assert "(77, 77, 77)" in said
    assert "8 tiles of 64 × 64 pixels" in said
    assert "BEST_MIOU" in said
    with open(out / "log.csv") as file:
        assert [row["epoch"] for row in csv.DictReader(file)][-1] == "12.0"
    assert cv2.imread(str(out / "curves.png")) is not None


def test_a_trained_model_finds_lakes(trained, tmp_path, qgis):
    import processing

    mask = np.zeros((200, 200), bool)
    mask[60:140, 50:150] = True
    image = np.where(mask, np.array((40, 70, 110))[:, None, None], np.array((150, 125, 90))[:, None, None])
    path = write_raster(tmp_path / "scene.tif", image.astype(np.uint8))

    result = processing.run(
        "lakemapper:extractlakes",
        {"INPUT": path, "MODEL": str(trained[0] / "model.safetensors"), "OUTPUT": "TEMPORARY_OUTPUT"},
    )

    assert result["LAKE_AREA_KM2"] == pytest.approx(mask.sum() * 17**2 / 1e6, rel=0.1)
    names = {feature["model"].split(" (")[0] for feature in result["OUTPUT"].getFeatures()}
    assert names == {"LakeNet"}


def test_the_benchmark_in_one_call_and_again(dataset, tmp_path):
    arguments = (
        "lakemapper:reproducebenchmark", f"--DATASET={dataset}", f"--RUN_FOLDER={tmp_path / 'run'}",
        "--BUDGET_IMAGES=4", "--BATCH_SIZE=2", f"--TABLE={tmp_path / 'table.csv'}",
        f"--REPORT={tmp_path / 'report.html'}",
    )  # fmt: skip

    done = qgis_process(*arguments)
    assert done.returncode == 0, done.stderr
    first = (tmp_path / "table.csv").read_bytes()
    again = qgis_process(*arguments)

    assert again.returncode == 0, again.stderr
    assert again.stdout.count("is finished already") == 6
    assert (tmp_path / "table.csv").read_bytes() == first
    with open(tmp_path / "table.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["model"] for row in rows] == [
        "MSLWENet", "DeepLab V3+", "PSPNet", "MWEN", "Unet", "LakeNet (modern)",
    ]  # fmt: skip
    assert all(0 <= float(row["OA"]) <= 100 for row in rows)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "a budget, not the published 70 epochs" in page
    assert "98.53" in page  # the paper's row beside ours
    assert "96.6" in page  # what MSLWENet's own scores imply
    assert "tile_8.png" in page


def test_other_settings_in_the_same_folder_are_refused(dataset, tmp_path):
    from lake_mapper.core.datasets.dataset import open_dataset
    from lake_mapper.core.datasets.split import random_split
    from lake_mapper.core.evaluation.benchmark import reproduce
    from lake_mapper.core.util.errors import RunError

    data = open_dataset(dataset)
    split = random_split([tile.name for tile in data.tiles], 0)
    assert reproduce(data, split, [], tmp_path, seed=0) == []

    with pytest.raises(RunError, match="holds another run: its seed differ"):
        reproduce(data, split, [], tmp_path, seed=1)


def test_what_cannot_work_is_said_before_the_work(qgis, dataset, tmp_path):
    from qgis.core import QgsApplication, QgsProcessingContext

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:trainmodel")
    given = {"DATASET": str(dataset), "MODEL": str(dataset / "train_img/tile_0.png/model.safetensors")}

    ok, sentence = algorithm.checkParameterValues(given, QgsProcessingContext())
    assert not ok
    assert "MODEL cannot be written" in sentence

    given.update(MODEL=str(tmp_path / "m.safetensors"), INITIAL_MODEL=str(tmp_path / "none.safetensors"))
    ok, sentence = algorithm.checkParameterValues(given, QgsProcessingContext())
    assert not ok
    assert "INITIAL_MODEL" in sentence


def test_names_in_the_toolbox_are_those_of_the_registry(qgis):
    from lake_mapper.core.models.networks import NETWORKS
    from lake_mapper.core.training.protocol import PRESETS
    from lake_mapper.plugin.algorithms import train_model

    assert tuple(NETWORKS) == train_model.NETWORKS
    assert tuple(PRESETS) == train_model.PRESETS


def test_cancelled_training_continues(qgis, dataset, tmp_path, feedback, cancelling_feedback):
    import processing

    given = {
        "DATASET": str(dataset), "NETWORK": 0, "EPOCHS": 5, "BATCH_SIZE": 4,
        "RUN_FOLDER": str(tmp_path / "run"), "MODEL": str(tmp_path / "model.safetensors"),
    }  # fmt: skip

    first = processing.run("lakemapper:trainmodel", given, feedback=cancelling_feedback)
    assert not (tmp_path / "model.safetensors").exists()
    second = processing.run("lakemapper:trainmodel", given, feedback=feedback)

    assert "MODEL" not in first
    assert any("the same parameters continue it" in line for line in cancelling_feedback.log)
    assert any(line.startswith("Continues at step") for line in feedback.log)
    assert (tmp_path / "model.safetensors").exists()
    assert 0 < second["BEST_MIOU"] <= 100
