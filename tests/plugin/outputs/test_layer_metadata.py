import pytest
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QDate
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
