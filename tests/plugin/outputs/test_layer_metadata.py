import shlex
import subprocess

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsLayerMetadata,
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

EXTENT = "748000,755000,-2806000,-2800000 [EPSG:32621]"


@pytest.fixture(scope="module")
def extracted(qgis, tmp_path_factory):
    import processing

    folder = tmp_path_factory.mktemp("provenance")
    result = processing.run(
        "lakemapper:extractlakes",
        {
            "INPUT": str(SAMPLE),
            "EXTENT": EXTENT,
            "DATE": "2020-05-18",
            "MAX_ELONGATION": 5,
            "OUTPUT": str(folder / "lakes.gpkg"),
            "REPORT": str(folder / "report.html"),
        },
    )
    return folder, result


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
    assert f"LAKE_AREA_KM2:\t{result['LAKE_AREA_KM2']:g}" in done.stdout
    again, before = (QgsVectorLayer(str(f / "lakes.gpkg")) for f in (tmp_path, folder))
    assert [f.attributes() for f in again.getFeatures()] == [f.attributes() for f in before.getFeatures()]


def test_a_geopackage_opens_with_style_and_metadata(extracted):
    folder, _ = extracted

    layer = QgsVectorLayer(str(folder / "lakes.gpkg"))

    assert layer.renderer().type() == "graduatedSymbol"
    assert "confidence" in layer.renderer().classAttribute()
    assert layer.labelsEnabled()
    columns = {column.name for column in layer.attributeTableConfig().columns() if column.width > 0}
    assert columns == {field.name() for field in layer.fields()} - {"fid"}
    metadata = layer.metadata()
    assert metadata.title() == f"Lakes of {SAMPLE.stem}"
    assert "Bands and contrast" in metadata.abstract()
    assert metadata.licenses() == ["Model LakeNet: GPL-2.0-or-later"]
    assert any("Earth Surface Water" in right for right in metadata.rights())
    assert metadata.crs().authid() == "EPSG:32621"
    assert metadata.extent().temporalExtents()[0].begin().date() == QDate(2020, 5, 18)
    assert metadata.extent().spatialExtents()[0].bounds.xMinimum() == pytest.approx(748000, abs=17)


def test_longer_lakes_are_left_out(extracted):
    folder, result = extracted
    lakes = list(QgsVectorLayer(str(folder / "lakes.gpkg")).getFeatures())

    assert len(lakes) == result["LAKE_COUNT"] > 0
    assert all(1 <= lake["elongation"] <= 5 for lake in lakes)
    assert [lake["lake_id"] for lake in lakes] == list(range(1, len(lakes) + 1))
    assert sum(lake["area_km2"] for lake in lakes) == pytest.approx(result["LAKE_AREA_KM2"], abs=1e-4)


def test_a_layer_that_qgis_loads_gets_the_look(qgis, feedback):
    """Without a window, as after a run in the toolbox: QGIS calls what the algorithm left."""
    from lake_mapper.plugin.outputs import layer_style as style

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:32645&field=confidence:double&field=area_km2:double", "l", "memory"
    )
    context.temporaryLayerStore().addMapLayer(layer)
    details = QgsProcessingContext.LayerDetails("Lakes", QgsProject.instance(), "OUTPUT")
    context.addLayerToLoadOnCompletion(layer.id(), details)
    metadata = QgsLayerMetadata()
    metadata.setTitle("Lakes of here")

    style.finish(layer.id(), style.LAKES, metadata, context, feedback)
    style = context.layerToLoadOnCompletionDetails(layer.id()).postProcessor()
    style.postProcessLayer(layer, context, feedback)

    assert layer.metadata().title() == "Lakes of here"
    assert layer.renderer().type() == "graduatedSymbol"
    assert feedback.log == []


def test_a_file_without_tables_has_metadata_beside_it(qgis, tmp_path):
    import processing

    processing.run(
        "lakemapper:extractlakes",
        {"INPUT": str(SAMPLE), "EXTENT": EXTENT, "OUTPUT": str(tmp_path / "l.geojson")},
    )

    assert (tmp_path / "l.qmd").exists()
    assert QgsVectorLayer(str(tmp_path / "l.geojson")).featureCount() > 0


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
    assert "--OUTPUT=lakes.gpkg" in words or "--OUTPUT=output.gpkg" in words
    assert "--THRESHOLD=0.5" in words
    assert not any(word.startswith(("--MODEL", "--REPORT", "--MAX_ELONGATION")) for word in words)
