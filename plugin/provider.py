"""The Processing provider: lists the algorithms."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.extract_lakes import ExtractLakes

RESOURCES = Path(__file__).parent.parent / "resources"


class LakeMapperProvider(QgsProcessingProvider):
    def loadAlgorithms(self) -> None:  # noqa: N802
        self.addAlgorithm(ExtractLakes())

    def id(self) -> str:
        return "lakemapper"

    def name(self) -> str:
        return "Lake Mapper"

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icon.svg"))
