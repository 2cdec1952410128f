"""Evaluate models: from model files and labelled tiles to a table and a report."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
)

from ..gui.help import Help
from ..gui.translation import tr
from ..installation.dependencies import TRAINING
from ..outputs.qgis_process_command import qgis_process_command
from .base import LakeMapperAlgorithm
from .toolbox_entry import NETWORKS_GROUP

# Percent of the progress bar: a look at every tile, then the models; the report takes the rest.
_INSPECTED, _EVALUATED = 5.0, 92.0
_NAMED = 5


class EvaluateModels(LakeMapperAlgorithm):
    help = Help("evaluatemodels")
    in_group = NETWORKS_GROUP
    needs = TRAINING

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, files = self.add, QgsProcessing.SourceType.TypeFile
        add(QgsProcessingParameterMultipleLayers("MODELS", "Models", files))
        add(QgsProcessingParameterFile("DATASET", "Dataset", QgsProcessingParameterFile.Behavior.Folder))
        add(QgsProcessingParameterFile("SPLIT", "Split file", extension="json", optional=True))
        add(QgsProcessingParameterMultipleLayers("SUBSETS", "Lists of tiles", files, optional=True))
        add(
            QgsProcessingParameterBoolean("WHOLE", "Evaluate the whole dataset", defaultValue=False),
            advanced=True,
        )
        add(
            QgsProcessingParameterNumber(
                "THRESHOLD",
                "Lake probability from which a pixel is lake",
                QgsProcessingParameterNumber.Type.Double,
                optional=True,
                minValue=0.005,
                maxValue=1.0,
            ),
            advanced=True,
        )
        self.add_device()
        add(QgsProcessingParameterFileDestination("TABLE", "Table", "CSV files (*.csv)"))
        add(
            QgsProcessingParameterFileDestination(
                "REPORT", "Report", "HTML files (*.html)", optional=True, createByDefault=False
            )
        )
        self.addOutput(QgsProcessingOutputNumber("BEST_MIOU", "Highest MIoU (%)"))
        self.addOutput(QgsProcessingOutputString("BEST_MODEL", "Model with the highest MIoU"))

    def checkParameterValues(self, parameters, context) -> tuple[bool, str]:  # noqa: N802
        models = self._files(parameters, "MODELS", context)
        if not models:
            return False, tr("MODELS is empty. Give one or more .safetensors models.")
        split = self.parameterAsString(parameters, "SPLIT", context)
        given = [("MODELS", path) for path in models]
        given += [("SUBSETS", path) for path in self._files(parameters, "SUBSETS", context)]
        given += [("SPLIT", split)] if split else []
        for name, path in given:
            if not Path(path).is_file():
                sentence = tr("{name} names '{path}', but there is no such file. Choose an existing one.")
                return False, sentence.format(name=name, path=path)
        if split and self.parameterAsBoolean(parameters, "WHOLE", context):
            return False, tr("SPLIT and WHOLE contradict each other. Leave SPLIT empty, or set WHOLE to no.")
        sentence = self.unwritable(parameters, ("TABLE", "REPORT"), context)
        if sentence:
            return False, sentence
        return super().checkParameterValues(parameters, context)

    def work(self, parameters, context, feedback) -> dict:
        from ...core.datasets.dataset import inspect, tile_sources
        from ...core.evaluation.evaluate import Predictor, best, evaluate, model_names
        from ...core.evaluation.table import table_rows, write_table
        from ...core.models.model_file import load_model
        from ...core.util.errors import Cancelled
        from .feedback import Paced

        paths = self._files(parameters, "MODELS", context)
        # All of them before the work: a file that is no model must not end it after hours.
        names = model_names([load_model(path).card.name for path in paths], paths)
        dataset, chosen = self._chosen(parameters, context, feedback)
        found = inspect(
            dataset,
            lambda done, total: feedback.setProgress(_INSPECTED * done / total),
            feedback.isCanceled,
        )
        for sentence in found.sentences():
            feedback.pushInfo(sentence)
        tiles = found.dataset.tiles
        subsets = self._subsets(parameters, context, feedback, {tile.name for tile in tiles})
        threshold = None
        if parameters.get("THRESHOLD") not in (None, ""):
            threshold = self.parameterAsDouble(parameters, "THRESHOLD", context)
        device = self.device(parameters, context)

        results = []
        paced = Paced(feedback, _INSPECTED, _EVALUATED)
        for index, (name, path) in enumerate(zip(names, paths)):

            def shown(done: int, total: int, index: int = index, name: str = name) -> None:
                share = (index + done / total) / len(paths)
                paced.show(
                    share, lambda: f"Model {index + 1} of {len(paths)}, {name}: tile {done} of {total}"
                )

            model = load_model(path)
            results.append(evaluate(model, name, tiles, device, threshold, shown, feedback.isCanceled))
            feedback.pushInfo(results[-1].device)

        source_of = tile_sources(dataset.folder)
        rows = table_rows(results, subsets, source_of)
        winner, miou = best(results)
        feedback.pushInfo(f"{winner.name} has the highest MIoU: {miou:.2f} %.")
        table = self.parameterAsFileOutput(parameters, "TABLE", context)
        report = self.parameterAsFileOutput(parameters, "REPORT", context)
        done = {"TABLE": table, "BEST_MIOU": round(miou, 2), "BEST_MODEL": winner.name}
        try:
            write_table(table, rows)
            if report:
                feedback.setProgressText("Drawing the report")
                facts = self._facts(parameters, found, chosen, subsets)
                predict = Predictor(paths, results, device, feedback.isCanceled)
                self._report(report, results, rows, tiles, predict, facts, bool(source_of))
                done["REPORT"] = report
        except Cancelled:
            feedback.pushInfo(f"Cancelled; the table {table} is complete, the report was not written.")
        except OSError as error:
            raise QgsProcessingException(
                f"The results cannot be written to {error.filename or table} ({error.strerror}). Choose "
                "another place."
            ) from error
        feedback.setProgress(100)
        return done

    def _files(self, parameters, name: str, context) -> list[str]:
        """Each file once; QGIS makes a list with an empty name of none at all."""
        return list(dict.fromkeys(filter(None, self.parameterAsFileList(parameters, name, context))))

    def _chosen(self, parameters, context, feedback):
        """The tiles to evaluate as a dataset, and a sentence that says which they are."""
        from ...core.datasets.dataset import open_dataset
        from ...core.datasets.split import Split
        from .splits import split_file

        folder = self.parameterAsString(parameters, "DATASET", context)
        dataset = open_dataset(folder)
        path = split_file(folder, self.parameterAsString(parameters, "SPLIT", context))
        if not path or self.parameterAsBoolean(parameters, "WHOLE", context):
            chosen = f"The whole dataset: {len(dataset.tiles)} tiles."
            feedback.pushInfo(chosen)
            return dataset, chosen
        split = Split.load(path)
        self._say_missing(feedback, path, split.test, {tile.name for tile in dataset.tiles})
        dataset = dataset.only(split.test)
        drawn = split.rule if split.seed is None else f"{split.rule}, seed {split.seed}"
        chosen = f"The test side of {path}: {len(dataset.tiles)} tiles (trained on: {drawn})."
        feedback.pushInfo(chosen)
        return dataset, chosen

    def _subsets(self, parameters, context, feedback, evaluated: set[str]) -> dict[str, list[str]]:
        """Tile names of each list by the list's name; those that are not evaluated are left out."""
        from ...core.datasets.split import read_names
        from ...core.evaluation.evaluate import model_names
        from ...core.evaluation.table import ALL
        from ...core.util.errors import DatasetError

        paths = self._files(parameters, "SUBSETS", context)
        # A list called all.txt must not pass for the row of all tiles.
        stems = [Path(path).stem.removeprefix("subset_") for path in paths]
        titles = model_names([ALL, *stems], ["", *paths])[1:]
        subsets = {}
        for title, path in zip(titles, paths):
            listed = read_names(path)
            names = [name for name in listed if name in evaluated]
            if not names:
                raise DatasetError(
                    f"None of the {len(listed)} tiles listed in {path} is among the {len(evaluated)} that "
                    "are evaluated. Choose a list of this dataset's test tiles, or set WHOLE to yes."
                )
            self._say_missing(feedback, path, listed, evaluated)
            subsets[title] = names
        return subsets

    @staticmethod
    def _say_missing(feedback, path: str, listed, there: set[str]) -> None:
        absent = [name for name in listed if name not in there]
        if absent:
            more = " ..." if len(absent) > _NAMED else ""
            feedback.pushWarning(
                f"{len(absent)} of {len(listed)} tiles listed in {path} are not there to evaluate: "
                f"{', '.join(absent[:_NAMED])}{more}"
            )

    def _facts(self, parameters, found, chosen, subsets) -> list[tuple[str, str]]:
        first = found.dataset
        facts = [
            ("Dataset", str(first.folder)),
            ("Tiles", chosen),
            ("Used", found.sentences()[0]),
            ("Subsets", "; ".join(f"{name}: {len(tiles)} tiles" for name, tiles in subsets.items())),
            ("Left out", " ".join(first.odd)),
            ("Command", qgis_process_command(self.id(), parameters)),
        ]
        return [(name, value) for name, value in facts if value]

    def _report(self, path, results, rows, tiles, predict, facts, by_source) -> None:
        from ...core.evaluation.report import benchmark_report
        from ...core.util.atomic_files import atomic_write

        title = f"Lake models on {Path(facts[0][1]).name}"
        html = benchmark_report(title, results, rows, tiles, predict, facts, by_source)
        with atomic_write(path) as unfinished:
            unfinished.write_text(html, encoding="utf-8")
