import csv

import numpy as np
import pytest
from support import write_raster

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")


@pytest.fixture(scope="module")
def trained(dataset, qgis_process, tmp_path_factory):
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
    output = done.stdout + done.stderr
    assert "tile_9.png has no label" in output
    assert "tile_8.png" in output
    assert "(77, 77, 77)" in output
    assert "8 tiles of 64 × 64 pixels" in output
    assert "BEST_MIOU" in output
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


def test_what_cannot_work_is_said_before_the_work(qgis, dataset, tmp_path):
    from qgis.core import QgsApplication, QgsProcessingContext

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:trainmodel")
    given = {"DATASET": str(dataset), "MODEL": str(dataset / "train_img/tile_0.png/model.safetensors")}

    ok, sentence = algorithm.checkParameterValues(given, QgsProcessingContext())
    assert not ok
    assert "(MODEL) cannot be written" in sentence

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
