"""Models of the graphical modeler that ship with the plugin, as algorithms of the provider."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm

from ..gui.help import RESOURCES, Help
from ..gui.translation import tr
from .base import translate
from .toolbox_entry import ToolboxEntry

FOLDER = RESOURCES / "models"


class ShippedModel(ToolboxEntry, QgsProcessingModelAlgorithm):
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


def shipped() -> list[str]:
    """Names of the models, by which ``ShippedModel`` finds them."""
    return sorted(path.stem for path in FOLDER.glob("*.model3"))
