"""Where Lake Mapper keeps what belongs to this computer: in the user's profile."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsApplication


def profile_folder() -> Path:
    """Return our folder in the user's profile; it may not be there yet."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "lake_mapper"


def site_folder() -> Path:
    """Return the folder of our packages: ``LAKE_MAPPER_SITE``, or one in the user's profile."""
    given = os.environ.get("LAKE_MAPPER_SITE")
    return Path(given).absolute() if given else profile_folder() / "python"


def engine_speeds_file() -> Path:
    """Return the file in which the speeds of engines on this computer are remembered."""
    return profile_folder() / "engine_speeds.json"
