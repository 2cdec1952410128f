"""The search trains a network, scores it and prints its row."""

from functools import partial

import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import lake_data
import network_search


def test_a_candidate_is_trained_and_scored(two_scenes, monkeypatch, capsys):
    monkeypatch.setattr(lake_data, "items", partial(lake_data.items, ("esw",)))
    monkeypatch.setattr(network_search, "Crops", partial(network_search.Crops, size=2))
    monkeypatch.setattr(network_search, "speed", lambda network, choice: "")
    name = "thin 32-64-128-192"
    monkeypatch.setattr("sys.argv", ["network_search.py", "--steps", "1", "--only", name])

    network_search.main()

    cells = capsys.readouterr().out.splitlines()[2].split("|")[1:-1]
    assert cells[0].strip() == name
    assert all(-200 <= float(cell) <= 100 for cell in cells[-2:])
