"""The search trains a network, scores it and prints its row."""

from functools import partial

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

import lake_data
import network_search


def test_a_candidate_is_trained_and_scored(tmp_path, monkeypatch, capsys):
    for number in (1, 53):  # to train on, to validate
        mask = np.zeros((128, 128), np.uint8)
        cv2.circle(mask, (64, 64), 40, 255, -1)
        image = np.where(mask[..., None] > 0, (90, 60, 30), (80, 110, 130)).astype(np.uint8)
        for name, values in ((f"images/esw_{number:02d}.jpg", image), (f"masks/esw_{number:02d}.png", mask)):
            (tmp_path / "esw" / name).parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(tmp_path / "esw" / name), values)
    monkeypatch.setattr(lake_data, "DATA", tmp_path)
    monkeypatch.setattr(lake_data, "items", partial(lake_data.items, ("esw",)))
    monkeypatch.setattr(network_search, "Crops", partial(network_search.Crops, size=2))
    monkeypatch.setattr(network_search, "speed", lambda network, choice: "")
    name = "thin 32-64-128-192"
    monkeypatch.setattr("sys.argv", ["network_search.py", "--steps", "1", "--only", name])

    network_search.main()

    cells = capsys.readouterr().out.splitlines()[2].split("|")[1:-1]
    assert cells[0].strip() == name
    assert all(-200 <= float(cell) <= 100 for cell in cells[-2:])
