"""Sentences of core in another language, without QGIS."""

import pytest
from lake_mapper.core.report.text import counted
from lake_mapper.core.util.translation import tr, use_translator

CHINESE = {"{path} is damaged.": "{path} 已损坏。", "{count} lake": "{count} 个湖泊"}


@pytest.fixture
def chinese():
    use_translator(lambda text: CHINESE.get(text, text))
    yield
    use_translator(None)


def test_english_unless_a_translator_is_there():
    assert tr("{path} is damaged.", path="a.tif") == "a.tif is damaged."
    assert tr("No place {to} fill.") == "No place {to} fill."
    assert counted(2, "lake") == "2 lakes"


def test_a_translator_gives_the_sentence_and_values_fill_it(chinese):
    assert tr("{path} is damaged.", path="{a}.tif") == "{a}.tif 已损坏。"
    assert (counted(1, "lake"), counted(1234, "lake")) == ("1 个湖泊", "1,234 个湖泊")


def test_what_has_no_translation_stays_english(chinese):
    assert tr("{n:.2f} km²", n=1.234) == "1.23 km²"
    assert (counted(1, "step"), counted(2, "step")) == ("1 step", "2 steps")
