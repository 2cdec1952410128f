"""Models of the graphical modeler that ship with the plugin, as algorithms of the provider."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm
from qgis.PyQt.QtGui import QIcon

from .algorithms.base import ICONS, LAKES_GROUP, translate
from .help import RESOURCES, Help
from .translation import tr

FOLDER = RESOURCES / "models"


class ShippedModel(QgsProcessingModelAlgorithm):
    """A .model3 file whose id, title and help come from its ``Help``, as those of the other algorithms."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.help = Help(name)
        self.fromFile(str(FOLDER / f"{name}.model3"))
        for parameter in self.parameterDefinitions():
            # Outputs are called step:NAME.
            parameter.setHelp(self.help.parameters[parameter.name().rpartition(":")[2]])
            translate(parameter)
        for output in self.outputDefinitions():
            output.setDescription(tr(output.description()))

    def createInstance(self):  # noqa: N802
        return ShippedModel(self.help.name)

    def name(self) -> str:
        return self.help.name

    def displayName(self) -> str:  # noqa: N802
        return self.help.title

    def shortDescription(self) -> str:  # noqa: N802
        return self.help.summary

    def shortHelpString(self) -> str:  # noqa: N802
        return self.help.html

    def group(self) -> str:
        return tr(LAKES_GROUP[1])

    def groupId(self) -> str:  # noqa: N802
        return LAKES_GROUP[0]

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:  # noqa: N802
        return str(ICONS / f"{self.help.name}.svg")

    def tags(self) -> list[str]:
        return self.help.tags


def shipped() -> list[str]:
    """Names of the models, by which ``ShippedModel`` finds them."""
    return sorted(path.stem for path in FOLDER.glob("*.model3"))
