import subprocess
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsVectorLayer
from support import ROOT, SAMPLE, rgb_of, write_raster

pytest.importorskip("cv2")
pytest.importorskip("PIL")


def run(feedback=None, **parameters):
    import processing  # is there once QGIS has started

    return processing.run(
        "lakemapper:preparedataset", {"DATASET": "TEMPORARY_OUTPUT", **parameters}, feedback=feedback
    )


@pytest.fixture
def labelled(tmp_path):
    """Two json_to_dataset folders of 2 × 2 tiles each, all with lake, and a broken labelme file."""
    from lake_mapper.core.datasets.tile_files import save_image, save_label

    mask = np.zeros((140, 140), np.uint8)
    mask[30:110, 30:110] = 1
    for name in "ab":
        save_image(tmp_path / "in" / f"{name}_json" / "img.png", rgb_of(mask > 0).transpose(1, 2, 0).copy())
        save_label(tmp_path / "in" / f"{name}_json" / "label.png", mask)
    (tmp_path / "in" / "broken.json").write_text("{")
    return str(tmp_path / "in")


def lakes(*wkts: str, crs: str = "EPSG:4326") -> QgsVectorLayer:
    from qgis.core import QgsFeature, QgsGeometry

    layer = QgsVectorLayer(f"Polygon?crs={crs}", "lakes", "memory")
    for text in wkts:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(text))
        layer.dataProvider().addFeature(feature)
    return layer


def test_parameters_and_outputs(qgis):
    algorithm = QgsApplication.processingRegistry().algorithmById("lakemapper:preparedataset")

    defaults = {p.name(): p.defaultValue() for p in algorithm.parameterDefinitions()}
    outputs = {o.name() for o in algorithm.outputDefinitions()}

    from lake_mapper.core.datasets.split import TRAIN_SHARE

    assert defaults.keys() == {
        "LABELME_FOLDER", "RASTER", "LAKES", "SCALE", "RESOLUTION", "MIN_LAKE_SHARE", "COUNT", "SEED",
        "TILE_SIZE", "SPLIT_BY", "TRAIN_SHARE", "SUBSETS", "BANDS", "CONTRAST", "DATASET",
    }  # fmt: skip
    assert outputs == {"DATASET", "TILE_COUNT", "TRAIN_COUNT", "TEST_COUNT", "CONTACT_SHEET"}
    assert defaults["TRAIN_SHARE"] == TRAIN_SHARE
    assert (defaults["TILE_SIZE"], defaults["RESOLUTION"], defaults["MIN_LAKE_SHARE"]) == (256, 17, 0.01)


def test_from_a_folder(qgis, feedback, labelled, tmp_path):
    result = run(feedback, LABELME_FOLDER=labelled, TILE_SIZE=64, SUBSETS=True, DATASET=str(tmp_path / "out"))

    from lake_mapper.core.datasets.dataset import open_dataset
    from lake_mapper.core.datasets.split import Split

    split = Split.load(tmp_path / "out" / "split.json")
    assert result["DATASET"] == str(tmp_path / "out")
    assert result["TILE_COUNT"] == len(open_dataset(tmp_path / "out").tiles) == 8
    assert (result["TRAIN_COUNT"], result["TEST_COUNT"]) == (len(split.train), len(split.test)) == (7, 1)
    assert Path(result["CONTACT_SHEET"]).is_file()
    log = "\n".join(feedback.log)
    assert "Left out: broken.json: it is no labelme file" in log
    assert "Of 8 tiles, those with at least 1 % lake and no missing data: 8. Kept: 8," in log
    assert feedback.percent == sorted(feedback.percent)


def test_from_the_sample_and_polygons_in_degrees(qgis, feedback, tmp_path):
    """A square over the reservoir, one that crosses itself, and one on the other side of Earth."""
    square = "POLYGON ((-54.60 -25.22, -54.45 -25.22, -54.45 -25.37, -54.60 -25.37, -54.60 -25.22))"
    tie = "POLYGON ((-54.42 -25.30, -54.37 -25.30, -54.42 -25.35, -54.37 -25.35, -54.42 -25.30))"
    far = "POLYGON ((100 30, 101 30, 101 31, 100 30))"

    result = run(
        feedback,
        RASTER=str(SAMPLE),
        LAKES=lakes(square, tie, far),
        RESOLUTION=30,
        TILE_SIZE=128,
        DATASET=str(tmp_path / "out"),
    )

    from lake_mapper.core.datasets.dataset import open_dataset

    lake = sum(int(tile.read()[1].sum()) for tile in open_dataset(tmp_path / "out").tiles) * 30**2 / 1e6
    ground = (0.15**2 + 0.05**2 / 2) * 110.78 * 100.8  # km in a degree of latitude and of longitude here
    assert result["TILE_COUNT"] > 4
    assert lake == pytest.approx(ground, rel=0.01)  # a little lies in tiles with hardly any lake
    log = "\n".join(feedback.log)
    assert "(LAKES) (such as outlines that cross themselves), repaired: 1." in log
    assert "percentiles 2 to 98" in log


def test_a_lake_that_was_rejected_in_review_is_land_to_learn(qgis, feedback, tmp_path):
    from qgis.core import QgsFeature, QgsField, QgsGeometry
    from qgis.PyQt.QtCore import QVariant

    square = "POLYGON ((-54.60 -25.22, -54.45 -25.22, -54.45 -25.37, -54.60 -25.37, -54.60 -25.22))"
    wrong = "POLYGON ((-54.42 -25.30, -54.37 -25.30, -54.37 -25.35, -54.42 -25.35, -54.42 -25.30))"
    reviewed = QgsVectorLayer("Polygon?crs=EPSG:4326", "reviewed", "memory")
    reviewed.dataProvider().addAttributes([QgsField("review", QVariant.String)])
    reviewed.updateFields()
    for text, decision in ((square, None), (wrong, "Rejected")):
        feature = QgsFeature(reviewed.fields())
        feature.setGeometry(QgsGeometry.fromWkt(text))
        feature["review"] = decision
        reviewed.dataProvider().addFeature(feature)
    sizes = {"RESOLUTION": 30, "TILE_SIZE": 128, "RASTER": str(SAMPLE)}

    run(feedback, LAKES=reviewed, DATASET=str(tmp_path / "reviewed"), **sizes)
    run(None, LAKES=lakes(square), DATASET=str(tmp_path / "right"), **sizes)

    from lake_mapper.core.datasets.dataset import open_dataset

    right, made = (open_dataset(tmp_path / name).tiles for name in ("right", "reviewed"))
    assert [tile.name for tile in made] == [tile.name for tile in right]
    assert all((a.read()[1] == b.read()[1]).all() for a, b in zip(made, right))
    assert "1 lake of 'reviewed' rejected in review: left out." in feedback.log


def test_cancel_writes_nothing(qgis, cancelling_feedback, labelled, tmp_path):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:preparedataset")

    algorithm.run(
        {"LABELME_FOLDER": labelled, "TILE_SIZE": 64, "DATASET": str(tmp_path / "out")},
        QgsProcessingContext(),
        cancelling_feedback,
    )

    assert any("nothing was written" in line for line in cancelling_feedback.log)
    assert not (tmp_path / "out").exists()


def rejected(**parameters) -> str:
    with pytest.raises(QgsProcessingException) as caught:
        run(**parameters)
    return str(caught.value)


def test_rejected_input(qgis, labelled, tmp_path):
    here = lakes("POLYGON ((-54.6 -25.3, -54.4 -25.3, -54.4 -25.4, -54.6 -25.3))")
    elsewhere = lakes("POLYGON ((100 30, 101 30, 101 31, 100 30))")
    no_crs = write_raster(tmp_path / "no_crs.tif", np.full((3, 50, 50), 9, np.uint8), epsg=None)
    (tmp_path / "file").write_text("")

    assert "nothing to cut" in rejected()
    assert "nothing to cut" in rejected(RASTER=str(SAMPLE))
    assert "nothing to cut" in rejected(LAKES=here)
    assert "not both kinds" in rejected(LABELME_FOLDER=labelled, LAKES=here)
    assert "no such folder" in rejected(LABELME_FOLDER=str(tmp_path / "gone"))
    assert "only one image" in rejected(RASTER=str(SAMPLE), LAKES=here, SPLIT_BY=1)
    assert "no coordinate reference system" in rejected(RASTER=no_crs, LAKES=here)
    assert "(LAKES) lies on" in rejected(RASTER=str(SAMPLE), LAKES=elsewhere)
    assert "'Dataset' (DATASET) cannot be written" in rejected(
        LABELME_FOLDER=labelled, DATASET=str(tmp_path / "file" / "out")
    )
    run(LABELME_FOLDER=labelled, TILE_SIZE=64, DATASET=str(tmp_path / "out"))
    assert "already holds a dataset" in rejected(LABELME_FOLDER=labelled, DATASET=str(tmp_path / "out"))


def test_full_disk_leaves_no_half_dataset(qgis, labelled, small_disk):
    assert "cannot be written" in rejected(LABELME_FOLDER=labelled, TILE_SIZE=32, DATASET=str(small_disk))
    assert list(small_disk.iterdir()) == []


def test_qgis_process(qgis, labelled, tmp_path):
    """Numbers as strings, paths relative to where the user is."""
    command = [
        str(ROOT / "scripts" / "qgis_process.sh"), "run", "lakemapper:preparedataset", "--LABELME_FOLDER=in",
        "--TILE_SIZE=64", "--MIN_LAKE_SHARE=0.1", "--COUNT=6", "--SPLIT_BY=1", "--TRAIN_SHARE=0.5",
        "--SUBSETS=true", "--DATASET=out",
    ]  # fmt: skip

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "TILE_COUNT:\t6" in done.stdout
    assert (tmp_path / "out" / "split.json").is_file()
    assert "Traceback" not in done.stdout + done.stderr
