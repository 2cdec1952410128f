"""What QGIS loads: registers the Processing provider."""

from __future__ import annotations

from qgis.core import QgsApplication

from .dependencies import add_site_folder
from .provider import LakeMapperProvider


class LakeMapperPlugin:
    """Works the same with a window (``initGui``) and without (``initProcessing`` alone)."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.provider = None

    def initProcessing(self) -> None:  # noqa: N802
        add_site_folder()
        self.provider = LakeMapperProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)
        self.provider.refreshAlgorithms()  # once registered it lists its models, too

    def initGui(self) -> None:  # noqa: N802
        self.initProcessing()

    def unload(self) -> None:
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
