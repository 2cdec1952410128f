"""Train model: from labelled tiles to a model file for Extract lakes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
)

from ...core.util.atomic_files import atomic_write
from ...core.util.temporary_folder import temporary_run_folder
from ..gui.help import Help
from ..gui.translation import tr
from ..installation.dependencies import TRAINING
from . import definitions
from .base import LakeMapperAlgorithm
from .errors import writing_to
from .feedback import TrainingProgressBar, log
from .toolbox_entry import NETWORKS_GROUP

#: As in ``core.models.networks``, which cannot be imported to list the algorithms: it needs PyTorch.
NETWORKS = ("LakeNet", "MSLWENet", "DeepLab V3+", "PSPNet", "MWEN", "Unet")
PRESETS = ("paper", "modern")


class TrainModel(LakeMapperAlgorithm):
    help = Help("trainmodel")
    in_group = NETWORKS_GROUP
    needs = TRAINING
    reads = ("INITIAL_MODEL", "SPLIT")
    writes = ("RUN_FOLDER", "MODEL", "LOG", "CURVES")

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add = self.add
        add(definitions.dataset())
        add(definitions.choice("NETWORK", "Network", list(NETWORKS)))
        add(definitions.choice("PRESET", "Protocol", ["As published (paper)", "Modern"]))
        add(definitions.epochs())
        add(definitions.batch_size())
        add(definitions.decimal("LEARNING_RATE", "Learning rate", 0.001, minValue=0.0))
        add(definitions.seed())
        add(definitions.model("INITIAL_MODEL", "Model to start from"))
        add(definitions.folder("RUN_FOLDER", "Run folder (keep and resume)", optional=True))
        for definition in (
            definitions.split(),
            definitions.budget("Number of tiles to see"),
            definitions.decimal("WEIGHT_DECAY", "Weight decay", optional=True, minValue=0.0, maxValue=1.0),
            definitions.decimal(
                "VALIDATION_SHARE", "Share of tiles held back", optional=True, minValue=0.0, maxValue=0.9
            ),
            definitions.switch("BLACK_CORNERS", "Corners of a rotation are land"),
            definitions.pretrained(),
            definitions.tile_resolution(),
        ):
            add(definition, advanced=True)
        self.add_device()
        add(QgsProcessingParameterFileDestination("MODEL", "Model", "Models (*.safetensors)"))
        add(definitions.optional_file("LOG", "Log", "CSV files (*.csv)"))
        add(definitions.optional_file("CURVES", "Curves", "PNG images (*.png)"))
        self.addOutput(QgsProcessingOutputNumber("BEST_MIOU", "Best MIoU (%)"))

    def kept(self, parameters, context) -> str:
        kept = self.parameterAsString(parameters, "RUN_FOLDER", context)
        if not kept:
            return tr("Nothing is kept. With a RUN_FOLDER a training can continue.")
        return tr("The training is kept in {folder}; the same parameters continue it.", folder=kept)

    def work(self, parameters, context, feedback) -> dict:
        kept = self.parameterAsString(parameters, "RUN_FOLDER", context)
        if kept:
            return self._train(parameters, context, feedback, Path(kept))
        within = QgsProcessingUtils.tempFolder()
        with temporary_run_folder(within) as folder:
            return self._train(parameters, context, feedback, folder)

    def _train(self, parameters, context, feedback, folder: Path) -> dict:
        from ...core.training.loop import LOG
        from ...core.training.train import CURVES, MODEL, train

        task = self._task(parameters, context, feedback)
        fitted = train(
            task,
            folder,
            device=self.device(parameters, context),
            log=feedback.pushInfo,
            progress=TrainingProgressBar(feedback),
            cancelled=feedback.isCanceled,
        )
        chosen, sentence = fitted.best["validation_MIoU"], _on_tiles_held_back
        if chosen is None:
            chosen, sentence = fitted.best["training_MIoU"], _on_tiles_of_training
        if chosen is not None:
            feedback.pushInfo(sentence(100 * chosen, fitted.best["step"]))
        results = {"BEST_MIOU": None if chosen is None else round(100 * chosen, 3)}
        for name, file in (("MODEL", MODEL), ("LOG", LOG), ("CURVES", CURVES)):
            path = self.parameterAsFileOutput(parameters, name, context)
            if path:
                results[name] = _copied(folder / file, path)
        return results

    def _task(self, parameters, context, feedback):
        from ...core.datasets.dataset import inspect, open_dataset, tile_sources
        from ...core.datasets.split import Split, split_file
        from ...core.training.train import Task

        folder = self.parameterAsString(parameters, "DATASET", context)
        dataset = open_dataset(folder)
        split = split_file(folder, self.parameterAsString(parameters, "SPLIT", context))
        if split:
            sides = Split.load(split)
            log(feedback, warnings=[sides.unlisted(tile.name for tile in dataset.tiles)])
            dataset = dataset.only(sides.train)
            feedback.pushInfo(tr("Training on the training side of {split}.", split=split))
        found = inspect(dataset, cancelled=feedback.isCanceled)
        log(feedback, found.sentences())
        initial = self.parameterAsString(parameters, "INITIAL_MODEL", context)
        return Task(
            NETWORKS[self.parameterAsEnum(parameters, "NETWORK", context)],
            self._protocol(parameters, context),
            found.dataset.tiles,
            Path(folder).name,
            seed=self.parameterAsInt(parameters, "SEED", context),
            images=self.parameterAsInt(parameters, "BUDGET_IMAGES", context) or None,
            ground=self.parameterAsDouble(parameters, "RESOLUTION", context),
            initial=initial or None,
            pretrained=self.parameterAsBool(parameters, "PRETRAINED", context),
            source_of=tile_sources(folder),
        )

    def _protocol(self, parameters, context):
        from ...core.training.protocol import PRESETS as PROTOCOLS

        protocol = PROTOCOLS[PRESETS[self.parameterAsEnum(parameters, "PRESET", context)]]
        given = {
            "epochs": self.parameterAsInt(parameters, "EPOCHS", context),
            "batch_size": self.parameterAsInt(parameters, "BATCH_SIZE", context),
            "learning_rate": self.parameterAsDouble(parameters, "LEARNING_RATE", context),
            "black_corners": self.parameterAsBool(parameters, "BLACK_CORNERS", context),
        }
        for name in ("WEIGHT_DECAY", "VALIDATION_SHARE"):
            if self.is_given(parameters, name):  # else the preset's
                given[name.lower()] = self.parameterAsDouble(parameters, name, context)
        return replace(protocol, **given)


def _on_tiles_held_back(miou: float, step: int) -> str:
    return tr("Best MIoU {miou:.2f} %, on the tiles held back, at step {step}.", miou=miou, step=step)


def _on_tiles_of_training(miou: float, step: int) -> str:
    return tr("Best MIoU {miou:.2f} %, on the tiles it was trained on, at step {step}.", miou=miou, step=step)


def _copied(source: Path, path: str) -> str:
    """Copy a file, whole or not at all, and return where to."""
    with writing_to(path), atomic_write(path) as unfinished:
        shutil.copyfile(source, unfinished)
    return path
