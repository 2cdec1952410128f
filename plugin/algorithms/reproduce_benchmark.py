"""Reproduce benchmark: split, train the five networks, evaluate, report, in one call."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from ..gui.help import Help
from ..installation.dependencies import TRAINING
from ..outputs.qgis_process_command import qgis_process_command
from .base import LakeMapperAlgorithm
from .splits import split_file
from .toolbox_entry import NETWORKS_GROUP

# Percent of the progress bar that goes to the networks; the report takes the rest.
_NETWORKS_SHARE = 97.0


class ReproduceBenchmark(LakeMapperAlgorithm):
    help = Help("reproducebenchmark")
    in_group = NETWORKS_GROUP
    needs = TRAINING
    reads = ("SPLIT",)
    writes = ("RUN_FOLDER", "TABLE", "REPORT")

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, number = self.add, QgsProcessingParameterNumber
        whole = number.Type.Integer
        folder = QgsProcessingParameterFile.Behavior.Folder
        add(QgsProcessingParameterFile("DATASET", "Dataset", folder))
        add(QgsProcessingParameterFile("RUN_FOLDER", "Run folder (keep and resume)", folder))
        add(number("EPOCHS", "Epochs", whole, 70, minValue=1))
        add(
            number(
                "BUDGET_IMAGES", "Number of tiles that each network sees", whole, optional=True, minValue=1
            )
        )
        add(number("BATCH_SIZE", "Tiles in a batch", whole, 8, minValue=1))
        add(number("SEED", "Seed of the random choices", whole, 0, minValue=0))
        add(QgsProcessingParameterFile("SPLIT", "Split file", extension="json", optional=True), advanced=True)
        add(
            QgsProcessingParameterBoolean("BUNDLED", "Also LakeNet, by the modern protocol", True),
            advanced=True,
        )
        add(
            QgsProcessingParameterBoolean("PRETRAINED", "Start LakeNet's encoder from ImageNet", False),
            advanced=True,
        )
        add(
            number(
                "RESOLUTION", "Ground resolution of the tiles (m)", number.Type.Double, 17.0, minValue=0.1
            ),
            advanced=True,
        )
        self.add_device()
        add(QgsProcessingParameterFileDestination("TABLE", "Table", "CSV files (*.csv)"))
        add(QgsProcessingParameterFileDestination("REPORT", "Report", "HTML files (*.html)"))
        self.addOutput(QgsProcessingOutputNumber("BEST_MIOU", "Highest MIoU (%)"))
        self.addOutput(QgsProcessingOutputString("BEST_MODEL", "Model with the highest MIoU"))

    def after_cancel(self, parameters, context) -> str:
        folder = self.parameterAsString(parameters, "RUN_FOLDER", context)
        return f"Cancelled. What is done is kept in {folder}; the same parameters continue it."

    def work(self, parameters, context, feedback) -> dict:
        from ...core.datasets.dataset import tile_sources
        from ...core.datasets.split import read_names
        from ...core.evaluation.benchmark import contenders, reproduce
        from ...core.evaluation.evaluate import Predictor, best
        from ...core.evaluation.report import benchmark_report
        from ...core.evaluation.table import table_rows, write_table
        from ...core.training.train import MODEL
        from ...core.util.atomic_files import atomic_write
        from .feedback import TrainingProgressBar

        dataset, split, sentence = self._dataset(parameters, context, feedback)
        run = Path(self.parameterAsString(parameters, "RUN_FOLDER", context))
        entries = contenders(
            self.parameterAsInt(parameters, "EPOCHS", context),
            self.parameterAsInt(parameters, "BATCH_SIZE", context),
            self.parameterAsBool(parameters, "BUNDLED", context),
            self.parameterAsBool(parameters, "PRETRAINED", context),
        )
        device = self.device(parameters, context)
        images = self.parameterAsInt(parameters, "BUDGET_IMAGES", context) or None
        budget = self._budget(entries, images, len(split.train), device, feedback)
        each = _NETWORKS_SHARE / len(entries)
        bars = [
            TrainingProgressBar(feedback, i * each, (i + 1) * each, f"{entry.name}: ")
            for i, entry in enumerate(entries)
        ]
        source_of = tile_sources(dataset.folder)
        results = reproduce(
            dataset,
            split,
            entries,
            run,
            self.parameterAsInt(parameters, "SEED", context),
            images,
            self.parameterAsDouble(parameters, "RESOLUTION", context),
            source_of,
            device,
            feedback.pushInfo,
            lambda number, now: bars[number](now),
            feedback.isCanceled,
        )
        feedback.setProgressText("Writing the report")
        subsets = {
            path.stem.removeprefix("subset_"): read_names(path)
            for path in sorted(dataset.folder.glob("subset_*.txt"))
        }
        rows = table_rows(results, subsets, source_of)
        table = self.parameterAsFileOutput(parameters, "TABLE", context)
        report = self.parameterAsFileOutput(parameters, "REPORT", context)
        facts = [
            ("Dataset", str(dataset.folder)),
            ("Tiles", sentence),
            ("Training", budget),
            ("Left out", " ".join(dataset.odd)),
            ("Command", qgis_process_command(self.id(), parameters)),
        ]
        models = [run / entry.folder / MODEL for entry in entries]
        predict = Predictor(models, results, device, feedback.isCanceled)
        html = benchmark_report(
            f"Benchmark on {dataset.folder.name}",
            results,
            rows,
            dataset.only(split.test).tiles,
            predict,
            [(name, value) for name, value in facts if value],
            bool(source_of),
        )
        try:
            write_table(table, rows)
            with atomic_write(report) as unfinished:
                unfinished.write_text(html, encoding="utf-8")
        except OSError as error:
            raise QgsProcessingException(
                f"The results cannot be written to {error.filename or table} ({error.strerror}). The trained "
                f"networks are kept in {run}; choose another place and run the same again."
            ) from error
        winner, miou = best(results)
        feedback.pushInfo(f"{winner.name} has the highest MIoU: {miou:.2f} %.")
        return {"TABLE": table, "REPORT": report, "BEST_MIOU": round(miou, 2), "BEST_MODEL": winner.name}

    def _dataset(self, parameters, context, feedback):
        """The usable tiles, their split, and a sentence about both."""
        from ...core.datasets.dataset import inspect, open_dataset
        from ...core.datasets.split import Split, random_split

        folder = self.parameterAsString(parameters, "DATASET", context)
        found = inspect(open_dataset(folder), cancelled=feedback.isCanceled)
        for sentence in found.sentences():
            feedback.pushInfo(sentence)
        path = split_file(folder, self.parameterAsString(parameters, "SPLIT", context))
        names = [tile.name for tile in found.dataset.tiles]
        seed = self.parameterAsInt(parameters, "SEED", context)
        split = Split.load(path) if path else random_split(names, seed)
        # A tile that cannot be used is on neither side.
        there = set(names)
        split = Split(
            tuple(name for name in split.train if name in there),
            tuple(name for name in split.test if name in there),
            split.rule,
            split.seed,
        )
        drawn = split.rule if split.seed is None else f"{split.rule}, seed {split.seed}"
        sentence = f"{len(split.train)} to train on and {len(split.test)} to test on ({drawn})."
        feedback.pushInfo(sentence)
        return found.dataset, split, sentence

    @staticmethod
    def _budget(entries, images: int | None, tiles: int, device: str, feedback) -> str:
        """How long each network is trained, for the report; a warning where that will be very long."""
        from ...core.inference.engine import choose_device

        where = choose_device(device)[0].type
        epochs = entries[0].protocol.epochs
        if images:
            return (
                f"{images} tiles seen by each network ({images / tiles:.2f} epochs) on {where}: a budget, "
                f"not the published 70 epochs, which are {70 * tiles} tiles."
            )
        if where == "cpu":
            feedback.pushWarning(
                f"There is no CUDA GPU: {epochs} epochs are {epochs * tiles} tiles for each network. The log "
                "soon says how long that takes. If it is too long, cancel, and set BUDGET_IMAGES in another "
                "RUN_FOLDER."
            )
        return f"{epochs} epochs of {tiles} tiles on {where}; the paper trained for 70."
