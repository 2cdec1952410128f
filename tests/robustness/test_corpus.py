"""Bad inputs give a sentence: some of each kind here, all of them by scripts/robustness_corpus.py."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("qgis", reason="QGIS's Python modules are not installed")
pytest.importorskip("torch")
pytest.importorskip("cv2", reason="OpenCV is only there for training")
pytest.importorskip("PIL")
sys.path.insert(0, str(Path(__file__).parent))
import corpus_run
import robustness_corpus
from corpus import GROUPS, cases
from corpus_case import Case, given
from corpus_run import Outcome, run_corpus

#: Of each group those that went wrong in another way.
SOME = (
    "raster: geotransform of zeros",
    "raster: metres called degrees",
    "raster: complex numbers",
    "raster: the Earth at 17 m",
    "raster: broken keys, seed 6",
    "lakes: outline that crosses itself 200,000 times",
    "lakes: dates without end",
    "lakes: a plan without place",
    "measure: coordinates of 1e300",
    "map to check: geometries empty",
    "points: areas were changed",
    "model: card nested deeply",
    "model: cut in half",
    "model to extract with: weights that overflow",
    "labelme: JSON nested deeply",
    "labelme: image of a billion pixels",
    "split: names are lists",
    "extractlakes MIN_AREA=nan",
    "manifest.json is 'null'",
)


def test_there_are_hundreds_of_bad_inputs_each_with_a_name_of_its_own():
    names = [case.name for case in cases()]

    assert len(names) >= 500
    assert len(set(names)) == len(names)
    assert all(len(list(group.cases())) >= 50 for group in GROUPS.values())
    assert set(SOME) <= set(names)


def test_some_bad_inputs_of_each_kind_give_a_sentence():
    by_name = {case.name: case for case in cases()}

    outcomes = list(run_corpus([by_name[name] for name in SOME]))

    assert [(o.case.name, o.fault, o.words) for o in outcomes if o.fault] == []


def test_what_takes_too_long_is_ended_and_the_next_one_runs(monkeypatch):
    by_name = {case.name: case for case in cases()}
    chosen = [by_name["model: card is null"], by_name["model: empty"]]
    limits = iter((-1.0, 60.0))

    def limited():
        for case in chosen:
            monkeypatch.setattr(corpus_run, "BUSY_LIMIT", next(limits))
            monkeypatch.setattr(corpus_run, "_POLL", 0.0 if case is chosen[0] else 0.2)
            yield case

    assert [outcome.kind for outcome in run_corpus(limited())] == ["hang", "sentence"]


def test_faults_are_counted_by_group():
    first, second = list(cases())[:2]
    wrong = Outcome(Case(first.name, first.algorithm, given()), "result")
    right = Outcome(second, "sentence", "No CRS. Set one.")

    table = robustness_corpus.table([wrong, right])

    assert wrong.fault == "taken for good" and right.fault == ""
    assert Outcome(Case("x", "y", given(), may_run=True), "result").fault == ""
    assert "| images | 2 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |" in table
    assert table.splitlines()[-1].startswith("| all | 2 |")


@pytest.mark.slow
def test_all_bad_inputs():
    assert [(o.case.name, o.fault, o.words) for o in run_corpus(cases()) if o.fault] == []
