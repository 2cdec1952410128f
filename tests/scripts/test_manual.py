import re
from os.path import normpath
from urllib.parse import unquote

from manual import anchor, manual_files, page_of
from support import ROOT


def test_links_tables_and_headings_work_in_a_page():
    html = page_of(
        "# A guide\n\n## The *error* bar\n\n[how](method.md#the-error-bar) [web](https://a.md)\n\n|a|\n|-|\n|b|\n"
    )

    assert "<title>A guide</title>" in html
    assert 'id="the-error-bar"' in html
    assert 'href="method.html#the-error-bar"' in html
    assert 'href="https://a.md"' in html
    assert "<td>b</td>" in html
    assert anchor("Lakes at 5 % (10 m)") == "lakes-at-5--10-m"


def test_pages_are_in_their_language_and_lead_to_the_other_one():
    files = manual_files(ROOT)
    english, chinese = (files[name].decode() for name in ("docs/faq.html", "docs/zh/faq.html"))

    assert '<html lang="en">' in english
    assert '<a href="zh/faq.html" lang="zh">中文</a>' in english
    assert '<html lang="zh">' in chinese
    assert '<a href="../faq.html" lang="en">English</a>' in chinese
    assert 'href="../speed.html#engines"' in chinese
    assert "数值的含义</a>" in chinese.partition("</nav>")[0]


def test_emphasis_next_to_chinese_punctuation_is_not_left_as_stars():
    for name, content in manual_files(ROOT).items():
        if name.startswith("docs/zh/"):
            text = re.sub(r"<(pre|code)>.*?</\1>", "", content.decode(), flags=re.DOTALL)
            assert "*" not in text.partition("</head>")[2], name


def test_every_picture_is_in_the_zip_once():
    pictures = [content for content in manual_files(ROOT).values() if content[:2] in (b"\x89P", b"\xff\xd8")]

    assert len(pictures) == len(set(pictures)) > 5


def test_all_links_within_the_manual_lead_somewhere():
    files = manual_files(ROOT)
    pages = {name: content.decode() for name, content in files.items() if name.endswith(".html")}

    assert {"docs/guide.html", "docs/faq.html", "docs/method.html", "docs/zh/README.html"} <= set(pages)
    for name, html in pages.items():
        for target in re.findall(r'(?:src|href)="(?!https?:)([^"]+)"', html):
            goal, _, place = unquote(target).partition("#")
            path = normpath(f"{name}/../{goal}") if goal else name
            assert path in files or path == "README.md", (name, target)
            assert not place or f'id="{place}"' in pages[path], (name, target)
