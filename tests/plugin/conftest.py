"""A real QGIS without a window, with the plugin in it."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

os.environ["LC_ALL"] = "C.UTF-8"  # English, whatever language this system has
pytest.importorskip("qgis", reason="QGIS's Python modules are not installed")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Inside Python QGIS keeps its settings there: those of the user stay out, and those of tests beside these.
_SETTINGS = tempfile.TemporaryDirectory()
os.environ["XDG_CONFIG_HOME"] = _SETTINGS.name
sys.path.insert(0, str(Path(__file__).parent))

from qgis.core import QgsApplication, QgsProcessingFeedback, QgsSettings


@pytest.fixture(scope="session")
def qgis(tmp_path_factory):
    """Start QGIS with its Processing and our provider, in a profile of its own."""
    application = QgsApplication([], False, str(tmp_path_factory.mktemp("profile")))
    # By default all processes share one cache by address, and ports of earlier test servers come again.
    QgsSettings().setValue("cache/directory", str(tmp_path_factory.mktemp("cache")))
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    import lake_mapper

    plugin = lake_mapper.classFactory(None)
    plugin.initProcessing()
    yield application
    plugin.unload()


class Feedback(QgsProcessingFeedback):
    """Keeps the log and the progress in percent; cancels at ``cancel_at`` percent."""

    def __init__(self, cancel_at: float = 1000) -> None:
        super().__init__(False)
        self.log: list[str] = []
        self.percent: list[float] = []
        self.progressChanged.connect(self.percent.append)
        if cancel_at < 1000:
            self.progressChanged.connect(lambda percent: percent >= cancel_at and self.cancel())

    def pushInfo(self, info):
        self.log.append(info)

    def pushWarning(self, warning):
        self.log.append(warning)

    def setProgressText(self, text):
        self.log.append(text)


@pytest.fixture
def feedback():
    return Feedback()


@pytest.fixture
def cancelling_feedback():
    return Feedback(cancel_at=20)
