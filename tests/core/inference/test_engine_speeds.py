import json

import pytest
import torch
from lake_mapper.core.inference import engine_speeds
from lake_mapper.core.inference.engine_speeds import EngineSpeeds, processor

CPU = torch.device("cpu")
SPEEDS = {"half": 6.12, "full": 3.5}


def test_speeds_are_remembered_for_a_model(tmp_path):
    path = tmp_path / "profile" / "speeds.json"

    EngineSpeeds(path, CPU, "a").write({"half": 6.1234, "full": 3.5})
    EngineSpeeds(path, CPU, "b").write({"full": 1})

    assert EngineSpeeds(path, CPU, "a").read() == SPEEDS
    assert EngineSpeeds(path, CPU, "b").read() == {"full": 1}
    assert EngineSpeeds(path, CPU, "c").read() == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [("release", "9.9"), ("_openvino", "2099.1"), ("processor", "another processor"), ("cores", 99)],
)
def test_another_version_or_processor_forgets_them(tmp_path, monkeypatch, name, value):
    EngineSpeeds(tmp_path / "speeds.json", CPU, "a").write(SPEEDS)

    monkeypatch.setattr(engine_speeds, name, lambda: value)

    assert EngineSpeeds(tmp_path / "speeds.json", CPU, "a").read() == {}


def test_an_openvino_that_is_gone_forgets_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(engine_speeds, "_openvino", lambda: "2026.4.1")
    EngineSpeeds(tmp_path / "speeds.json", CPU, "a").write(SPEEDS)

    monkeypatch.setattr(engine_speeds, "_openvino", lambda: None)

    assert EngineSpeeds(tmp_path / "speeds.json", CPU, "a").read() == SPEEDS


@pytest.mark.parametrize(
    "damage", ["", "[]", "null", "entry=5", "speeds=5", "speeds={'half': 'x'}", "nan", "-1"]
)
def test_a_damaged_file_counts_as_empty(tmp_path, damage):
    path = tmp_path / "speeds.json"
    speeds = EngineSpeeds(path, CPU, "a")
    speeds.write(SPEEDS)
    content = json.loads(path.read_text())
    ((key, entry),) = content.items()
    entries = {
        "entry=5": {key: 5},
        "speeds=5": {key: {**entry, "speeds": 5}},
        "speeds={'half': 'x'}": {key: {**entry, "speeds": {"half": "x"}}},
        "nan": {key: {**entry, "speeds": {"half": float("nan")}}},
        "-1": {key: {**entry, "speeds": {"half": -1}}},
    }
    path.write_text(json.dumps(entries[damage]) if damage in entries else damage)

    assert speeds.read() == {}
    speeds.write(SPEEDS)
    assert speeds.read() == SPEEDS


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    speeds = EngineSpeeds(tmp_path / "file" / "speeds.json", CPU, "a")

    speeds.write(SPEEDS)

    assert speeds.read() == {}


def test_the_processor_has_a_name():
    assert len(processor()) > 3
