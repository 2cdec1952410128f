"""Each page of docs/zh says what the English page of the same name says, as far as a program can tell."""

import re

import pytest
from markdown_it import MarkdownIt
from support import ROOT

PAGES = sorted((ROOT / "docs" / "zh").glob("*.md"))
HAN = re.compile(r"[\u4e00-\u9fff]")
#: What stands between backticks: ids, fields, files, commands.
NAME = re.compile(r"`([^`]+)`")
#: Of two or more figures, or with a decimal point: smaller ones may be words, and Chinese has no million.
NUMBER = re.compile(r"(?:\d+(?:[.,]\d+)+|\d{2,})(?!\.?\d|\s+million)")
PICTURE = re.compile(r"!\[[^]]*\]\([^)]*?([^/)]+)\)")


class Page:
    """A page as blocks: the kind and the text of each."""

    def __init__(self, path):
        self.name = str(path.relative_to(ROOT))
        # Marks for scripts are not shown.
        text = re.sub(r"^<!--.*?-->\n", "", path.read_text(encoding="utf-8"), flags=re.M)
        tokens = MarkdownIt("commonmark").enable("table").parse(text)
        self.blocks = [(token.type, token.tag) for token in tokens]
        self.texts = [token.content for token in tokens]
        self.code = [token.content for token in tokens if token.type in ("fence", "code_block")]
        self.prose = [token.content for token in tokens if token.type == "inline"]
        self.cells = [
            re.findall(r"[−+]?\d+(?:\.\d+)?", token.content)
            for before, token in zip(tokens, tokens[1:])
            if before.type in ("td_open", "th_open")
        ]

    @property
    def pictures(self) -> list[str]:
        """The file names of the pictures; a picture of the Chinese dialog stands for the English one."""
        return [picture.replace("_zh.", ".") for picture in PICTURE.findall("\n".join(self.prose))]


def names_and_numbers(text: str) -> set[str]:
    """Return what a paragraph must have in both languages, without addresses of links."""
    shown = re.sub(r"\]\([^)]*\)", "", text)
    return {*NAME.findall(shown), *NUMBER.findall(NAME.sub("", shown))}


def pair(path) -> tuple[Page, Page]:
    """Return a Chinese page and its English one."""
    english = ROOT / "README.md" if path.name == "README.md" else ROOT / "docs" / path.name
    return Page(path), Page(english)


def behind(chinese: Page, english: Page, what: str) -> str:
    """Return the sentence of a failure."""
    return f"{chinese.name} is not like {english.name} any more: {what}. Translate what changed."


def test_the_pages_that_most_people_read_are_translated():
    assert {path.stem for path in PAGES} >= {"README", "guide", "faq", "method", "assess", "measure"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_same_headings_paragraphs_lists_and_tables(path):
    chinese, english = pair(path)

    place = ""
    for own, other, text in zip(chinese.blocks, english.blocks, english.texts):
        place = text or place
        assert own == other, behind(chinese, english, f"{own} stands for {other} at or after '{place[:80]}'")
    assert len(chinese.blocks) == len(english.blocks), behind(chinese, english, "one of them is longer")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_same_commands_pictures_names_and_numbers(path):
    chinese, english = pair(path)

    for own, other in zip(chinese.code, english.code):
        if HAN.search(own):  # a formula with words, or a comment
            own, other = (re.findall(r"--\S+|\w+:\w+|\d+(?:\.\d+)?", code) for code in (own, other))
        assert own == other, behind(chinese, english, f"its code is {own}, not {other}")
    assert chinese.pictures == english.pictures, behind(chinese, english, "the pictures differ")
    for own, other in zip(chinese.cells, english.cells):
        assert own == other, behind(chinese, english, f"a cell has {own}, not {other}")
    for own, other in zip(chinese.prose, english.prose):
        missing = ", ".join(sorted(names_and_numbers(other) - names_and_numbers(own)))
        assert not missing, behind(chinese, english, f"'{own[:60]}' lacks {missing}")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_paragraphs_are_chinese(path):
    for text in Page(path).prose:
        words = re.sub(r"`[^`]*`|\[[^]]*\]\([^)]*\)", "", text)
        reference = re.search(r"\(\d{4}\)\.", text)  # to a paper, in its own words
        assert HAN.search(words) or reference or len(words) < 60, f"{path.name}: '{text[:80]}'"
