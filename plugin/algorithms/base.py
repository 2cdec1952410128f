"""The base of our algorithms: checks before the work, the work, errors that a user can act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import qgis.utils
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsRasterLayer,
)

from ...core.raster.contrast import CONTRASTS
from ...core.util.atomic_files import atomic_write, held_open, writable
from ...core.util.errors import Cancelled
from ..gui.install_message import as_html
from ..gui.translation import tr
from ..installation.dependencies import EXTRACTING, FASTER, missing, trouble
from ..installation.import_order import loaded_too_old
from ..outputs.databases import unfit_database
from ..outputs.destinations import PROVIDER, destination_of, unfit_path
from ..outputs.input_files import overwritten
from . import definitions
from .errors import as_qgis_errors, writing_to
from .parameter_checks import wrong_value
from .parameter_names import NamingFeedback, ParameterNames
from .toolbox_entry import ToolboxEntry

_T = TypeVar("_T")
DEVICES = ("automatic", "cpu", "cuda")
ENGINES = ("automatic", "full", "half", "openvino")


def translate(parameter: QgsProcessingParameterDefinition) -> None:
    """Translate what a dialog shows of a parameter to the language of QGIS."""
    parameter.setDescription(tr(parameter.description()))
    if isinstance(parameter, QgsProcessingParameterEnum):
        parameter.setOptions([tr(option) for option in parameter.options()])
    elif isinstance(parameter, QgsProcessingParameterFileDestination):
        parameter.setFileFilter(tr(parameter.fileFilter()))


class LakeMapperAlgorithm(ToolboxEntry, QgsProcessingAlgorithm):
    """An algorithm; what it does is its ``work``."""

    #: Modules without which it cannot run.
    needs: tuple[str, ...] = EXTRACTING
    #: Optional parameters that are files to read, and outputs; checked before the work.
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()

    def createInstance(self):  # noqa: N802
        return type(self)()

    def canExecute(self) -> tuple[bool, str]:  # noqa: N802
        message = missing(self.needs)
        # QGIS's window shows HTML, in which the command would run into the sentences around it.
        return not message, as_html(message) if qgis.utils.iface else message

    def checkParameterValues(self, parameters, context) -> tuple[bool, str]:  # noqa: N802
        sentence = self.first_wrong(parameters, context)
        good, of_qgis = (False, "") if sentence else super().checkParameterValues(parameters, context)
        return good, ParameterNames(self)(sentence or of_qgis)

    def first_wrong(self, parameters, context) -> str:
        """Return a sentence about the first parameter that is wrong; empty when all are right."""
        return (
            self.no_such_file(parameters, self.reads, context)
            or self.unwritable(parameters, self.writes, context)
            or self.always_wrong(parameters, context)
            or self._engine_missing(parameters, context)
        )

    def always_wrong(self, parameters, context) -> str:
        """Return what is wrong also in models and scripts that call ``run``, which check nothing."""
        return wrong_value(self.parameterDefinitions(), parameters) or self._wrong_place(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback) -> bool:  # noqa: N802
        """Read the layers; errors of ``core`` become QGIS's."""
        names = ParameterNames(self)
        with names.in_errors(), as_qgis_errors():
            sentence = self.always_wrong(parameters, context)
            if sentence:
                raise QgsProcessingException(sentence)
            self.read_layers(parameters, context, NamingFeedback(feedback, names))
        return True

    def read_layers(self, parameters, context, feedback) -> None:
        """Read what only the main thread may: layers, and what belongs to them."""

    def processAlgorithm(self, parameters, context, feedback) -> dict:  # noqa: N802
        """Do the ``work``; errors of ``core`` become QGIS's, and cancelling gives no results."""
        names = ParameterNames(self)
        with names.in_errors():
            return self._checked_work(parameters, context, NamingFeedback(feedback, names))

    def _checked_work(self, parameters, context, feedback) -> dict:
        broken = trouble(self.needs)
        if broken:
            raise QgsProcessingException(broken)
        if loaded_too_old():
            feedback.pushWarning(loaded_too_old())
        try:
            with as_qgis_errors(self.kept(parameters, context)):
                return self.work(parameters, context, feedback)
        except Cancelled:
            feedback.pushInfo(self.after_cancel(parameters, context))
            return {}
        finally:
            self.release()

    def work(self, parameters, context, feedback) -> dict:
        """Do what the algorithm does, and return its results; may raise errors of ``core``."""
        raise NotImplementedError

    def release(self) -> None:
        """Close what was opened for the ``work``, however that ended."""

    def after_cancel(self, parameters, context) -> str:
        """Return a sentence about what is left after cancelling."""
        kept = self.kept(parameters, context)
        return tr("Cancelled. {kept}", kept=kept) if kept else tr("Cancelled; nothing was written.")

    @staticmethod
    def until_cancelled(rows: Iterable[_T], feedback) -> Iterator[_T]:
        """Yield rows to write; ``Cancelled`` when the user asks to stop, also after the computing."""
        for row in rows:
            if feedback.isCanceled():
                raise Cancelled
            yield row

    def kept(self, parameters, context) -> str:
        """Return a sentence about what is not lost when the work ends early; empty when nothing is kept."""
        return ""

    def add(self, parameter: QgsProcessingParameterDefinition, advanced: bool = False) -> None:
        """Add a parameter, translated and with its help; ``advanced`` ones are collapsed in the dialog."""
        translate(parameter)
        parameter.setHelp(self.help.parameters[parameter.name()])
        if advanced:
            flag = QgsProcessingParameterDefinition.Flag.FlagAdvanced
            parameter.setFlags(parameter.flags() | flag)
        self.addParameter(parameter)

    def addOutput(self, output: QgsProcessingOutputDefinition) -> bool:  # noqa: N802
        """Add an output, its title translated."""
        output.setDescription(tr(output.description()))
        return super().addOutput(output)

    def add_device(self) -> None:
        """Add DEVICE: automatic, cpu or cuda."""
        self.add(definitions.device(), advanced=True)

    def device(self, parameters, context) -> str:
        """Return DEVICE as ``core`` takes it."""
        return DEVICES[self.parameterAsEnum(parameters, "DEVICE", context)]

    def add_engine(self) -> None:
        """Add ENGINE: what runs the network, in which precision."""
        self.add(definitions.engine(), advanced=True)

    def engine(self, parameters, context) -> str:
        """Return ENGINE as ``core`` takes it."""
        return ENGINES[self.parameterAsEnum(parameters, "ENGINE", context)]

    def _wrong_place(self, parameters, context) -> str:
        """Return a sentence about an output that may not be written where it was sent; empty for none."""
        return (
            unfit_path(self, parameters, context)
            or overwritten(self, parameters, context)
            or unfit_database(self, parameters, context)
        )

    def _engine_missing(self, parameters, context) -> str:
        """Return what to install for the chosen ENGINE; empty when it is there, or chosen automatically."""
        if self.parameterDefinition("ENGINE") is None or self.engine(parameters, context) != "openvino":
            return ""
        return missing(FASTER)

    def add_colours(self) -> None:
        """Add BANDS and CONTRAST: how a layer's values become red, green and blue."""
        self.add(definitions.bands(), advanced=True)
        self.add(definitions.contrast(), advanced=True)

    def contrast(self, parameters, context) -> str:
        """Return CONTRAST as ``core`` takes it."""
        return CONTRASTS[self.parameterAsEnum(parameters, "CONTRAST", context)]

    @staticmethod
    def is_given(parameters, name: str) -> bool:
        """Return whether an optional parameter has a value."""
        return parameters.get(name) not in (None, "")

    def decimal_or_none(self, parameters, name: str, context) -> float | None:
        """Return a number; None where it is left empty."""
        return self.parameterAsDouble(parameters, name, context) if self.is_given(parameters, name) else None

    def raster_layer(self, parameters, name: str, context) -> QgsRasterLayer:
        """Return a raster layer, on the main thread; ``QgsProcessingException`` when QGIS cannot open it."""
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if layer is None:
            raise QgsProcessingException(self.invalidRasterError(parameters, name))
        return layer

    def feature_source(self, parameters, name: str, context) -> QgsProcessingFeatureSource | None:
        """Return an optional vector layer, None where it is left empty, on the main thread.

        ``QgsProcessingException`` when QGIS cannot open it.
        """
        source = self.parameterAsSource(parameters, name, context)
        if source is None and self.is_given(parameters, name):
            raise QgsProcessingException(self.invalidSourceError(parameters, name))
        return source

    def no_such_file(self, parameters, names: tuple[str, ...], context) -> str:
        """Return a sentence about the first of these optional files that is not there; empty when all are."""
        for name in names:
            path = self.parameterAsString(parameters, name, context)
            if path and not Path(path).is_file():
                sentence = tr("{name} is '{path}', but there is no such file. Choose one, or leave it empty.")
                return sentence.format(name=name, path=path)
        return ""

    @staticmethod
    def write_page(path: str, html: str) -> None:
        """Write an HTML page, whole or not at all."""
        with writing_to(path), atomic_write(path) as unfinished:
            unfinished.write_text(html, encoding="utf-8")

    @staticmethod
    def unwritable(parameters, names: tuple[str, ...], context) -> str:
        """Return a sentence about the first output that cannot be written; empty when all can.

        It is checked before the work, not after an hour of it.
        """
        for name in names:
            path = destination_of(parameters.get(name), context)
            if PROVIDER.match(path):
                continue
            if (Path(path).is_absolute() or Path(path).suffix) and not writable(path):
                sentence = tr("{name} cannot be written to {path}. Choose a folder where you may write.")
                return sentence.format(name=name, path=path)
            if held_open(path):
                return tr(
                    "{name} cannot be written to {path}: it is open, perhaps as a layer of the project. "
                    "Remove that layer, or choose another name.",
                    name=name,
                    path=path,
                )
        return ""
