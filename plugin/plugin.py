"""The plugin as QGIS loads it: registers the Processing provider and adds the menu."""

from __future__ import annotations

from qgis.core import QgsApplication

from .gui import translation
from .installation.import_order import add_site_folder, leave_import_order
from .provider import LakeMapperProvider


class LakeMapperPlugin:
    """The plugin, with a window (``initGui``) or without (``initProcessing`` alone)."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.provider = None
        self.menu = None
        self.translator = None

    def initProcessing(self) -> None:  # noqa: N802
        add_site_folder()
        self.translator = translation.install()  # before the algorithms give their titles
        self.provider = LakeMapperProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)
        self.provider.refreshAlgorithms()  # once registered it lists its models, too

    def initGui(self) -> None:  # noqa: N802
        self.initProcessing()
        if self.iface is not None:
            from .gui.menu import Menu  # needs the modules of a QGIS with a window

            self.menu = Menu(self.iface)

    def unload(self) -> None:
        if self.menu is not None:
            self.menu.remove()
            self.menu = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        leave_import_order()
        translation.remove(self.translator)
        self.translator = None
