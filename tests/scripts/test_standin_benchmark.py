"""The stand-in benchmark: one packed file, as many tiles for every network, and going on after a stop."""

import csv
import json
import re
import sys
import time
import zipfile
from dataclasses import replace

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is only there for training")

import lake_data
import pack_standin
import standin_benchmark
from lake_mapper.core.datasets.tile_files import read_image, read_label
from lake_mapper.core.evaluation import benchmark
from lake_mapper.core.evaluation.benchmark import SETTINGS, Contender
from lake_mapper.core.training import pieces
from lake_mapper.core.training.protocol import MODERN, PAPER
from lake_mapper.core.training.train import MODEL
from lake_mapper.core.util.errors import Cancelled

FAST = [
    Contender("first", "LakeNet", replace(PAPER, batch_size=2)),
    Contender("second", "LakeNet", replace(MODERN, batch_size=2)),
]


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A packed file of four scenes to train on and one that is held out, each with a round lake."""
    data = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(0)
    for number in (1, 2, 3, 4, 14):
        mask = np.zeros((256, 256), np.uint8)
        cv2.circle(mask, tuple(int(v) for v in rng.integers(90, 170, 2)), 60, 255, -1)
        rgb = np.where(mask[..., None] > 0, (90, 60, 30), (120, 150, 170)).astype(np.uint8)
        for name, values in (("images", cv2.GaussianBlur(rgb, (5, 5), 0)), ("masks", mask)):
            suffix = "jpg" if name == "images" else "png"
            (data / "esw" / name).mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(data / "esw" / name / f"esw_{number:02d}.{suffix}"), values)
    file = tmp_path_factory.mktemp("packed") / "esw.zip"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lake_data, "DATA", data)
        pack_standin.pack("esw", file)
    return data, file


@pytest.fixture
def folder(packed, tmp_path):
    (tmp_path / "esw.zip").write_bytes(packed[1].read_bytes())
    return tmp_path


def run(monkeypatch, folder, *arguments, sources=("esw",)):
    monkeypatch.setattr(standin_benchmark, "contenders", lambda *args, **options: FAST)
    monkeypatch.setattr(
        sys,
        "argv",
        ["standin_benchmark.py", *sources, "--folder", str(folder), "--batch-size", "2", *arguments],
    )
    standin_benchmark.main()


def test_labels_are_unchanged_and_whole_scenes_held_out(packed, folder):
    data, _ = packed
    standin = standin_benchmark.unpacked(folder / "esw.zip")

    assert {standin.source_of[name] for name in standin.split.test} == {"esw0014_json"}
    assert {standin.source_of[name] for name in standin.split.train} == {
        f"esw000{number}_json" for number in (1, 2, 3, 4)
    }
    assert set(standin.subsets) == {"intra_class", "inter_class", "small_lakes"}
    for tile in standin.dataset.tiles:
        name = f"esw_{int(standin.source_of[tile.name][3:7]):02d}"
        mask = cv2.imread(str(data / "esw/masks" / f"{name}.png"), cv2.IMREAD_GRAYSCALE)
        assert np.array_equal(read_label(tile.label), mask > 127)
        image = cv2.imread(str(data / "esw/images" / f"{name}.jpg"))[..., ::-1].astype(int)
        assert np.abs(image - read_image(tile.image)).mean() < 3  # JPEG twice


def test_every_network_sees_as_many_tiles_and_the_table_has_all(folder, monkeypatch, capsys):
    run(monkeypatch, folder, "--images", "4", "--workers", "1", "--pieces")

    rows = list(csv.DictReader((folder / "esw_table.csv").read_text().splitlines()))
    assert [row["model"] for row in rows if row["tiles"] == "all"] == ["first", "second"]
    for entry in FAST:
        log = list(csv.DictReader((folder / "esw_run" / entry.folder / "log.csv").read_text().splitlines()))
        assert log[-1]["images"] == "4"
        assert list((folder / "esw_run" / entry.folder).glob("checkpoint.pt.*-of-*"))
        assert float(log[-1]["network_seconds"]) < float(log[-1]["seconds"])
    assert (folder / "esw_report.html").exists()

    capsys.readouterr()
    run(monkeypatch, folder, "--images", "4")
    assert "second is finished already." in capsys.readouterr().out


def test_pieces_are_all_that_is_large_and_a_report_reads_them(folder, monkeypatch):
    monkeypatch.setattr(pieces, "PIECE", 2**20)
    run(monkeypatch, folder, "--images", "2", "--networks", "first", "--pieces")

    trained = list((folder / "esw_run" / "first").iterdir())
    assert not [file.name for file in trained if file.stat().st_size > 2**20]
    assert [file for file in trained if file.name.startswith(f"{MODEL}.")]
    report = (folder / "esw_report.html").read_text()
    assert re.search(r"Share of the time of training that was in the network.*first \d+ %", report, re.DOTALL)


def test_other_tiles_under_the_same_name_are_unpacked_anew(folder):
    before = standin_benchmark.unpacked(folder / "esw.zip")
    turned = {}
    with zipfile.ZipFile(folder / "esw.zip") as packed:
        for name in packed.namelist():
            turned[name] = packed.read(name)
    label = next(name for name in turned if name.startswith("train_label"))
    _, coded = cv2.imencode(".png", np.zeros((256, 256), np.uint8))
    turned[label] = coded.tobytes()
    with zipfile.ZipFile(folder / "esw.zip", "w") as packed:
        for name, content in turned.items():
            packed.writestr(name, content)

    after = standin_benchmark.unpacked(folder / "esw.zip")

    assert after.content != before.content
    assert not read_label(folder / "esw" / label).any()


def test_without_gdal_all_but_the_report_is_made(folder, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "lake_mapper.core.evaluation.report", None)
    run(monkeypatch, folder, "--images", "2")

    assert "GDAL is missing: no report." in capsys.readouterr().out
    assert (folder / "esw_table.csv").exists()
    assert not (folder / "esw_report.html").exists()


def test_networks_trained_in_calls_of_their_own_give_the_same_table(
    folder, tmp_path_factory, monkeypatch, capsys
):
    at_once = tmp_path_factory.mktemp("at_once")
    (at_once / "esw.zip").write_bytes((folder / "esw.zip").read_bytes())
    run(monkeypatch, at_once, "--images", "4")
    run(monkeypatch, folder, "--images", "4", "--networks", "second")

    table = folder / "esw_table.csv"
    assert {row["model"] for row in csv.DictReader(table.read_text().splitlines())} == {"second"}
    assert not (folder / "esw_run" / "first").exists()
    # Scores and logs alone are carried to the next computer: the weights are large.
    (folder / "esw_run" / "second" / MODEL).unlink()
    (folder / "esw_report.html").unlink()
    capsys.readouterr()
    run(monkeypatch, folder, "--images", "4", "--networks", "first")

    said = capsys.readouterr().out
    assert "second is finished already." in said
    assert "No report: its pictures need" in said
    assert table.read_text() == (at_once / "esw_table.csv").read_text()


def test_tiles_packed_again_are_the_same_tiles(folder, tmp_path_factory):
    again = tmp_path_factory.mktemp("again") / "esw.zip"
    with zipfile.ZipFile(folder / "esw.zip") as first, zipfile.ZipFile(again, "w") as second:
        for name in first.namelist():
            second.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), first.read(name))

    assert again.read_bytes() != (folder / "esw.zip").read_bytes()
    one, other = (standin_benchmark.unpacked(file) for file in (folder / "esw.zip", again))
    assert one.content == other.content


def test_a_network_that_is_unknown_is_named(folder, monkeypatch, capsys):
    with pytest.raises(SystemExit):
        run(monkeypatch, folder, "--images", "4", "--networks", "first", "third")
    assert "No network is called third. There are: first, second." in capsys.readouterr().err


def test_minutes_are_shared_by_measured_speed(folder, monkeypatch):
    standin = standin_benchmark.unpacked(folder / "esw.zip")
    speeds = {"first": 0.5, "second": 1.5}
    monkeypatch.setattr(
        standin_benchmark, "seconds_of_a_tile", lambda entry, tiles, workers: speeds[entry.name]
    )
    share = standin_benchmark.SHARE
    run_folder = folder / "esw_run"

    assert standin_benchmark.budget(standin, FAST, run_folder, 100 / share, 0) in (
        48,
        50,
    )  # even: batches of 2

    run_folder.mkdir()
    (run_folder / SETTINGS).write_text(json.dumps({"images": 12}))
    assert standin_benchmark.budget(standin, FAST, run_folder, 9.0, 0) == 12  # as it was begun


def test_when_the_time_is_over_each_standin_has_its_table_and_it_says_how_to_go_on(folder, monkeypatch):
    for source in ("esw", "other"):
        with zipfile.ZipFile(folder / "esw.zip") as one, zipfile.ZipFile(folder / "new.zip", "w") as two:
            for name in one.namelist():
                content = one.read(name)
                if name == standin_benchmark.FACTS:
                    content = json.dumps({**json.loads(content), "source": source}).encode()
                two.writestr(name, content)
        (folder / "new.zip").replace(folder / f"{source}.zip")
    sources = ("esw", "other")
    run(monkeypatch, folder, "--images", "2", "--networks", "first", sources=sources)
    for table in folder.glob("*_table.csv"):
        table.unlink()

    def endless(*args, cancelled, **options):
        began = time.monotonic()
        while not cancelled():
            assert time.monotonic() - began < 30
            time.sleep(0.01)
        raise Cancelled

    monkeypatch.setattr(benchmark, "train", endless)
    monkeypatch.setattr(standin_benchmark, "STARTED", time.monotonic())
    with pytest.raises(SystemExit, match="The same command goes on where it stopped"):
        run(monkeypatch, folder, "--minutes", "0.05", sources=sources)
    for source in sources:
        rows = csv.DictReader((folder / f"{source}_table.csv").read_text().splitlines())
        assert {row["model"] for row in rows} == {"first"}


def test_a_run_of_other_settings_is_refused_with_a_sentence(folder, monkeypatch):
    run(monkeypatch, folder, "--images", "2", "--networks", "first")
    with pytest.raises(SystemExit, match="holds another run: its seed differ"):
        run(monkeypatch, folder, "--images", "2", "--seed", "1")


def test_an_unfinished_network_goes_on_where_tiles_are_unpacked_to_other_files(folder):
    standin = standin_benchmark.unpacked(folder / "esw.zip")
    arguments = {"content": standin.content, "images": 4}
    entry = FAST[:1]
    with pytest.raises(Cancelled):
        steps = iter((False, True))
        benchmark.reproduce(
            standin.dataset, standin.split, entry, folder / "r", cancelled=lambda: next(steps), **arguments
        )
    before = {tile.image: tile.image.read_bytes() for tile in standin.dataset.tiles}
    for image in before:
        cv2.imwrite(str(image), cv2.imread(str(image)), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    assert all(image.read_bytes() != content for image, content in before.items())

    said = []
    benchmark.reproduce(standin.dataset, standin.split, entry, folder / "r", log=said.append, **arguments)

    assert "Continues at step 1 of 2." in said


def test_a_file_that_is_missing_is_named(tmp_path, monkeypatch):
    with pytest.raises(SystemExit, match=r"esw.zip is missing: run scripts/pack_standin.py esw first"):
        run(monkeypatch, tmp_path, "--images", "4")
