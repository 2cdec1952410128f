import zipfile

import pytest

pytest.importorskip("bandit", reason="Bandit is only there for development")
pytest.importorskip("detect_secrets", reason="detect-secrets is only there for development")
import gate


def zip_of(path, **files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"lake_mapper/{name}.py", text)
    return path


def test_each_kind_of_finding_is_named_with_file_and_line(tmp_path):
    found = gate.findings(
        zip_of(
            tmp_path / "p.zip",
            asserts="x = 1\nassert x\n",
            pickles="import pickle\npickle.loads(b'')\n",
            loads="import torch\ntorch.load('m.pt')\n",
            shells="import subprocess\nsubprocess.run('ls', shell=True)\n",
            secrets=f"HASH = '{'0123456789abcdef' * 2}'\n",
        )
    )

    for file, line, rule in (
        ("asserts", 2, "B101"),
        ("pickles", 2, "B301"),
        ("loads", 2, "B614"),
        ("shells", 2, "B602"),
        ("secrets", 1, "Hex High Entropy String"),
    ):
        assert any(f"lake_mapper/{file}.py:{line}: {rule}" in text for text in found), (rule, found)


def test_good_code_and_justified_exceptions_pass(tmp_path):
    code = "import subprocess\nimport random\n"
    excepted = "import random\nx = random.random()  # nosec B311 (no secret depends on it)\n"

    assert gate.findings(zip_of(tmp_path / "p.zip", good=code, excepted=excepted)) == []


def test_code_that_cannot_be_read_is_a_finding(tmp_path):
    assert any(
        "syntax error" in text for text in gate.findings(zip_of(tmp_path / "p.zip", broken="def f(:\n"))
    )


def test_a_scanner_that_fails_does_not_pass(tmp_path, monkeypatch):
    monkeypatch.setattr(gate, "_BANDIT", ["bandit", "--no-such-option"])

    with pytest.raises(SystemExit, match="bandit failed"):
        gate.findings(zip_of(tmp_path / "p.zip", good="x = 1\n"))
