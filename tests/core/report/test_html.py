import base64
import re
from html.parser import HTMLParser

import numpy as np
from lake_mapper.core.report.html import facts_table, image, page, png
from osgeo import gdal


class Reader(HTMLParser):
    """Collects tags and text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.texts.append(data.strip())


def test_a_page_holds_its_title_as_text_and_its_body_as_html():
    read = Reader(page("Lakes <of> A & B", "<p>body</p>", "p { color: red }", "zh"))

    assert read.texts.count("Lakes <of> A & B") == 2  # title and heading
    assert [tag for tag, _ in read.tags] == ["html", "head", "meta", "title", "style", "body", "h1", "p"]
    assert read.tags[0] == ("html", {"lang": "zh"})
    assert any("p { color: red }" in text for text in read.texts)


def test_a_table_of_facts_is_plain_text():
    read = Reader(facts_table([("Model", "<b>LakeNet</b>"), ("Threshold", "> 0.5")]))

    assert [text for text in read.texts if text] == ["Model", "<b>LakeNet</b>", "Threshold", "> 0.5"]
    assert [tag for tag, _ in read.tags] == ["table", *["tr", "td", "td"] * 2]


def test_an_image_is_part_of_the_page():
    ((_, attributes),) = Reader(image(b"content", 'a "lake"', "jpeg")).tags

    assert attributes["alt"] == 'a "lake"'
    kind, data = re.fullmatch(r"data:image/(\w+);base64,(.+)", attributes["src"]).groups()
    assert (kind, base64.b64decode(data)) == ("jpeg", b"content")


def test_png_keeps_every_pixel_and_leaves_nothing_in_memory():
    rgb = np.random.default_rng(0).integers(0, 256, (7, 11, 3), np.uint8)
    gdal.FileFromMemBuffer("/vsimem/read.png", png(rgb))
    try:
        found = gdal.Open("/vsimem/read.png").ReadAsArray()
    finally:
        gdal.Unlink("/vsimem/read.png")

    assert (found == rgb.transpose(2, 0, 1)).all()
    assert not [
        name for name in gdal.ReadDir("/vsimem/") or () if name.startswith("lake_mapper_") and "." in name
    ]
