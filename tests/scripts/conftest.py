"""Labelled images in the layout of the real ones."""

import numpy as np
import pytest


@pytest.fixture
def two_scenes(tmp_path, monkeypatch):
    """Let all labelled images be two scenes of ESW with a lake in each: to train on, and to validate on."""
    cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")
    import lake_data

    for name in ("images", "masks"):
        (tmp_path / "esw" / name).mkdir(parents=True)
    mask = np.zeros((96, 96), np.uint8)
    mask[20:60, 20:60] = 255
    for number in (1, 53):
        cv2.imwrite(str(tmp_path / f"esw/images/esw_{number:02d}.jpg"), np.full((96, 96, 3), 90, np.uint8))
        cv2.imwrite(str(tmp_path / f"esw/masks/esw_{number:02d}.png"), mask)
    monkeypatch.setattr(lake_data, "DATA", tmp_path)
    monkeypatch.setattr(lake_data, "SOURCES", ("esw",))
