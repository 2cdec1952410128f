"""Help texts are data: one file an algorithm in ``resources/help/en``."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

RESOURCES = Path(__file__).parent.parent / "resources"
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
        paragraphs = "".join(f"<p>{escape(p)}</p>" for p in self._text["description"])
        sections = "".join(
            f"<h3>{heading}</h3>"
            + "".join(f"<p><b>{k}</b>: {escape(v)}</p>" for k, v in self._text[key].items())
            for heading, key in (("Parameters", "parameters"), ("Outputs", "outputs"), ("Fields", "fields"))
            if self._text.get(key)
        )
        return paragraphs + sections
