import numpy as np
import pytest
from lake_mapper.core.raster.contrast import choose_stretch as choose
from lake_mapper.core.raster.nodata import Fill, NoData
from lake_mapper.core.raster.samples import sample
from lake_mapper.core.raster.stretch import Stretch
from lake_mapper.core.util.errors import SceneError
from osgeo import gdal, gdal_array


def dataset(values, nodata=None):
    kind = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype)
    found = gdal.GetDriverByName("MEM").Create("", values.shape[2], values.shape[1], len(values), kind)
    found.WriteArray(values)
    for number in range(1, len(values) + 1):
        if nodata is not None:
            found.GetRasterBand(number).SetNoDataValue(nodata)
    return found


def choose_stretch(image, *arguments, nodata=None):
    return choose(sample(image), nodata or NoData(), *arguments)


def test_automatic_stretches_a_dull_image_and_a_bright_one_hardly():
    rng = np.random.default_rng(4)
    dull, bright = (rng.integers(*span, (3, 60, 60), dtype=np.uint8) for span in ((60, 140), (0, 256)))

    found = [choose_stretch(dataset(values)).apply(values) for values in (dull, bright)]

    assert np.percentile(found[0], (5, 95)).tolist() == pytest.approx([8, 247], abs=6)
    assert abs(found[1].astype(int) - bright.transpose(1, 2, 0)).max() <= 8


def test_the_noise_of_an_image_of_one_colour_stays_small():
    water = np.random.default_rng(5).integers(50, 54, (3, 60, 60), dtype=np.uint8)

    assert choose_stretch(dataset(water)).apply(water).max() <= 3 * 255 / 64 + 1
    assert choose_stretch(dataset(water), "percentile").apply(water).max() == 255  # this one as it is asked


@pytest.mark.parametrize(
    ("kind", "value"), [(np.uint8, 128), (np.uint16, 32896), (np.int16, 16448), (np.float32, 0.502)]
)
def test_none_takes_the_whole_range_of_the_type(kind, value):
    values = np.full((3, 20, 20), value, kind)

    assert (choose_stretch(dataset(values), "none").apply(values) == 128).all()


def test_style_is_the_stretch_on_screen():
    style = Stretch((0, 0, 0), (65536, 131072, 32768), "test")
    values = np.full((3, 20, 20), 32768, np.uint16)

    assert choose_stretch(dataset(values), "style", style).apply(values)[0, 0].tolist() == [128, 64, 255]
    with pytest.raises(SceneError, match="no contrast stretch"):
        choose_stretch(dataset(values), "style")


@pytest.mark.parametrize("how", ["declared nodata", "fill", "zero", "nan"])
def test_pixels_without_data_do_not_count(how):
    values = np.random.default_rng(0).uniform(500, 700, (3, 256, 256)).astype(np.float32)
    values[:, :130] = {"zero": 0, "nan": np.nan}.get(how, -9999)

    declared = -9999 if how == "declared nodata" else None
    nodata = NoData((Fill((-9999,) * 3),)) if how == "fill" else NoData()
    stretch = choose_stretch(dataset(values, declared), nodata=nodata)

    assert stretch.low == pytest.approx((504, 504, 504), abs=1)
    assert stretch.high == pytest.approx((696, 696, 696), abs=1)


def test_an_image_without_data_is_refused():
    with pytest.raises(SceneError, match="no valid pixel"):
        choose_stretch(dataset(np.zeros((3, 20, 20), np.uint16)))


@pytest.mark.parametrize("band", [0, 2])
@pytest.mark.parametrize(
    ("kind", "spike"),
    [(np.int16, -9999), (np.uint16, 65535), (np.float32, 1e20), (np.float64, -1e30), (np.int32, -(2**31))],
)
def test_no_end_is_a_spike_outside_the_rest(kind, spike, band):
    values = np.random.default_rng(0).uniform(500, 3000, (3, 200, 200)).astype(kind)
    clean = choose_stretch(dataset(values))
    values[band, 50:80] = spike

    stretch = choose_stretch(dataset(values))

    assert stretch.low == pytest.approx(clean.low, abs=15)
    assert stretch.high == pytest.approx(clean.high, abs=15)
    assert f"{spike:g} in {('red', 'green', 'blue')[band]} (" in stretch.why
    assert "outside the rest" not in clean.why


def test_several_spikes_at_both_ends():
    values = np.random.default_rng(0).uniform(500, 3000, (3, 200, 200)).astype(np.int16)
    values[0, 50:60], values[0, 60:70], values[0, 70:80] = -9999, -32768, 32767

    assert choose_stretch(dataset(values)).low[0] == pytest.approx(550, abs=15)
    assert choose_stretch(dataset(values)).high[0] == pytest.approx(2950, abs=15)


def test_saturated_clouds_and_drawings_are_no_spikes():
    rng = np.random.default_rng(0)
    clouds = np.clip(rng.normal(120, 80, (3, 200, 200)), 1, 255).astype(np.uint8)
    drawing = rng.choice(np.array([40, 200], np.uint8), (3, 200, 200), p=(0.9, 0.1))

    for values in (clouds, drawing):
        assert "outside the rest" not in choose_stretch(dataset(values)).why


@pytest.mark.parametrize(("height", "width"), [(40, 60), (63, 33), (20, 300)])
def test_small_images_are_looked_at_as_a_whole(height, width):
    values = np.tile(np.linspace(500, 3000, width), (3, height, 1)).astype(np.uint16)

    assert choose_stretch(dataset(values)).high[0] == pytest.approx(2950, abs=60)
