"""The menu Plugins ▸ Lake Mapper: shortcuts to what is also in the toolbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
)
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QAction

from ..installation.dependencies import missing
from .help import RESOURCES, help_page, manual_titles, page_path
from .install_message import InstallMessage
from .translation import tr

TITLE = "Lake Mapper"
SAMPLE = RESOURCES / "sample" / "itaipu_landsat8_2020-05-18.tif"
_SAMPLE_NAME = "Itaipu, Landsat 8, 2020-05-18"


class Menu:
    """The actions in the window of ``iface``, until ``remove`` is called."""

    def __init__(self, iface: QgisInterface) -> None:
        self.iface = iface
        self.panel = None
        self.actions = [
            self._action(tr("Extract lakes from the current layer"), "icons/extractlakes.svg", self.extract),
            self._action(tr("Open sample"), "icon.svg", self.open_sample),
            self._action(
                tr("Track lakes over time"), "icons/tracklakes.svg", lambda: self._open("tracklakes", {})
            ),
            self._action(tr("Label points"), "icons/accuracypoints.svg", self.label_points),
            self._action(
                tr("Check installation"),
                "icons/checkinstallation.svg",
                lambda: self._open("checkinstallation", {}),
            ),
            *(
                self._action(title, "icons/aboutmodel.svg", partial(self.read, page))
                for page, title in manual_titles().items()
            ),
            self._action(tr("Help"), "icons/aboutmodel.svg", self.help),
        ]

    def remove(self) -> None:
        """Remove the actions from the window."""
        for action in self.actions:
            self.iface.removePluginMenu(TITLE, action)
            action.deleteLater()
        self.actions = []
        self._close_panel()

    def label_points(self) -> None:
        """Open the panel that labels the points of the current layer one by one."""
        from .label_points import LabelPanel, is_points

        layer = self.iface.activeLayer()
        if not is_points(layer):
            self._warn(tr("Select points of 'Points to check a map' in the panel Layers first."))
            return
        self._close_panel()
        self.panel = LabelPanel(self.iface, layer)
        self.iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.panel)

    def _close_panel(self) -> None:
        if self.panel is not None:
            self.panel.close()
            self.iface.removeDockWidget(self.panel)
            self.panel.deleteLater()
            self.panel = None

    def extract(self) -> None:
        """Open the dialog of Extract lakes, filled with the current layer and what the map shows of it."""
        layer = self.iface.activeLayer()
        if not isinstance(layer, QgsRasterLayer):
            self._warn(tr("Select a satellite image in the panel Layers first, or use 'Open sample'."))
            return
        message = missing()
        if message:
            InstallMessage(TITLE, message, self.iface.mainWindow()).exec()
            return
        self._open("extractlakes", {"INPUT": layer, "EXTENT": self._visible_part(layer)})

    def open_sample(self) -> None:
        """Add the sample scene to the project and show it."""
        layer = self.iface.addRasterLayer(str(SAMPLE), _SAMPLE_NAME)
        if layer is None or not layer.isValid():
            sentence = tr("The sample scene {path} cannot be opened. Install the plugin again.")
            self._warn(sentence.format(path=SAMPLE))
            return
        self.iface.setActiveLayer(layer)
        self.iface.zoomToActiveLayer()

    def read(self, page: str) -> None:
        """Show a page of the manual in the browser: as HTML from the zip, in a checkout as it is written."""
        path = next(filter(Path.is_file, (page_path(page, end) for end in ("html", "md"))), None)
        if path is None:
            self._warn(tr("The manual is not there. Install the plugin again."))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _open(self, name: str, parameters: dict) -> None:
        from processing import execAlgorithmDialog  # can be imported once Processing has started

        # Waits until the dialog is closed: without a reference to the dialog its Run button does nothing.
        execAlgorithmDialog(f"lakemapper:{name}", parameters)

    def help(self) -> None:
        """Show the help of all algorithms in the browser."""
        page = Path(QgsProcessingUtils.tempFolder()) / "lake_mapper_help.html"
        page.write_text(help_page(), encoding="utf-8")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))

    def _action(self, text: str, icon: str, run: Callable[[], None]) -> QAction:
        action = QAction(QIcon(str(RESOURCES / icon)), text, self.iface.mainWindow())
        action.triggered.connect(lambda checked=False: run())
        self.iface.addPluginToMenu(TITLE, action)
        return action

    def _visible_part(self, layer: QgsRasterLayer) -> QgsReferencedRectangle | None:
        """Return what the map shows of the layer, in the layer's CRS; None where that is all or nothing."""
        canvas = self.iface.mapCanvas()
        to_layer = QgsCoordinateTransform(
            canvas.mapSettings().destinationCrs(), layer.crs(), QgsProject.instance()
        )
        try:
            visible = to_layer.transformBoundingBox(canvas.extent())
        except QgsCsException:
            return None
        if visible.contains(layer.extent()) or not visible.intersects(layer.extent()):
            return None
        return QgsReferencedRectangle(visible.intersect(layer.extent()), layer.crs())

    def _warn(self, sentence: str) -> None:
        self.iface.messageBar().pushWarning(TITLE, sentence)
