"""From a lake layer to points, their labels, and the accuracy of the map, in a real QGIS."""

import csv

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from support import english_in, write_raster

#: Metres east and north of a corner: what was mapped, and the lakes of the map and of the truth.
CORNER = (500_000, 3_400_000)


def rectangle(x0, y0, x1, y1):
    east, north = CORNER
    x0, x1, y0, y1 = east + x0, east + x1, north + y0, north + y1
    return f"POLYGON(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))"


GROUND = rectangle(0, 0, 10_000, 10_000)
MAPPED = [rectangle(1000, 1000, 3000, 3000), rectangle(7000, 7000, 8000, 8000)]
TRUE = [MAPPED[0], rectangle(6000, 1000, 8000, 2000)]


_DEGREES = (
    "POLYGON((87 30.7, 87.1 30.7, 87.1 30.8, 87 30.8, 87 30.7))",
    "POLYGON((87.02 30.72, 87.05 30.72, 87.05 30.75, 87.02 30.75, 87.02 30.72))",
)


def polygons(shapes, name="lakes", crs="EPSG:32645", reviews=()):
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=review:string", name, "memory")
    for k, wkt in enumerate(shapes):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature["review"] = reviews[k] if reviews else None
        layer.dataProvider().addFeature(feature)
    return layer


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.lines = []

    def pushInfo(self, info):
        self.lines.append(info)

    def pushWarning(self, warning):
        self.lines.append(warning)

    def reportError(self, error, fatal_error=False):
        self.lines.append(error)


def run(name, feedback=None, **parameters):
    import processing

    return processing.run(f"lakemapper:{name}", parameters, feedback=feedback or Log())


def points(feedback=None, **parameters):
    given = {
        "LAKES": polygons(MAPPED), "AREA": polygons([GROUND], "ground"), "OUTPUT": "TEMPORARY_OUTPUT",
        "POINTS": 400, "RESOLUTION": 20, **parameters,
    }  # fmt: skip
    return run("accuracypoints", feedback, **given)["OUTPUT"]


def label(layer, truth=TRUE):
    """Label all points as they are in truth."""
    lakes = [QgsGeometry.fromWkt(wkt) for wkt in truth]
    field = layer.fields().indexOf("label")
    values = {
        point.id(): {field: "lake" if any(lake.contains(point.geometry()) for lake in lakes) else "land"}
        for point in layer.getFeatures()
    }
    assert layer.dataProvider().changeAttributeValues(values)
    return layer


def refused(name, **parameters):
    log = Log()
    with pytest.raises(QgsProcessingException) as caught:
        run(name, log, **parameters) if name == "assessaccuracy" else points(log, **parameters)
    return " ".join([str(caught.value), *log.lines])


def test_more_points_than_anybody_labels_are_a_warning(qgis):
    log, given = Log(), Log()
    points(log, POINTS=None, TARGET=1, STANDARD_ERROR=2)
    points(given, POINTS=1100)

    assert any("days of labelling" in line and "such as 5 %" in line for line in log.lines)
    assert not any("days of labelling" in line for line in given.lines)


def test_from_points_to_the_area_of_lakes(qgis, tmp_path):
    layer = label(points())

    log = Log()
    result = run(
        "assessaccuracy",
        log,
        POINTS=layer,
        TABLE=str(tmp_path / "table.csv"),
        REPORT=str(tmp_path / "report.html"),
    )

    assert result["MAPPED_AREA_KM2"] == pytest.approx(5, rel=0.01)
    assert result["LAKE_AREA_LOW_KM2"] < 6 < result["LAKE_AREA_HIGH_KM2"]
    assert result["LAKE_AREA_LOW_KM2"] < result["LAKE_AREA_KM2"] < result["LAKE_AREA_HIGH_KM2"]
    assert result["USERS_ACCURACY"] == pytest.approx(80, abs=12)
    assert result["OVERALL_ACCURACY"] == pytest.approx(97, abs=2)
    assert result["POINT_COUNT"] == 400
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f"{result['LAKE_AREA_HIGH_KM2']:,.3f} km²" in report
    assert "lakemapper:assessaccuracy" in report
    with open(tmp_path / "table.csv", encoding="utf-8") as file:
        table = {row["measure"]: row for row in csv.DictReader(file)}
    assert float(table["adjusted area"]["estimate"]) == pytest.approx(result["LAKE_AREA_KM2"])
    assert any("with 95 % confidence" in line for line in log.lines)


def test_form_and_table_are_blind_and_the_label_is_chosen_from_a_list(qgis, tmp_path):
    path = points(OUTPUT=str(tmp_path / "points.gpkg"))
    layer = QgsVectorLayer(path, "points", "ogr")

    fields = layer.fields()
    widget = layer.editorWidgetSetup(fields.indexOf("label"))
    assert widget.type() == "ValueMap"
    assert [next(iter(one.values())) for one in widget.config()["map"]] == ["", "lake", "land", "cannot tell"]
    assert layer.editorWidgetSetup(fields.indexOf("map_class")).type() == "Hidden"
    shown = {column.name for column in layer.attributeTableConfig().columns() if not column.hidden}
    assert not shown & {"map_class", "stratum", "strat_km2", "check"}
    shown_in_form = [one.name() for one in layer.editFormConfig().invisibleRootContainer().children()]
    assert shown_in_form == ["point_id", "label", "note"]


@pytest.mark.parametrize("driver", ["GPKG", "ESRI Shapefile", "GeoJSON"])
def test_points_keep_what_is_needed_in_other_formats_and_crs(qgis, tmp_path, driver):
    layer = label(points())
    expected = run("assessaccuracy", POINTS=layer)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    context = QgsProject.instance().transformContext()
    options.ct = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem("EPSG:4326"), context)
    path = str(tmp_path / {"GPKG": "p.gpkg", "ESRI Shapefile": "p.shp", "GeoJSON": "p.geojson"}[driver])
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, context, options)

    assert run("assessaccuracy", POINTS=path) == expected


@pytest.mark.parametrize("name", ["points.shp", "points.geojson"])
def test_points_are_written_in_other_formats(qgis, tmp_path, name):
    lakes, ground = (polygons(shapes, crs="EPSG:4326") for shapes in ([_DEGREES[1]], [_DEGREES[0]]))
    path = points(LAKES=lakes, AREA=ground, OUTPUT=str(tmp_path / name), POINTS=20, MIN_POINTS=5)

    assert QgsVectorLayer(path, "points", "ogr").featureCount() == 20


def test_rejected_lakes_are_no_lakes_of_the_map(qgis):
    log = Log()
    layer = points(log, LAKES=polygons(MAPPED, reviews=["", "rejected"]))

    assert next(layer.getFeatures())["map_km2"] == pytest.approx(4, rel=0.01)
    assert any("1 lake of 'lakes' rejected in review: left out." in line for line in log.lines)


def test_number_of_points_follows_from_the_wanted_error(qgis):
    few = points(POINTS=None, STANDARD_ERROR=1.0)
    many = points(POINTS=None, STANDARD_ERROR=5.0, TARGET=1)

    assert 200 <= few.featureCount() <= 260  # four strata of at least 50
    assert many.featureCount() > 2 * few.featureCount()


def test_extent_limits_the_ground(qgis):
    east, north = CORNER
    layer = points(EXTENT=f"{east},{east + 5000},{north},{north + 5000} [EPSG:32645]")

    assert all(point.geometry().asPoint().x() <= east + 5000 for point in layer.getFeatures())
    assert next(layer.getFeatures())["map_km2"] == pytest.approx(4, rel=0.01)


def probability(tmp_path, epsg):
    """Half sure everywhere in the northern half, sure in the southern one."""
    values = np.zeros((1, 100, 100), np.uint8)
    values[:, :50] = 100
    east, north = CORNER
    transform = (east, 100, 0, north + 10_000, 0, -100)
    path = write_raster(tmp_path / "probability.tif", values, epsg=epsg, geotransform=transform)
    raster = gdal.Open(str(path), gdal.GA_Update)
    raster.GetRasterBand(1).SetScale(1 / 200)
    del raster
    return QgsRasterLayer(str(path), "probability")


def test_probability_makes_a_stratum_by_the_crs_that_the_layer_has_in_qgis(qgis, tmp_path):
    raster = probability(tmp_path, None)
    assert "has no coordinate reference system" in refused("accuracypoints", PROBABILITY=raster)

    raster.setCrs(QgsCoordinateReferenceSystem("EPSG:32645"))
    found = points(PROBABILITY=raster)

    uncertain = [point for point in found.getFeatures() if point["stratum"] == "uncertain"]
    assert len(uncertain) >= 50
    assert min(point.geometry().asPoint().y() for point in uncertain) >= CORNER[1] + 5000 - 30


def test_bad_input_gives_a_sentence(qgis):
    assert "Which ground was mapped is not known" in refused("accuracypoints", AREA=None)
    assert "no coordinate reference system" in refused("accuracypoints", LAKES=polygons(MAPPED, crs=""))

    layer = points()
    assert "400 of 400 points are not labelled" in refused("assessaccuracy", POINTS=layer)
    label(layer)
    first = next(layer.getFeatures())
    layer.dataProvider().changeGeometryValues(
        {first.id(): QgsGeometry.fromWkt(f"POINT({CORNER[0]} {CORNER[1]})")}
    )
    assert "1 points were moved (point_id 1)" in refused("assessaccuracy", POINTS=layer)
    assert "(POINTS) lacks the fields point_id, stratum" in refused(
        "assessaccuracy", POINTS=QgsVectorLayer("Point?crs=EPSG:4326&field=label:string", "x", "memory")
    )


def test_a_reader_of_chinese_gets_a_chinese_log_and_english_values(qgis, chinese, tmp_path):
    log = Log()
    drawn = points(log)
    assert {point["stratum"] for point in drawn.getFeatures()} >= {"lake near the shore", "other land"}
    assert "待判读的点" in drawn.metadata().title()

    report = tmp_path / "report.html"
    run("assessaccuracy", log, POINTS=label(drawn), REPORT=str(report), TABLE=str(tmp_path / "table.csv"))

    text = report.read_text(encoding="utf-8")
    assert any("近岸湖面" in line for line in log.lines)
    assert english_in("\n".join([*log.lines, text[: text.index("Olofsson, P.")]])) == []
    assert "overall accuracy" in (tmp_path / "table.csv").read_text(encoding="utf-8")
    sentence = refused("assessaccuracy", POINTS=points())
    assert "400 个点中有 400 个未判读" in sentence
    assert english_in(sentence) == []
