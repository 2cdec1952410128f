import numpy as np
import pytest
from lake_mapper.core.raster.nodata import Fill, NoData, holds, usable

VALUES = np.array([[0, 0, 5, 7, 0], [0, 3, 0, 7, 0], [0, 4, 6, 7, 9]])


def test_a_pixel_is_missing_by_all_bands_or_by_any():
    assert Fill((0, 0, 0)).missing(VALUES).tolist() == [True, False, False, False, False]
    assert Fill((0, 0, 0), any_band=True).missing(VALUES).tolist() == [True, True, True, False, True]
    assert Fill((0, 0, None)).missing(VALUES).tolist() == [True, False, False, False, True]
    assert Fill((0, 3, 4)).missing(VALUES).tolist() == [False, True, False, False, False]


def test_any_of_several_fills_and_none():
    nodata = NoData((Fill((0, 0, 0)), Fill((7, 7, 7))))

    assert nodata.missing(VALUES).tolist() == [True, False, False, True, False]
    assert nodata.missing(VALUES + 1000) is None
    assert NoData().missing(VALUES) is None


@pytest.mark.parametrize("value", [np.nan, -9999.0, 0.1, 9.969209968386869e36, -3.4028234663852886e38])
def test_floats_are_compared_as_their_type_has_them(value):
    values = np.full((3, 4), 0.5, np.float32)
    values[:, 1] = value

    assert Fill((value,) * 3).missing(values).tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    ("kind", "value", "held"),
    [
        (np.uint8, 255, True),
        (np.uint8, 256, False),
        (np.uint8, -9999, False),
        (np.uint8, 0.5, False),
        (np.uint8, np.nan, False),
        (np.uint16, 65535, True),
        (np.uint16, 65536, False),
        (np.int16, -9999, True),
        (np.int16, 65535, False),
        (np.float32, -9999, True),
        (np.float32, np.nan, True),
        (np.float32, -1.7976931348623157e308, False),
        (np.float64, -1.7976931348623157e308, True),
    ],
)
def test_values_that_a_type_can_hold(kind, value, held):
    assert holds(np.dtype(kind), value) == held


def test_what_the_warper_takes_as_values_and_what_needs_a_mask():
    assert NoData((Fill((0, -9999, np.nan)),)).for_warper == "0 -9999 nan"
    assert NoData((Fill((0,), any_band=True),)).for_warper == "0"
    for needs_mask in (
        NoData((Fill((0, 0, 0), any_band=True),)),
        NoData((Fill((0, 0, 0)), Fill((7, 7, 7)))),
        NoData((Fill((0, None, 0)),)),
        NoData((Fill((0, 0, 0)),), masked=True),
    ):
        assert needs_mask.for_warper is None


def test_words():
    assert Fill((0, 0, 0)).told == "0 in all bands"
    assert Fill((-9999, -9999, -9999), any_band=True).told == "-9999 in any band"
    assert Fill((0, -9999, 0)).told == "0, -9999, 0 in red, green, blue (all bands)"


def test_a_band_beside_has_its_own_value_or_the_scenes():
    scene = NoData((Fill((0, 0, 0), any_band=True), Fill((1, 2, 3))))

    assert scene.beside(None).fills == (Fill((0,)),)
    assert scene.beside(9.0).fills == (Fill((9.0,)),)
    assert scene.beside_with(9.0).fills == (Fill((0, 0)), Fill((9.0, None)))


def test_pixels_that_are_zero_hidden_missing_or_not_finite_do_not_count():
    values = np.array([[0, 7, 5, np.nan, 5], [0, 7, 0, 5, 5], [0, 7, 5, 5, 5]])
    seen = np.array([True, True, True, True, False])

    assert usable(values, seen, NoData((Fill((7, 7, 7)),))).tolist() == [False, False, True, False, False]


def test_the_fingerprint_tells_decisions_apart():
    decisions = [
        NoData(),
        NoData((Fill((0, 0, 0)),)),
        NoData((Fill((0, 0, 0), any_band=True),)),
        NoData((Fill((np.nan, 0, 0)),)),
    ]

    assert len({str(decision.chosen) for decision in decisions}) == 4
