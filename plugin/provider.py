"""The Processing provider: lists the algorithms."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.about_model import AboutModel
from .algorithms.check_installation import CheckInstallation
from .algorithms.evaluate_models import EvaluateModels
from .algorithms.extract_lakes import ExtractLakes
from .algorithms.prepare_dataset import PrepareDataset
from .algorithms.reproduce_benchmark import ReproduceBenchmark
from .algorithms.train_model import TrainModel
from .help import RESOURCES


class LakeMapperProvider(QgsProcessingProvider):
    def loadAlgorithms(self) -> None:  # noqa: N802
        for algorithm in (
            ExtractLakes,
            PrepareDataset,
            TrainModel,
            EvaluateModels,
            ReproduceBenchmark,
            AboutModel,
            CheckInstallation,
        ):
            self.addAlgorithm(algorithm())

    def id(self) -> str:
        return "lakemapper"

    def name(self) -> str:
        return "Lake Mapper"

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icon.svg"))
