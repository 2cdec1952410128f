"""The modeler models in ``resources/models``, as algorithms of the provider."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm

from ..gui.help import RESOURCES, Help
from ..gui.translation import tr
from .base import translate
from .toolbox_entry import ToolboxEntry

FOLDER = RESOURCES / "models"


class ModelerModel(ToolboxEntry, QgsProcessingModelAlgorithm):
    """A modeler model with the id, title and help of its ``Help``, like the other algorithms."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.help = Help(name)
        self.fromFile(str(FOLDER / f"{name}.model3"))
        for parameter in self.parameterDefinitions():
            # Outputs of a model are called step:NAME.
            parameter.setHelp(self.help.parameters[parameter.name().rpartition(":")[2]])
            translate(parameter)
        for output in self.outputDefinitions():
            output.setDescription(tr(output.description()))

    def createInstance(self):  # noqa: N802
        return ModelerModel(self.help.name)


def model_names() -> list[str]:
    """Return the names of the models, without folder and ending."""
    return sorted(path.stem for path in FOLDER.glob("*.model3"))
