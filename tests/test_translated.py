"""What people read goes through ``tr``: a sentence in the code outside of it would stay English."""

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

FILES = sorted(path for folder in ("core", "plugin") for path in (ROOT / folder).rglob("*.py"))
#: Three words one after the other, of which the last two are no names.
_SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
#: Calls whose texts are translated, and that of fields, whose meanings are in files.
_GIVEN_TO = ("tr", "counted", "LayerStyle", "Field")
#: Titles in dialogs are translated when a parameter or an output is added: test_translation.py has them.
_TITLED = ROOT / "plugin" / "algorithms"
#: What no person reads, by file: the beginning of the text.
UNREAD: dict[str, tuple[str, ...]] = {
    # What programmers read.
    "core/__init__.py": (" has no attribute ",),
    # The name of a CRS in files, meanings of fields, references, values of fields.
    "core/accuracy/map_area.py": ("equal area around the map",),
    "core/accuracy/points.py": ("what is there on the image: ",),
    "core/accuracy/report.py": ("Olofsson, P., ", "Stehman, S. V. ", "Zou, G. Y., "),
    "core/accuracy/strata.py": ("lake near the shore",),
    # The rules in split files, and errors that are caught.
    "core/datasets/split.py": ("{} of {} ", "a side is no ", "the seed is no "),
    # Errors that are caught.
    "core/geo/ellipsoid.py": (") lies outside the area",),
    "core/geo/repair.py": ("an outline crosses itself",),
    # What workers of a cluster answer, which speak English.
    "core/inference/dask_cluster.py": (
        ", but this machine ",
        ". Install the same there",
        " is another one (SHA-256 ",
        "…). Copy the model file",
        "The run folder ",
        " is not there. Choose a RUN_FOLDER",
        "The work was cancelled.",
        "It finds no package ",
        ". Put the plugin's folder there",
        "It cannot load Lake Mapper",
        "). Install what is missing",
    ),
    # What PyTorch says.
    "core/inference/runtimes.py": (
        "not enough memory",
        "out of memory",
        "unable to find an engine",
        "Unable to find a valid cuDNN",
    ),
    # A mistake of ours, not of users.
    "core/models/networks/efficientnet_lite.py": ("these are not the weights",),
    "core/training/checkpoint_file.py": ("a tensor outside",),
    # Names of settings in checkpoints.
    "core/training/loop.py": ("images and labels",),
    "core/training/setting_names.py": ("images and labels",),
    # Meanings of fields, and values of fields.
    "core/tracking/ledger.py": (
        "stable, expanded, shrunk, ",
        "what happened since the previous date: ",
        "cut by the edge",
        "beside missing data",
        "outside the common area",
    ),
    "core/tracking/trends.py": ("not seen whole",),
    # Values of model cards.
    "core/training/train.py": ("ImageNet weights of ", "as the data and models "),
    # What Windows says.
    "plugin/installation/pip_command.py": ("dll load failed",),
}


@pytest.fixture(scope="module")
def titles() -> set[str]:
    messages = ET.parse(ROOT / "resources" / "i18n" / "lake_mapper_zh.ts").iter("message")
    return {message.findtext("source") for message in messages}


def sentences(tree: ast.Module) -> Iterator[str]:
    """Texts that look like sentences, but for docstrings and what is given to ``tr``."""
    known = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            known.add(id(node.value))  # docstrings
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _GIVEN_TO:
            known.update(id(argument) for argument in node.args)
        elif isinstance(node, ast.Constant) and id(node) not in known and _SENTENCE.search(str(node.value)):
            yield node.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_can_be_translated(path: Path, titles: set[str]):
    unread = UNREAD.get(str(path.relative_to(ROOT)), ())
    found = [
        text
        for text in sentences(ast.parse(path.read_text(encoding="utf-8")))
        if not text.startswith(unread or ("\0",)) and not (_TITLED in path.parents and text in titles)
    ]

    assert found == [], "give them to tr() of core/util/translation.py"
