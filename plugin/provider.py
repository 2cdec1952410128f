"""The Processing provider: lists the algorithms and the modeler models."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.about_model import AboutModel
from .algorithms.accuracy_points import AccuracyPoints
from .algorithms.assess_accuracy import AssessAccuracy
from .algorithms.check_installation import CheckInstallation
from .algorithms.evaluate_models import EvaluateModels
from .algorithms.extract_lakes import ExtractLakes
from .algorithms.measure_lakes import MeasureLakes
from .algorithms.modeler_models import ModelerModel, model_names
from .algorithms.prepare_dataset import PrepareDataset
from .algorithms.reproduce_benchmark import ReproduceBenchmark
from .algorithms.track_lakes import TrackLakes
from .algorithms.train_model import TrainModel
from .gui.help import RESOURCES

_ALGORITHMS = (
    ExtractLakes,
    MeasureLakes,
    TrackLakes,
    AccuracyPoints,
    AssessAccuracy,
    PrepareDataset,
    TrainModel,
    EvaluateModels,
    ReproduceBenchmark,
    AboutModel,
    CheckInstallation,
)


class LakeMapperProvider(QgsProcessingProvider):
    def loadAlgorithms(self) -> None:  # noqa: N802
        for algorithm in _ALGORITHMS:
            self.addAlgorithm(algorithm())
        # A model looks up its steps in the registry, so our algorithms must be in it first.
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            for name in model_names():
                self.addAlgorithm(ModelerModel(name))

    def id(self) -> str:
        return "lakemapper"

    def name(self) -> str:
        return "Lake Mapper"

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icon.svg"))
