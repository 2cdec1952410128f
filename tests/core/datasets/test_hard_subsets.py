import numpy as np
import pytest
from lake_mapper.core.datasets.hard_subsets import hardest, hardness

SIZE = 64


def lakes_of(colours, ground=(120, 110, 90)) -> tuple[np.ndarray, np.ndarray]:
    """A tile with lakes of these colours on land of another, and its label."""
    label, rgb = np.zeros((SIZE, SIZE), np.uint8), np.full((SIZE, SIZE, 3), ground, np.uint8)
    for number, colour in enumerate(colours):
        part = np.s_[5:25, 5 + 30 * number : 25 + 30 * number]
        label[part], rgb[part] = 1, colour
    return rgb, label


def test_hard_subsets_pick_what_they_are_named_after():
    blue, brown = (20, 40, 120), (118, 110, 92)
    large = np.ones((SIZE, SIZE), np.uint8)
    measured = {
        "plain": hardness(*lakes_of([blue, blue])),
        "differ": hardness(*lakes_of([blue, (10, 160, 140)])),
        "like land": hardness(*lakes_of([brown, brown])),
        "cut off": hardness(lakes_of([blue])[0], large),
        "dry": hardness(*lakes_of([])),
    }

    chosen = hardest(measured)

    assert chosen["intra_class"] == ["differ"]
    assert chosen["inter_class"] == ["like land"]
    assert len(chosen["small_lakes"]) == 1
    assert np.isnan(measured["cut off"]["small_lakes"])
    assert np.isnan(list(measured["dry"].values())).all()
    assert measured["plain"]["intra_class"] == pytest.approx(0, abs=0.01)


def test_a_subset_is_the_hardest_fifth_hardest_first():
    measured = {
        f"{i:02}": {"intra_class": float(i % 7), "inter_class": np.nan, "small_lakes": 1.0} for i in range(20)
    }

    chosen = hardest(measured)

    assert chosen["intra_class"] == ["06", "13", "05", "12"]
    assert chosen["inter_class"] == []
    assert chosen["small_lakes"] == ["00", "01", "02", "03"]


@pytest.mark.parametrize("turns", range(4))
def test_only_lakes_that_lie_inside_the_tile_are_small(turns):
    rgb, label = np.zeros((SIZE, SIZE, 3), np.uint8), np.zeros((SIZE, SIZE), np.uint8)
    label[10:20, 10:20] = 1
    assert hardness(rgb, label)["small_lakes"] == 1
    label[30:40, 44:] = 1  # touches the edge

    label = np.ascontiguousarray(np.rot90(label, turns))
    assert hardness(rgb, label)["small_lakes"] == pytest.approx(100 / 300)
