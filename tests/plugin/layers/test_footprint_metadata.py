import pytest
from qgis.core import QgsLayerMetadata, QgsProviderRegistry, QgsVectorLayer


@pytest.fixture
def metadata():
    from lake_mapper.plugin.layers.footprint_metadata import ImageFacts, write_metadata

    metadata = QgsLayerMetadata()
    metadata.setKeywords({"gmd:topicCategory": ["Inland Waters"]})
    write_metadata(metadata, ImageFacts(30.5, (1.25, 2.5, 30.0, -30.0), "POLYGON ((0 0, 1 0, 1 1, 0 0))"))
    return metadata


def test_facts_come_back_as_they_were_and_other_keywords_stay(metadata):
    from lake_mapper.plugin.layers.footprint_metadata import read_metadata

    assert tuple(read_metadata(metadata)) == (
        30.5,
        (1.25, 2.5, 30.0, -30.0),
        "POLYGON ((0 0, 1 0, 1 1, 0 0))",
    )
    assert metadata.keywords()["gmd:topicCategory"] == ["Inland Waters"]


@pytest.mark.parametrize("damage", ["missing", "not a number", "short", "empty"])
def test_damaged_facts_are_no_facts(metadata, damage):
    from lake_mapper.plugin.layers.footprint_metadata import read_metadata

    keywords = metadata.keywords()
    name = "lakemapper:grid"
    values = {"not a number": ["a"] * 4, "short": ["1", "2", "3"], "empty": []}
    if damage == "missing":
        del keywords[name]
    else:
        keywords[name] = values[damage]
    metadata.setKeywords(keywords)

    assert tuple(read_metadata(metadata)) == (None, None, None)
    assert tuple(read_metadata(QgsLayerMetadata())) == (None, None, None)


@pytest.mark.parametrize("suffix", [".shp", ".geojson", ".fgb"])
def test_facts_in_a_file_beside_the_lakes_are_read(qgis, metadata, tmp_path, suffix):
    from lake_mapper.plugin.layers.footprint_metadata import metadata_of, read_metadata
    from osgeo import ogr

    path = tmp_path / f"lakes{suffix}"
    driver = {".shp": "ESRI Shapefile", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf"}[suffix]
    made = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    made.CreateLayer("lakes", geom_type=ogr.wkbPolygon)
    del made
    layer = QgsVectorLayer(str(path), "", "ogr")
    assert read_metadata(metadata_of(layer)).pixel is None
    QgsProviderRegistry.instance().saveLayerMetadata("ogr", str(path), metadata)

    assert read_metadata(metadata_of(layer)) == read_metadata(metadata)
    assert layer.metadata().keywords() == {}
    path.with_suffix(".qmd").write_text("<broken")
    assert read_metadata(metadata_of(layer)).pixel is None
