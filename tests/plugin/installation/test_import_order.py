"""Which packages come from our folder, and which from QGIS."""

import importlib
import importlib.util
import re
import sys
import types
from importlib.metadata import Distribution
from pathlib import Path

import pytest
import torch
from lake_mapper.plugin.installation import import_order
from lake_mapper.plugin.installation.import_order import (
    FROM_OUR_FOLDER,
    add_site_folder,
    leave_import_order,
    loaded_too_old,
    version_of,
)
from support import ROOT


def write_package(folder, name, version, *needed):
    """A package whose module and description say its version."""
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text(f"__version__ = {version!r}")
    write_description(folder, name, version, *needed)


def write_description(folder, name, version, *needed):
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {requirement}" for requirement in needed]
    (folder / f"{name}-{version}.dist-info").mkdir()
    (folder / f"{name}-{version}.dist-info" / "METADATA").write_text("\n".join(lines))


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Our folder, with an old SymPy and a NumPy in another that comes first on the path."""
    site, others = tmp_path / "site", tmp_path / "others"
    write_package(site, "torch", "2.13.0", "filelock", "sympy>=1.13.3", 'numpy>=3; extra == "all"')
    write_package(site, "sympy", "1.14.0", "mpmath<1.4,>=1.1.0")
    write_package(site, "numpy", "9.0")
    write_package(others, "sympy", "1.11.1")
    monkeypatch.setenv("LAKE_MAPPER_SITE", str(site))
    monkeypatch.setattr(sys, "path", [str(others), *sys.path])
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    for name in [name for name in sys.modules if name.partition(".")[0] == "sympy"]:
        monkeypatch.delitem(sys.modules, name)
    yield site
    sys.modules.pop("sympy", None)


def test_the_folder_stands_once_at_the_end_of_the_path(site):
    add_site_folder()
    add_site_folder()

    assert sys.path[-1] == str(site)
    assert sys.path.count(str(site)) == 1
    assert sys.meta_path.count(import_order._finder) == 1


def test_what_pytorch_needs_comes_from_our_folder_and_numpy_does_not(site):
    add_site_folder()

    assert importlib.import_module("sympy").__version__ == "1.14.0"
    assert importlib.util.find_spec("torch").origin != str(site / "torch" / "__init__.py")  # loaded: it stays
    assert not importlib.util.find_spec("numpy").origin.startswith(str(site))
    assert version_of("sympy") == ("1.14.0", site)


def test_an_empty_folder_is_no_package(site):
    (site / "sympy" / "__init__.py").unlink()

    add_site_folder()

    assert importlib.import_module("sympy").__version__ == "1.11.1"


def test_without_the_plugin_the_path_decides(site):
    add_site_folder()
    leave_import_order()

    assert importlib.import_module("sympy").__version__ == "1.11.1"


@pytest.mark.parametrize("version_by_itself", [True, False])
@pytest.mark.parametrize(("version", "is_too_old"), [("1.11.1", True), ("1.13.3", False), ("2.0", False)])
def test_what_is_loaded_stays_and_is_told_when_it_is_too_old(
    site, monkeypatch, version, is_too_old, version_by_itself
):
    others = site.parent / "elsewhere"
    write_package(others, "sympy", "0.0.0" if version_by_itself else version)
    loaded = types.ModuleType("sympy")
    if version_by_itself:
        loaded.__version__ = version
    loaded.__file__ = str(others / "sympy" / "__init__.py")
    monkeypatch.setitem(sys.modules, "sympy", loaded)

    add_site_folder()

    assert importlib.import_module("sympy") is loaded
    assert bool(loaded_too_old()) == is_too_old
    if is_too_old:
        assert f"sympy 1.11.1 of {others} was loaded before Lake Mapper" in loaded_too_old()
        assert "PyTorch needs 1.13.3 or later" in loaded_too_old()
        assert "Start QGIS again." in loaded_too_old()


def test_the_description_that_an_upgrade_left_behind_does_not_count(site):
    write_description(site, "sympy", "1.9")
    write_description(site, "sympy", "1.13.1")
    add_site_folder()

    assert version_of("sympy") == ("1.14.0", site)
    assert version_of("a_package_that_nobody_has") is None


def needed_by(name: str, folders: list[str]) -> set[str]:
    """All that a package needs, by the descriptions in ``folders``."""
    found = next(iter(Distribution.discover(name=name, path=folders)), None)
    requirements = (found.requires or []) if found else []
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in requirements if "extra ==" not in line}
    return names.union(*(needed_by(other, folders) for other in names))


@pytest.mark.parametrize("name", ["torch", "openvino"])
def test_all_that_the_tested_versions_need_is_listed(name):
    folders = [str(Path(torch.__file__).parent.parent), str(ROOT / ".venv" / "openvino"), *sys.path]
    if next(iter(Distribution.discover(name=name, path=folders)), None) is None:
        pytest.skip(f"{name} has no description here")

    needed = {package.replace("-", "_") for package in needed_by(name, folders)}

    assert len(needed) >= 2
    assert needed - {"numpy", "setuptools"} <= set(FROM_OUR_FOLDER)
