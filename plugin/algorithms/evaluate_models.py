"""Evaluate models: from model files and labelled tiles to a table of scores and a report."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterMultipleLayers,
)

from ...core.report.text import counted
from ...core.util.errors import Cancelled
from ..gui.help import Help
from ..gui.translation import tr
from ..installation.dependencies import TRAINING
from ..outputs.qgis_process_command import qgis_process_command
from . import definitions
from .base import LakeMapperAlgorithm
from .errors import writing_to
from .feedback import ProgressBar, log
from .toolbox_entry import NETWORKS_GROUP

#: Percent of the progress bar when all tiles are inspected, and when all models are evaluated.
_INSPECTED, _EVALUATED = 5.0, 92.0


class EvaluateModels(LakeMapperAlgorithm):
    help = Help("evaluatemodels")
    in_group = NETWORKS_GROUP
    needs = TRAINING

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, files = self.add, QgsProcessing.SourceType.TypeFile
        add(QgsProcessingParameterMultipleLayers("MODELS", "Models", files))
        add(definitions.dataset())
        add(definitions.split())
        add(QgsProcessingParameterMultipleLayers("SUBSETS", "Lists of tiles", files, optional=True))
        add(definitions.switch("WHOLE", "Evaluate the whole dataset"), advanced=True)
        title = "Lake probability from which a pixel is lake"
        add(
            definitions.decimal("THRESHOLD", title, optional=True, minValue=0.005, maxValue=1.0),
            advanced=True,
        )
        self.add_device()
        add(definitions.table())
        add(definitions.report())
        self.addOutput(QgsProcessingOutputNumber("BEST_MIOU", "Highest MIoU (%)"))
        self.addOutput(QgsProcessingOutputString("BEST_MODEL", "Model with the highest MIoU"))

    def first_wrong(self, parameters, context) -> str:
        models = self._files(parameters, "MODELS", context)
        if not models:
            return tr("MODELS is empty. Give one or more .safetensors models.")
        split = self.parameterAsString(parameters, "SPLIT", context)
        given = [("MODELS", path) for path in models]
        given += [("SUBSETS", path) for path in self._files(parameters, "SUBSETS", context)]
        given += [("SPLIT", split)] if split else []
        for name, path in given:
            if not Path(path).is_file():
                sentence = tr("{name} names '{path}', but there is no such file. Choose an existing one.")
                return sentence.format(name=name, path=path)
        if split and self.parameterAsBoolean(parameters, "WHOLE", context):
            return tr("SPLIT and WHOLE contradict each other. Leave SPLIT empty, or set WHOLE to no.")
        written = ("TABLE", "REPORT")
        return self.unwritable(parameters, written, context) or super().first_wrong(parameters, context)

    def work(self, parameters, context, feedback) -> dict:
        from ...core.evaluation.evaluate import model_names
        from ...core.evaluation.tile_selection import read_subsets
        from ...core.models.model_file import load_model

        paths = self._files(parameters, "MODELS", context)
        # All of them before the work: a file that is no model must not end it after hours.
        names = model_names([load_model(path).card.name for path in paths], paths)
        found, chosen = self._tiles(parameters, context, feedback)
        lists = self._files(parameters, "SUBSETS", context)
        subsets, warnings = read_subsets(lists, {tile.name for tile in found.dataset.tiles})
        log(feedback, warnings=warnings)
        results = self._results(names, paths, found.dataset.tiles, parameters, context, feedback)
        facts = [
            (tr("Dataset"), str(found.dataset.folder)),
            (tr("Tiles"), chosen),
            (tr("Used"), found.sentences()[0]),
            (tr("Subsets"), "; ".join(f"{k}: {counted(len(v), 'tile')}" for k, v in subsets.items())),
            (tr("Left out"), " ".join(found.dataset.left_out)),
            (tr("Command"), qgis_process_command(self.id(), parameters)),
        ]
        return self._write(paths, results, found.dataset, subsets, facts, parameters, context, feedback)

    def _files(self, parameters, name: str, context) -> list[str]:
        """Return each file once; QGIS makes a list with an empty name of none at all."""
        return list(dict.fromkeys(filter(None, self.parameterAsFileList(parameters, name, context))))

    def _tiles(self, parameters, context, feedback):
        """Return the inspected tiles to evaluate, and a sentence that says which they are."""
        from ...core.datasets.dataset import inspect
        from ...core.evaluation.tile_selection import select_test_tiles

        selection = select_test_tiles(
            self.parameterAsString(parameters, "DATASET", context),
            self.parameterAsString(parameters, "SPLIT", context),
            self.parameterAsBoolean(parameters, "WHOLE", context),
        )
        log(feedback, [selection.sentence], selection.warnings)
        found = inspect(
            selection.dataset,
            lambda done, total: feedback.setProgress(_INSPECTED * done / total),
            feedback.isCanceled,
        )
        log(feedback, found.sentences())
        return found, selection.sentence

    def _results(self, names, paths, tiles, parameters, context, feedback) -> list:
        """Evaluate one model after the other."""
        from ...core.evaluation.evaluate import evaluate
        from ...core.models.model_file import load_model

        bar = ProgressBar(feedback, _INSPECTED, _EVALUATED)
        results = []
        for number, (name, path) in enumerate(zip(names, paths)):

            def show(done: int, total: int, number: int = number, name: str = name) -> None:
                line = tr(
                    "Model {number} of {models}, {name}: tile {done} of {total}",
                    number=number + 1,
                    models=len(paths),
                    name=name,
                    done=done,
                    total=total,
                )
                bar.show((number + done / total) / len(paths), lambda: line)

            result = evaluate(
                load_model(path),
                name,
                tiles,
                device=self.device(parameters, context),
                threshold=self.decimal_or_none(parameters, "THRESHOLD", context),
                progress=show,
                cancelled=feedback.isCanceled,
            )
            feedback.pushInfo(result.device)
            results.append(result)
        return results

    def _write(self, paths, results, dataset, subsets, facts, parameters, context, feedback) -> dict:
        """Write the table, then the report; when that is cancelled the table stays."""
        from ...core.datasets.dataset import tile_sources
        from ...core.evaluation.evaluate import Predictor, best
        from ...core.evaluation.report import benchmark_report
        from ...core.evaluation.table import table_rows, write_table

        source_of = tile_sources(dataset.folder)
        rows = table_rows(results, subsets, source_of)
        winner, miou = best(results)
        feedback.pushInfo(tr("{model} has the highest MIoU: {miou:.2f} %.", model=winner.name, miou=miou))
        table = self.parameterAsFileOutput(parameters, "TABLE", context)
        with writing_to(table):
            write_table(table, rows)
        done = {"TABLE": table, "BEST_MIOU": round(miou, 2), "BEST_MODEL": winner.name}
        report = self.parameterAsFileOutput(parameters, "REPORT", context)
        if report:
            feedback.setProgressText(tr("Writing the report"))
            predict = Predictor(paths, results, self.device(parameters, context), feedback.isCanceled)
            try:
                html = benchmark_report(
                    tr("Lake models on {dataset}", dataset=dataset.folder.name),
                    results,
                    rows,
                    dataset.tiles,
                    predict=predict,
                    facts=[(name, value) for name, value in facts if value],
                    source_of=source_of,
                )
            except Cancelled:
                feedback.pushInfo(
                    tr("Cancelled; the table {path} is complete, the report was not written.", path=table)
                )
                return done
            self.write_page(report, html)
            done["REPORT"] = report
        feedback.setProgress(100)
        return done
