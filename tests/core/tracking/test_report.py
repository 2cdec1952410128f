"""The report lists the lakes that changed most, draws the largest, and shows every warning."""

import re

import pytest
from lake_mapper.core.tracking.change_map import ChangeMaps
from lake_mapper.core.tracking.changes import changes
from lake_mapper.core.tracking.ledger import ledger
from lake_mapper.core.tracking.report import tracking_report
from lake_mapper.core.tracking.track import track
from support import english_in

from .histories import CELL, box, by_source, feature, followed, layer


@pytest.fixture(scope="module")
def tracked():
    """Twelve lakes that grow and twelve that shrink, lake k by 10·k m of its shoreline."""
    before, after = [], []
    for k in range(1, 13):
        for name, row, width in (("grows", 0, 1000 + 10 * k), ("shrinks", CELL, 1000 - 10 * k)):
            x = k * CELL
            before.append(feature(box(x, row, x + 1000, row + 1000), f"{name} {k}"))
            after.append(feature(box(x, row, x + width, row + 1000), f"{name} {k}"))
    return followed(before, after)


@pytest.fixture(scope="module")
def html(tracked):
    maps = ChangeMaps(tracked.history, tracked.ellipsoid)
    for change in changes(tracked.history, tracked.ellipsoid):
        maps.add(change)
    tracked.warnings.append("a <warning>")
    return tracking_report(tracked, [{"expanded": 12, "shrunk": 1234}], maps, "the & command")


@pytest.mark.parametrize(("heading", "story"), [("gains", "grows"), ("losses", "shrinks")])
def test_the_ten_largest_changes_are_listed_in_order(tracked, html, heading, story):
    ids = {source: row["lake_id"] for source, row in by_source(tracked, 1).items()}

    table = html.split(f"<h2>The ten largest {heading}</h2>")[1].split("</table>")[0]

    listed = [int(number) for number in re.findall(r"<td>lake (\d+)</td>", table)]
    assert listed == [ids[f"{story} {k}"] for k in range(12, 2, -1)]


def test_the_largest_lakes_have_charts_and_the_largest_changes_maps(tracked, html):
    sizes = sorted(tracked.history.lineages(), key=lambda lineage: -lineage.areas.max())

    charts = re.findall(r'aria-label="(.*?): area over time"', html)

    assert charts == ["Total", *(f"lake {lineage.ids[0]}" for lineage in sizes[:12])]
    assert html.count("data:image/png;base64") == 1 + 6


def test_events_warnings_and_the_command_are_there_as_text(html):
    assert "<td>1,234</td>" in html
    assert "a &lt;warning&gt;" in html
    assert "the &amp; command" in html


def test_the_answer_is_the_change_of_the_total(tracked, html):
    change, error = tracked.history.total_change()

    answer = re.search(r"<b>(.*?) ± .* km² became (.*?) ± .* km²: (.*?) ± (.*?) km²", html)

    first, last, written, written_error = (float(text) for text in answer.groups())
    assert written == pytest.approx(last - first, abs=0.1)
    assert written == pytest.approx(change / 1e6, abs=0.1)
    assert written_error == pytest.approx(error / 1e6, rel=0.1)


def test_only_gains_are_listed_as_gains():
    tracked = followed([box(0, 0, 1000, 1000)], [box(0, 0, 900, 1000)])

    html = tracking_report(tracked, [{"shrunk": 1}], ChangeMaps(tracked.history, tracked.ellipsoid), "")

    assert "<h2>The ten largest gains</h2>\n<p>None.</p>" in html
    assert len(re.findall(r"<td>lake 1</td>", html)) == 1


def test_a_reader_of_chinese_gets_chinese_sentences_and_english_values(chinese):
    growing = [box(0, 0, 1000 + 100 * t, 1000) for t in range(6)]
    missed_once = [[] if t == 2 else [box(CELL, 0, CELL + 500, 500)] for t in range(6)]
    tracked = track([layer(t, [growing[t], *missed_once[t]]) for t in range(6)])
    maps = ChangeMaps(tracked.history, tracked.ellipsoid)

    html = tracking_report(tracked, [{"expanded": 1}] * 5, maps, "")

    assert '<html lang="zh">' in html
    assert "<h2>增加最多的十个湖泊</h2>" in html
    assert "<small>2002-01-01 未找到</small>" in html
    assert any("在某一期未找到" in warning for warning in tracked.warnings)
    labels = re.findall(r'(?:alt|aria-label)="(.*?)"', html)
    assert english_in("\n".join([html, *labels, *tracked.notes, *tracked.warnings])) == []
    assert {row["event"] for row in ledger(tracked.history)} >= {"expanded", "vanished", "new"}
    assert [one.row()["left_out"] for one in tracked.trends.lakes] == ["", "2002-01-01 not found"]
