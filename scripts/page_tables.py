"""Tables on the pages of docs, each between its marks, which scripts write anew."""

from __future__ import annotations

from pathlib import Path

import package_path

DOCS = package_path.ROOT / "docs"
_END = "<!-- end of table -->"


def write_table(page: Path, name: str, table: str) -> None:
    """Put a table (Markdown) between its marks on a page; ``ValueError`` where they are missing."""
    before, start, rest = page.read_text().partition(f"<!-- table: {name} -->\n")
    if not start:
        raise ValueError(f"{page} has no place for the table {name!r}.")
    page.write_text(f"{before}{start}{table}\n{_END}{rest.partition(_END)[2]}")
