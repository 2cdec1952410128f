"""A QGIS without a window and with the plugin, in this process."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
import package_path

package_path.load()
from qgis.core import QgsApplication


def start_qgis(profile: str = "") -> tuple[QgsApplication, Any]:
    """Start QGIS with its Processing: return it, to be kept while it is used, and the plugin.

    ``profile`` is the folder of its settings; empty: that of the user.
    """
    application = QgsApplication([], False, profile)
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    import lake_mapper

    plugin = lake_mapper.classFactory(None)
    plugin.initProcessing()
    return application, plugin
