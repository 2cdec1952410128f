import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsLayerMetadata,
    QgsProject,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)


@pytest.fixture
def metadata():
    from lake_mapper.plugin.layers.footprint_metadata import ImageFacts, write_metadata

    metadata = QgsLayerMetadata()
    metadata.setKeywords({"gmd:topicCategory": ["Inland Waters"]})
    write_metadata(metadata, ImageFacts(30.5, (1.25, 2.5, 30.0, -30.0), "POLYGON ((0 0, 1 0, 1 1, 0 0))"))
    return metadata


def test_facts_come_back_as_they_were_and_other_keywords_stay(metadata):
    from lake_mapper.plugin.layers.footprint_metadata import read_metadata

    assert tuple(read_metadata(metadata))[:3] == (
        30.5,
        (1.25, 2.5, 30.0, -30.0),
        "POLYGON ((0 0, 1 0, 1 1, 0 0))",
    )
    assert metadata.keywords()["gmd:topicCategory"] == ["Inland Waters"]


@pytest.mark.parametrize("damage", ["not a number", "short", "CRS", "number of lakes", "no footprint"])
def test_damaged_facts_are_no_facts(metadata, damage):
    from lake_mapper.plugin.layers.footprint_metadata import read_metadata

    keywords = metadata.keywords()
    damaged = {
        "not a number": {"lakemapper:grid": ["a"] * 4},
        "short": {"lakemapper:grid": ["1", "2", "3"]},
        "CRS": {"lakemapper:crs": ["EPSG:999999"]},
        "number of lakes": {"lakemapper:lakes": ["some"]},
        "no footprint": {"lakemapper:footprint": [], "lakemapper:seen": []},
    }
    metadata.setKeywords({**keywords, **damaged[damage]})

    assert set(read_metadata(metadata)) == {None}
    assert set(read_metadata(QgsLayerMetadata())) == {None}


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


IMAGE = QgsRectangle(490_000, 3_480_000, 560_000, 3_520_000)


@pytest.fixture
def saved(qgis, tmp_path):
    """Save a layer of two lakes of 2020 and what is known of its image: saved(crs, lakes) → the new layer."""
    from lake_mapper.plugin.layers.footprint_metadata import ImageFacts, write_metadata

    def save(crs=None, lakes=(1, 2), keyword=True):
        layer = QgsVectorLayer("Polygon?crs=EPSG:32645&field=date:string", "lakes 2020-07-01", "memory")
        for number in range(2):
            lake = QgsFeature(layer.fields())
            lake.setGeometry(
                QgsGeometry.fromRect(QgsRectangle(5e5 + 9e3 * number, 35e5, 501e3 + 9e3 * number, 3501e3))
            )
            layer.dataProvider().addFeature(lake)
        metadata = QgsLayerMetadata()
        metadata.setCrs(layer.crs())
        facts = ImageFacts(10.0, (490_000.0, 3_520_000.0, 10.0, -10.0), IMAGE.asWktPolygon(), lakes=2)
        write_metadata(metadata, facts._replace(crs="EPSG:32645") if keyword else facts)
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.saveMetadata, options.layerMetadata = True, metadata
        options.onlySelectedFeatures = True
        layer.selectByIds(list(lakes))
        if crs:
            options.ct = QgsCoordinateTransform(
                layer.crs(), QgsCoordinateReferenceSystem(crs), QgsProject.instance()
            )
        path = str(tmp_path / f"lakes {len(lakes)}.gpkg")
        context = QgsProject.instance().transformContext()
        assert QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, context, options)[0] == 0
        return QgsVectorLayer(path, "lakes 2020-07-01", "ogr")

    return save


@pytest.mark.parametrize("keyword", [True, False])  # with its own, and by the CRS that QGIS keeps
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32646", "EPSG:3857"])
def test_a_footprint_goes_along_into_another_crs(saved, crs, keyword):
    from lake_mapper.plugin.layers.footprint_metadata import facts_of

    facts, warning = facts_of(saved(crs, keyword=keyword), "lakes")

    assert (facts.pixel, facts.pixel_grid, warning) == (10.0, None, "")
    seen = QgsGeometry.fromWkt(facts.footprint)
    back = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(crs), QgsCoordinateReferenceSystem("EPSG:32645"), QgsProject.instance()
    )
    seen.transform(back)
    image = QgsGeometry.fromRect(IMAGE)
    assert seen.symDifference(image).area() / image.area() < 1e-5


def test_in_its_own_crs_a_layer_keeps_the_lattice_of_its_image(saved):
    from lake_mapper.plugin.layers.footprint_metadata import facts_of

    facts, warning = facts_of(saved(), "lakes")

    assert (facts.pixel_grid, warning) == ((490_000.0, 3_520_000.0, 10.0, -10.0), "")


def test_lakes_that_were_left_out_are_a_warning_everywhere(saved):
    from lake_mapper.core.tracking.lake_files import read_lake_layer
    from lake_mapper.plugin.layers.footprint_metadata import facts_of

    part, whole = saved(lakes=(2,)), saved()

    assert facts_of(whole, "all")[1] == ""
    assert facts_of(part, "some")[1].startswith("'some' holds 1 lake, but 2 were found in its image.")
    whole.setSubsetString("fid = 1")
    assert facts_of(whole, "all")[1].startswith("'all' holds 1 lake")
    layer = read_lake_layer(part.source().split("|")[0], "2020-07-01")
    assert layer.warning.startswith("'lakes 1' holds 1 lake, but 2")
    assert layer.pixel_grid == (490_000.0, 3_520_000.0, 10.0, -10.0)


@pytest.mark.parametrize("code", ["EPSG:32645", ""])
def test_facts_survive_the_properties_dialog_which_divides_keywords_at_commas(qgis, code):
    from lake_mapper.plugin.layers.footprint_metadata import (
        ImageFacts,
        crs_text,
        read_metadata,
        write_metadata,
    )

    crs = QgsCoordinateReferenceSystem(code)
    if not code:
        crs.createFromProj("+proj=aea +lat_1=25 +lat_2=47 +lon_0=90 +datum=WGS84")
    facts = ImageFacts(10.0, (0.5, 10.0, 10.0, -10.0), "POLYGON ((0 0,3 0,3 4,0 0))", crs_text(crs), 7)
    metadata = QgsLayerMetadata()
    write_metadata(metadata, facts)

    divided = {name: ",".join(words).split(",") for name, words in metadata.keywords().items()}
    metadata.setKeywords(divided)

    assert read_metadata(metadata) == facts


def test_measured_lakes_in_another_crs_still_know_their_image(saved, tmp_path):
    import processing
    from lake_mapper.plugin.layers.footprint_metadata import facts_of

    output = str(tmp_path / "measured.gpkg")
    layer = saved("EPSG:4326")
    processing.run("lakemapper:measurelakes", {"INPUT": layer, "OUTPUT": output})

    before, after = facts_of(layer, "a")[0], facts_of(QgsVectorLayer(output, "b", "ogr"), "b")[0]
    assert (after.pixel, after.pixel_grid, after.lakes) == (10.0, None, 2)
    seen, still = QgsGeometry.fromWkt(before.footprint), QgsGeometry.fromWkt(after.footprint)
    assert seen.symDifference(still).area() < 1e-9 * seen.area()
