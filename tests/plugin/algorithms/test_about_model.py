import hashlib

import pytest
from qgis.core import QgsProcessingException
from support import ROOT

BUNDLED = ROOT / "resources" / "models" / "lakenet.safetensors"


def about(feedback=None, **parameters):
    import processing

    return processing.run(
        "lakemapper:aboutmodel", {"REPORT": "TEMPORARY_OUTPUT", **parameters}, feedback=feedback
    )


def test_bundled_model(qgis, feedback, tmp_path):
    result = about(feedback, REPORT=str(tmp_path / "card.html"))

    log, html = "\n".join(feedback.log), (tmp_path / "card.html").read_text(encoding="utf-8")
    digest = hashlib.sha256(BUNDLED.read_bytes()).hexdigest()
    assert (result["NAME"], result["SHA256"]) == ("LakeNet", digest)
    assert 3e6 < result["PARAMETERS"] < 4e6
    for text in (log, html):
        assert digest in text
        assert "8 to 30 m" in text
        assert "zenodo.5205674, CC BY 4.0" in text
        assert "GPL-2.0-or-later" in text
        assert "ESW, held out at 17 m" in text
    table = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    (row,) = (line for line in table.splitlines() if line.startswith("| ESW, held out | 17 m"))
    lake_iou = float(row.split("|")[8]) / 100
    assert f"{lake_iou:.4f}" in html


def test_a_card_without_scores_says_so(qgis, model, tmp_path):
    from lake_mapper.core.models.model_file import save_model

    save_model(tmp_path / "m.safetensors", model.network, model.card)
    about(MODEL=str(tmp_path / "m.safetensors"), REPORT=str(tmp_path / "card.html"))

    html = (tmp_path / "card.html").read_text(encoding="utf-8")
    assert "The model card has none" in html
    assert "not stated" in html


def test_rejected_input(qgis, tmp_path):
    (tmp_path / "m.safetensors").write_bytes(b"no model at all")

    with pytest.raises(QgsProcessingException, match="no such file"):
        about(MODEL=str(tmp_path / "absent.safetensors"))
    with pytest.raises(QgsProcessingException, match=r"not a \.safetensors model"):
        about(MODEL=str(tmp_path / "m.safetensors"))
