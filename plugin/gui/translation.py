"""The language of QGIS: Chinese where QGIS speaks simplified Chinese, else English."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

#: What ``scripts/translate.py`` looks strings up by.
CONTEXT = "LakeMapper"
_FILE = Path(__file__).parents[2] / "resources" / "i18n" / "lake_mapper_zh.qm"


def tr(text: str) -> str:
    """The text in the language of QGIS; as it is where no translation is installed."""
    return QCoreApplication.translate(CONTEXT, text)


def language() -> str:
    """The language of QGIS's settings, or of the system where they leave it open: "zh" or "en"."""
    settings = QgsSettings()
    own = settings.value("locale/overrideFlag", False, type=bool)
    locale = QLocale(settings.value("locale/userLocale", "") or "C") if own else QLocale.system()
    chinese = locale.language() == QLocale.Language.Chinese
    return "zh" if chinese and locale.script() == QLocale.Script.SimplifiedHanScript else "en"


def install() -> QTranslator | None:
    """Make ``tr`` speak the language of QGIS; what it returns is to be given to ``remove``."""
    if language() == "en":
        return None
    translator = QTranslator()
    if not translator.load(str(_FILE)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove(translator: QTranslator | None) -> None:
    """Undo ``install``."""
    if translator is not None:
        QCoreApplication.removeTranslator(translator)
