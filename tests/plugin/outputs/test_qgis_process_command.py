import shlex
import subprocess
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime
from support import ROOT, SAMPLE


def test_command_can_be_pasted_into_a_shell():
    from lake_mapper.plugin.outputs.qgis_process_command import qgis_process_command

    command = qgis_process_command("a:b", {"M": ["x y", "z"], "W": True, "N": 0, "EMPTY": None, "S": ""})

    assert shlex.split(command) == ["qgis_process", "run", "a:b", "--M=x y", "--M=z", "--W=true", "--N=0"]


def test_command_is_quoted_for_the_shell_of_windows(monkeypatch):
    from lake_mapper.plugin.outputs.qgis_process_command import qgis_process_command

    monkeypatch.setattr("sys.platform", "win32")

    command = qgis_process_command(
        "a:b",
        {
            "M": "C:\\my lakes\\a.tif",
            "EXTENT": "1,2,3,4 [EPSG:32645]",
            "K": "C:\\k.gpkg|layername=k",
            "F": "C:\\a&b\\",
        },
    )

    assert command == " ".join(
        [
            "qgis_process run a:b",
            '"--M=C:\\my lakes\\a.tif"',
            '"--EXTENT=1,2,3,4 [EPSG:32645]"',
            '"--K=C:\\k.gpkg|layername=k"',
            '"--F=C:\\a&b\\\\"',
        ]
    )


def test_command_shows_no_keys(qgis):
    from lake_mapper.plugin.outputs.qgis_process_command import reproducing_command

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes")
    address = "/vsicurl?header.Authorization=Bearer%20TOPSECRET&url=https://127.0.0.1:9/a.tif?sig=TOPSECRET"
    connection = "ogr:dbname='PG:host=127.0.0.1 user=me password=\\'TOP SECRET\\'' table=lakes (geom)"
    parameters = {
        "INPUT": QgsRasterLayer(address, "a", "gdal"),
        "AOI": "postgres://host=127.0.0.1 dbname='gis' user='me' password='TOP SECRET' table=\"aoi\"",
        "OUTPUT": QgsProcessingOutputLayerDefinition(connection),
        "REPORT": "/vsicurl/https://me:TOPSECRET@127.0.0.1/report.html",
    }

    command = reproducing_command(algorithm, parameters, QgsProcessingContext())

    assert "SECRET" not in command
    assert "Bearer" not in command
    assert "https://127.0.0.1:9/a.tif" in command


def test_command_of_what_a_dialog_gives(qgis):
    from lake_mapper.plugin.outputs.qgis_process_command import reproducing_command

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes")
    crs = QgsCoordinateReferenceSystem("EPSG:32621")
    parameters = {
        "INPUT": QgsRasterLayer(str(SAMPLE), "a b"),
        "EXTENT": QgsReferencedRectangle(QgsRectangle(1, 2, 3.5, 4), crs),
        "DATE": QDateTime(QDate(2020, 5, 18), QTime(0, 0)),
        "BANDS": "4;3;2",
        "OUTPUT": QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT"),
    }

    words = shlex.split(reproducing_command(algorithm, parameters, QgsProcessingContext()))

    assert words[:3] == ["qgis_process", "run", "lakemapper:extractlakes"]
    assert f"--INPUT={SAMPLE}" in words
    assert "--EXTENT=1,3.5,2,4 [EPSG:32621]" in words
    assert "--DATE=2020-05-18" in words
    assert "--BANDS=4;3;2" in words
    assert "--OUTPUT=output.gpkg" in words
    assert "--THRESHOLD=0.5" in words
    assert not any(word.startswith(("--MODEL", "--REPORT", "--MAX_ELONGATION")) for word in words)


def test_command_names_each_layer_of_a_list(qgis, tmp_path):
    from lake_mapper.plugin.outputs.qgis_process_command import reproducing_command

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:tracklakes")
    paths = [str(tmp_path / f"lakes {year}.geojson") for year in (2014, 2020, 2022)]
    for path in paths:
        Path(path).write_text('{"type": "FeatureCollection", "features": []}')
    by_id, by_object = (QgsVectorLayer(path, "lakes", "ogr") for path in paths[:2])
    QgsProject.instance().addMapLayer(by_id)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())

    words = shlex.split(
        reproducing_command(algorithm, {"LAYERS": [by_id.id(), by_object, paths[2]]}, context)
    )

    QgsProject.instance().removeMapLayer(by_id.id())
    assert [word for word in words if word.startswith("--LAYERS=")] == [f"--LAYERS={path}" for path in paths]


def test_the_command_of_the_metadata_makes_the_same_lakes(extracted, tmp_path):
    folder, result = extracted
    (history,) = QgsVectorLayer(str(folder / "lakes.gpkg")).metadata().history()
    words = shlex.split(history.partition(": ")[2])
    assert words[0] == "qgis_process"
    words[0] = str(ROOT / "scripts" / "qgis_process.sh")
    words = [word.replace(str(folder), str(tmp_path)) for word in words]

    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"LAKE_COUNT:\t{result['LAKE_COUNT']}" in done.stdout
    area = next(line for line in done.stdout.splitlines() if line.startswith("LAKE_AREA_KM2"))
    assert float(area.split("\t")[1]) == pytest.approx(result["LAKE_AREA_KM2"], abs=1e-5)
    again, before = (QgsVectorLayer(str(f / "lakes.gpkg")) for f in (tmp_path, folder))
    assert [f.attributes() for f in again.getFeatures()] == [f.attributes() for f in before.getFeatures()]
