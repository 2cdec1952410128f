"""The zip in a clean profile of QGIS, as a user has it: nothing of the checkout is on any path."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import package
import pytest
from qgis.core import QgsApplication, QgsVectorLayer
from support import ROOT, SAMPLE

PLUGINS = Path("config", "profiles", "default", "python", "plugins")
EXTENT = "748000,752000,-2806000,-2803000 [EPSG:32621]"


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    """Unpack the zip into a profile, as the plugin manager does it; a home of its own."""
    home = tmp_path_factory.mktemp("home")
    with zipfile.ZipFile(package.build(home / "lake_mapper.zip")) as archive:
        archive.extractall(home / PLUGINS)
    return home


@pytest.fixture(scope="module")
def qgis_process(profile, qgis_process_in):
    """qgis_process with that profile alone: qgis_process(*arguments) returns what it prints."""
    import torch

    return qgis_process_in(profile, LAKE_MAPPER_SITE=str(Path(torch.__file__).parent.parent))


def test_the_installed_plugin_lists_its_algorithms(qgis, qgis_process):
    ours = QgsApplication.processingRegistry().providerById("lakemapper").algorithms()
    listed = qgis_process("list")

    assert len(ours) >= 5
    for algorithm in ours:
        assert algorithm.id() in listed


def test_the_installed_plugin_maps_its_sample_as_the_checkout_does(qgis, qgis_process, profile):
    import processing

    parameters = {"EXTENT": EXTENT, "DATE": "2020-05-18", "RESOLUTION": 30}
    sample = profile / PLUGINS / "lake_mapper" / SAMPLE.relative_to(ROOT)
    expected = processing.run(
        "lakemapper:extractlakes",
        {"INPUT": str(sample), "OUTPUT": str(profile / "expected.gpkg"), **parameters},
    )

    output = qgis_process(
        "run",
        "lakemapper:extractlakes",
        f"--INPUT={sample}",
        f"--OUTPUT={profile / 'installed.gpkg'}",
        *(f"--{name}={value}" for name, value in parameters.items()),
    )

    assert f"LAKE_COUNT:\t{expected['LAKE_COUNT']}" in output
    lakes = {name: lakes_of(profile / f"{name}.gpkg") for name in ("expected", "installed")}
    assert len(lakes["expected"]) == expected["LAKE_COUNT"] > 0
    assert lakes["installed"] == lakes["expected"]


def lakes_of(path):
    """Attributes and shape of every lake, as text."""
    layer = QgsVectorLayer(str(path))
    names = [field.name() for field in layer.fields() if field.name() != "fid"]
    return [(*(str(lake[name]) for name in names), lake.geometry().asWkt(3)) for lake in layer.getFeatures()]


def test_every_module_of_the_zip_can_be_imported_from_it_alone(profile):
    """In a Python that knows the installed plugin and not the checkout."""
    plugins = profile / PLUGINS
    modules = [
        ".".join(path.relative_to(plugins).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(plugins.rglob("*.py"))
    ]
    script = f"import importlib, sys\nsys.path[:0] = [{str(plugins)!r}]\n"
    script += f"for name in {modules!r}: importlib.import_module(name)"

    done = subprocess.run([sys.executable, "-c", script], cwd=profile, capture_output=True, text=True)

    assert len(modules) > 50
    assert done.returncode == 0, done.stderr


def paths_out_of_the_zip(source: str) -> list[str]:
    """Where a path is joined with a file or folder of the checkout that does not ship; docs do, as HTML."""
    absent = {path.name for path in ROOT.iterdir()} - {*package.SHIPPED, "docs"}
    return [
        f"{node.lineno}: {node.right.value}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and isinstance(node.right, ast.Constant)
        and str(node.right.value).split("/")[0] in absent
    ]


def test_nothing_that_ships_reads_what_does_not():
    found = {
        name: paths_out_of_the_zip((ROOT / name).read_text("utf-8"))
        for name in package.shipped_files()
        if name.endswith(".py")
    }

    assert {name: paths for name, paths in found.items() if paths} == {}
    assert paths_out_of_the_zip('x = ROOT / "tests/a.py"\ny = ROOT / "scripts" / "a.py"') == [
        "1: tests/a.py",
        "2: scripts",
    ]
