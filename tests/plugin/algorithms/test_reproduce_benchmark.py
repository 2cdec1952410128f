import csv

import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")


def test_the_benchmark_in_one_call_and_again(dataset, qgis_process, tmp_path):
    arguments = (
        "lakemapper:reproducebenchmark", f"--DATASET={dataset}", f"--RUN_FOLDER={tmp_path / 'run'}",
        "--BUDGET_IMAGES=4", "--BATCH_SIZE=2", f"--TABLE={tmp_path / 'table.csv'}",
        f"--REPORT={tmp_path / 'report.html'}",
    )  # fmt: skip

    done = qgis_process(*arguments)
    assert done.returncode == 0, done.stderr
    first = (tmp_path / "table.csv").read_bytes()
    again = qgis_process(*arguments)

    assert again.returncode == 0, again.stderr
    assert again.stdout.count("is finished already") == 6
    assert (tmp_path / "table.csv").read_bytes() == first
    with open(tmp_path / "table.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["model"] for row in rows] == [
        "MSLWENet", "DeepLab V3+", "PSPNet", "MWEN", "Unet", "LakeNet (modern)",
    ]  # fmt: skip
    assert all(0 <= float(row["OA"]) <= 100 for row in rows)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "a budget, not the published 70 epochs" in page
    assert "98.53" in page  # the paper's row beside ours
    assert "96.6" in page  # what MSLWENet's own scores imply
    assert "tile_8.png" in page
