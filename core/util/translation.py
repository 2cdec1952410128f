"""The language of what people read: English, or what the program around ``core`` translates it to.

Sentences of logs, errors and reports go through ``tr``. What files hold for programs, such as values of
fields and names of columns, stays English.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_translated: Callable[[str], str] = str


def use_translator(translate: Callable[[str], str] | None) -> None:
    """Let ``translate`` give each text in another language; None for English again."""
    global _translated
    _translated = translate or str


def tr(text: str, /, **values: Any) -> str:
    """Return ``text``, a literal, in the language of the reader, its places like ``{path}`` filled.

    ``scripts/translate.py`` collects the literals. A place may have a format, ``{area:,.2f}``.
    """
    return _translated(text).format(**values) if values else _translated(text)
