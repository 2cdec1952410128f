"""Numbers, table and report of an assessment."""

import csv

import pytest
from lake_mapper.core.accuracy.assessment import COLUMNS, Assessment
from lake_mapper.core.accuracy.labelled import read_labels
from lake_mapper.core.accuracy.report import assessment_report, methods_paragraph, warnings
from lake_mapper.core.util.errors import AccuracyError
from support import english_in

from .maps import as_points, drawn


@pytest.fixture(scope="module")
def points():
    return as_points(drawn(points=1200, minimum=100, seed=5))


@pytest.fixture(scope="module")
def assessment(points):
    return Assessment(read_labels(points))


def test_the_labels_correct_the_area_of_the_map(assessment):
    """The map has lakes of 4 and 1 km², the truth of 4 and 2 km²: true commission 20 %, omission 33 %."""
    low, high = assessment.lake_interval

    assert assessment.labelled.lake_km2 == pytest.approx(5, rel=0.01)
    assert low < 6 < high
    assert high - low < 4
    assert assessment.lake_area.value == pytest.approx(6, abs=2 * assessment.lake_area.error)
    assert assessment.users[0].value == pytest.approx(0.8, abs=0.1)
    assert assessment.producers[0].value == pytest.approx(0.67, abs=0.15)
    assert assessment.overall.value == pytest.approx(0.97, abs=0.015)


def test_table_is_csv_with_all_measures(assessment, tmp_path):
    assessment.write_table(tmp_path / "table.csv")

    with open(tmp_path / "table.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    by_name = {(row["measure"], row["class"]): row for row in rows}
    assert float(by_name["adjusted area", "lake"]["estimate"]) == round(assessment.lake_area.value, 6)
    score = by_name["adjusted area, score interval", "lake"]
    assert (float(score["low_95"]), float(score["high_95"])) == pytest.approx(
        assessment.lake_interval, abs=1e-6
    )
    assert len(rows) == 8


def test_intervals_end_at_nothing_and_at_all():
    few = Assessment(read_labels(as_points(drawn(points=60, minimum=8, seed=2))))
    raw = [one.value + one.half_width for one in (few.overall, *few.users, *few.producers)]
    rows = {(row["measure"], row["class"]): row for row in few.rows()}

    assert max(raw) > 1  # what is cut here
    shares = [row for row in rows.values() if row["unit"] == "share"]
    assert max(row["high_95"] for row in shares) == 1
    assert min(row["low_95"] for row in rows.values() if row["low_95"] is not None) >= 0


def test_table_on_a_path_that_cannot_be_written_gives_a_sentence(assessment, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AccuracyError, match="cannot be written"):
        assessment.write_table(tmp_path / "file" / "table.csv")


def test_report_has_numbers_formulae_and_a_paragraph_without_knowing_better(assessment):
    html = assessment_report(assessment, "points <b>", "qgis_process run ...")

    low, high = assessment.lake_interval
    assert f"{low:,.3f} to {high:,.3f} km²" in html
    assert "points &lt;b&gt;" in html
    assert "labelled lake" in html
    assert "10.1016/j.rse.2014.02.015" in html
    assert "Wilson" in methods_paragraph(assessment)
    assert f"(n = {assessment.labelled.sample.points[0]})" in methods_paragraph(assessment)
    assert "<table" in html


def test_points_that_cannot_be_told_give_bounds(points):
    unsure = [dict(point) for point in points]
    for point in unsure[:100]:
        point["label"] = "cannot tell"
    assessment = Assessment(read_labels(unsure))

    least, most = assessment.lake_area_if(False), assessment.lake_area_if(True)
    assert least < assessment.lake_area.value < most
    (sentence,) = [one for one in warnings(assessment) if "could not be told" in one]
    assert "100 of 1200 points" in sentence
    assert f"{least:,.3f}" in sentence
    assert "That is much" in sentence
    assert "100 further points could not be interpreted" in methods_paragraph(assessment)


def test_few_wrong_points_are_a_warning(assessment):
    (sentence,) = warnings(assessment)

    assert "Fewer than 5 points differ from the others in: " in sentence
    assert "lake near the shore" not in sentence.split(".")[0] or "land near a lake" in sentence


def test_a_reader_of_chinese_gets_chinese_sentences_and_english_values(chinese, points):
    unsure = [{**point, "label": "cannot tell"} if k < 100 else point for k, point in enumerate(points)]
    assessment = Assessment(read_labels(unsure))

    html = assessment_report(assessment, "points", "")
    found = warnings(assessment)

    assert '<html lang="zh">' in html
    assert "<td>近湖陆地</td>" in html
    assert "另有 100 个点无法判断，已剔除。" in html
    references = html.index("Olofsson, P.")
    assert english_in("\n".join([html[:references], *found])) == []
    assert [row["measure"] for row in assessment.rows()][:2] == ["overall accuracy", "user's accuracy"]
    with pytest.raises(AccuracyError, match="^1200 个点中有 1 个未判读（point_id 1）。") as error:
        read_labels([{**points[0], "label": ""}, *points[1:]])
    assert english_in(str(error.value)) == []
