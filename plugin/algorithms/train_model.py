"""Train a model: from labelled tiles to a model file that Extract lakes takes."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingUtils,
)

from ..gui.help import Help
from ..installation.dependencies import TRAINING
from .base import LakeMapperAlgorithm
from .splits import split_file
from .toolbox_entry import NETWORKS_GROUP

#: As in ``core.networks``, which cannot be imported to list the algorithms: it needs PyTorch.
NETWORKS = ("LakeNet", "MSLWENet", "DeepLab V3+", "PSPNet", "MWEN", "Unet")
PRESETS = ("paper", "modern")


class TrainModel(LakeMapperAlgorithm):
    help = Help("trainmodel")
    in_group = NETWORKS_GROUP
    needs = TRAINING
    reads = ("INITIAL_MODEL", "SPLIT")
    writes = ("RUN_FOLDER", "MODEL", "LOG", "CURVES")

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, number = self.add, QgsProcessingParameterNumber
        decimal, whole = number.Type.Double, number.Type.Integer
        folder = QgsProcessingParameterFile.Behavior.Folder
        add(QgsProcessingParameterFile("DATASET", "Dataset", folder))
        add(QgsProcessingParameterEnum("NETWORK", "Network", list(NETWORKS), defaultValue=0))
        add(
            QgsProcessingParameterEnum(
                "PRESET", "Protocol", ["As published (paper)", "Modern"], defaultValue=0
            )
        )
        add(number("EPOCHS", "Epochs", whole, 70, minValue=1))
        add(number("BATCH_SIZE", "Tiles in a batch", whole, 8, minValue=1))
        add(number("LEARNING_RATE", "Learning rate", decimal, 0.001, minValue=0.0))
        add(number("SEED", "Seed of the random choices", whole, 0, minValue=0))
        add(
            QgsProcessingParameterFile(
                "INITIAL_MODEL", "Model to start from", extension="safetensors", optional=True
            )
        )
        add(QgsProcessingParameterFile("RUN_FOLDER", "Run folder (keep and resume)", folder, optional=True))
        add(QgsProcessingParameterFile("SPLIT", "Split file", extension="json", optional=True), advanced=True)
        add(
            number("BUDGET_IMAGES", "Number of tiles to see", whole, optional=True, minValue=1), advanced=True
        )
        add(
            number("WEIGHT_DECAY", "Weight decay", decimal, optional=True, minValue=0.0, maxValue=1.0),
            advanced=True,
        )
        add(
            number(
                "VALIDATION_SHARE",
                "Share of tiles held back",
                decimal,
                optional=True,
                minValue=0.0,
                maxValue=0.9,
            ),
            advanced=True,
        )
        add(
            QgsProcessingParameterBoolean("BLACK_CORNERS", "Corners of a rotation are land", False),
            advanced=True,
        )
        add(
            QgsProcessingParameterBoolean("PRETRAINED", "Start LakeNet's encoder from ImageNet", False),
            advanced=True,
        )
        add(
            number("RESOLUTION", "Ground resolution of the tiles (m)", decimal, 17.0, minValue=0.1),
            advanced=True,
        )
        self.add_device()
        add(QgsProcessingParameterFileDestination("MODEL", "Model", "Models (*.safetensors)"))
        add(
            QgsProcessingParameterFileDestination(
                "LOG", "Log", "CSV files (*.csv)", optional=True, createByDefault=False
            )
        )
        add(
            QgsProcessingParameterFileDestination(
                "CURVES", "Curves", "PNG images (*.png)", optional=True, createByDefault=False
            )
        )
        self.addOutput(QgsProcessingOutputNumber("BEST_MIOU", "Best MIoU (%)"))

    def after_cancel(self, parameters, context) -> str:
        kept = self.parameterAsString(parameters, "RUN_FOLDER", context)
        if not kept:
            return "Cancelled; nothing is kept. With a RUN_FOLDER a training can continue."
        return f"Cancelled. The training is kept in {kept}; the same parameters continue it."

    def work(self, parameters, context, feedback) -> dict:
        kept = self.parameterAsString(parameters, "RUN_FOLDER", context)
        if kept:
            return self._train(parameters, context, feedback, Path(kept))
        within = QgsProcessingUtils.tempFolder()
        with tempfile.TemporaryDirectory(prefix="lake_mapper_", dir=within) as folder:
            return self._train(parameters, context, feedback, Path(folder))

    def _train(self, parameters, context, feedback, folder: Path) -> dict:
        from ...core.training.loop import LOG
        from ...core.training.train import CURVES, MODEL, train
        from .feedback import TrainingProgressBar

        task = self._task(parameters, context, feedback)
        fitted = train(
            task,
            folder,
            self.device(parameters, context),
            feedback.pushInfo,
            TrainingProgressBar(feedback),
            feedback.isCanceled,
        )
        chosen, where = fitted.best["validation_MIoU"], "the tiles held back"
        if chosen is None:
            chosen, where = fitted.best["training_MIoU"], "the tiles it was trained on"
        if chosen is not None:
            feedback.pushInfo(f"Best MIoU {100 * chosen:.2f} %, on {where}, at step {fitted.best['step']}.")
        results = {"BEST_MIOU": None if chosen is None else round(100 * chosen, 3)}
        for name, file in (("MODEL", MODEL), ("LOG", LOG), ("CURVES", CURVES)):
            path = self.parameterAsFileOutput(parameters, name, context)
            if path:
                results[name] = _copied(folder / file, path)
        return results

    def _task(self, parameters, context, feedback):
        from ...core.datasets.dataset import inspect, open_dataset, tile_sources
        from ...core.datasets.split import Split
        from ...core.training.train import Task

        folder = self.parameterAsString(parameters, "DATASET", context)
        dataset = open_dataset(folder)
        split = split_file(folder, self.parameterAsString(parameters, "SPLIT", context))
        if split:
            dataset = dataset.only(Split.load(split).train)
            feedback.pushInfo(f"Training on the training side of {split}.")
        found = inspect(dataset, cancelled=feedback.isCanceled)
        for sentence in found.sentences():
            feedback.pushInfo(sentence)
        initial = self.parameterAsString(parameters, "INITIAL_MODEL", context)
        return Task(
            NETWORKS[self.parameterAsEnum(parameters, "NETWORK", context)],
            self._protocol(parameters, context),
            found.dataset.tiles,
            Path(folder).name,
            self.parameterAsInt(parameters, "SEED", context),
            self.parameterAsInt(parameters, "BUDGET_IMAGES", context) or None,
            self.parameterAsDouble(parameters, "RESOLUTION", context),
            Path(initial) if initial else None,
            self.parameterAsBool(parameters, "PRETRAINED", context),
            tile_sources(folder),
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
        # Left empty, these are the preset's.
        for name in ("WEIGHT_DECAY", "VALIDATION_SHARE"):
            if parameters.get(name) not in (None, ""):
                given[name.lower()] = self.parameterAsDouble(parameters, name, context)
        return replace(protocol, **given)


def _copied(source: Path, path: str) -> str:
    from ...core.util.atomic_files import atomic_write

    try:
        with atomic_write(path) as unfinished:
            shutil.copyfile(source, unfinished)
    except OSError as error:
        raise QgsProcessingException(
            f"{Path(path).name} cannot be written to {path} ({error.strerror}). Choose another place."
        ) from error
    return path
