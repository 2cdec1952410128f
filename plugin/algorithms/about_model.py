"""About this model: the model card of a model file."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)

from ...core.models.model_card import BUNDLED, inspect_model
from ...core.models.report import model_facts, model_page
from ..gui.help import Help
from ..gui.translation import tr
from . import definitions
from .base import LakeMapperAlgorithm
from .toolbox_entry import INSTALLATION


class AboutModel(LakeMapperAlgorithm):
    help = Help("aboutmodel")
    in_group = INSTALLATION
    needs = ()
    reads = ("MODEL",)
    writes = ("REPORT",)

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        self.add(definitions.model())
        self.add(QgsProcessingParameterFileDestination("REPORT", "Model card", "HTML files (*.html)"))
        self.addOutput(QgsProcessingOutputString("NAME", "Name"))
        self.addOutput(QgsProcessingOutputNumber("PARAMETERS", "Number of parameters"))
        self.addOutput(QgsProcessingOutputString("SHA256", "SHA-256 of the file"))

    def work(self, parameters, context, feedback) -> dict:
        path = self.parameterAsString(parameters, "MODEL", context) or BUNDLED
        file = inspect_model(path)
        for name, value in [(tr("File"), str(Path(path))), *model_facts(file)]:
            feedback.pushInfo(tr("{name}: {value}", name=name, value=value))
        for data, scores in file.card.metrics.items():
            feedback.pushInfo(tr("Measured on {data}: {scores}", data=data, scores=self._scores(scores)))
        report = self.parameterAsFileOutput(parameters, "REPORT", context)
        self.write_page(report, model_page(file))
        return {
            "REPORT": report,
            "NAME": file.card.name,
            "PARAMETERS": file.parameters,
            "SHA256": file.sha256,
        }

    @staticmethod
    def _scores(scores) -> str:
        if not isinstance(scores, dict):
            return str(scores)
        return ", ".join(f"{name} {value}" for name, value in scores.items())
