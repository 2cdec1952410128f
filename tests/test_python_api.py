"""docs/python.md runs as it is written, one block after the other."""

import re

import numpy as np
import pytest
from osgeo import gdal, ogr
from support import ROOT, SAMPLE

pytest.importorskip("cv2", reason="training needs OpenCV")

PAGE = ROOT / "docs" / "python.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What the page names: an image, images, a basin, a dataset."""
    from lake_mapper.core.datasets.tile_files import save_image, save_label

    folder = tmp_path_factory.mktemp("page")
    image = folder / "image.tif"
    gdal.Translate(str(image), str(SAMPLE), srcWin=[200, 200, 300, 300]).FlushCache()
    (folder / "images").mkdir()
    (folder / "images" / "a.tif").write_bytes(image.read_bytes())
    (folder / "images" / "b.tif").write_bytes(b"no image")
    write_basin(folder / "basin.gpkg", gdal.Open(str(image)))
    rng = np.random.default_rng(0)
    for i in range(8):
        label = np.zeros((64, 64), np.uint8)
        label[8 + i : 40, 10:50] = 1
        rgb = np.where(label[..., None] == 1, (20, 60, 90), (150, 120, 90)) + rng.integers(0, 9, (64, 64, 3))
        save_image(folder / "dataset" / "train_img" / f"{i}.png", rgb.astype(np.uint8))
        save_label(folder / "dataset" / "train_label" / f"{i}.png", label)
    return folder


def write_basin(path, image):
    """The left half of the image as a polygon."""
    x, dx, _, y, _, dy = image.GetGeoTransform()
    east, south = x + dx * image.RasterXSize / 2, y + dy * image.RasterYSize
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = file.CreateLayer("basin", image.GetSpatialRef(), ogr.wkbPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    ring = f"{x} {y}, {east} {y}, {east} {south}, {x} {south}, {x} {y}"
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
    layer.CreateFeature(feature)


@pytest.fixture(scope="module")
def names(folder):
    """All blocks run in one namespace, as in a notebook: their names afterwards."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for block in BLOCKS:
            if "lakes_2014.gpkg" in block:
                for year in (2014, 2020):
                    found["found"].write(f"lakes_{year}.gpkg")
            exec(compile(block, str(PAGE), "exec"), found)
    return found


def test_lakes_of_an_image_as_in_extract_lakes(names, folder):
    from lake_mapper.core import FIELDS

    file = ogr.Open(str(folder / "lakes.gpkg"))
    lakes = [feature.items() for feature in file.GetLayer()]

    assert len(lakes) > 0
    assert list(lakes[0]) == [field.name for field in FIELDS]
    assert gdal.Open(str(folder / "probability.tif")).GetRasterBand(1).GetScale() == 1 / 200
    assert "Lakes of image" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_run_is_kept_and_an_area_of_interest_cuts(names, folder):
    assert (folder / "run" / "manifest.json").exists()
    whole = ogr.Open(str(folder / "lakes.gpkg"))
    area = sum(feature["area_km2"] for feature in whole.GetLayer())

    assert 0 < names["found"].area_km2 < area


def test_one_image_that_cannot_be_read_does_not_end_the_batch(names, folder):
    assert [path.name for path in (folder / "lakes").iterdir()] == ["a.gpkg"]


def test_training_leaves_a_model_and_scores(names, folder):
    model, scores = names["model"], (folder / "scores.csv").read_text()

    assert model.card.network == "LakeNet"
    assert model.card.training_data[0] == "lakes of my basin"
    assert scores.startswith("model,network,tiles") and scores.count("\n") == 2


def test_tracking_writes_ledger_and_changes(names, folder):
    ledger = (folder / "ledger.csv").read_text(encoding="utf-8")
    changes = ogr.Open(str(folder / "changes.gpkg"))

    assert ledger.startswith("lake_id,date,")
    assert {feature["change"] for feature in changes.GetLayer()} == {"stable"}  # the same lakes at both dates


def test_every_public_name_is_there_and_explained():
    import lake_mapper.core as api

    from_modules = {name for names in api._MODULES.values() for name in names}
    assert from_modules == set(api.__all__)
    for name in api.__all__:
        thing = getattr(api, name)
        assert thing.__doc__ or not callable(thing), name
    with pytest.raises(AttributeError, match="has no attribute 'lakes_of'"):
        api.lakes_of  # noqa: B018


def test_the_package_is_imported_without_torch():
    import subprocess
    import sys

    script = """
import sys
sys.path.insert(0, sys.argv[1])
import package_path; package_path.load()
import lake_mapper.core
from lake_mapper.core import LakeMapperError
assert "torch" not in sys.modules and "numpy.testing" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script, str(ROOT / "scripts")], check=True)
