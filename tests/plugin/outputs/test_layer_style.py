import numpy as np
import pytest
from osgeo import ogr
from qgis.core import (
    QgsException,
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtXml import QDomDocument
from support import write_raster


def test_a_geopackage_opens_with_its_style(extracted):
    folder, _ = extracted

    layer = QgsVectorLayer(str(folder / "lakes.gpkg"))

    assert layer.renderer().type() == "graduatedSymbol"
    assert "confidence" in layer.renderer().classAttribute()
    assert layer.labelsEnabled()
    columns = {column.name for column in layer.attributeTableConfig().columns() if column.width > 0}
    assert columns == {field.name() for field in layer.fields()} - {"fid"}


def test_a_geopackage_holds_the_outlines_as_a_second_style(extracted):
    """As Style, Load Style, From database in the properties of the layer lists and loads them."""
    layer = QgsVectorLayer(str(extracted[0] / "lakes.gpkg"))

    _, numbers, names, _, trouble = layer.listStylesInDatabase()
    style, _ = layer.getStyleFromDatabase(numbers[names.index("Outlines only")])
    document = QDomDocument()
    document.setContent(style)
    layer.importNamedStyle(document)

    assert sorted(names) == ["Lakes by confidence", "Outlines only"]
    assert trouble == ""
    colours = []
    for rule in layer.renderer().rootRule().children():
        fill = rule.symbol().symbolLayer(0)
        assert fill.brushStyle() == Qt.BrushStyle.NoBrush
        colours.append(fill.strokeColor().name())
    assert len(set(colours)) == 2
    assert layer.labelsEnabled()


def test_legends_and_names_of_styles_are_chinese_and_fields_stay(qgis, feedback, tmp_path, chinese):
    from lake_mapper.plugin.outputs.layer_style import LAKES, LayerInfo, write_style_and_metadata

    path = tmp_path / "lakes.gpkg"
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    made.CreateLayer("lakes", geom_type=ogr.wkbPolygon)
    del made

    assert write_style_and_metadata(str(path), LayerInfo(LAKES, QgsLayerMetadata(), feedback)) == []

    layer = QgsVectorLayer(str(path))
    assert [item.label() for item in layer.renderer().legendSymbolItems()] == [
        "置信度低于 0.5", "置信度 0.5 至 0.7", "置信度 0.7 至 0.9", "置信度 0.9 及以上"
    ]  # fmt: skip
    assert "confidence" in layer.renderer().classAttribute()
    assert sorted(layer.listStylesInDatabase()[2]) == ["仅轮廓", "湖泊（按置信度）"]


def test_a_name_with_dots_has_style_and_metadata(qgis, feedback, tmp_path):
    from lake_mapper.plugin.outputs.layer_style import LAKES, LayerInfo, write_style_and_metadata

    path = tmp_path / "LC08.2020-05-18.v1.gpkg"
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    made.CreateLayer("LC08", geom_type=ogr.wkbPolygon)  # QGIS calls the table by what stands before the dot
    del made
    metadata = QgsLayerMetadata()
    metadata.setTitle("Lakes of a test")

    assert write_style_and_metadata(str(path), LayerInfo(LAKES, metadata, feedback)) == []

    layer = QgsVectorLayer(str(path))
    assert layer.metadata().title() == "Lakes of a test"
    assert layer.listStylesInDatabase()[0] == 2


def test_metadata_that_cannot_be_written_loses_no_lakes(qgis, feedback, tmp_path, monkeypatch):
    from lake_mapper.plugin.outputs import layer_style

    registry = QgsProviderRegistry.instance()

    class Held:
        querySublayers = registry.querySublayers  # noqa: N815

        @staticmethod
        def instance():
            return Held

        @staticmethod
        def saveLayerMetadata(*_):
            raise QgsException("the file is held")

    path = tmp_path / "lakes.gpkg"
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    made.CreateLayer("lakes", geom_type=ogr.wkbPolygon)
    del made
    monkeypatch.setattr(layer_style, "QgsProviderRegistry", Held)
    info = layer_style.LayerInfo(layer_style.LAKES, QgsLayerMetadata(), feedback)

    failed = layer_style.write_style_and_metadata(str(path), info)

    assert failed == ["The metadata of the lakes could not be written (the file is held)."]
    assert QgsVectorLayer(str(path)).listStylesInDatabase()[0] == 2


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


def test_lakes_are_named_with_their_area_and_shown_at_their_date(qgis):
    from lake_mapper.plugin.outputs.layer_style import LAKES
    from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsFeature

    fields = "field=lake_id:int&field=area_km2:double&field=area_error_km2:double&field=date:date"
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32645&{fields}", "l", "memory")
    layer.loadNamedStyle(LAKES.path)
    feature = QgsFeature(layer.fields())
    feature.setAttributes([10, 0.06712, 0.08, None])

    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.layerScope(layer))
    context.setFeature(feature)
    shown = QgsExpression(layer.displayExpression()).evaluate(context)

    assert shown == "Lake 10: 0.067 ± 0.080 km²"
    assert layer.temporalProperties().isActive()
    assert layer.temporalProperties().startField() == "date"


@pytest.mark.parametrize("kind", ["memory", "GeoPackage"])
def test_lakes_can_be_shown_as_outlines(qgis, extracted, kind):
    """QGIS would take the default style of a GeoPackage for each file that it is asked to load."""
    from lake_mapper.plugin.outputs.layer_style import (
        LAKES,
        LayerInfo,
        name_layer,
        show_style_and_metadata,
    )

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    layer = QgsVectorLayer("Polygon?crs=EPSG:32645&field=confidence:double", "l", "memory")
    if kind == "GeoPackage":
        layer = QgsVectorLayer(str(extracted[0] / "lakes.gpkg"))
    context.temporaryLayerStore().addMapLayer(layer)
    details = QgsProcessingContext.LayerDetails("Lakes", QgsProject.instance(), "OUTPUT")
    context.addLayerToLoadOnCompletion(layer.id(), details)
    show_style_and_metadata(layer.id(), LayerInfo(LAKES, QgsLayerMetadata(), None), context)
    name_layer(layer.id(), "Lakes of X", context)
    name_layer("nowhere", "Lakes of Y", context)

    details = context.layerToLoadOnCompletionDetails(layer.id())
    details.postProcessor().postProcessLayer(layer, context, None)

    assert details.name == "Lakes of X"
    assert layer.renderer().type() == "graduatedSymbol"
    assert "Outlines only" in layer.styleManager().styles()
    layer.styleManager().setCurrentStyle("Outlines only")
    assert layer.renderer().type() == "RuleRenderer"


def test_probability_is_transparent_where_there_is_land_and_coloured_where_unsure(qgis, tmp_path):
    from lake_mapper.plugin.outputs.layer_style import PROBABILITY
    from qgis.core import QgsRasterLayer

    raster = QgsRasterLayer(write_raster(tmp_path / "p.tif", np.zeros((1, 4, 4), np.uint8)))

    raster.loadNamedStyle(PROBABILITY.path)

    renderer = raster.renderer()  # kept, since QGIS does not own it for Python
    ramp = renderer.shader().rasterShaderFunction()
    alphas = {value: ramp.shade(value)[4] for value in (0.0, 0.2, 0.4, 0.6, 0.9)}
    assert alphas[0.0] == alphas[0.2] == 0
    assert min(alphas[0.4], alphas[0.6]) > 190 > alphas[0.9] > 0


@pytest.mark.parametrize(("name", "expected"), [("Namtso", "Namtso"), ("", "Lake 10"), (None, "Lake 10")])
def test_lakes_are_called_by_their_name_where_there_is_one(qgis, name, expected):
    from lake_mapper.plugin.outputs.layer_style import LAKES, LAKES_TO_REVIEW
    from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsFeature

    fields = "field=lake_id:int&field=area_km2:double&field=area_error_km2:double&field=name:string"
    for style in (LAKES, LAKES_TO_REVIEW):
        layer = QgsVectorLayer(f"Polygon?crs=EPSG:32645&{fields}&field=review_order:int", "l", "memory")
        layer.loadNamedStyle(style.path)
        feature = QgsFeature(layer.fields())
        feature.setAttributes([10, 2.5, 0.1, name, 3])
        context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
        context.setFeature(feature)
        label = QgsExpression(layer.labeling().settings().fieldName).evaluate(context)

        assert QgsExpression(layer.displayExpression()).evaluate(context).startswith(f"{expected}: 2.5")
        assert (str(name) + "\n2.5" in label) == bool(name)
        assert "2.5 km²" in label
