import re

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


def test_all_links_within_the_manual_lead_somewhere():
    files = manual_files(ROOT)
    pages = {name: content.decode() for name, content in files.items() if name.endswith(".html")}

    assert {"docs/guide.html", "docs/faq.html", "docs/method.html"} <= set(pages)
    for name, html in pages.items():
        for target in re.findall(r'src="([^"]+)"', html):
            assert f"docs/{target}" in files, (name, target)
        for page, place in re.findall(r'href="([\w-]+\.html)(?:#([^"]*))?"', html):
            assert f"docs/{page}" in files, (name, page)
            assert not place or f'id="{place}"' in pages[f"docs/{page}"], (name, page, place)
