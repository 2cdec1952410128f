import datetime
import time

import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime
from support import SAMPLE


def test_a_geopackage_opens_with_its_metadata(extracted):
    folder, _ = extracted

    layer = QgsVectorLayer(str(folder / "lakes.gpkg"))

    metadata = layer.metadata()
    assert metadata.title() == f"Lakes of {SAMPLE.stem}"
    assert "Bands and contrast" in metadata.abstract()
    assert "CRS: EPSG:32621 (WGS 84 / UTM zone 21N)" in metadata.abstract()
    assert not any(word in layer.htmlMetadata() for word in ("POLYGON ((", "PROJCRS[", "PROJCS["))
    assert metadata.licenses() == ["Model LakeNet: GPL-2.0-or-later"]
    assert any("Earth Surface Water" in right for right in metadata.rights())
    assert metadata.crs().authid() == "EPSG:32621"
    assert metadata.extent().temporalExtents()[0].begin().date() == QDate(2020, 5, 18)
    assert metadata.extent().spatialExtents()[0].bounds.xMinimum() == pytest.approx(748000, abs=17)


@pytest.fixture(params=["Asia/Shanghai", "America/New_York", "UTC"])
def zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("spec", [Qt.TimeSpec.UTC, Qt.TimeSpec.LocalTime])
def test_the_date_in_a_file_is_the_same_all_over_the_earth(qgis, tmp_path, zone, spec):
    """As it is written now, and as version 0.2.0 wrote it: in local time."""
    from lake_mapper.plugin.layers.lake_layers import LakeSource
    from lake_mapper.plugin.outputs.layer_metadata import lake_metadata

    class Card:
        name, training_data, licence = "model", (), ""

    layer = QgsVectorLayer("Polygon?crs=EPSG:32645", "lakes", "memory")
    lake = QgsFeature()
    lake.setGeometry(QgsGeometry.fromRect(QgsRectangle(5e5, 35e5, 5.1e5, 35.1e5)))
    layer.dataProvider().addFeature(lake)
    day = datetime.date(2020, 8, 31)
    metadata = lake_metadata(
        "Lakes", facts=[], command="", crs=layer.crs(), extent=layer.extent(), date=day, card=Card
    )
    if spec == Qt.TimeSpec.LocalTime:
        extent = metadata.extent()
        ends = (QDateTime(QDate(day), at, spec) for at in (QTime(0, 0), QTime(23, 59, 59)))
        extent.setTemporalExtents([QgsDateTimeRange(*ends)])
        metadata.setExtent(extent)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.saveMetadata, options.layerMetadata = True, metadata
    path = str(tmp_path / "lakes.gpkg")
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, QgsProject.instance().transformContext(), options)

    written = QgsVectorLayer(path, "lakes", "ogr")

    assert LakeSource(written, None).first_date == day
    if spec == Qt.TimeSpec.UTC:
        begin, end = (
            getattr(written.metadata().extent().temporalExtents()[0], at)() for at in ("begin", "end")
        )
        assert begin.toUTC().date() == end.toUTC().date() == QDate(day)


def test_a_file_without_tables_has_its_metadata_in_a_file_next_to_it(qgis, tmp_path):
    import processing

    processing.run(
        "lakemapper:extractlakes",
        {
            "INPUT": str(SAMPLE),
            "EXTENT": "748000,755000,-2806000,-2800000 [EPSG:32621]",
            "OUTPUT": str(tmp_path / "l.geojson"),
        },
    )

    assert (tmp_path / "l.qmd").exists()
    layer = QgsVectorLayer(str(tmp_path / "l.geojson"))
    layer.loadDefaultMetadata()
    assert layer.featureCount() > 0
    assert layer.metadata().title() == f"Lakes of {SAMPLE.stem}"
