"""What all our algorithms share: names and help from data, and the check that PyTorch is there."""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterDefinition

from ..dependencies import missing
from ..help import Help


class LakeMapperAlgorithm(QgsProcessingAlgorithm):
    """An algorithm whose id, name and help come from its ``help``."""

    help: Help

    def createInstance(self):  # noqa: N802
        return type(self)()

    def name(self) -> str:
        return self.help.name

    def displayName(self) -> str:  # noqa: N802
        return self.help.title

    def shortDescription(self) -> str:  # noqa: N802
        return self.help.summary

    def shortHelpString(self) -> str:  # noqa: N802
        return self.help.html

    def tags(self) -> list[str]:
        return self.help.tags

    def canExecute(self) -> tuple[bool, str]:  # noqa: N802
        sentence = missing()
        return not sentence, sentence

    def add(self, parameter: QgsProcessingParameterDefinition, advanced: bool = False) -> None:
        """Add a parameter with its help; ``advanced`` ones are folded away."""
        parameter.setHelp(self.help.parameters[parameter.name()])
        if advanced:
            flag = QgsProcessingParameterDefinition.Flag.FlagAdvanced
            parameter.setFlags(parameter.flags() | flag)
        self.addParameter(parameter)
