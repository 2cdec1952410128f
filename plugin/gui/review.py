"""The review of lakes: what the buttons in the table and the form of a layer to review do."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsFeatureRequest, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QApplication, QTableView
from qgis.utils import iface

from .translation import tr

#: How many times as large as a lake the part of the map is in which it is shown, and the largest scale.
_AROUND, _CLOSEST = 2.5, 20_000.0


def decide(layer_id: str, feature_id: int, decision: str) -> None:
    """Write a decision about a lake into its field ``review``, and show the next lake without one.

    It goes into the edits of the layer, where it can be undone until they are saved. The next lake is not
    selected: it would be yellow all over, and its water could not be seen.
    """
    layer = QgsProject.instance().mapLayer(layer_id)
    column = layer.fields().lookupField("review") if isinstance(layer, QgsVectorLayer) else -1
    if column < 0 or not (layer.isEditable() or layer.startEditing()):
        _warn(tr("The decision cannot be written: the layer has no field 'review', or is read-only."))
        return
    layer.changeAttributeValue(feature_id, column, decision)
    _repaint_tables()
    following = next_to_review(layer)
    if following is None:
        _tell(tr("All lakes are reviewed. Save the edits of the layer, then run Measure lakes."))
    else:
        _show(layer, following)


def next_to_review(layer: QgsVectorLayer) -> QgsFeature | None:
    """Return the first lake, in the order of the review, that nobody decided about; None after the last."""
    request = QgsFeatureRequest().setFilterExpression("coalesce(\"review\", '') = ''")
    # Without a limit: QGIS takes edited features first, and sorts only what the limit has left.
    request.addOrderBy('"review_order"', True, False)
    return next(layer.getFeatures(request), None)


def _show(layer: QgsVectorLayer, lake: QgsFeature) -> None:
    """Let the map show a lake with what is around it."""
    if iface is None:
        return
    canvas = iface.mapCanvas()
    box = canvas.mapSettings().layerExtentToOutputExtent(layer, lake.geometry().boundingBox())
    box.scale(_AROUND)
    canvas.setExtent(box)
    if canvas.scale() < _CLOSEST:
        canvas.zoomScale(_CLOSEST)
    canvas.refresh()
    canvas.flashFeatureIds(layer, [lake.id()])


def _repaint_tables() -> None:
    """Repaint open attribute tables, which show a new value only once the mouse is over its row."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QTableView):
            widget.viewport().update()


def _tell(sentence: str) -> None:
    if iface is not None:
        iface.messageBar().pushInfo("Lake Mapper", sentence)


def _warn(sentence: str) -> None:
    if iface is not None:
        iface.messageBar().pushWarning("Lake Mapper", sentence)
