"""The panel that labels points, with a real map canvas and a window that is none."""

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QApplication
from windows import Window

FIELDS = "&field=point_id:int&field=label:string&field=stratum:string&field=check:string"


def canvas():
    canvas = QgsMapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    canvas.resize(400, 300)
    canvas.setExtent(QgsRectangle(-1e6, -1e6, 1e6, 1e6))
    return canvas


@pytest.fixture
def points(qgis):
    """Three points in another order than their ids, in a CRS that is not that of the map."""
    layer = QgsVectorLayer(f"Point?crs=EPSG:4326{FIELDS}", "points", "memory")
    for number, lon in ((2, 20), (1, 10), (3, 30)):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(lon, 0)))
        feature["point_id"] = number
        layer.dataProvider().addFeature(feature)
    return layer


@pytest.fixture
def panel(points):
    from lake_mapper.plugin.gui.label_points import LabelPanel

    panel = LabelPanel(Window(canvas()), points)
    yield panel
    # Widgets end in the order in which QGIS ends them, not when Python collects garbage.
    panel.iface.canvas.stopRendering()
    for widget in (panel, panel.iface.canvas):
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def labels(points):
    return {point["point_id"]: point["label"] or "" for point in points.getFeatures()}


def test_a_click_labels_the_point_and_shows_the_next(panel, points):
    def longitude():
        return panel.iface.canvas.center().x() / 111_319.49

    assert longitude() == pytest.approx(10, abs=0.01)
    panel.buttons["lake"].click()

    assert labels(points)[1] == "lake"
    assert not points.isEditable()  # saved
    assert longitude() == pytest.approx(20, abs=0.01)
    assert panel.said.text() == "Point 2 of 3; 2 without a label."

    panel.forward.click()
    panel.buttons["cannot tell"].click()  # the third; then back to the second, which was left out
    assert longitude() == pytest.approx(20, abs=0.01)
    panel.buttons["land"].click()
    assert labels(points) == {1: "lake", 2: "land", 3: "cannot tell"}


def test_a_label_can_be_corrected(panel, points):
    panel.buttons["lake"].click()
    panel.back.click()
    assert panel.buttons["lake"].font().bold()
    panel.buttons["land"].click()

    assert labels(points)[1] == "land"


def test_a_layer_that_cannot_be_edited_gives_a_sentence(panel, points):
    points.setReadOnly(True)
    panel.buttons["lake"].click()

    assert "could not be saved" in panel.iface.warnings[0]
    assert labels(points)[1] == ""


def test_only_points_to_label_are_labelled(points):
    from lake_mapper.plugin.gui.label_points import is_points

    assert is_points(points)
    assert not is_points(QgsVectorLayer("Point?field=label:string", "x", "memory"))
    assert not is_points(None)
