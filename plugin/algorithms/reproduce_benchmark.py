"""Reproduce benchmark: split a dataset, train the networks, evaluate them, report, in one call."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
)

from ...core.util.atomic_files import atomic_write
from ..gui.help import Help
from ..gui.translation import tr
from ..installation.dependencies import TRAINING
from ..outputs.qgis_process_command import qgis_process_command
from . import definitions
from .base import LakeMapperAlgorithm
from .errors import writing_to
from .feedback import TrainingProgressBar, log
from .toolbox_entry import NETWORKS_GROUP

#: Percent of the progress bar for the networks; the report takes the rest.
_NETWORKS_SHARE = 97.0


class ReproduceBenchmark(LakeMapperAlgorithm):
    help = Help("reproducebenchmark")
    in_group = NETWORKS_GROUP
    needs = TRAINING
    reads = ("SPLIT",)
    writes = ("RUN_FOLDER", "TABLE", "REPORT")

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add = self.add
        add(definitions.dataset())
        add(definitions.folder("RUN_FOLDER", "Run folder (keep and resume)"))
        add(definitions.epochs())
        add(definitions.budget("Number of tiles that each network sees"))
        add(definitions.batch_size())
        add(definitions.seed())
        add(definitions.split(), advanced=True)
        add(
            QgsProcessingParameterBoolean("BUNDLED", "Also LakeNet, by the modern protocol", True),
            advanced=True,
        )
        add(definitions.pretrained(), advanced=True)
        add(definitions.tile_resolution(), advanced=True)
        self.add_device()
        add(definitions.table())
        add(QgsProcessingParameterFileDestination("REPORT", "Report", "HTML files (*.html)"))
        self.addOutput(QgsProcessingOutputNumber("BEST_MIOU", "Highest MIoU (%)"))
        self.addOutput(QgsProcessingOutputString("BEST_MODEL", "Model with the highest MIoU"))

    def kept(self, parameters, context) -> str:
        folder = self.parameterAsString(parameters, "RUN_FOLDER", context)
        return tr("What is done is kept in {folder}; the same parameters continue it.", folder=folder)

    def work(self, parameters, context, feedback) -> dict:
        from ...core.datasets.dataset import tile_sources
        from ...core.evaluation.benchmark import contenders, reproduce, training_budget

        dataset, split, chosen = self._dataset(parameters, context, feedback)
        run = Path(self.parameterAsString(parameters, "RUN_FOLDER", context))
        entries = contenders(
            self.parameterAsInt(parameters, "EPOCHS", context),
            self.parameterAsInt(parameters, "BATCH_SIZE", context),
            self.parameterAsBool(parameters, "BUNDLED", context),
            self.parameterAsBool(parameters, "PRETRAINED", context),
        )
        device = self.device(parameters, context)
        images = self.parameterAsInt(parameters, "BUDGET_IMAGES", context) or None
        budget, warning = training_budget(entries, images, len(split.train), device)
        if warning:
            feedback.pushWarning(warning)
        facts = [
            (tr("Dataset"), str(dataset.folder)),
            (tr("Tiles"), chosen),
            (tr("Training"), budget),
            (tr("Left out"), " ".join(dataset.left_out)),
            (tr("Command"), qgis_process_command(self.id(), parameters)),
        ]
        bars = self._progress_bars(entries, feedback)
        results = reproduce(
            dataset,
            split,
            entries,
            run,
            seed=self.parameterAsInt(parameters, "SEED", context),
            images=images,
            ground=self.parameterAsDouble(parameters, "RESOLUTION", context),
            source_of=tile_sources(dataset.folder),
            device=device,
            log=feedback.pushInfo,
            progress=lambda number, progress: bars[number](progress),
            cancelled=feedback.isCanceled,
        )
        feedback.setProgressText(tr("Writing the report"))
        tested = dataset.only(split.test)
        return self._write(run, entries, results, tested, facts, parameters, context, feedback)

    def _dataset(self, parameters, context, feedback):
        """Return the usable tiles, their split, and a sentence about both."""
        from ...core.datasets.dataset import inspect, open_dataset
        from ...core.evaluation.tile_selection import usable_split

        folder = self.parameterAsString(parameters, "DATASET", context)
        found = inspect(open_dataset(folder), cancelled=feedback.isCanceled)
        log(feedback, found.sentences())
        split, chosen = usable_split(
            found.dataset,
            self.parameterAsString(parameters, "SPLIT", context),
            self.parameterAsInt(parameters, "SEED", context),
        )
        feedback.pushInfo(chosen)
        return found.dataset, split, chosen

    @staticmethod
    def _progress_bars(entries, feedback) -> list:
        """Return a progress bar for each network, one after the other."""
        each = _NETWORKS_SHARE / len(entries)
        return [
            TrainingProgressBar(feedback, i * each, (i + 1) * each, f"{entry.name}: ")
            for i, entry in enumerate(entries)
        ]

    def _write(self, run, entries, results, tested, facts, parameters, context, feedback) -> dict:
        """Write the table and the report; ``tested`` are the tiles that the networks were tested on."""
        from ...core.datasets.dataset import tile_sources
        from ...core.datasets.split import read_names
        from ...core.evaluation.evaluate import Predictor, best
        from ...core.evaluation.report import benchmark_report
        from ...core.evaluation.table import table_rows, write_table
        from ...core.evaluation.tile_selection import subset_files
        from ...core.training.train import MODEL

        source_of = tile_sources(tested.folder)
        subsets = {path.stem.removeprefix("subset_"): read_names(path) for path in subset_files(tested)}
        rows = table_rows(results, subsets, source_of)
        models = [run / entry.folder / MODEL for entry in entries]
        html = benchmark_report(
            tr("Benchmark on {dataset}", dataset=tested.folder.name),
            results,
            rows,
            tested.tiles,
            predict=Predictor(models, results, self.device(parameters, context), feedback.isCanceled),
            facts=[(name, value) for name, value in facts if value],
            source_of=source_of,
        )
        table = self.parameterAsFileOutput(parameters, "TABLE", context)
        report = self.parameterAsFileOutput(parameters, "REPORT", context)
        remedy = tr(
            "The trained networks are kept in {folder}; choose another place and run the same again.",
            folder=run,
        )
        with writing_to(table, remedy):
            write_table(table, rows)
        with writing_to(report, remedy), atomic_write(report) as unfinished:
            unfinished.write_text(html, encoding="utf-8")
        winner, miou = best(results)
        feedback.pushInfo(tr("{network} has the highest MIoU: {miou:.2f} %.", network=winner.name, miou=miou))
        return {"TABLE": table, "REPORT": report, "BEST_MIOU": round(miou, 2), "BEST_MODEL": winner.name}
