"""Parameters as a script may give them, and run folders that hold what no run wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import corpus_good as good
from corpus_case import Case, Make, given

NAN, INFINITE = float("nan"), float("inf")


def _run_folder(**files: str) -> Make:
    """Return what gives a run folder with these files; ``__`` in their names is a dot."""

    def make(folder: Path) -> dict[str, Any]:
        run = folder / "run"
        run.mkdir()
        for name, content in files.items():
            (run / name.replace("__", ".")).write_text(content)
        return {"RUN_FOLDER": str(run)}

    return make


def _file_for_folder(parameter: str, folder: Path) -> dict[str, Any]:
    (folder / "a_file").write_text("x")
    return {parameter: str(folder / "a_file")}


def _folder_for_file(parameter: str, name: str, folder: Path) -> dict[str, Any]:
    (folder / name).mkdir()
    return {parameter: str(folder / name)}


def cases() -> Iterator[Case]:
    """Yield parameters for all algorithms."""
    numbers = {
        "extractlakes": "RESOLUTION THRESHOLD MIN_AREA MIN_ISLAND MAX_ELONGATION SHEET_SIZE",
        "tracklakes": "RESOLUTION MIN_OVERLAP",
        "preparedataset": "SCALE RESOLUTION MIN_LAKE_SHARE COUNT SEED TILE_SIZE TRAIN_SHARE",
        "trainmodel": "LEARNING_RATE EPOCHS BATCH_SIZE WEIGHT_DECAY BUDGET_IMAGES RESOLUTION",
        "evaluatemodels": "THRESHOLD",
        "measurelakes": "RESOLUTION THRESHOLD",
        "accuracypoints": "STANDARD_ERROR POINTS MIN_POINTS SEED SHORE RESOLUTION",
    }
    for algorithm, names in numbers.items():
        for name in names.split():
            for value in (NAN, "nan", INFINITE, -1e308, "abc"):
                yield Case(f"{algorithm} {name}={value!r}", algorithm, given(**{name: value}))
    # What QGIS itself reads as another number, or as none.
    for value in ("1e400", "١٧", [17], {"a": 1}, True, b"17"):
        yield Case(f"RESOLUTION={value!r}", "extractlakes", given(RESOLUTION=value), may_run=value is True)
    bad = {
        "BANDS": ("1;2", "0;0;0", "9" * 30 + ";1;1", "a;b;c", "-1;2;3", "1;2;3;4;5", ";;", "<script>"),
        "EXTENT": (
            "nan,nan,nan,nan",
            "0,1,0,1",
            "1e300,2e300,1e300,2e300",
            "500500,500100,x,3499000",
        ),
        "CONTRAST": (99, -1, "x"),
        "DEVICE": (7, "cuda"),
        "DATE": ("yesterday", "2020-02-30"),
        "SCHEDULER": ("nonsense", "tcp://127.0.0.1:1"),
        "SHEET_SIZE": (1025, 10**12),
    }
    odd_extents = ("0,1,0,1,5", "", "text")
    for name, values in bad.items():
        for value in values:
            yield Case(f"{name}={str(value)[:40]!r}", "extractlakes", given(**{name: value}))
    for value in odd_extents:
        yield Case(f"EXTENT={value!r}", "extractlakes", given(EXTENT=value), may_run=True)
    for value in ("/proc/lakes.gpkg", "\x00.gpkg"):
        yield Case(f"OUTPUT={value!r}", "extractlakes", given(OUTPUT=value))
    for name in ("PROBABILITY", "REPORT", "RUN_FOLDER"):
        make = partial(_file_for_folder, name)
        yield Case(f"{name} is a file without suffix", "extractlakes", make, may_run=name == "REPORT")
    for name, file in (
        ("OUTPUT", "x.gpkg"),
        ("PROBABILITY", "x.tif"),
        ("REPORT", "x.html"),
        ("MODEL", "x.y"),
    ):
        yield Case(f"{name} is a folder", "extractlakes", partial(_folder_for_file, name, file))
    for value in ("yesterday", "2020-02-30"):
        yield Case(f"measurelakes DATE={value!r}", "measurelakes", given(DATE=value))
    for value in ("nan,nan,nan,nan", "0,1,0,1", "1e300,2e300,1e300,2e300"):
        yield Case(f"accuracypoints EXTENT={value!r}", "accuracypoints", given(EXTENT=value))
    manifests = ("null", "[]", "5", '"x"', "{", "", "{}", "[" * 100000, '{"grid": []}', "\x00")
    for text in manifests:
        make = _run_folder(manifest__json=text)
        yield Case(f"manifest.json is {text[:20]!r}", "extractlakes", make)
    for text in ("", "no image"):
        make = _run_folder(sheet_0000_0000__tif=text)
        yield Case(f"an output tile is {text!r}", "extractlakes", make, may_run=True)
    runs = {name: json.dumps(value) for name, value in (("null", None), ("a list", []), ("a number", 5))}
    for name, text in {**runs, "no JSON": "{"}.items():
        for file in ("run.json", "settings.json", "state.json"):
            make = _run_folder(**{file.replace(".", "__"): text})
            yield Case(f"training's {file} is {name}", "trainmodel", make, may_run=True)
    yield Case("checkpoint of text", "trainmodel", _run_folder(checkpoint__pt="no checkpoint"), may_run=True)
    dates = ("x", "2014-07-20", "2014-07-20;2014-07-20", "2020-02-30;2020-03-01", ";" * 1000, "9" * 10000)
    for value in dates:
        yield Case(f"DATES={value[:30]!r}", "tracklakes", given(DATES=value))
    layers: dict[str, Any] = {"nothing": [], "one": ["x.gpkg"], "a number": 5, "null": None}
    for name, value in layers.items():
        yield Case(f"LAYERS is {name}", "tracklakes", given(LAYERS=value))
    for value in ([], [str(good.MODEL.parent)], ["x.safetensors"], None):
        yield Case(f"MODELS={str(value)[-30:]}", "evaluatemodels", given(MODELS=value))
