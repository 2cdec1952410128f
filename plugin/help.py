"""Help texts are data: one file an algorithm in ``resources/help/en``."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from ..core.page import page

RESOURCES = Path(__file__).parent.parent / "resources"
#: Pixels of a picture: what fits into the help panel as it opens.
_WIDTH = 220
_FOLDER = RESOURCES / "help" / "en"


class Help:
    """The texts of one algorithm."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._text = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        self.title: str = self._text["title"]
        self.summary: str = self._text["summary"]
        self.tags: list[str] = self._text["tags"]
        self.parameters: dict[str, str] = self._text["parameters"]

    @property
    def html(self) -> str:
        """The help panel of the dialog."""
        picture, icon = RESOURCES / "help" / f"{self.name}.png", RESOURCES / "icons" / f"{self.name}.svg"
        shown = (
            f'<p><img src="{picture.as_uri()}" width="{_WIDTH}"></p>'
            if picture.is_file()
            else f'<p><img src="{icon.as_uri()}" width="64" height="64"></p>'
        )
        paragraphs = "".join(f"<p>{escape(p)}</p>" for p in self._text["description"])
        sections = "".join(
            f"<h3>{heading}</h3>"
            + "".join(f"<p><b>{k}</b>: {escape(v)}</p>" for k, v in self._text[key].items())
            for heading, key in (("Parameters", "parameters"), ("Outputs", "outputs"), ("Fields", "fields"))
            if self._text.get(key)
        )
        return shown + paragraphs + sections


_FIRST_STEPS = """<p>From nothing to lakes:</p><ol>
<li><i>Plugins ▸ Lake Mapper ▸ Open sample</i>, or add a satellite image of your own.</li>
<li><i>Plugins ▸ Lake Mapper ▸ Extract lakes from the current layer</i>, then <i>Run</i>. If PyTorch is not
installed yet, a sentence says what to do.</li>
<li>The lakes appear over the image. Open the attribute table: areas are in km² on the ellipsoid, with their
error.</li></ol>
<p>All algorithms stand in the Processing toolbox under Lake Mapper.</p>"""


def help_page() -> str:
    """One HTML page with the help of all algorithms, Extract lakes first."""
    names = sorted((path.stem for path in _FOLDER.glob("*.json")), key=lambda n: (n != "extractlakes", n))
    helps = [Help(name) for name in names]
    contents = "".join(
        f'<li><a href="#{h.name}">{escape(h.title)}</a>: {escape(h.summary)}</li>' for h in helps
    )
    texts = "".join(f'<h2 id="{h.name}">{escape(h.title)}</h2>{h.html}' for h in helps)
    return page("Lake Mapper", f"{_FIRST_STEPS}<ul>{contents}</ul>{texts}")
