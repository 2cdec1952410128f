"""Lakes at other thresholds, from the probability that a run has stored."""

from dataclasses import replace

import numpy as np
import pytest
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.lakes import probability_of_run
from lake_mapper.core.lakes.extract import extract_lakes
from lake_mapper.core.lakes.extraction_parameters import ExtractionParameters
from lake_mapper.core.lakes.sensitivity_section import sensitivity_section
from lake_mapper.core.lakes.zonal_statistics import LEVELS
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import Cancelled
from support import BlueIsLake, write_raster

PARAMETERS = ExtractionParameters(min_area=20 * 17**2, min_island=0)


class KnownEngine(BlueIsLake):
    description = "Blue is lake."

    def __init__(self, model, device, engine, warn, **_):
        super().__init__()
        self.card = model.card


@pytest.fixture
def scene(tmp_path, monkeypatch):
    """Sure water of 400 pixels with a shore of p = 0.44, 100 pixels of p = 0.62, 60 and 30 of p = 0.38."""
    monkeypatch.setattr(probability_of_run, "Engine", KnownEngine)
    probability = np.zeros((150, 200))
    probability[8:32, 8:32] = 0.44
    probability[10:30, 10:30] = 0.95
    probability[50:60, 10:20] = 0.62
    probability[80:86, 10:20] = 0.38
    probability[80:83, 50:60] = 0.38
    probability[120:123, 10:13] = 0.9  # smaller than the smallest lake
    values = np.full((3, 150, 200), 40, np.uint8)
    values[2] = np.rint(255 * probability)
    return RasterScene(write_raster(tmp_path / "p.tif", values), contrast="none")


@pytest.mark.parametrize(
    "limits", [{}, {"smooth": False}, {"max_elongation": 2.5}, {"min_confidence": 0.5}, {"threshold": 0.42}]
)
def test_each_threshold_gives_what_a_run_with_it_gives(scene, limits):
    chosen = replace(PARAMETERS, **limits)
    found = extract_lakes(scene, chosen)

    curve = found.sensitivity().curve

    assert [at.threshold for at in curve] == sorted({*LEVELS, chosen.threshold})
    own = next(at for at in curve if at.threshold == chosen.threshold)
    assert own.number == len(found.lakes)
    assert round(own.area_km2, 5) == found.area_km2
    for at in curve:
        again = extract_lakes(scene, replace(chosen, threshold=at.threshold))
        assert at.number == len(again.lakes)
        assert at.area_km2 == pytest.approx(again.area_km2, rel=1e-4)


def test_lakes_that_vanish_and_appear_are_named(scene):
    found = extract_lakes(scene, PARAMETERS)

    changes = found.sensitivity()

    assert [at.number for at in changes.curve] == [4, 4, 2, 2, 2, 2, 2, 1, 1]
    assert changes.vanishing == [(1, 0.65)]
    pixels = [(round(change.lake.area / 17**2), change.threshold) for change in changes.appearing]
    assert pixels == [(60, 0.35), (30, 0.35)]


def test_a_threshold_beyond_the_range_has_nothing_on_that_side(scene):
    low = extract_lakes(scene, replace(PARAMETERS, threshold=0.2)).sensitivity()
    high = extract_lakes(scene, replace(PARAMETERS, threshold=0.8)).sensitivity()

    assert low.appearing == [] and [number for number, _ in low.vanishing] == [1, 2, 3]
    assert high.vanishing == [] and len(high.appearing) == 3
    assert low.curve[0].threshold == 0.2 and high.curve[-1].threshold == 0.8


def test_the_section_shows_curve_and_tables(scene):
    found = extract_lakes(scene, PARAMETERS)

    html = sensitivity_section(
        found.sensitivity(), found.lakes, Ellipsoid(found.grid.crs_wkt), PARAMETERS.min_area
    )

    assert html in found.report()
    assert html.count("<rect") == html.count("<circle") == len(LEVELS)
    assert "1 lake of the list: less than 5,780 m² is left as the threshold rises to 0.7" in html
    assert "2 lakes at 0.3" in html
    assert "<td>2</td><td>0.029</td><td>0.65</td>" in html
    assert "the number of lakes from 4 to 1" in html


def test_without_lakes_it_tells_where_there_would_be_some(scene):
    found = extract_lakes(scene, replace(PARAMETERS, threshold=0.97))

    page = found.report()

    assert found.lakes == []
    assert "3 lakes" not in page.split("If the threshold were another")[0]
    assert "the number of lakes from 4 to 0" in page


def test_it_can_be_cancelled(scene):
    found = extract_lakes(scene, PARAMETERS)

    with pytest.raises(Cancelled):
        found.report(cancelled=lambda: True)


def test_sentences_are_reworded_for_their_readers(scene):
    found = extract_lakes(scene, replace(PARAMETERS, min_area=1e9))

    page = found.report(reworded=lambda sentence: sentence.replace("MIN_AREA", "'Smallest lake' (MIN_AREA)"))

    assert "&#x27;Smallest lake&#x27; (MIN_AREA)" in page


def test_a_filled_island_is_lake_at_every_threshold(tmp_path, monkeypatch):
    """20 pixels, 3 of them an island too small to be one: without these the lake would be too small."""
    monkeypatch.setattr(probability_of_run, "Engine", KnownEngine)
    probability = np.zeros((150, 200))
    probability[50:54, 60:65] = 0.95
    probability[51:52, 61:64] = 0.05
    values = np.full((3, 150, 200), 40, np.uint8)
    values[2] = np.rint(255 * probability)
    scene = RasterScene(write_raster(tmp_path / "p.tif", values), contrast="none")
    chosen = replace(PARAMETERS, min_area=5000, min_island=2500)

    found = extract_lakes(scene, chosen).sensitivity()

    assert [at.number for at in found.curve] == [1] * len(found.curve)
    assert found.vanishing == []
    assert found.appearing == []


@pytest.mark.parametrize("threshold", [0.3, 0.32, 0.35])
def test_low_thresholds_have_a_section_too(scene, threshold):
    found = extract_lakes(scene, replace(PARAMETERS, threshold=threshold))

    assert threshold in [at.threshold for at in found.sensitivity().curve]
    assert "svg" in found.report()


@pytest.mark.parametrize(
    "limits", [{"min_area": 5000, "min_island": 2500}, {"min_area": 0, "min_island": 2500}]
)
def test_a_lake_with_filled_islands_vanishes_with_its_water(tmp_path, monkeypatch, limits):
    monkeypatch.setattr(probability_of_run, "Engine", KnownEngine)
    probability = np.zeros((150, 200))
    probability[40:80, 40:80] = 0.57
    probability[45:75:10, 45:75:10] = 0.05
    values = np.full((3, 150, 200), 40, np.uint8)
    values[2] = np.rint(255 * probability)
    scene = RasterScene(write_raster(tmp_path / "p.tif", values), contrast="none")

    found = extract_lakes(scene, replace(PARAMETERS, **limits)).sensitivity()

    assert [at.number for at in found.curve if at.threshold >= 0.6] == [0, 0, 0]
    assert found.vanishing == [(0, 0.6)]
