import os
import subprocess

import pytest
from qgis.core import QgsProcessingException
from support import ROOT, SAMPLE


@pytest.fixture(autouse=True)
def engines_are_tried_on_few_pixels(monkeypatch):
    monkeypatch.setattr("lake_mapper.core.inference.engine._TRIED_SIDE", 64)


def check(feedback=None, **parameters):
    import processing

    return processing.run("lakemapper:checkinstallation", parameters, feedback=feedback)


def test_versions_device_and_one_block(qgis, feedback):
    import numpy as np
    import torch
    from osgeo import gdal

    result = check(feedback)

    log = "\n".join(feedback.log)
    assert result["PROBLEM"] == ""
    assert result["BLOCKS"] is None
    assert "runs on" in result["DEVICE_USED"]
    assert 0.05 < result["BLOCK_SECONDS"] < 100
    for version in (np.__version__, torch.__version__, gdal.__version__):
        assert version in log
    assert "million pixels a second" in log


def test_estimate_for_an_image(qgis, feedback, tmp_path):
    result = check(feedback, INPUT=str(SAMPLE), RESOLUTION="15", REPORT=str(tmp_path / "check.html"))

    assert result["BLOCKS"] == 6  # 2200 × 2000 pixels
    assert result["MINUTES"] > 0
    assert 0.5 < result["MEMORY_GB"] < 10
    assert "6 blocks of the image to compute" in "\n".join(feedback.log)
    assert "2200 × 2000 pixels of 15 m" in (tmp_path / "check.html").read_text(encoding="utf-8")


def test_half_the_resolution_and_a_part_of_the_image(qgis):
    part = "748000,755000,-2806000,-2800000 [EPSG:32621]"

    assert check(INPUT=str(SAMPLE), EXTENT=part)["BLOCKS"] == 4  # of the whole image: the part lies in all
    assert check(INPUT=str(SAMPLE), RESOLUTION=7.5)["BLOCKS"] == 20


def test_rejected_input(qgis):
    with pytest.raises(QgsProcessingException, match="lies outside"):
        check(INPUT=str(SAMPLE), EXTENT="0,1000,0,1000 [EPSG:32621]")
    with pytest.raises(QgsProcessingException, match="CUDA was asked for"):
        check(DEVICE=2)


def test_without_torch_it_runs_and_explains(tmp_path):
    """By the system's own Python, as a user without PyTorch would."""
    if not subprocess.run(["/usr/bin/python3", "-c", "import torch"], capture_output=True).returncode:
        pytest.skip("the system's Python has PyTorch itself")
    command = [str(ROOT / "scripts" / "qgis_process.sh"), "run", "lakemapper:checkinstallation"]
    environment = {**os.environ, "LAKE_MAPPER_SITE": str(tmp_path)}

    done = subprocess.run([*command, f"--INPUT={SAMPLE}"], env=environment, capture_output=True, text=True)

    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert "PyTorch: not there" in output
    assert "-m pip install --target" in output
    assert "BLOCKS:\t4" in output
    assert "Traceback" not in output


def test_a_missing_package_has_its_command_in_a_block_and_in_a_window_that_copies_it(
    qgis, feedback, tmp_path, monkeypatch
):
    """In the log, in the report, and over QGIS's window, which a test does not have."""
    from lake_mapper.plugin.algorithms import check_installation
    from lake_mapper.plugin.gui.install_message import InstallMessage

    message = (
        "PyTorch is missing. Open a terminal and run:\npython3 -m pip install 'torch<3'\nStart QGIS again."
    )
    shown = []
    monkeypatch.setattr(check_installation, "trouble", lambda needed: message)
    monkeypatch.setattr(InstallMessage, "open", lambda window: shown.append(window))

    result = check(feedback, REPORT=str(tmp_path / "check.html"))
    assert shown == []
    monkeypatch.setattr(check_installation.qgis.utils, "iface", object())
    check(feedback)

    assert result["PROBLEM"] == message
    html = (tmp_path / "check.html").read_text(encoding="utf-8")
    assert "<pre>python3 -m pip install &#x27;torch&lt;3&#x27;</pre>Start QGIS again." in html
    assert "pre { user-select: all" in html
    assert [window.command for window in shown] == ["python3 -m pip install 'torch<3'"]
