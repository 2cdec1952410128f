"""Runs inside QGIS, started by scripts/screenshots.py: does the steps of the guide and takes pictures.

A tour is a generator: it yields seconds to wait, or a condition to wait for.
"""

import os
import subprocess
import time
import traceback
from pathlib import Path

import qgis.utils
from qgis.core import QgsApplication, QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsFileWidget, QgsProcessingToolboxTreeView
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAction,
    QApplication,
    QDockWidget,
    QListWidget,
    QMessageBox,
    QPushButton,
)
from qgis.utils import iface

FOLDER = Path(os.environ["LAKE_MAPPER_TOUR_FOLDER"])
TOUR = os.environ["LAKE_MAPPER_TOUR"]
PATIENCE = 300  # seconds; other work may run at the same time
MODEL = ("python", "plugins", "lake_mapper", "resources", "models", "lakesattwodates.model3")
WINDOW = iface.mainWindow()


def shot(name, widget=None):
    """Save the screen, or the window ``widget`` with its frame, as NAME.png."""
    QApplication.processEvents()
    command = ["import", "-window", "root"]
    if widget is not None:
        frame = widget.frameGeometry()
        command += ["-crop", f"{frame.width()}x{frame.height()}+{frame.x()}+{frame.y()}", "+repage"]
    subprocess.run([*command, str(FOLDER / f"{name}.png")], check=True)


def log(text):
    with open(FOLDER / "times.txt", "a", encoding="utf-8") as file:
        file.write(f"{text}\n")


def windows(kind):
    """Return the windows on the screen of a class, given by its name."""
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and type(w).__name__ == kind]


def dock(name, shown=True):
    found = WINDOW.findChild(QDockWidget, name)
    found.setVisible(shown)
    return found


def tidy():
    """Let the window fill the screen, with layers at the left and the map at the right."""
    for name in ("Browser", "ProcessingToolbox", "LayerStyling"):
        if WINDOW.findChild(QDockWidget, name):
            dock(name, False)
    WINDOW.showMaximized()
    WINDOW.resizeDocks([dock("Layers")], [340], Qt.Orientation.Horizontal)


def install():
    """Install the zip, up to the message with the command that installs PyTorch."""
    tidy()
    yield 3
    # The manager is modal: show it later, or nothing could be clicked.
    QTimer.singleShot(0, lambda: iface.pluginManagerInterface().showPluginManager())
    yield lambda: windows("QgsPluginManager") or windows("QDialog")
    yield 2
    manager = (windows("QgsPluginManager") or windows("QDialog"))[0]
    pages = manager.findChild(QListWidget, "mOptionsListWidget")
    pages.setCurrentItem(pages.findItems("Install from ZIP", Qt.MatchFlag.MatchExactly)[0])
    yield 1
    manager.findChild(QgsFileWidget).setFilePath(str(FOLDER / "lake_mapper.zip"))
    yield 1
    shot("install_zip", manager)
    start = time.monotonic()
    button = next(
        b for b in manager.findChildren(QPushButton) if b.isVisible() and b.text() == "Install Plugin"
    )
    QTimer.singleShot(0, button.click)  # QGIS asks whether the source is trusted
    yield 2
    question = QApplication.activeModalWidget()
    if isinstance(question, QMessageBox):
        question.button(QMessageBox.StandardButton.Yes).click()
    yield lambda: "lake_mapper" in qgis.utils.active_plugins
    log(f"installed from the zip and started: {time.monotonic() - start:.1f} s")
    manager.close()
    yield 1
    menu = qgis.utils.plugins["lake_mapper"].menu
    menu.open_sample()
    yield 3
    yield from show_menu()
    QTimer.singleShot(0, menu.extract)  # its message waits for a click
    yield lambda: QApplication.activeModalWidget() is not None
    message = QApplication.activeModalWidget()
    message.resize(760, 260)
    message.move(260, 220)
    yield 1
    shot("missing_pytorch", message)
    message.close()
    yield 1
    yield from check_installation(menu)
    QgsSettings().sync()


def check_installation(menu):
    """Show the window that copies the command, over the log of Check installation."""
    check = next(a for a in menu.actions if a.text() == "Check installation")
    QTimer.singleShot(0, check.trigger)  # a modal window
    yield lambda: windows("AlgorithmDialog")
    dialog = windows("AlgorithmDialog")[0]
    dialog.resize(900, 600)
    dialog.move(180, 60)
    yield 2
    dialog.runButton().click()
    yield lambda: windows("InstallMessage")
    message = windows("InstallMessage")[0]
    message.move(320, 330)
    yield 2
    next(b for b in message.findChildren(QPushButton) if b.text() == "Copy command").click()
    assert QApplication.clipboard().text() == message.command
    shot("check_installation", dialog)
    message.close()
    dialog.close()


def show_menu():
    menu = iface.pluginMenu()
    ours = next(a for a in menu.actions() if a.text().replace("&", "") == "Lake Mapper")
    place = iface.mainWindow().menuBar().actionGeometry(menu.menuAction()).bottomLeft()
    menu.popup(WINDOW.menuBar().mapToGlobal(place))
    menu.setActiveAction(ours)
    ours.menu().popup(menu.mapToGlobal(QPoint(menu.width(), menu.actionGeometry(ours).y())))
    ours.menu().setActiveAction(ours.menu().actions()[1])
    yield 1
    shot("menu")
    ours.menu().close()
    menu.close()


def lakes():
    """Show the toolbox, the dialog, lakes, the table and the modeler, with PyTorch."""
    from processing.modeler.ModelerDialog import ModelerDialog

    tidy()
    yield 2
    plugin = qgis.utils.plugins["lake_mapper"]
    plugin.menu.open_sample()
    toolbox = dock("ProcessingToolbox")
    WINDOW.resizeDocks([toolbox], [330], Qt.Orientation.Horizontal)
    yield 2
    tree = toolbox.findChild(QgsProcessingToolboxTreeView)
    rows = [tree.model().index(k, 0) for k in range(tree.model().rowCount())]
    ours = next(row for row in rows if row.data() == "Lake Mapper")
    tree.expandRecursively(ours)
    tree.scrollTo(ours, tree.ScrollHint.PositionAtTop)
    yield 2
    shot("toolbox")
    toolbox.hide()
    yield 1
    iface.zoomToActiveLayer()

    clicked = time.monotonic()
    QTimer.singleShot(0, plugin.menu.extract)  # a modal window
    yield lambda: windows("AlgorithmDialog")
    dialog = windows("AlgorithmDialog")[0]
    dialog.resize(1000, 690)
    dialog.move(120, 40)
    yield 3
    shot("dialog", dialog)
    dialog.runButton().click()
    yield lambda: len(QgsProject.instance().mapLayers()) == 2 and dialog.runButton().isEnabled()
    log(f"lakes of the sample, with the picture of the dialog: {time.monotonic() - clicked:.0f} s")
    yield 1
    shot("log", dialog)
    dialog.close()
    found = next(x for x in QgsProject.instance().mapLayers().values() if x.name().startswith("Lakes of"))
    log(f"{found.featureCount()} lakes, {sum(f['area_km2'] for f in found.getFeatures()):.1f} km²")
    in_legend = QgsProject.instance().layerTreeRoot().findLayer(found)
    in_legend.setExpanded(False)  # it is expanded already, but the tree shows it collapsed
    in_legend.setExpanded(True)
    yield 3
    shot("result")
    iface.showAttributeTable(found)
    yield 3
    table = next(w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not WINDOW)
    table.resize(1272, 330)
    table.move(2, 100)
    yield 2
    shot("fields", table)
    table.close()

    designer = ModelerDialog.create()
    designer.loadModel(str(Path(QgsApplication.qgisSettingsDirPath(), *MODEL)))
    designer.show()
    designer.move(0, 0)
    designer.resize(1270, 560)
    yield 3
    designer.activateWindow()
    designer.findChild(QAction, "mActionZoomToItems").trigger()
    yield 2
    shot("modeler", designer)


def batch():
    """Fill two rows of the batch panel with text, as Autofill and a file with rows do."""
    from processing.tools import dataobjects

    tidy()
    yield 2
    menu = qgis.utils.plugins["lake_mapper"].menu
    menu.open_sample()
    image = iface.activeLayer().source()
    yield 2
    QTimer.singleShot(0, menu.extract)  # a modal window
    yield lambda: windows("AlgorithmDialog")
    buttons = windows("AlgorithmDialog")[0].findChildren(QPushButton)
    QTimer.singleShot(0, next(b for b in buttons if b.text().startswith("Run as Batch")).click)
    yield lambda: windows("BatchAlgorithmDialog")
    dialog = windows("BatchAlgorithmDialog")[0]
    dialog.resize(1260, 330)
    dialog.move(8, 150)
    panel = dialog.mainWidget()
    panel.addRow()
    context = dataobjects.createContext()
    for row, (resolution, date) in enumerate((("17", "2020-05-18"), ("30", "2020-05-19"))):
        values = {"INPUT": image, "RESOLUTION": resolution, "DATE": date}
        for name, value in values.items():
            panel.wrappers[row][panel.parameter_to_column[name]].setParameterValue(value, context)
        lakes = panel.tblParameters.cellWidget(row + 1, panel.parameter_to_column["OUTPUT"])
        lakes.setValue(str(FOLDER / f"lakes_{resolution}m.gpkg"))
    panel.checkLoadLayersOnCompletion.setChecked(True)
    for column in panel.column_to_parameter_definition:
        if panel.tblParameters.columnWidth(column) < 300:
            panel.tblParameters.setColumnWidth(column, 150)
    panel.tblParameters.horizontalScrollBar().setValue(panel.parameter_to_column["RESOLUTION"])
    dialog.runButton().setFocus()
    yield 2
    shot("batch", dialog)
    QTimer.singleShot(0, dialog.runButton().click)  # batches run while the window waits
    yield lambda: len(QgsProject.instance().mapLayers()) == 3 and dialog.runButton().isEnabled()
    found = [x for x in QgsProject.instance().mapLayers().values() if x.name().startswith("Lakes of")]
    for layer in found:
        dates = {lake["date"].toString("yyyy-MM-dd") for lake in layer.getFeatures()}
        log(f"a row of the batch: {layer.featureCount()} lakes of {', '.join(dates)}")


def points():
    """Draw points over the lakes of the sample, and label some of them in the panel."""
    import processing

    tidy()
    yield 2
    menu = qgis.utils.plugins["lake_mapper"].menu
    menu.open_sample()
    image = iface.activeLayer()
    yield 2
    given = {"INPUT": image, "RESOLUTION": 30, "OUTPUT": str(FOLDER / "lakes.gpkg")}
    lakes = processing.run("lakemapper:extractlakes", given)["OUTPUT"]
    given = {"LAKES": lakes, "SEED": 1, "OUTPUT": str(FOLDER / "points.gpkg")}
    processing.runAndLoadResults("lakemapper:accuracypoints", given)
    yield 2
    layer = next(x for x in QgsProject.instance().mapLayers().values() if isinstance(x, QgsVectorLayer))
    iface.setActiveLayer(layer)
    menu.label_points()
    yield 3
    iface.mapCanvas().zoomScale(60_000)
    for number in range(1, 13):
        # For the picture: what the map has there, which on the sample is mostly right.
        point = next(layer.getFeatures(f'"point_id" = {number}'))
        menu.panel.buttons[point["map_class"]].click()
        yield 0.5
    yield 3
    shot("label_points")


def review():
    """Review lakes of the sample: with the buttons of the table, then with those of the form."""
    import processing

    tidy()
    yield 2
    qgis.utils.plugins["lake_mapper"].menu.open_sample()
    image = iface.activeLayer()
    yield 2
    given = {"INPUT": image, "RESOLUTION": 30, "REVIEW": True, "OUTPUT": str(FOLDER / "lakes_to_review.gpkg")}
    found = processing.run("lakemapper:extractlakes", given)["OUTPUT"]
    layer = iface.addVectorLayer(f"{found}|layername=lakes_to_review", "Lakes to review", "ogr")
    iface.setActiveLayer(layer)
    yield 3
    table = iface.showAttributeTable(layer)
    yield 3
    table.resize(1272, 260)
    table.move(2, 520)
    yield 2
    for row, title in enumerate(("Accept", "Edited", "Accept", "Reject", "Accept")):
        buttons = [b for b in table.findChildren(QAbstractButton) if b.text() == title and b.isVisible()]
        buttons.sort(key=lambda b: b.mapToGlobal(QPoint(0, 0)).y())
        buttons[row].click()
        yield 1
    log(f"decisions in the table: {decisions(layer)}")
    yield 3
    shot("review")
    table.close()
    lake = next(layer.getFeatures('"review_order" = 6'))
    form = iface.getFeatureForm(layer, lake)
    form.show()
    form.resize(900, 420)
    form.move(190, 170)
    yield 2
    shot("review_form", form)
    buttons = form.findChildren(QAbstractButton)
    next(b for b in buttons if b.isVisible() and b.text() == "Reject").click()
    yield 1
    log(f"with one in the form: {decisions(layer)}")
    form.close()
    layer.rollBack()


def decisions(layer):
    """Return what was decided, in the order of the review."""
    lakes = sorted(layer.getFeatures(), key=lambda lake: lake["review_order"])
    return ", ".join(lake["review"] for lake in lakes if lake["review"])


def chinese():
    """Show the dialog in a Chinese QGIS."""
    tidy()
    yield 2
    menu = qgis.utils.plugins["lake_mapper"].menu
    menu.open_sample()
    yield 2
    QTimer.singleShot(0, menu.extract)  # a modal window
    yield lambda: windows("AlgorithmDialog")
    dialog = windows("AlgorithmDialog")[0]
    dialog.resize(1000, 690)
    dialog.move(120, 40)
    yield 3
    shot("dialog_zh", dialog)


def end(trouble=""):
    if trouble:
        (FOLDER / "trouble.txt").write_text(trouble)
    (FOLDER / f"{TOUR}.done").touch()
    os._exit(0)  # QGIS would ask whether to save the project


def go_on(tour, ready, since):
    """Continue the tour when ``ready`` returns true; else look again a little later."""
    try:
        if time.monotonic() - since > PATIENCE:
            end(f"Waited in vain at line {tour.gi_frame.f_lineno}.")
        if ready():
            wanted = next(tour)
            now = since = time.monotonic()
            ready = wanted if callable(wanted) else (lambda: time.monotonic() - now >= wanted)
    except StopIteration:
        end()
    except Exception:
        end(traceback.format_exc())
    QTimer.singleShot(200, lambda: go_on(tour, ready, since))


TOURS = {tour.__name__: tour for tour in (install, lakes, batch, points, review, chinese)}
go_on(TOURS[TOUR](), lambda: True, time.monotonic())
