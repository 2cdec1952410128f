from osgeo import ogr
from qgis.core import QgsLayerMetadata, QgsProcessingContext, QgsProject, QgsVectorLayer


def test_a_geopackage_opens_with_its_style(extracted):
    folder, _ = extracted

    layer = QgsVectorLayer(str(folder / "lakes.gpkg"))

    assert layer.renderer().type() == "graduatedSymbol"
    assert "confidence" in layer.renderer().classAttribute()
    assert layer.labelsEnabled()
    columns = {column.name for column in layer.attributeTableConfig().columns() if column.width > 0}
    assert columns == {field.name() for field in layer.fields()} - {"fid"}


def test_a_name_with_dots_has_style_and_metadata(qgis, feedback, tmp_path):
    from lake_mapper.plugin.outputs.layer_style import LAKES, LayerInfo, write_style_and_metadata

    path = tmp_path / "LC08.2020-05-18.v1.gpkg"
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    made.CreateLayer("LC08", geom_type=ogr.wkbPolygon)  # QGIS calls the table by what stands before the dot
    del made
    metadata = QgsLayerMetadata()
    metadata.setTitle("Lakes of a test")

    write_style_and_metadata(str(path), LayerInfo(LAKES, metadata, feedback))

    assert feedback.log == []
    layer = QgsVectorLayer(str(path))
    assert layer.metadata().title() == "Lakes of a test"
    assert layer.listStylesInDatabase()[0] == 1


def test_a_layer_that_qgis_loads_gets_style_and_metadata(qgis, feedback):
    """Without a window, as after a run in the toolbox: QGIS calls what the algorithm left."""
    from lake_mapper.plugin.outputs.layer_style import LAKES, LayerInfo, show_style_and_metadata

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:32645&field=confidence:double&field=area_km2:double", "l", "memory"
    )
    context.temporaryLayerStore().addMapLayer(layer)
    details = QgsProcessingContext.LayerDetails("Lakes", QgsProject.instance(), "OUTPUT")
    context.addLayerToLoadOnCompletion(layer.id(), details)
    metadata = QgsLayerMetadata()
    metadata.setTitle("Lakes of a test")

    show_style_and_metadata(layer.id(), LayerInfo(LAKES, metadata, feedback), context)
    on_load = context.layerToLoadOnCompletionDetails(layer.id()).postProcessor()
    on_load.postProcessLayer(layer, context, feedback)

    assert layer.metadata().title() == "Lakes of a test"
    assert layer.renderer().type() == "graduatedSymbol"
    assert feedback.log == []
