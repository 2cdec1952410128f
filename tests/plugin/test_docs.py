"""README.md and docs: links lead somewhere, and the guide names parameters that there are."""

import re
from urllib.parse import unquote

import pytest
from qgis.core import QgsApplication
from support import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
#: In backticks and capitals, but no parameter: environment variables, single letters.
NO_PARAMETERS = re.compile(r"LAKE_MAPPER_[A-Z_]+|[A-Z]")


def headings(page) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_lead_to_what_is_there(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://", target):
            continue
        file, _, anchor = unquote(target).partition("#")
        goal = page.parent / file if file else page
        assert goal.is_file(), f"{page.name} links to {target}, which is not there"
        if anchor:
            assert anchor in headings(goal), f"{page.name} links to {target}: no such heading"


@pytest.mark.parametrize(
    "name", ["guide.md", "faq.md", "tracking.md", "assess.md", "zh/guide.md", "zh/faq.md"]
)
def test_parameters_named_in_the_docs_exist(qgis, name):
    provider = QgsApplication.processingRegistry().providerById("lakemapper")
    known = set()
    for algorithm in provider.algorithms():
        known |= {parameter.name() for parameter in algorithm.parameterDefinitions()}
        known |= {output.name() for output in algorithm.outputDefinitions()}
    # Outputs of a model are called step:NAME.
    known |= {name.rpartition(":")[2] for name in known}

    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    words = set(re.findall(r"`([A-Z][A-Z0-9_]*)(?:=[^`]*)?`", text))
    named = {word for word in words if not NO_PARAMETERS.fullmatch(word)}

    assert named, f"docs/{name} names no parameter: is the pattern right?"
    assert named <= known


def test_pictures_of_the_guide_are_small():
    pictures = list((ROOT / "docs" / "screenshots").glob("*.png"))

    assert pictures
    for picture in pictures:
        assert picture.stat().st_size <= 200_000, picture.name


def test_every_screenshot_is_shown():
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)

    for picture in (ROOT / "docs" / "screenshots").glob("*.png"):
        assert f"screenshots/{picture.name}" in shown
