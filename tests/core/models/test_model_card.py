import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from lake_mapper.core.models.model_card import BUNDLED, CARD_KEY, card_of, inspect_model
from lake_mapper.core.util.errors import ModelError
from support import ROOT, english_in


def test_bundled_model_says_what_it_is():
    from lake_mapper.core.models.model_file import load_model

    file, model = inspect_model(), load_model()

    assert file.card == model.card
    assert file.sha256 == model.sha256
    assert file.parameters == sum(p.numel() for p in model.network.parameters())
    assert file.size > 1_000_000


def test_no_pytorch_is_needed():
    program = f"""
import sys
sys.modules["torch"] = None
sys.path[:0] = [{str(ROOT / "scripts")!r}]
import package_path; package_path.load()
from lake_mapper.core.models.model_card import inspect_model
print(inspect_model().card.name)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.stdout.strip() == "LakeNet", done.stderr


def test_what_is_no_model_is_refused(tmp_path):
    def file(name: str, header) -> str:
        text = json.dumps(header).encode()
        (tmp_path / name).write_bytes(len(text).to_bytes(8, "little") + text)
        return str(tmp_path / name)

    with pytest.raises(ModelError, match="cannot be read"):
        inspect_model(tmp_path / "absent.safetensors")
    with pytest.raises(ModelError, match="no Lake Mapper model card"):
        inspect_model(file("a", {"w": {"shape": [1]}}))
    card = json.dumps({"name": "n", "network": "LakeNet"})
    with pytest.raises(ModelError, match="tensor 'w' .* damaged"):
        inspect_model(file("b", {"__metadata__": {"lake_mapper": card}, "w": {"dtype": "F16"}}))
    many = {str(i): {"dtype": "U8", "shape": [0], "data_offsets": [0, 0]} for i in range(20_000)}
    with pytest.raises(ModelError, match="20,000 tensors"):
        inspect_model(file("c", {"__metadata__": {"lake_mapper": card}, **many}))
    with pytest.raises(ModelError, match="is no file"):
        inspect_model(tmp_path)


def test_a_file_cut_in_half_is_damaged(tmp_path):
    content = BUNDLED.read_bytes()
    for length in (len(content) // 2, len(content) - 1):
        (tmp_path / "m").write_bytes(content[:length])
        with pytest.raises(ModelError, match="is damaged"):
            inspect_model(tmp_path / "m")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("margin", 5000), ("margin", -1), ("margin", 1.5), ("margin", None), ("margin", True),
        ("mean", [math.nan, 0, 0]), ("mean", None), ("mean", [1, 2]), ("std", [0, 1, 1]), ("std", "abc"),
        ("std", [1e-300, 1, 1]), ("calibration", [math.inf, 0]), ("threshold", 0), ("threshold", "0.5"),
        ("ground_range", [30, 8]), ("bands", ["red"]), ("classes", [["a"], "b"]), ("name", 5),
        ("arguments", []), ("arguments", {"base": 10**9}), ("arguments", {"widths": [96] * 100}),
        ("metrics", []), ("metrics", {"a": {"b": {"c": 1}}}), ("doubt_limit", "x"), ("training_data", "text"),
    ],
)  # fmt: skip
def test_a_card_of_other_types_or_beyond_bounds_is_not_usable(tmp_path, name, value):
    card = {"name": "n", "network": "LakeNet", name: value}
    header = {"__metadata__": {CARD_KEY: json.dumps(card)}}

    with pytest.raises(ModelError, match=f"m has no usable model card: its '{name}' is .*, but must be"):
        card_of(Path("m"), header)


@pytest.mark.parametrize("margin", [0, 8, 100])
def test_a_second_look_needs_a_margin_that_halves(margin):
    card = {"name": "n", "network": "LakeNet", "margin": margin, "second_look": 12.0}

    with pytest.raises(ModelError, match="its 'margin' is .* for a second look"):
        card_of(Path("m"), {"__metadata__": {CARD_KEY: json.dumps(card)}})


@pytest.mark.parametrize(
    "text", ["null", "[]", "5", "{}", "{", "[" * 100_000, '{"name": "n"}', b"\xff", None, 5]
)
def test_what_is_no_card_at_all_is_not_usable(text):
    with pytest.raises(ModelError, match="no usable model card"):
        card_of(Path("m"), {"__metadata__": {CARD_KEY: text}})


def test_cards_of_all_versions_are_usable():
    """An unknown value is for another version; a score that could not be measured was written as NaN."""
    scores = {"tiles": {"OA": 0.9, "F1": math.nan}, "MIoU": 0.8, "note": "none"}
    card = {"name": "n", "network": "Unet", "arguments": {"base": 32}, "metrics": scores, "colour": "blue"}

    read = card_of(Path("m"), {"__metadata__": {CARD_KEY: json.dumps(card)}})

    assert read.arguments == {"base": 32} and read.margin == 128
    assert read.metrics["tiles"] == {"OA": 0.9, "F1": None}


def test_a_reader_of_chinese_reads_what_is_wrong_with_a_card(chinese):
    with pytest.raises(ModelError) as raised:
        card_of(Path("m"), {"__metadata__": {CARD_KEY: '{"name": "n", "network": "LakeNet", "margin": -1}'}})

    assert str(raised.value) == (
        "m 没有可用的模型卡片：其“margin”为 -1，但必须是0 到 512 的整数。"
        "请选择由 Lake Mapper 生成的模型，或重新获取此模型。"
    )
    with pytest.raises(ModelError) as raised:
        inspect_model(__file__)
    assert english_in(str(raised.value).replace(__file__, "")) == []
