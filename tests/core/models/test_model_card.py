import json
import subprocess
import sys

import pytest
from lake_mapper.core.models.model_card import inspect_model
from lake_mapper.core.util.errors import ModelError
from support import ROOT


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
    with pytest.raises(ModelError, match="damaged"):
        inspect_model(file("b", {"__metadata__": {"lake_mapper": card}, "w": {"dtype": "F16"}}))
