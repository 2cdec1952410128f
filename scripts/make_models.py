"""Write the modeler models in resources/models; run it after a change of the algorithms in them."""

from __future__ import annotations

import os
from pathlib import Path

os.environ["QT_HASH_SEED"] = "0"  # the same model gives the same file

import package_path

package_path.load()
from qgis.core import (
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildDependency,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF, QSizeF
from windowless_qgis import start_qgis

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "models"


class Builder:
    """Builds a modeler model, input by input and step by step."""

    def __init__(self, title: str) -> None:
        self.model = QgsProcessingModelAlgorithm(title, "Lakes")
        self._row, self._order = 0, []

    def add_input(self, definition: QgsProcessingParameterDefinition) -> None:
        """Add an input."""
        place = QgsProcessingModelParameter(definition.name())
        place.setDescription(definition.description())
        place.setPosition(QPointF(130, 40 + 70 * self._row))
        place.setSize(QSizeF(200, 40))  # two lines
        self._row += 1
        self._order.append(definition.name())
        self.model.addModelParameter(definition, place)

    def branch(self, title: str, at: tuple[int, int], conditions: dict[str, str]) -> None:
        """Add a conditional branch: names of branches with the expressions for which they are taken."""
        child = QgsProcessingModelChildAlgorithm("native:condition")
        child.setChildId(_id_of(title))
        child.setDescription(title)
        child.setPosition(QPointF(*at))
        named = [{"name": name, "expression": expression} for name, expression in conditions.items()]
        child.setConfiguration({"conditions": named})
        self.model.addChildAlgorithm(child)

    def step(
        self,
        name: str,
        title: str,
        at: tuple[int, int],
        sources: dict,
        outputs: dict,
        *,
        on: tuple[str, str] | None = None,
    ) -> None:
        """Add a child algorithm at a place of the canvas; ``sources`` are the values of its parameters.

        ``outputs`` gives the name and title in the model for each of its outputs that the model has. ``on``
        is the branch on which it runs: the title of the conditional branch, and the name in it.
        """
        child = QgsProcessingModelChildAlgorithm(f"lakemapper:{name}")
        child.setChildId(_id_of(title))
        child.setDescription(title)
        if on:
            child.setDependencies([QgsProcessingModelChildDependency(_id_of(on[0]), on[1])])
        child.setPosition(QPointF(*at))
        for definition in child.algorithm().parameterDefinitions():
            optional = definition.flags() & definition.Flag.FlagOptional
            if definition.name() not in sources and not optional and not definition.isDestination():
                # The Model Designer takes a default that is not written out for a missing value.
                default = QgsProcessingModelChildParameterSource.fromStaticValue(definition.defaultValue())
                child.addParameterSources(definition.name(), [default])
        for parameter, source in sources.items():
            child.addParameterSources(parameter, source if isinstance(source, list) else [source])
        given = {}
        for number, (output, (name_in_model, title_in_model)) in enumerate(outputs.items()):
            result = QgsProcessingModelOutput(name_in_model, title_in_model)
            result.setChildId(child.childId())
            result.setChildOutputName(output)
            result.setPosition(QPointF(at[0] + 250, at[1] - 60 + 60 * number))
            given[name_in_model] = result
        child.setModelOutputs(given)
        self.model.addChildAlgorithm(child)

    def write(self, name: str) -> None:
        self.model.setParameterOrder(self._order)
        if not self.model.toFile(str(FOLDER / f"{name}.model3")):
            raise SystemExit(f"{name}.model3 could not be written to {FOLDER}.")


def _id_of(title: str) -> str:
    return title.replace(" ", "_").lower()


def from_input(name: str) -> QgsProcessingModelChildParameterSource:
    return QgsProcessingModelChildParameterSource.fromModelParameter(name)


def from_output(child: str, output: str) -> QgsProcessingModelChildParameterSource:
    return QgsProcessingModelChildParameterSource.fromChildOutput(child, output)


def add_shared_inputs(builder: Builder) -> dict:
    """Add the inputs that Extract lakes needs at every date; return them as its parameters."""
    number = QgsProcessingParameterNumber
    decimal = number.Type.Double
    builder.add_input(number("RESOLUTION", "Ground resolution (m)", decimal, 17.0))
    builder.add_input(number("MIN_AREA", "Smallest lake (m²)", decimal, 5000.0))
    title = "Lake probability from which a pixel is lake"
    builder.add_input(number("THRESHOLD", title, decimal, 0.5, True))
    polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
    builder.add_input(QgsProcessingParameterFeatureSource("AOI", "Area of interest", polygons, optional=True))
    builder.add_input(QgsProcessingParameterString("BANDS", "Red;green;blue bands", optional=True))
    names = ("RESOLUTION", "MIN_AREA", "THRESHOLD", "AOI", "BANDS")
    return {name: from_input(name) for name in names}


def day(name: str, title: str) -> QgsProcessingParameterDateTime:
    """Return an optional date: empty, it is that of the image's name or metadata."""
    kind = QgsProcessingParameterDateTime.Type.Date
    return QgsProcessingParameterDateTime(name, title, kind, optional=True)


def two_dates() -> None:
    builder = Builder("Lakes at two dates")
    dates = (("A", "first"), ("B", "second"))
    for letter, which in dates:
        builder.add_input(QgsProcessingParameterRasterLayer(f"IMAGE_{letter}", f"Image of the {which} date"))
        builder.add_input(day(f"DATE_{letter}", f"{which.capitalize()} date"))
    same = add_shared_inputs(builder)
    builder.add_input(
        QgsProcessingParameterBoolean("CORRECT_SHIFT", "Correct the shift between images", False)
    )
    for k, (letter, which) in enumerate(dates):
        builder.step(
            "extractlakes",
            f"Extract lakes {letter}",
            (390, 120 + 210 * k),
            {"INPUT": from_input(f"IMAGE_{letter}"), "DATE": from_input(f"DATE_{letter}"), **same},
            {"OUTPUT": (f"LAKES_{letter}", f"Lakes of the {which} date")},
        )
    lakes = [from_output("extract_lakes_a", "OUTPUT"), from_output("extract_lakes_b", "OUTPUT")]
    builder.step(
        "tracklakes",
        "Track lakes",
        (830, 230),
        {
            "LAYERS": lakes,
            "CORRECT_SHIFT": from_input("CORRECT_SHIFT"),
            "RESOLUTION": from_input("RESOLUTION"),
        },
        {
            "LEDGER": ("LEDGER", "Ledger of lakes"),
            "CHANGES": ("CHANGES", "Gains and losses"),
            "REPORT": ("REPORT", "Report of change"),
        },
    )
    builder.write("lakesattwodates")


def dated_image() -> None:
    builder = Builder("Lakes of a dated image")
    builder.add_input(QgsProcessingParameterRasterLayer("IMAGE", "Image with a date in its name"))
    same = add_shared_inputs(builder)
    builder.step(
        "extractlakes",
        "Extract lakes",
        (390, 110),
        {"INPUT": from_input("IMAGE"), **same},
        {"OUTPUT": ("LAKES", "Lakes")},
    )
    builder.write("lakesofadatedimage")


def reviewed_image() -> None:
    builder = Builder("Extract, review, measure")
    builder.add_input(QgsProcessingParameterRasterLayer("IMAGE", "Satellite image"))
    polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
    title = "Reviewed lakes (empty at first)"
    builder.add_input(QgsProcessingParameterFeatureSource("REVIEWED", title, polygons, optional=True))
    title = "Lake probability of the first run"
    builder.add_input(QgsProcessingParameterRasterLayer("REVIEWED_PROBABILITY", title, optional=True))
    kinds = [*polygons, QgsProcessing.SourceType.TypeVectorPoint]
    builder.add_input(QgsProcessingParameterFeatureSource("KNOWN_LAKES", "Known lakes", kinds, optional=True))
    same = add_shared_inputs(builder)
    names = {"KNOWN_LAKES": from_input("KNOWN_LAKES")}
    which = "Which run"
    builder.branch(which, (390, 40), {"first": "@REVIEWED is null", "second": "@REVIEWED is not null"})
    builder.step(
        "extractlakes",
        "Extract lakes",
        (390, 200),
        {
            "INPUT": from_input("IMAGE"),
            "REVIEW": QgsProcessingModelChildParameterSource.fromStaticValue(True),
            **names,
            **same,
        },
        {"OUTPUT": ("LAKES", "Lakes to review"), "PROBABILITY": ("PROBABILITY", "Lake probability")},
        on=(which, "first"),
    )
    builder.step(
        "measurelakes",
        "Measure lakes",
        (390, 420),
        {
            "INPUT": from_input("REVIEWED"),
            "PROBABILITY": from_input("REVIEWED_PROBABILITY"),
            "IMAGE": from_input("IMAGE"),
            "THRESHOLD": from_input("THRESHOLD"),
            **names,
        },
        {"OUTPUT": ("MEASURED", "Measured lakes")},
        on=(which, "second"),
    )
    builder.write("extractreviewmeasure")


def main() -> None:
    _application, plugin = start_qgis()
    two_dates()
    dated_image()
    reviewed_image()
    plugin.unload()
    print("\n".join(str(path) for path in sorted(FOLDER.glob("*.model3"))))


if __name__ == "__main__":
    main()
