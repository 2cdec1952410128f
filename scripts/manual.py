"""The manual in the zip: the pages of docs and docs/zh as HTML, and their pictures, for reading offline."""

from __future__ import annotations

import re
import subprocess
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1c2733 }
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
img { max-width: 100% } table { border-collapse: collapse; display: block; overflow-x: auto }
th, td { padding: .25rem .7rem; border-bottom: 1px solid #dde4ea; text-align: left; vertical-align: top }
pre { background: #f3f6f8; padding: .7rem 1rem; overflow-x: auto } nav a { margin-right: 1rem }
em:lang(zh) { font-style: normal; color: #6a4a10 }
"""
#: The pages at the top of each page, by their language.
_FIRST = {
    "en": {"guide": "User guide", "faq": "Questions and answers", "method": "What the numbers mean"},
    "zh": {"guide": "用户指南", "faq": "问与答", "method": "数值的含义"},
}


def manual_files(root: Path) -> dict[str, bytes]:
    """Return the pages and pictures by their paths in the zip, from the files in ``docs`` that git knows."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--", "docs"], capture_output=True, text=True, check=True
    )
    names = sorted(filter(None, listed.stdout.split("\0")))
    files = {}
    for name in names:
        path = root / name
        if path.suffix == ".md":
            html = page_of(path.read_text(encoding="utf-8"), *_language_and_switch(name, names))
            files[str(Path(name).with_suffix(".html").as_posix())] = html.encode()
        elif path.suffix in (".png", ".jpg"):
            files[name] = path.read_bytes()
    return files


def _language_and_switch(name: str, names: list[str]) -> tuple[str, str]:
    """Return the language of a page, and the link to the same page in the other one if there is one."""
    page = Path(name).stem
    if name.startswith("docs/zh/"):
        return "zh", f'<a href="../{page}.html" lang="en">English</a>' * (f"docs/{page}.md" in names)
    return "en", f'<a href="zh/{page}.html" lang="zh">中文</a>' * (f"docs/zh/{page}.md" in names)


def page_of(markdown: str, language: str = "en", switch: str = "") -> str:
    """Return a page of the manual as HTML; its links lead to the other pages, its headings are anchors."""
    reader = MarkdownIt("commonmark").enable("table")
    tokens = reader.parse(markdown)
    for before, token in zip(tokens, tokens[1:]):
        if before.type == "heading_open":
            before.attrSet("id", anchor(token.content))
    body = reader.renderer.render(tokens, reader.options, {})
    body = re.sub(r'href="(?!https?:)((?:\.\./)?[\w-]+)\.md', r'href="\1.html', body)
    # What the zip does not hold is named, not linked.
    body = re.sub(r'<a href="[./]+/CONTRIBUTING\.md[^"]*">(.*?)</a>', r"\1", body)
    title = re.search(r"^# (.+)$", markdown, re.MULTILINE)
    links = "".join(f'<a href="{name}.html">{text}</a>' for name, text in _FIRST[language].items())
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>'
        f"{escape(title[1]) if title else 'Lake Mapper'}</title><style>{_STYLE}</style></head>\n"
        f"<body><nav>{links}{switch}</nav>\n{body}</body></html>\n"
    )


def anchor(heading: str) -> str:
    """Return what GitHub calls a heading in links."""
    plain = re.sub(r"[^\w\- ]", "", heading.lower())
    return plain.replace(" ", "-")
