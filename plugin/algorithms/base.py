"""What all our algorithms share: names and help from data, and the check that packages are there."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...core.raster.contrast import CONTRASTS
from ...core.util.atomic_files import atomic_write, writable
from ..gui.translation import tr
from ..installation.dependencies import EXTRACTING, FASTER, TRAINING, missing, import_from_site_folder, trouble
from ..outputs.destinations import destination_of
from .parameter_checks import wrong_value
from .toolbox_entry import ToolboxEntry

DEVICES = ("automatic", "cpu", "cuda")
ENGINES = ("automatic", "full", "half", "openvino")
#: How a table in a database begins, as in ``ogr:dbname=...`` or ``postgres://...``; a drive has one letter.
_PROVIDER = re.compile(r"\w\w+:")


def translate(parameter: QgsProcessingParameterDefinition) -> None:
    """Put what a dialog shows of a parameter into the language of QGIS."""
    parameter.setDescription(tr(parameter.description()))
    if isinstance(parameter, QgsProcessingParameterEnum):
        parameter.setOptions([tr(option) for option in parameter.options()])
    elif isinstance(parameter, QgsProcessingParameterFileDestination):
        parameter.setFileFilter(tr(parameter.fileFilter()))


class LakeMapperAlgorithm(ToolboxEntry, QgsProcessingAlgorithm):
    """An algorithm of ours; what it does is its ``work``."""

    #: Modules to import before it can run.
    needs: tuple[str, ...] = EXTRACTING
    #: Optional parameters that name files, and outputs; looked at before anything runs.
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()

    def createInstance(self):  # noqa: N802
        return type(self)()

    def canExecute(self) -> tuple[bool, str]:  # noqa: N802
        sentence = missing(self.needs)
        return not sentence, sentence

    def checkParameterValues(self, parameters, context) -> tuple[bool, str]:  # noqa: N802
        sentence = (
            self.no_such_file(parameters, self.reads, context)
            or self.unwritable(parameters, self.writes, context)
            or wrong_value(self.parameterDefinitions(), parameters)
            or self._engine_missing(parameters, context)
        )
        if sentence:
            return False, sentence
        return super().checkParameterValues(parameters, context)

    def processAlgorithm(self, parameters, context, feedback) -> dict:  # noqa: N802
        """Do the ``work``; errors a user can act on become QGIS's, cancelling ends without results."""
        from ...core.util.errors import Cancelled
        from .feedback import as_qgis_errors

        if self.needs == TRAINING:
            import_from_site_folder("sympy")
        broken = trouble(self.needs)
        if broken:
            raise QgsProcessingException(broken)
        try:
            with as_qgis_errors():
                return self.work(parameters, context, feedback)
        except Cancelled:
            feedback.pushInfo(self.after_cancel(parameters, context))
            return {}
        finally:
            self.release()

    def work(self, parameters, context, feedback) -> dict:
        """The algorithm itself; raises ``core.errors`` and returns its results."""
        raise NotImplementedError

    def release(self) -> None:
        """Let go of what was opened for the ``work``, however that ended."""

    def after_cancel(self, parameters, context) -> str:
        """What is left after cancelling, in one sentence."""
        return "Cancelled; nothing was written."

    def add(self, parameter: QgsProcessingParameterDefinition, advanced: bool = False) -> None:
        """Add a parameter, translated and with its help; ``advanced`` ones are folded away."""
        translate(parameter)
        parameter.setHelp(self.help.parameters[parameter.name()])
        if advanced:
            flag = QgsProcessingParameterDefinition.Flag.FlagAdvanced
            parameter.setFlags(parameter.flags() | flag)
        self.addParameter(parameter)

    def addOutput(self, output: QgsProcessingOutputDefinition) -> bool:  # noqa: N802
        """Add an output, its title in the language of QGIS."""
        output.setDescription(tr(output.description()))
        return super().addOutput(output)

    def add_device(self) -> None:
        """Add DEVICE: automatic, cpu or cuda."""
        self.add(
            QgsProcessingParameterEnum("DEVICE", "Device", ["Automatic", "CPU", "CUDA"], defaultValue=0),
            advanced=True,
        )

    def device(self, parameters, context) -> str:
        """What DEVICE says, one of ``core.engine.DEVICES``."""
        return DEVICES[self.parameterAsEnum(parameters, "DEVICE", context)]

    def add_engine(self) -> None:
        """Add ENGINE: what runs the network, in which precision."""
        titles = ["Automatic", "PyTorch, 32 bits", "PyTorch, 16 bits", "OpenVINO"]
        self.add(QgsProcessingParameterEnum("ENGINE", "Engine", titles, defaultValue=0), advanced=True)

    def engine(self, parameters, context) -> str:
        """What ENGINE says, one of ``core.engine.ENGINES``."""
        return ENGINES[self.parameterAsEnum(parameters, "ENGINE", context)]

    def _engine_missing(self, parameters, context) -> str:
        """What to install for the ENGINE that was asked for; empty when it is there, or is our choice."""
        if self.parameterDefinition("ENGINE") is None or self.engine(parameters, context) != "openvino":
            return ""
        return missing(FASTER)

    def add_colours(self) -> None:
        """Add BANDS and CONTRAST: how a layer's values become red, green and blue."""
        self.add(QgsProcessingParameterString("BANDS", "Red;green;blue bands", optional=True), advanced=True)
        titles = ["Automatic", "None", "Percentile 2–98", "Layer style"]
        self.add(QgsProcessingParameterEnum("CONTRAST", "Contrast", titles, defaultValue=0), advanced=True)

    def contrast(self, parameters, context) -> str:
        """What CONTRAST says, one of ``core.contrast.CONTRASTS``."""
        return CONTRASTS[self.parameterAsEnum(parameters, "CONTRAST", context)]

    def no_such_file(self, parameters, names: tuple[str, ...], context) -> str:
        """A sentence about the first of these optional files that is named but not there."""
        for name in names:
            path = self.parameterAsString(parameters, name, context)
            if path and not Path(path).is_file():
                sentence = tr("{name} is '{path}', but there is no such file. Choose one, or leave it empty.")
                return sentence.format(name=name, path=path)
        return ""

    @staticmethod
    def write_page(path: str, html: str) -> None:
        """Write an HTML page, whole or not at all."""
        try:
            with atomic_write(path) as unfinished:
                unfinished.write_text(html, encoding="utf-8")
        except OSError as error:
            raise QgsProcessingException(
                f"The report cannot be written to {path} ({error.strerror}). Choose another place."
            ) from error

    @staticmethod
    def unwritable(parameters, names: tuple[str, ...], context) -> str:
        """A sentence about the first output that cannot be written, told now, not after an hour of work."""
        for name in names:
            path = destination_of(parameters.get(name), context)
            if _PROVIDER.match(path):
                continue
            if (Path(path).is_absolute() or Path(path).suffix) and not writable(path):
                sentence = tr("{name} cannot be written to {path}. Choose a folder where you may write.")
                return sentence.format(name=name, path=path)
        return ""
