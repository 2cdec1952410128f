"""The training command on a small dataset made here: it runs, resumes, and ends the same."""

import csv
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from support import ROOT, without

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

STEPS = 4
#: Only PyTorch, NumPy and OpenCV are there.
BARE = without("osgeo", "qgis", "PIL", "matplotlib", "safetensors")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Three scenes to train on and one to validate, in the layout of the real data."""
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(0)
    for name in ("images", "masks"):
        (folder / "esw" / name).mkdir(parents=True)
    for number in (1, 2, 3, 53):
        mask = np.zeros((300, 320), np.uint8)
        cv2.circle(mask, (int(rng.integers(80, 240)), 150), 70, 255, -1)
        image = np.where(mask[..., None] > 0, (90, 60, 30), (80, 110, 130)) + rng.normal(0, 8, (300, 320, 3))
        cv2.imwrite(str(folder / f"esw/images/esw_{number:02d}.jpg"), np.clip(image, 0, 255).astype(np.uint8))
        cv2.imwrite(str(folder / f"esw/masks/esw_{number:02d}.png"), mask)
    return folder


def start(data, folder, *options, python=()):
    command = [
        sys.executable, *python, str(ROOT / "scripts" / "train_bundled_model.py"), "--data", "esw",
        "--from-scratch", "--steps", str(STEPS), "--every", "2", "--folder", str(folder), *options,
    ]  # fmt: skip
    return subprocess.Popen(
        command, env={**os.environ, "LAKE_MAPPER_DATA": str(data)}, stdout=subprocess.PIPE
    )


def test_killed_and_resumed_ends_with_the_same_model(data, tmp_path):
    from lake_mapper.core.models.model_file import load_model

    assert start(data, tmp_path / "straight").wait() == 0

    broken = start(data, tmp_path / "broken")
    for _ in range(3000):
        if (tmp_path / "broken" / "checkpoint.pt").exists():
            break
        time.sleep(0.1)
    os.kill(broken.pid, signal.SIGKILL)
    broken.wait()
    again = start(data, tmp_path / "broken")
    said = again.communicate()[0].decode()
    assert again.returncode == 0
    assert "Continues at step 2" in said

    models = [tmp_path / name / "best.safetensors" for name in ("straight", "broken")]
    assert models[0].read_bytes() == models[1].read_bytes()
    card = load_model(models[0]).card
    assert card.name == "LakeNet (esw)"
    assert len(card.training_data) == 1
    assert "CC BY 4.0" in card.training_data[0]
    with open(tmp_path / "straight" / "log.csv") as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["2", "4"]


@pytest.mark.skipif(sys.platform != "linux", reason="the workers are forks")
def test_minutes_on_a_bare_computer_are_part_of_a_training(data, tmp_path, monkeypatch):
    import lake_data
    import pack_training_data

    monkeypatch.setattr(lake_data, "DATA", data)
    monkeypatch.setattr(lake_data, "SOURCES", ("esw",))
    pack_training_data.pack(tmp_path / "packed.zip")
    folder = tmp_path / "carried"
    assert start(data, folder, "--steps", "2").wait() == 0

    minutes = ("--packed", str(tmp_path / "packed.zip"), "--minutes", "0.01", "--batch", "8", "--pieces")
    there = start(tmp_path / "none", folder, *minutes, "--workers", "1", python=("-c", BARE))
    said = there.communicate()[0].decode()

    assert there.returncode == 0
    assert "Continues at step 2." in said
    assert "3 images to train on, 1 to validate" in said
    states = [path.name for path in folder.glob("checkpoint.pt*")]
    assert len(states) > 2
    assert "checkpoint.pt" not in states
    assert all(path.stat().st_size <= 16e6 for path in folder.iterdir())

    back = start(data, folder)
    said = back.communicate()[0].decode()
    assert back.returncode == 0
    assert "Continues at step 3 of 4." in said


def test_batches_of_any_size_are_the_same_crops(data, monkeypatch):
    import lake_data
    import train_bundled_model as training

    monkeypatch.setattr(lake_data, "DATA", data)
    pool = list(lake_data.items(("esw",)))
    small, large = training.Crops(pool, 1).batch(3), training.Crops(pool, 1, 4 * training.BATCH).batch(0)

    assert small[0].shape == (training.WIDE_BATCH, 3, training.WIDE_CROP, training.WIDE_CROP)
    assert large[0].shape == (4 * training.BATCH, 3, training.CROP, training.CROP)
    assert (training.Crops(pool, 1).batch(1)[0] == large[0][training.BATCH : 2 * training.BATCH]).all()


def test_pools_are_shown_as_often_as_their_shares_say(data, monkeypatch):
    import lake_data
    import train_bundled_model as training

    monkeypatch.setattr(lake_data, "DATA", data)
    esw = list(lake_data.items(("esw",)))
    pool = [*esw[:2], replace(esw[2], source="burn_scars_s2")]

    chance = training.Crops(pool, seed=1).chance(0)

    of = training.SHARES["esw"] / (training.SHARES["esw"] + training.SHARES["burn_scars_s2"])
    assert chance == pytest.approx([of / 2, of / 2, 1 - of])


def test_images_of_one_class_are_shown_more_often_while_they_are_wrong(data, tmp_path, monkeypatch):
    import lake_data
    import mining
    import train_bundled_model as training

    monkeypatch.setattr(lake_data, "DATA", data)
    lake, other = list(lake_data.items(("esw",)))[:2]
    pool = [lake, other]
    for value in (0, 255):
        pool.append(replace(lake, mask=tmp_path / f"{value}.png"))
        cv2.imwrite(str(pool[-1].mask), np.full((300, 320), value, np.uint8))

    class AllWater:
        card = training.ModelCard(name="test", network="LakeNet")

        def probability(self, rgb, known, margin):
            return np.ones(known.shape)

    mistakes = mining.Mistakes(tmp_path, every=10)
    crops = training.Crops(pool, 1, mistakes=mistakes)

    assert mistakes.find(10, AllWater(), pool) == 0.5  # the lakes' own mistakes do not count

    before, known = 10 + mining.AHEAD - 2, 10 + mining.AHEAD
    assert crops.chance(before) == pytest.approx([1 / 4] * 4)
    assert crops.chance(known) == pytest.approx(np.array([1, 1, mining.MOST, 1]) / (mining.MOST + 3))
    again = training.Crops(pool, 1, mistakes=mining.Mistakes(tmp_path, every=10))
    assert (again.chance(known) == crops.chance(known)).all()


def test_few_images_of_each_region_are_enough_to_choose_by(data):
    import train_bundled_model as training
    from lake_data import Item

    pool = [Item("s2lakes", n, data, data, "validation") for n in range(100, 160)]

    few = training.chosen([*pool, Item("esw", 53, data, data, "validation", kind="ESW")])

    assert len(few) == training.OF_EACH + 1
    assert few[0].number == 100
    assert few[-2].number == 159


def test_false_water_takes_from_the_score(data, monkeypatch):
    import lake_data
    import torch
    import train_bundled_model as training
    from lake_mapper.core.models.model_card import ModelCard
    from lake_mapper.core.models.networks.lakenet import LakeNet

    monkeypatch.setattr(lake_data, "DATA", data)
    lake = next(iter(lake_data.items(("esw",))))
    land = replace(lake, mask=data / "none.png", kind="bare")
    cv2.imwrite(str(land.mask), np.zeros((300, 320), np.uint8))
    monkeypatch.setattr(
        training, "probability_in_a_run", lambda engine, rgb, known, ground: np.ones(known.shape)
    )
    torch.manual_seed(0)
    card = ModelCard(name="test", network="LakeNet")

    alone = training.validate(LakeNet().eval(), [lake], card)
    both = training.validate(LakeNet().eval(), [lake, land], card)

    assert alone["MIoU"] == alone["lake_IoU"] == both["lake_IoU"]
    assert both["MIoU"] == pytest.approx(alone["MIoU"] - training.FALSE_WATER)
