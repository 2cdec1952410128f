"""The menu Plugins ▸ Lake Mapper: short ways to what the toolbox does too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateTransform,
    QgsCsException,
    QgsMessageOutput,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
)
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QAction

from .help import RESOURCES, help_page
from .translation import tr

TITLE = "Lake Mapper"
SAMPLE = RESOURCES / "sample" / "itaipu_landsat8_2020-05-18.tif"
_SAMPLE_NAME = "Itaipu, Landsat 8, 2020-05-18"


class Menu:
    """Three actions in the window of ``iface``, until ``remove`` is called."""

    def __init__(self, iface: QgisInterface) -> None:
        self.iface = iface
        self.actions = [
            self._action(tr("Extract lakes from the current layer"), "icons/extractlakes.svg", self.extract),
            self._action(tr("Open sample"), "icon.svg", self.open_sample),
            self._action(tr("Help"), "icons/aboutmodel.svg", self.help),
        ]

    def remove(self) -> None:
        """Take everything out of the window again."""
        for action in self.actions:
            self.iface.removePluginMenu(TITLE, action)
            action.deleteLater()
        self.actions = []

    def extract(self) -> None:
        """Open the dialog of Extract lakes, filled with the current layer and what the map shows of it."""
        layer = self.iface.activeLayer()
        if not isinstance(layer, QgsRasterLayer):
            self._say(tr("Select a satellite image in the panel Layers first, or use 'Open sample'."))
            return
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes")
        possible, why = algorithm.canExecute()
        if not possible:  # in a window from which the command can be copied
            QgsMessageOutput.showMessage(TITLE, why, QgsMessageOutput.MessageType.MessageText)
            return
        from processing import execAlgorithmDialog  # is there once Processing has started

        # Waits until the dialog is closed: without someone who holds it, its Run button would do nothing.
        execAlgorithmDialog("lakemapper:extractlakes", {"INPUT": layer, "EXTENT": self._shown_of(layer)})

    def open_sample(self) -> None:
        """Add the sample scene to the project and show it."""
        layer = self.iface.addRasterLayer(str(SAMPLE), _SAMPLE_NAME)
        if layer is None or not layer.isValid():
            sentence = tr("The sample scene {path} cannot be opened. Install the plugin again.")
            self._say(sentence.format(path=SAMPLE))
            return
        self.iface.setActiveLayer(layer)
        self.iface.zoomToActiveLayer()

    def help(self) -> None:
        """Show the help of all algorithms in the browser."""
        page = Path(QgsProcessingUtils.tempFolder()) / "lake_mapper_help.html"
        page.write_text(help_page(), encoding="utf-8")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))

    def _action(self, text: str, icon: str, do: Callable[[], None]) -> QAction:
        action = QAction(QIcon(str(RESOURCES / icon)), text, self.iface.mainWindow())
        action.triggered.connect(lambda checked=False: do())
        self.iface.addPluginToMenu(TITLE, action)
        return action

    def _shown_of(self, layer: QgsRasterLayer) -> QgsReferencedRectangle | None:
        """The part of the layer that the map shows, in the layer's CRS; None for all of it, or nothing."""
        canvas = self.iface.mapCanvas()
        to_layer = QgsCoordinateTransform(
            canvas.mapSettings().destinationCrs(), layer.crs(), QgsProject.instance()
        )
        try:
            shown = to_layer.transformBoundingBox(canvas.extent())
        except QgsCsException:
            return None
        if shown.contains(layer.extent()) or not shown.intersects(layer.extent()):
            return None
        return QgsReferencedRectangle(shown.intersect(layer.extent()), layer.crs())

    def _say(self, sentence: str) -> None:
        self.iface.messageBar().pushWarning(TITLE, sentence)
