import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.report.map_picture import Label, map_picture, round_length

GREY = np.full((50, 100, 3), 128, np.uint8)


@given(st.floats(0.01, 1e7))
def test_a_scale_bar_is_as_long_as_it_can_be_and_round(longest):
    length = round_length(longest)

    assert longest / 2.51 < length <= longest * 1.001
    assert f"{length:.0e}"[0] in "125"


def test_scale_bar_is_as_long_on_the_ground_as_it_says():
    svg = map_picture(GREY, 30.0, "a map")

    start, end = re.search(r'd="M([\d.]+) [\d.]+V[\d.]+H([\d.]+)V', svg).groups()
    assert ">500 m<" in svg
    # 1000 units are 100 pixels of 30 m.
    assert (float(end) - float(start)) * 3 == pytest.approx(500, abs=1)


def test_labels_do_not_overlap_and_those_without_room_are_left_out():
    many = [Label(50.0, 25.0, 1.0, str(number)) for number in range(1, 30)]

    shown = re.findall(r'<text x="([\d.]+)" y="([\d.]+)">(\d+)<', map_picture(GREY, 30.0, "", labels=many))

    assert [text for *_, text in shown] == [str(n) for n in range(1, 1 + len(shown))]
    assert 4 <= len(shown) <= 8
    assert len({(x, y) for x, y, _ in shown}) == len(shown)


def test_a_large_thing_has_its_label_on_it_and_text_is_escaped():
    svg = map_picture(GREY, 30.0, "<alt>", labels=[Label(50, 25, 40, "<1>")])

    assert '<text x="500.0"' in svg
    assert "&lt;1&gt;" in svg
    assert 'aria-label="&lt;alt&gt;"' in svg
