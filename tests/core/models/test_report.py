from dataclasses import replace
from html.parser import HTMLParser

from lake_mapper.core.models.model_card import ModelCard, ModelFile
from lake_mapper.core.models.report import model_facts, model_page
from support import english_in

CARD = ModelCard(
    name="<Lakes>",
    network="MWEN",
    arguments={"base": 32},
    calibration=(0.9, -0.25),
    training_data=("tiles A, CC BY 4.0", "tiles B"),
    licence="GPL-2.0-or-later",
    created="2026-11-27",
    metrics={
        "ESW <test>": {"OA": 0.98, "MIoU": 0.912345, "tiles": 610},
        "mountains": {"MIoU": 0.8},
        "images": 12,
    },
)


def file_of(card):
    return ModelFile(card, 3_456_789, 6_900_000, "ab" * 32)


class Cells(HTMLParser):
    """The texts of a page's table rows, as a list of rows."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.inside = [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


def test_facts_of_a_card():
    facts = dict(model_facts(file_of(CARD)))

    assert facts["Name"] == "<Lakes>"
    assert facts["Architecture"] == "MWEN (base = 32)"
    assert facts["Parameters"] == "3,456,789"
    assert facts["Limit of doubt"] == "not measured"
    assert dict(model_facts(file_of(replace(CARD, doubt_limit=2.25))))["Limit of doubt"] == "2.25"
    assert facts["Second look"] == "none"
    assert (
        dict(model_facts(file_of(replace(CARD, second_look=12))))["Second look"]
        == "in pixels of 12 m or less"
    )
    assert facts["Size of the file"] == "6.9 MB"
    assert facts["Ground resolution"] == "17 m; trained for 8 to 30 m a pixel"
    assert facts["Calibration of confidence"] == "logit × 0.9 -0.25"
    assert facts["Trained on"] == "tiles A, CC BY 4.0; tiles B"
    assert facts["SHA-256"] == "ab" * 32


def test_what_a_card_leaves_open_is_not_stated():
    facts = dict(model_facts(file_of(ModelCard(name="x", network="Unet"))))

    assert facts["Architecture"] == "Unet"
    assert [facts[name] for name in ("Trained on", "Licence", "Created")] == ["not stated"] * 3


def test_a_page_has_the_facts_and_each_score_in_its_column():
    html = model_page(file_of(CARD))
    rows = Cells(html).rows

    for name, value in model_facts(file_of(CARD)):
        assert [name, value] in rows
    assert ["Data", "OA", "MIoU", "tiles"] in rows
    assert ["ESW <test>", "0.9800", "0.9123", "610"] in rows
    assert ["mountains", "–", "0.8000", "–"] in rows
    assert ["images", "12"] in rows
    assert "intersection over union, mean of lake and land" in html
    assert "F1:" not in html  # no score of that name is there


def test_a_card_without_scores_says_how_to_get_some():
    assert "<i>Evaluate models</i> measures them" in model_page(file_of(ModelCard(name="x", network="Unet")))


def test_a_reader_of_chinese_reads_a_chinese_page(chinese):
    html = model_page(file_of(CARD))

    assert '<html lang="zh">' in html
    assert "<td>许可</td><td>GPL-2.0-or-later</td>" in html
    assert "湖泊与陆地的平均交并比。" in html
    assert english_in(html) == []
