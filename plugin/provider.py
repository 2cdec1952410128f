"""The Processing provider: lists the algorithms."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.about_model import AboutModel
from .algorithms.check_installation import CheckInstallation
from .algorithms.evaluate_models import EvaluateModels
from .algorithms.extract_lakes import ExtractLakes
from .algorithms.modeler_models import ShippedModel, shipped
from .algorithms.prepare_dataset import PrepareDataset
from .algorithms.reproduce_benchmark import ReproduceBenchmark
from .algorithms.track_lakes import TrackLakes
from .algorithms.train_model import TrainModel
from .gui.help import RESOURCES

_ALGORITHMS = (
    ExtractLakes,
    TrackLakes,
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
        # A model finds its outputs by asking the registry for the algorithms in it.
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            for name in shipped():
                self.addAlgorithm(ShippedModel(name))

    def id(self) -> str:
        return "lakemapper"

    def name(self) -> str:
        return "Lake Mapper"

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icon.svg"))
