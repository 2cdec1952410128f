"""Each page of docs/zh says what the English page of the same name says, as far as a program can tell."""

import re

import pytest
from markdown_it import MarkdownIt
from support import ROOT

PAGES = sorted((ROOT / "docs" / "zh").glob("*.md"))
HAN = re.compile(r"[\u4e00-\u9fff]")
#: Of two or more figures, or with a decimal point: smaller ones may be words, and Chinese has no million.
NUMBER = re.compile(r"(?:\d+(?:[.,]\d+)+|\d{2,})(?!\.?\d|\s+million)")


class Page:
    """A page as blocks: the kind of each, its text, and where it begins."""

    def __init__(self, path):
        self.name = str(path.relative_to(ROOT))
        # Marks for scripts are not shown.
        text = re.sub(r"^<!--.*?-->\n", "", path.read_text(encoding="utf-8"), flags=re.M)
        tokens = MarkdownIt("commonmark").enable("table").parse(text)
        self.blocks = [(token.type, token.tag) for token in tokens]
        self.texts = [token.content for token in tokens]
        self.code = [token.content for token in tokens if token.type in ("fence", "code_block")]
        self.prose = "\n".join(token.content for token in tokens if token.type == "inline")
        self.cells = [
            re.findall(r"[−+]?\d+(?:\.\d+)?", token.content)
            for before, token in zip(tokens, tokens[1:])
            if before.type in ("td_open", "th_open")
        ]

    @property
    def names(self) -> set[str]:
        """What stands between backticks: ids, fields, files, commands."""
        return set(re.findall(r"`([^`]+)`", self.prose))

    @property
    def pictures(self) -> list[str]:
        """The file names of the pictures; a picture of the Chinese dialog stands for the English one."""
        return [p.replace("_zh.", ".") for p in re.findall(r"!\[[^]]*\]\([^)]*?([^/)]+)\)", self.prose)]

    @property
    def numbers(self) -> set[str]:
        """The longer numbers of the prose, without addresses of links and names of files."""
        return set(NUMBER.findall(re.sub(r"\]\([^)]*\)|`[^`]*`", "", self.prose)))


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
    missing = (english.names - chinese.names) | (english.numbers - chinese.numbers)
    assert not missing, behind(chinese, english, f"it lacks {', '.join(sorted(missing))}")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_a_translator_writes_is_chinese(path):
    for kind, text in zip(Page(path).blocks, Page(path).texts):
        words = re.sub(r"`[^`]*`|\[[^]]*\]\([^)]*\)", "", text)
        reference = re.search(r"\(\d{4}\)\.", text)
        if kind == ("inline", "") and len(words) > 60 and not reference:
            assert HAN.search(words), f"{path.name} has an English paragraph: '{text[:80]}'"
