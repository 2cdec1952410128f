import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_mapper.core.raster.resampling import Axis, resampled

scales = st.floats(0.05, 4.0)
offsets = st.floats(-3.0, 50.0)


def taken(image, rows, columns, first, size):
    """The image (C, h, w) on part of a grid; beyond it its border goes on."""
    spans = [axis.span(a, a + n) for axis, a, n in zip((rows, columns), first, size)]
    (top, bottom), (left, right) = spans
    height, width = image.shape[1:]
    taken_rows, taken_columns = (
        np.clip(range(top, bottom), 0, height - 1),
        np.clip(range(left, right), 0, width - 1),
    )
    part = image[:, taken_rows][:, :, taken_columns]
    return resampled(part, rows, columns, first=first, size=size)


@given(scales, scales, offsets, offsets, st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=60)
def test_planes_stay_planes(scale_y, scale_x, offset_y, offset_x, top, left):
    """A kernel that is even and adds up to one keeps straight slopes, so nothing moves."""
    rows, columns = Axis(scale_y, offset_y), Axis(scale_x, offset_x)
    y, x = np.mgrid[0:400, 0:400] + 0.5
    image = (3 * y - 2 * x + 1000).astype(np.float32)[None]
    size = (23, 31)

    found = taken(image, rows, columns, (top, left), size)[0]

    i, j = np.mgrid[top : top + size[0], left : left + size[1]] + 0.5
    y, x = i * scale_y + offset_y, j * scale_x + offset_x
    inside = (y > 9) & (y < 391) & (x > 9) & (x < 391)
    # A wide kernel is sampled at whole pixels: its middle is off by up to a tenth of one.
    off = 0.1 * (3 * (scale_y > 1) + 2 * (scale_x > 1)) + 0.01
    assert found.shape == size
    assert found[inside] == pytest.approx((3 * y - 2 * x + 1000)[inside], abs=off)


@given(scales, offsets, st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=40)
def test_a_pixel_is_the_same_in_every_window(scale, offset, top, left):
    axis = Axis(scale, offset)
    image = np.random.default_rng(0).integers(0, 10000, (2, 500, 500)).astype(np.float32)

    large = taken(image, axis, axis, (0, 0), (100, 100))
    small = taken(image, axis, axis, (top, left), (40, 37))

    assert (large[:, top : top + 40, left : left + 37] == small).all()


@pytest.mark.parametrize("offset", [0.0, 7.0])
def test_the_rasters_own_pixels_are_left_alone(offset):
    image = np.random.default_rng(0).random((3, 50, 50)).astype(np.float32)
    axis = Axis(1.0, offset)

    found = taken(image, axis, axis, (2, 3), (8, 9))

    first = int(offset)
    assert (found == image[:, first + 2 : first + 10, first + 3 : first + 12]).all()


def test_a_coarse_grid_sees_every_pixel_of_the_raster():
    """No aliasing: a pattern of single pixels becomes its mean."""
    image = np.zeros((1, 400, 400), np.float32)
    image[:, ::2, ::2] = 100
    axis = Axis(3.3, 0.0)

    found = taken(image, axis, axis, (5, 5), (80, 80))

    assert found == pytest.approx(25, abs=6)
