"""The panel Label points: a click labels the point in the middle of the map, and the next one comes."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface, QgsVertexMarker
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...core.accuracy.points import LABELS
from ..layers.lake_layers import known_value
from .translation import tr

#: Metres across the map when the panel opens: wide enough to know the place, near enough to see a shore.
_FIRST_SCALE = 10_000


class LabelPanel(QDockWidget):
    """Labels the points of ``layer`` one by one; each label is saved at once."""

    def __init__(self, iface: QgisInterface, layer: QgsVectorLayer) -> None:
        super().__init__(tr("Label points"), iface.mainWindow())
        self.setObjectName("LakeMapperLabelPoints")
        self.iface, self.layer = iface, layer
        request = QgsFeatureRequest().setSubsetOfAttributes(["point_id", "label"], layer.fields())
        found = sorted((int(point["point_id"]), point.id()) for point in layer.getFeatures(request))
        self._ids = [fid for _, fid in found]
        self._at = -1  # before the first one
        self.said = QLabel()
        self.buttons = {label: self._button(text, key, label) for label, text, key in _buttons()}
        self.back, self.forward = QPushButton("◀"), QPushButton("▶")
        self.back.setToolTip(tr("Previous point"))
        self.forward.setToolTip(tr("Next point without a label"))
        self.back.clicked.connect(lambda: self.show_point(self._at - 1))
        self.forward.clicked.connect(self.show_next)
        self._marker = QgsVertexMarker(iface.mapCanvas())
        self._marker.setIconType(QgsVertexMarker.IconType.ICON_BOX)
        self._marker.setIconSize(30)
        self._marker.setPenWidth(3)
        self._marker.setColor(QColor("#e31a1c"))
        self._lay_out()
        layer.willBeDeleted.connect(self.close)
        iface.mapCanvas().zoomScale(_FIRST_SCALE)
        self.show_next()

    def _button(self, text: str, key: str, label: str) -> QPushButton:
        button = QPushButton(f"{text} ({key})")
        button.setShortcut(key)
        button.setMinimumHeight(34)
        button.clicked.connect(lambda: self.label_point(label))
        return button

    def _lay_out(self) -> None:
        content = QWidget()
        column, row = QVBoxLayout(content), QHBoxLayout()
        column.addWidget(self.said)
        for button in (self.back, *self.buttons.values(), self.forward):
            row.addWidget(button)
        column.addLayout(row)
        self.setWidget(content)
        self.setMaximumHeight(self.sizeHint().height())  # the map needs the room

    def closeEvent(self, event) -> None:  # noqa: N802
        """Take the mark off the map."""
        self._marker.hide()
        super().closeEvent(event)

    def label_point(self, label: str) -> None:
        """Save the label of the shown point, and show the next one without a label."""
        field = self.layer.fields().indexOf("label")
        self.layer.startEditing()
        changed = self.layer.changeAttributeValue(self._ids[self._at], field, label)
        if not changed or not self.layer.commitChanges():
            self.layer.rollBack()
            sentence = tr(
                "The label could not be saved: {why} Save the points as a file where you may write."
            )
            self.iface.messageBar().pushWarning("Lake Mapper", sentence.format(why=self._why()))
            return
        self.show_next()

    def _why(self) -> str:
        return " ".join(self.layer.commitErrors()) or tr("the layer cannot be edited.")

    def show_next(self) -> None:
        """Show the next point without a label, after the shown one, else before it."""
        unlabelled = self._unlabelled()
        later = [k for k in unlabelled if k > self._at]
        self.show_point((later or unlabelled or [self._at])[0])

    def show_point(self, k: int) -> None:
        """Bring a point, by its place in the order, into the middle of the map."""
        self._at = max(0, min(k, len(self._ids) - 1))
        feature = self.layer.getFeature(self._ids[self._at])
        canvas = self.iface.mapCanvas()
        to_map = QgsCoordinateTransform(
            self.layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance()
        )
        try:
            place = to_map.transform(feature.geometry().centroid().asPoint())
        except QgsCsException:
            self._marker.hide()  # outside the CRS of the map: it cannot be shown
        else:
            canvas.setCenter(place)
            canvas.refresh()
            self._marker.setCenter(place)
            self._marker.show()
        self._say(feature["label"])

    def _say(self, label) -> None:
        left = len(self._unlabelled())
        sentence = tr("Point {number} of {count}; {left} without a label.")
        self.said.setText(sentence.format(number=self._at + 1, count=len(self._ids), left=left))
        for name, button in self.buttons.items():
            font = button.font()
            font.setBold(name == label)
            button.setFont(font)

    def _unlabelled(self) -> list[int]:
        """Return the places in the order of the points without a label."""
        request = QgsFeatureRequest().setSubsetOfAttributes(["label"], self.layer.fields())
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
        labelled = {point.id() for point in self.layer.getFeatures(request) if known_value(point["label"])}
        return [k for k, fid in enumerate(self._ids) if fid not in labelled]


def _buttons() -> tuple[tuple[str, str, str], ...]:
    """Return label, text and key of each button."""
    texts = (tr("Lake"), tr("Land"), tr("Cannot tell"))
    return tuple(zip(LABELS, texts, ("1", "2", "3")))


def is_points(layer: object) -> bool:
    """Return whether a layer holds points that can be labelled."""
    if not isinstance(layer, QgsVectorLayer):
        return False
    names = {field.name() for field in layer.fields()}
    return {"point_id", "label", "stratum", "check"} <= names
