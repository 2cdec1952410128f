"""The menu in a window that only records what is done to it."""

from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from support import SAMPLE
from windows import Window


class Canvas:
    def __init__(self, extent, crs):
        self._extent, self._crs = extent, QgsCoordinateReferenceSystem(crs)

    def mapSettings(self):
        return self

    def destinationCrs(self):
        return self._crs

    def extent(self):
        return self._extent


class WindowWithMenus(Window):
    """What of QgisInterface the menu uses."""

    def __init__(self):
        super().__init__(Canvas(QgsRectangle(), "EPSG:4326"))
        self.menus, self.layer, self.zoomed = {}, None, False

    def addPluginToMenu(self, title, action):
        self.menus.setdefault(title, []).append(action)

    def removePluginMenu(self, title, action):
        self.menus[title].remove(action)

    def activeLayer(self):
        return self.layer

    def setActiveLayer(self, layer):
        self.layer = layer

    def addRasterLayer(self, path, name):
        return QgsRasterLayer(path, name)

    def zoomToActiveLayer(self):
        self.zoomed = True


@pytest.fixture
def window(qgis):
    return WindowWithMenus()


@pytest.fixture
def menu(window, monkeypatch):
    from lake_mapper.plugin.gui.menu import Menu

    menu = Menu(window)
    yield menu
    menu.remove()


@pytest.fixture
def dialogs(monkeypatch):
    """Record what the Processing dialog is opened with."""
    import processing

    opened = []

    def execute(algorithm, parameters):
        opened.append({"algorithm": algorithm, **parameters})

    monkeypatch.setattr(processing, "execAlgorithmDialog", execute, raising=False)
    return opened


def test_actions_come_and_go(window, menu):
    actions = window.menus["Lake Mapper"]

    assert [action.text() for action in actions] == [
        "Extract lakes from the current layer",
        "Open sample",
        "Track lakes over time",
        "Label points",
        "Check installation",
        "User guide",
        "Questions and answers",
        "What the numbers mean",
        "Help",
    ]
    assert not any(action.icon().isNull() for action in actions)
    menu.remove()
    assert window.menus["Lake Mapper"] == []


def test_dialog_has_the_layer_and_what_the_map_shows_of_it(window, menu, dialogs):
    window.layer = QgsRasterLayer(str(SAMPLE), "sample")
    window.canvas = Canvas(QgsRectangle(-54.6, -25.4, -54.5, -25.3), "EPSG:4326")

    window.menus["Lake Mapper"][0].trigger()

    assert dialogs[0]["algorithm"] == "lakemapper:extractlakes"
    assert dialogs[0]["INPUT"] is window.layer
    extent = dialogs[0]["EXTENT"]
    assert extent.crs().authid() == "EPSG:32621"
    assert window.layer.extent().contains(extent)
    assert 9_500 < extent.width() < 11_000  # a tenth of a degree at 25° south


@pytest.mark.parametrize("extent", [(-60, -30, -50, -20), (10, 10, 11, 11)])
def test_all_of_the_layer_where_the_map_shows_all_or_nothing(window, menu, dialogs, extent):
    window.layer = QgsRasterLayer(str(SAMPLE), "sample")
    window.canvas = Canvas(QgsRectangle(*extent), "EPSG:4326")

    menu.extract()

    assert dialogs[0]["EXTENT"] is None


def test_without_an_image_it_says_what_to_select(window, menu, dialogs):
    for layer in (None, QgsVectorLayer("Polygon?crs=EPSG:4326", "lakes", "memory")):
        window.layer = layer
        menu.extract()

    assert dialogs == []
    assert all("Select a satellite image" in sentence for sentence in window.warnings)
    assert len(window.warnings) == 2


def test_without_torch_it_says_what_to_run_and_copies_it(window, menu, dialogs, monkeypatch):
    from lake_mapper.plugin.gui.install_message import InstallMessage
    from qgis.PyQt.QtWidgets import QPushButton

    window.layer = QgsRasterLayer(str(SAMPLE), "sample")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    shown = []
    monkeypatch.setattr(InstallMessage, "exec", lambda message: shown.append(message))

    menu.extract()

    assert dialogs == []
    (message,) = shown
    assert "-m pip install --target" in message.command
    assert "\n" not in message.command
    copying = next(b for b in message.findChildren(QPushButton) if b.text() == "Copy command")
    copying.click()
    assert QgsApplication.clipboard().text() == message.command


def test_a_message_without_a_command_is_plain(qgis):
    from lake_mapper.plugin.gui.install_message import as_html, parts_of

    assert parts_of("It is broken.") == ("It is broken.", "", "")
    assert as_html("a < b") == "a &lt; b"
    assert as_html("Run:\npip install torch\nThen start.") == "Run:<pre>pip install torch</pre>Then start."


def test_other_dialogs_open_from_the_menu(window, menu, dialogs):
    actions = {action.text(): action for action in window.menus["Lake Mapper"]}

    actions["Track lakes over time"].trigger()
    actions["Check installation"].trigger()

    assert [d["algorithm"] for d in dialogs] == ["lakemapper:tracklakes", "lakemapper:checkinstallation"]


def test_the_manual_opens(window, menu, monkeypatch):
    from qgis.PyQt.QtGui import QDesktopServices

    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    actions = {action.text(): action for action in window.menus["Lake Mapper"]}

    actions["User guide"].trigger()
    actions["What the numbers mean"].trigger()

    assert [path.stem for path in opened] == ["guide", "method"]
    assert all(path.is_file() for path in opened)
    assert window.warnings == []


def test_a_chinese_qgis_has_the_chinese_manual(menu, monkeypatch):
    from qgis.PyQt.QtGui import QDesktopServices

    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    monkeypatch.setattr("lake_mapper.plugin.gui.help.language", lambda: "zh")

    for page in ("guide", "faq", "method", "speed"):  # the last has no translation
        menu.read(page)

    assert [path.parent.name for path in opened] == ["zh", "zh", "zh", "docs"]
    assert all(path.is_file() for path in opened)


def test_sample_is_opened_and_shown(window, menu):
    window.menus["Lake Mapper"][1].trigger()

    assert window.layer.isValid()
    assert Path(window.layer.source()) == SAMPLE
    assert window.zoomed


def test_help_is_a_page_of_all_algorithms(menu, monkeypatch):
    from qgis.PyQt.QtGui import QDesktopServices

    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))

    menu.help()

    html = opened[0].read_text(encoding="utf-8")
    assert "Open sample" in html
    assert html.index('id="extractlakes"') < html.index('id="checkinstallation"')
    assert "MIN_ISLAND" in html


def test_plugin_with_a_window_leaves_nothing_behind(qgis):
    """In a registry of its own: the provider of the other tests stays."""
    from lake_mapper.plugin.plugin import LakeMapperPlugin

    window, plugin = WindowWithMenus(), None
    plugin = LakeMapperPlugin(window)
    plugin.initProcessing = lambda: None

    plugin.initGui()
    assert len(window.menus["Lake Mapper"]) == 9
    plugin.unload()
    assert window.menus["Lake Mapper"] == []
