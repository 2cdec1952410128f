"""One section of a report as a page of its own."""

import pytest
import report_picture
from lake_mapper.core.report.html import page, section

HTML = page("Report", section("First & only", "<p>one</p>") + section("Second", "<p>two</p>"))


def test_the_section_keeps_the_style_of_the_report():
    found = report_picture.section_page(HTML, "First & only")

    assert "<p>one</p>" in found
    assert "<p>two</p>" not in found
    assert "<style>" in found


def test_a_heading_that_is_not_there_is_named():
    with pytest.raises(SystemExit, match="no section called 'Third'"):
        report_picture.section_page(HTML, "Third")
