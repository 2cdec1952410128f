"""The table that models are chosen by: a column each, means without plain water."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import compare_models
from compare_models import FALSE, LAKES, table
from lake_mapper.core.metrics.confusion import Confusion


def counts(plain, lakes, wrong):
    return {
        (LAKES, "ESW", 10.0): Confusion(lakes, 100 - lakes, 0, 100),
        (LAKES, "arid steppe", 10.0): Confusion(50, 50, 0, 100),
        (LAKES, "plain water", 10.0): Confusion(plain, 0, 100 - plain, 0),
        (FALSE, "forest", 17.0): Confusion(0, wrong, 0, 1000 - wrong),
    }


def test_models_side_by_side_with_the_means_to_choose_by():
    lines = table({"old": counts(100, 80, 5), "new": counts(10, 90, 1)}).splitlines()

    assert lines[0] == "| | | pixel | old | new |"
    assert "| lake IoU | ESW | 10 m | 80.0 | 90.0 |" in lines
    assert "| lake IoU | plain water | 10 m | 100.0 | 10.0 |" in lines
    assert "| lake IoU | **mean** | 10 m | 65.0 | 70.0 |" in lines
    assert "| false water | **mean** | 17 m | 0.50 | 0.10 |" in lines


def test_a_model_is_measured_on_validation_images_alone(two_scenes, tmp_path):
    import torch
    from lake_mapper.core.models.model_card import ModelCard
    from lake_mapper.core.models.model_file import save_model
    from lake_mapper.core.models.networks.lakenet import LakeNet

    torch.manual_seed(0)
    save_model(tmp_path / "m.safetensors", LakeNet(), ModelCard(name="m", network="LakeNet"))
    threads = torch.get_num_threads()

    found = compare_models.measure(tmp_path / "m.safetensors")

    torch.set_num_threads(threads)
    assert {key[:2] for key in found} == {(LAKES, "ESW")}
    assert sum(found[LAKES, "ESW", 10.0]) == 96 * 96


def test_models_of_one_file_name_have_a_column_each(monkeypatch, capsys):
    found = {Path("a/best.safetensors"): counts(100, 80, 5), Path("b/best.safetensors"): counts(10, 90, 1)}
    monkeypatch.setattr(compare_models, "ProcessPoolExecutor", lambda *options: ThreadPoolExecutor(1))
    monkeypatch.setattr(compare_models, "measure", found.get)
    monkeypatch.setattr("sys.argv", ["compare_models.py", *map(str, found)])

    compare_models.main()

    head, *rows = capsys.readouterr().out.splitlines()
    assert head == "| | | pixel | best (a/best.safetensors) | best (b/best.safetensors) |"
    assert "| lake IoU | ESW | 10 m | 80.0 | 90.0 |" in rows
