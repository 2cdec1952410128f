"""Builds dist/lake_mapper.zip, what QGIS installs and its public plugin repository takes.

    .venv/bin/python scripts/package.py [--release] [--output PATH]

The files are those under git that ship, and docs as HTML; the same files give the same zip. ``--release``
refuses what must not be published. The rules are those by which https://plugins.qgis.org validates an upload
(repository qgis/QGIS-Plugins-Website, plugins/validator.py), and some of our own. The code is scanned by
``scripts/gate.py``.
"""

from __future__ import annotations

import argparse
import configparser
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import urlparse

from manual import manual_files

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "lake_mapper"
SHIPPED = (
    "metadata.txt", "__init__.py", "LICENSE", "README.md", "CHANGELOG.md", "plugin", "core", "resources",
)  # fmt: skip
LARGEST = 25_000_000  # bytes

_REQUIRED = (
    "name", "description", "about", "version", "qgisMinimumVersion", "author", "email",
    "homepage", "repository", "tracker", "icon",
)  # fmt: skip
_OPTIONAL = (
    "hasProcessingProvider", "qgisMaximumVersion", "tags", "category", "changelog",
    "experimental", "deprecated",
)  # fmt: skip
_ADDRESSES = ("homepage", "repository", "tracker")
_REFUSED_SUFFIXES = (
    ".pyc", ".pyo", ".pyd", ".so", ".dll", ".dylib", ".exe", ".bat", ".cmd", ".sh", ".ps1",
)  # fmt: skip
_PLACEHOLDER = "example.org"


class PackageError(Exception):
    """What is wrong with the package, in one sentence."""


def shipped_files(root: Path = ROOT) -> list[str]:
    """Paths under ``root`` of what ships, sorted: files that git knows, never caches or leftovers."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--", *SHIPPED], capture_output=True, text=True
    )
    if listed.returncode:
        raise PackageError(f"git cannot list the files of {root}: {listed.stderr.strip()}.")
    names = sorted(name for name in listed.stdout.split("\0") if name)
    for name in names:
        if not (root / name).is_file():
            raise PackageError(f"{name} is known to git but not there: restore it, or git rm it.")
    return names


def check_files(names: Sequence[str]) -> None:
    """Refuse what the repository refuses: a missing licence, caches, programs, hidden files."""
    for needed in ("LICENSE", "__init__.py", "metadata.txt"):
        if needed not in names:
            raise PackageError(f"{needed} is missing: the plugin repository refuses a zip without it.")
    for name in names:
        path = PurePosixPath(name)
        if path.suffix.lower() in _REFUSED_SUFFIXES or "__pycache__" in path.parts:
            raise PackageError(f"{name} must not ship: programs and compiled files are refused.")
        if any(part.startswith(".") for part in path.parts):
            raise PackageError(f"{name} must not ship: hidden files are refused.")


def read_metadata(text: str) -> dict[str, str]:
    """Keys and values of metadata.txt, read as the plugin repository reads it."""
    parser = configparser.ConfigParser()
    parser.optionxform = str
    try:
        parser.read_string(text)
        return dict(parser.items("general"))
    except configparser.Error as error:
        raise PackageError(f"metadata.txt cannot be read: {' '.join(str(error).split())}.") from error


def check_metadata(metadata: Mapping[str, str], names: Sequence[str], release: bool = False) -> None:
    """Refuse metadata that the repository, QGIS or our own rules do not allow."""
    for key in _REQUIRED:
        if not metadata.get(key, "").strip():
            raise PackageError(f"metadata.txt has no '{key}': the plugin repository needs it.")
    for key in metadata:
        if key == "supportsQt6":
            raise PackageError(
                "metadata.txt has 'supportsQt6', which is obsolete: qgisMaximumVersion says it."
            )
        if key not in _REQUIRED + _OPTIONAL:
            raise PackageError(f"metadata.txt has an unknown key '{key}': correct or remove it.")
    for key in ("experimental", "deprecated"):
        if metadata.get(key, "False") not in ("True", "False"):
            raise PackageError(f"metadata.txt: {key} must be True or False, not '{metadata[key]}'.")
    for key in _ADDRESSES:
        address = urlparse(metadata[key])
        if address.scheme not in ("http", "https") or not address.netloc:
            raise PackageError(f"metadata.txt: {key} must be a web address, not '{metadata[key]}'.")
    if metadata.get("hasProcessingProvider") != "yes":
        raise PackageError("metadata.txt needs hasProcessingProvider=yes, or qgis_process does not see us.")
    if not re.fullmatch(r"\d+(\.\d+)+", metadata["version"]):
        raise PackageError(f"metadata.txt: version must look like 1.2.3, not '{metadata['version']}'.")
    lowest, highest = (
        _qgis_version(key, metadata[key]) if key in metadata else (99,)
        for key in ("qgisMinimumVersion", "qgisMaximumVersion")
    )
    if lowest > highest:
        raise PackageError("metadata.txt: qgisMinimumVersion is above qgisMaximumVersion.")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", metadata["email"]):
        raise PackageError(f"metadata.txt: email must be an address, not '{metadata['email']}'.")
    if "/" in metadata["author"]:
        raise PackageError("metadata.txt: author must not contain a slash.")
    if "plugin" in metadata["name"].lower() or "\n" in metadata["description"]:
        raise PackageError("metadata.txt: name goes without 'plugin', and description is one line.")
    if "PyTorch" not in metadata["about"]:
        raise PackageError("metadata.txt: about must say that PyTorch is needed.")
    if metadata["icon"] not in names:
        raise PackageError(f"metadata.txt: icon '{metadata['icon']}' is not among the files that ship.")
    if release:
        _refuse_placeholders(metadata)


def _qgis_version(key: str, version: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d+\.\d+(\.\d+)?", version):
        raise PackageError(f"metadata.txt: {key} must look like 3.22, not '{version}'.")
    return tuple(int(part) for part in version.split("."))


def _refuse_placeholders(metadata: Mapping[str, str]) -> None:
    invented = [key for key in (*_ADDRESSES, "email") if _PLACEHOLDER in metadata[key]]
    if invented:
        raise PackageError(
            f"metadata.txt still has placeholders ({_PLACEHOLDER}) in {', '.join(invented)}: "
            "put real addresses there before a release."
        )


def build(output: Path, root: Path = ROOT, release: bool = False) -> Path:
    """Write the checked zip to ``output`` and return it; raises ``PackageError``."""
    names = shipped_files(root)
    check_files(names)
    check_metadata(read_metadata((root / "metadata.txt").read_text("utf-8")), names, release)
    output.parent.mkdir(parents=True, exist_ok=True)
    unfinished = output.with_name(f"{output.name}.unfinished")
    with zipfile.ZipFile(unfinished, "w") as archive:
        contents = {name: (root / name).read_bytes() for name in names} | manual_files(root)
        for name, content in sorted(contents.items()):
            # The same time and rights for all: the zip depends on nothing but the files.
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}")
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    size = unfinished.stat().st_size
    if size > LARGEST:
        unfinished.unlink()
        raise PackageError(
            f"The zip has {size / 1e6:.1f} MB, but the plugin repository takes {LARGEST / 1e6:.0f} at most."
        )
    return unfinished.replace(output)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the zip that QGIS installs.")
    parser.add_argument("--output", type=Path, default=ROOT / "dist" / f"{FOLDER}.zip")
    parser.add_argument("--release", action="store_true", help="refuse what must not be published")
    arguments = parser.parse_args()
    try:
        built = build(arguments.output, release=arguments.release)
    except PackageError as error:
        sys.exit(str(error))
    print(f"{built}: {built.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
