"""Make a picture for the docs of one section of a report.

    .venv/bin/python scripts/report_picture.py report.html "Trends" trends [--width 760] [--height 400]

writes docs/screenshots/trends.png: the section under that heading as a browser shows it, cut to ``height``.
Needs from Debian: chromium, imagemagick, pngquant. Look at the picture before you commit it.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

import screenshots


def section_page(html: str, heading: str) -> str:
    """Return a page with one section of a report; ends the program where it has no such heading."""
    head = html[: html.index("<body>")]
    for section in re.findall(r"<section>.*?</section>", html, re.DOTALL):
        if section.startswith(f"<section><h2>{escape(heading)}</h2>"):
            return f"{head}<body>{section}</body></html>"
    sys.exit(f"The report has no section called '{heading}'.")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("report", type=Path)
    parser.add_argument("heading")
    parser.add_argument("name")
    parser.add_argument("--width", type=int, default=760)
    parser.add_argument("--height", type=int, default=400)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page, picture = Path(folder, "section.html"), Path(folder, f"{given.name}.png")
        page.write_text(
            section_page(given.report.read_text(encoding="utf-8"), given.heading), encoding="utf-8"
        )
        browser = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", f"--screenshot={picture}"]
        size = f"--window-size={given.width},{given.height}"
        subprocess.run([*browser, size, page.as_uri()], check=True, capture_output=True, timeout=60)
        subprocess.run(
            ["convert", picture, "-trim", "-bordercolor", "white", "-border", "8", picture], check=True
        )
        screenshots.keep(picture)


if __name__ == "__main__":
    main()
