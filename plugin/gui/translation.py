"""Translates to the language of QGIS: Chinese where that is simplified Chinese, else English."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from ...core.util.translation import tr, use_translator

__all__ = ["install", "language", "remove", "tr"]

#: The context of our strings in the .ts file.
CONTEXT = "LakeMapper"
_FILE = Path(__file__).parents[2] / "resources" / "i18n" / "lake_mapper_zh.qm"


def language() -> str:
    """Return "zh" or "en": the language in QGIS's settings, else that of the system."""
    settings = QgsSettings()
    overridden = settings.value("locale/overrideFlag", False, type=bool)
    locale = QLocale(settings.value("locale/userLocale", "") or "C") if overridden else QLocale.system()
    chinese = locale.language() == QLocale.Language.Chinese
    return "zh" if chinese and locale.script() == QLocale.Script.SimplifiedHanScript else "en"


def install() -> QTranslator | None:
    """Let ``tr`` translate to the language of QGIS; return the translator, for ``remove``."""
    if language() == "en":
        return None
    translator = QTranslator()
    if not translator.load(str(_FILE)):
        return None
    QCoreApplication.installTranslator(translator)
    use_translator(lambda text: QCoreApplication.translate(CONTEXT, text))
    return translator


def remove(translator: QTranslator | None) -> None:
    """Undo ``install``."""
    if translator is not None:
        use_translator(None)
        QCoreApplication.removeTranslator(translator)
