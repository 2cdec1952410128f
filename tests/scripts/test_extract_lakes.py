"""Lakes of a file without QGIS, as from the command line."""

import sys

import extract_lakes
import numpy as np
import pytest
from lake_mapper.core.lakes.attributes import FIELDS
from osgeo import gdal, ogr
from support import SAMPLE, rgb_of, write_raster


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["extract_lakes.py", *map(str, arguments)])
        extract_lakes.main()
        return capsys.readouterr().out

    return call


def test_lakes_with_their_fields(run, tmp_path):
    crop = tmp_path / "crop.tif"
    gdal.Translate(str(crop), str(SAMPLE), srcWin=[200, 200, 300, 300]).FlushCache()

    said = run(crop, tmp_path / "lakes.gpkg", "--date", "2020-05-18", "--run-folder", tmp_path / "run")

    layer = ogr.Open(str(tmp_path / "lakes.gpkg"))
    lakes = [feature.items() for feature in layer.GetLayer()]
    assert f"{len(lakes)} lakes" in said and len(lakes) > 0
    assert list(lakes[0]) == [field.name for field in FIELDS]
    assert (lakes[0]["lake_id"], lakes[0]["date"]) == (1, "2020/05/18")
    areas = [lake["area_km2"] for lake in lakes]
    assert areas == sorted(areas, reverse=True)
    assert (tmp_path / "run" / "manifest.json").exists()


def test_errors_are_one_sentence(run, tmp_path):
    image = write_raster(tmp_path / "plain.tif", rgb_of(np.zeros((50, 50), bool)), epsg=None)

    with pytest.raises(SystemExit, match="no coordinate reference system"):
        run(image, tmp_path / "lakes.gpkg")
    for wrong in (["lakes.shp"], ["lakes.gpkg", "--scheduler", "tcp://host:1"]):
        with pytest.raises(SystemExit, match="2"):
            run(image, *wrong)
    assert not (tmp_path / "lakes.gpkg").exists()
