"""Help of the algorithms: texts in ``resources/help/en``, one file each, and their translation in ``zh``."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from ...core.report.html import page
from .parameter_titles import naming
from .translation import language, tr

RESOURCES = Path(__file__).parents[2] / "resources"
#: Help texts, a folder for each language.
TEXTS = RESOURCES / "help"
_WIDTH = 220  # pixels of a picture: what fits into the help panel as it opens


class Help:
    """The texts of an algorithm in the language of QGIS; what is not translated is English."""

    def __init__(self, name: str) -> None:
        self.name = name
        english = _texts(name, "en")
        self._text = english if language() == "en" else _merged(english, _texts(name, language()))
        self.title: str = self._text["title"]
        self.summary: str = self._text["summary"]
        self.tags: list[str] = self._text["tags"]
        self.parameters: dict[str, str] = self._text["parameters"]

    @property
    def html(self) -> str:
        """The text with the ids of parameters alone."""
        return self.panel({})

    def panel(self, titles: dict[str, str]) -> str:
        """Return the text of the help panel; ``titles`` are what the dialog calls parameters and outputs."""
        named = naming(titles)

        def name(key: str) -> str:
            return f"<b>{escape(titles[key])}</b> ({key})" if key in titles else f"<b>{key}</b>"

        picture, icon = RESOURCES / "help" / f"{self.name}.png", RESOURCES / "icons" / f"{self.name}.svg"
        shown = (
            f'<p><img src="{picture.as_uri()}" width="{_WIDTH}"></p>'
            if picture.is_file()
            else f'<p><img src="{icon.as_uri()}" width="64" height="64"></p>'
        )
        paragraphs = "".join(f"<p>{escape(named(p))}</p>" for p in self._text["description"])
        sections = "".join(
            f"<h3>{heading}</h3>"
            + "".join(f"<p>{name(k)}: {escape(named(v))}</p>" for k, v in self._text[key].items())
            for heading, key in (
                (tr("Parameters"), "parameters"),
                (tr("Outputs"), "outputs"),
                (tr("Fields"), "fields"),
            )
            if self._text.get(key)
        )
        return shown + paragraphs + sections


def _texts(name: str, code: str) -> dict:
    path = TEXTS / code / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _merged(english: dict, translated: dict) -> dict:
    """Return the texts translated key by key, with the tags of both languages, so that either is found."""
    merged = {**english, **translated}
    for key, value in english.items():
        if isinstance(value, dict):
            merged[key] = {**value, **translated.get(key, {})}
    merged["tags"] = list(dict.fromkeys(translated.get("tags", []) + english["tags"]))
    return merged


def manual_titles() -> dict[str, str]:
    """Return the titles of the manual's pages by their names in ``docs``."""
    return {
        "guide": tr("User guide"),
        "faq": tr("Questions and answers"),
        "method": tr("What the numbers mean"),
    }


def page_path(page: str, ending: str = "html") -> Path:
    """Return where a page of the manual lies, in the language of QGIS if it is translated.

    The zip has pages as HTML, a checkout as Markdown.
    """
    docs = RESOURCES.parent / "docs"
    translated = docs / language() / f"{page}.{ending}"
    return translated if translated.is_file() else docs / f"{page}.{ending}"


def _manual() -> str:
    """Return links to the pages of the manual that are there."""
    links = [
        f'<a href="{page_path(page).as_uri()}">{escape(title)}</a>'
        for page, title in manual_titles().items()
        if page_path(page).is_file()
    ]
    return f"<p>{' · '.join(links)}</p>"


def _first_steps() -> str:
    steps = (
        tr("Plugins ▸ Lake Mapper ▸ Open sample, or add a satellite image of your own."),
        tr(
            "Plugins ▸ Lake Mapper ▸ Extract lakes from the current layer, then Run. If PyTorch is not "
            "installed yet, a message shows the command that installs it."
        ),
        tr(
            "The lakes appear over the image. Open the attribute table: areas are in km² on the ellipsoid, "
            "with their error."
        ),
    )
    listed = "".join(f"<li>{escape(step)}</li>" for step in steps)
    before, after = (
        tr("From nothing to lakes:"),
        tr("All algorithms are in the Processing toolbox under Lake Mapper."),
    )
    return f"<p>{escape(before)}</p><ol>{listed}</ol><p>{escape(after)}</p>"


def help_page() -> str:
    """Return an HTML page with the help of all algorithms, Extract lakes first."""
    names = sorted(
        (path.stem for path in (TEXTS / "en").glob("*.json")), key=lambda n: (n != "extractlakes", n)
    )
    helps = [Help(name) for name in names]
    contents = "".join(
        f'<li><a href="#{h.name}">{escape(h.title)}</a>: {escape(h.summary)}</li>' for h in helps
    )
    texts = "".join(f'<h2 id="{h.name}">{escape(h.title)}</h2>{h.html}' for h in helps)
    return page("Lake Mapper", f"{_manual()}{_first_steps()}<ul>{contents}</ul>{texts}", language=language())
