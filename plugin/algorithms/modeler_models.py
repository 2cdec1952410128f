"""The modeler models in ``resources/models``, as algorithms of the provider."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.core import QgsProcessingModelAlgorithm, QgsProcessingParameterNumber

from ..gui.help import RESOURCES, Help
from ..gui.translation import tr
from .base import translate
from .definitions import show_few_decimals
from .parameter_names import ParameterNames
from .toolbox_entry import ToolboxEntry

FOLDER = RESOURCES / "models"
#: The images of each model, each with the parameter of its date, empty where the model has none.
_DATED_IMAGES = {
    "lakesofadatedimage": (("IMAGE", ""),),
    "lakesattwodates": (("IMAGE_A", "DATE_A"), ("IMAGE_B", "DATE_B")),
}


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
            if isinstance(parameter, QgsProcessingParameterNumber):
                show_few_decimals(parameter)
        for output in self.outputDefinitions():
            output.setDescription(tr(output.description()))

    def createInstance(self):  # noqa: N802
        return ModelerModel(self.help.name)

    def checkParameterValues(self, parameters, context) -> tuple[bool, str]:  # noqa: N802
        """Look for the dates first: without them hours of work would be in vain."""
        sentence = self._wrong_dates(parameters, context)
        good, of_qgis = (False, "") if sentence else super().checkParameterValues(parameters, context)
        return good, ParameterNames(self)(sentence or of_qgis)

    def _wrong_dates(self, parameters, context) -> str:
        dates = []
        for image, name, date, why in self._dates(parameters, context):
            if date is None:
                sentence = tr("The date of {image} is not known ({why}).").format(image=image, why=why)
                remedy = tr(
                    "Put one like 2020-08-31 into the name of the file, or use Extract lakes with DATE."
                )
                if name:
                    remedy = tr("Set {name}.").format(name=name)
                return f"{sentence} {remedy}"
            dates.append(date)
        if len(dates) > len(set(dates)):
            sentence = tr("Both images have the date {date}. Choose images of two dates, or set {names}.")
            names = " / ".join(name for _, name in _DATED_IMAGES[self.help.name])
            return sentence.format(date=dates[0], names=names)
        return ""

    def _dates(self, parameters, context) -> Iterator[tuple]:
        """Yield each image, the parameter of its date, the date (None: not known), and why it is not."""
        from ..layers.image_date import date_of_layer

        for image, name in _DATED_IMAGES.get(self.help.name, ()):
            layer = self.parameterAsRasterLayer(parameters, image, context)
            if layer is None:
                continue  # QGIS has a sentence for that
            given = self.parameterAsDateTime(parameters, name, context).date() if name else None
            if given and given.isValid():
                yield image, name, given.toPyDate(), ""
            else:
                yield image, name, *date_of_layer(layer)


def model_names() -> list[str]:
    """Return the names of the models, without folder and ending."""
    return sorted(path.stem for path in FOLDER.glob("*.model3"))
