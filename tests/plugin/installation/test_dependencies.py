"""PyTorch that is absent, broken, too old, or built for another NumPy: each in a QGIS of its own."""

import os
import subprocess
import sys
import types

import pytest
from support import ROOT, SAMPLE

PROGRAM = f"""
import sys
sys.path[:0] = [{str(ROOT / "scripts")!r}, "/usr/share/qgis/python/plugins"]
import package_path; package_path.load()
from qgis.core import QgsApplication
application = QgsApplication([], False); application.initQgis()
from processing.core.Processing import Processing
Processing.initialize()
import lake_mapper, processing
plugin = lake_mapper.classFactory(None); plugin.initProcessing()
provider = QgsApplication.processingRegistry().providerById("lakemapper")
print("LISTED", len(provider.algorithms()))
print("CAN", provider.algorithm("extractlakes").create().canExecute())
try:
    print("RAN", processing.run("lakemapper:extractlakes",
        {{"INPUT": {str(SAMPLE)!r}, "OUTPUT": "TEMPORARY_OUTPUT"}}))
except Exception as error:
    print("SAID", error)
plugin.unload()
"""


def qgis_without_torch(site) -> str:
    """Return what a QGIS prints whose Python is the system's, with ``site`` as our folder."""
    environment = {**os.environ, "LAKE_MAPPER_SITE": str(site)}
    absent = subprocess.run(["/usr/bin/python3", "-c", "import torch"], capture_output=True)
    if not absent.returncode:
        pytest.skip("the system's Python has PyTorch itself")
    done = subprocess.run(
        ["/usr/bin/python3", "-c", PROGRAM], env=environment, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_without_torch_everything_is_listed_and_the_command_is_told(tmp_path):
    output = qgis_without_torch(tmp_path)

    assert int(output.split("LISTED ")[1].split()[0]) > 4
    assert "CAN (False, " in output
    version = "{}.{}".format(*sys.version_info)
    assert f"/usr/bin/python{version} -m pip install --target" in output
    assert str(tmp_path) in output


@pytest.mark.parametrize(
    ("content", "explanation"),
    [
        ("raise ImportError('libc10.so: cannot open shared object file')", "libc10.so: cannot open"),
        ("raise OSError('[WinError 1114] A DLL initialization routine failed')", "Visual C++"),
        ("__version__ = '1.12.1'", "PyTorch 1.12.1 is too old: Lake Mapper needs 1.13 or later"),
        (
            "__version__ = '2.2.2'\ndef from_numpy(array): raise RuntimeError('Numpy is not available')",
            "built for another NumPy than QGIS's",
        ),
    ],
)
def test_torch_that_does_not_work_is_explained_when_it_runs(tmp_path, content, explanation):
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text(content)

    output = qgis_without_torch(tmp_path)

    assert "CAN (True, '')" in output
    assert explanation in output.split("SAID ")[1]


def test_our_torch_is_fine(qgis):
    from lake_mapper.plugin.installation.dependencies import trouble

    assert trouble() == ""


def test_versions_are_compared_as_numbers(qgis):
    import torch
    from lake_mapper.plugin.installation.dependencies import torch_trouble

    def is_too_old(version):
        pretended = types.SimpleNamespace(__version__=version, from_numpy=torch.from_numpy)
        return "too old" in torch_trouble(pretended)

    assert is_too_old("1.9.0+cu111")
    assert not is_too_old("1.13.0a0+git")
    assert not is_too_old("2.10.0")
