"""Each engine in the real qgis_process, with its packages in the profile and an old SymPy on the path."""

import re
import subprocess
from importlib.metadata import Distribution, version
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from lake_mapper.core.inference.runtimes import half_precision
from lake_mapper.plugin.installation.import_order import FROM_OUR_FOLDER
from support import ROOT, SAMPLE

OPENVINO = ROOT / ".venv" / "openvino"  # where scripts/setup.sh puts it
needs_half = pytest.mark.skipif(
    half_precision(torch.device("cpu")) is None,
    reason="this processor does not compute 16-bit floats in hardware",
)
needs_openvino = pytest.mark.skipif(not OPENVINO.exists(), reason="OpenVINO is optional, and not installed")


def has_old_sympy() -> bool:
    """Return whether QGIS's own Python has a SymPy that is too old for PyTorch, as on Debian 12."""
    program = "import sympy; print(*sympy.__version__.split('.')[:2])"
    done = subprocess.run(["/usr/bin/python3", "-c", program], capture_output=True, text=True)
    return done.returncode == 0 and tuple(map(int, done.stdout.split())) < (1, 13)


def old_packages(folder: Path) -> Path:
    """Packages of such names of which nothing can be imported."""
    for name in ("sympy", "typing_extensions"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("__version__ = '0.1'")
    return folder


@pytest.fixture(scope="module")
def qgis_process(tmp_path_factory, qgis_process_in):
    """qgis_process as a user has it: qgis_process(*arguments) returns what it prints."""
    home = tmp_path_factory.mktemp("home")
    profile = home / "config" / "profiles" / "default"
    (profile / "python" / "plugins").mkdir(parents=True)
    (profile / "python" / "plugins" / "lake_mapper").symlink_to(ROOT)
    install(profile / "lake_mapper" / "python")
    old = {} if has_old_sympy() else {"PYTHONPATH": str(old_packages(home / "old"))}
    return qgis_process_in(home, **old)


def install(folder: Path) -> None:
    """Link the packages that pip would put there, with their descriptions."""
    folder.mkdir(parents=True)
    for name in FROM_OUR_FOLDER:
        spec = find_spec(name)
        if spec is not None:
            file = Path(spec.origin)
            source = file.parent if file.stem == "__init__" else file
            (folder / source.name).symlink_to(source)
            for found in Distribution.discover(name=name, path=[str(source.parent)]):
                (folder / found._path.name).symlink_to(found._path)
    for source in OPENVINO.glob("openvino*"):
        (folder / source.name).symlink_to(source)


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        pytest.param(1, "with PyTorch in 32-bit floats", id="full"),
        pytest.param(2, "with PyTorch in 16-bit bfloats", id="half", marks=needs_half),
        pytest.param(3, "with OpenVINO", id="openvino", marks=needs_openvino),
    ],
)
def test_the_engine_that_was_asked_for_runs(qgis_process, tmp_path, choice, name):
    output = qgis_process(
        "run",
        "lakemapper:extractlakes",
        f"--INPUT={SAMPLE}",
        "--EXTENT=748000,752000,-2806000,-2803000 [EPSG:32621]",
        "--RESOLUTION=30",
        f"--ENGINE={choice}",
        f"--OUTPUT={tmp_path / 'lakes.gpkg'}",
    )

    assert name in output
    assert "WARNING" not in output
    assert "LAKE_COUNT:\t0" not in output


def test_check_installation_tells_versions_and_where_they_come_from(qgis_process):
    output = qgis_process("run", "lakemapper:checkinstallation", "--ENGINE=1")

    (line,) = [line for line in output.splitlines() if line.startswith("Packages that PyTorch")]
    ours = line.split("; ")[0]
    assert "typing_extensions " in ours
    assert f"sympy {version('sympy')}," in ours
    assert ours.endswith(str(Path("profiles", "default", "lake_mapper", "python")))
    assert "Loaded too early" not in output


@needs_openvino
@pytest.mark.slow  # OpenVINO needs much time where other programs use the processor
def test_the_speeds_of_all_engines_are_told(qgis_process):
    output = qgis_process("run", "lakemapper:checkinstallation")

    assert re.search(r"Engines: Tried on this computer: .*OpenVINO \d+\.\d.*; the first is used", output)
    assert "WARNING" not in output
