import pytest
from qgis.core import QgsLayerMetadata


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
