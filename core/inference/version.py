"""The version of this package, without QGIS."""

from __future__ import annotations

from pathlib import Path

PACKAGE_PATH = Path(__file__).parents[2]


def release() -> str:
    """Return the version in ``metadata.txt``, such as "0.2.0"."""
    metadata = (PACKAGE_PATH / "metadata.txt").read_text(encoding="utf-8")
    return next(line for line in metadata.splitlines() if line.startswith("version=")).partition("=")[2]
