"""The main job without QGIS: what goes in, what comes out, what is kept."""

import dataclasses
import datetime
import gc
import re
from pathlib import Path

import numpy as np
import pytest
from lake_mapper.core.geo.area_of_interest import AreaOfInterest
from lake_mapper.core.geo.grid import Bounds
from lake_mapper.core.inference import engine as engines
from lake_mapper.core.lakes import extract, probability_of_run
from lake_mapper.core.lakes.attributes import FIELDS
from lake_mapper.core.lakes.extract import extract_lakes
from lake_mapper.core.lakes.extraction_parameters import ExtractionParameters, Feedback
from lake_mapper.core.models.model_file import ModelCard, save_model
from lake_mapper.core.models.networks import build
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import Cancelled, LakeMapperError, RunError, SceneError
from osgeo import gdal, ogr
from support import BlueIsLake, english_in, rgb_of, write_raster

WEST, NORTH, PIXEL = 500000.0, 3500000.0, 17.0
EDGES = ExtractionParameters(min_area=0, min_island=0, smooth=False)


class KnownEngine(BlueIsLake):
    """Finds what is blue, and has what the pipeline asks of an engine."""

    description = "Blue is lake."

    def __init__(self, model, device, engine, warn, **_):
        super().__init__()
        self.card = model.card


@pytest.fixture(autouse=True)
def blue_is_lake(monkeypatch):
    monkeypatch.setattr(probability_of_run, "Engine", KnownEngine)


@pytest.fixture
def image(tmp_path):
    """A square lake of 100 pixels a side, and a long one of 10 × 200."""
    mask = np.zeros((400, 500), bool)
    mask[100:200, 100:200] = True
    mask[300:310, 200:400] = True
    return write_raster(tmp_path / "lakes.tif", rgb_of(mask))


def pixels(found):
    return [round(lake.area / PIXEL**2) for lake in found.lakes]


def polygon(left, top, right, bottom):
    x, y = [WEST + PIXEL * c for c in (left, right)], [NORTH - PIXEL * r for r in (top, bottom)]
    ring = f"{x[0]} {y[0]}, {x[1]} {y[0]}, {x[1]} {y[1]}, {x[0]} {y[1]}, {x[0]} {y[0]}"
    return ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))")


def test_lakes_largest_first_with_their_attributes(image):
    found = extract_lakes(image, ExtractionParameters(smooth=False, date=datetime.date(2020, 5, 18)))

    assert pixels(found) == pytest.approx([10000, 2000], rel=2e-3)
    rows = [dict(zip([field.name for field in FIELDS], row)) for row in found.rows]
    assert [row["lake_id"] for row in rows] == [1, 2]
    assert {row["date"] for row in rows} == {datetime.date(2020, 5, 18)}
    assert found.area_km2 == pytest.approx(12000 * PIXEL**2 / 1e6, rel=2e-3)


def test_bounds_map_a_part(image):
    bounds = Bounds(WEST, NORTH - 250 * PIXEL, WEST + 150 * PIXEL, NORTH)

    found = extract_lakes(image, EDGES, bounds=bounds)

    assert pixels(found) == pytest.approx([5000], rel=2e-3)
    assert found.lakes[0].touches_edge


def test_an_area_of_interest_cuts_lakes_or_keeps_them_whole(image):
    area = AreaOfInterest([polygon(150, 50, 250, 250)])

    assert pixels(extract_lakes(image, EDGES, area=area)) == pytest.approx([5000], rel=2e-3)
    assert pixels(extract_lakes(image, EDGES, area=area, keep_whole=True)) == pytest.approx([10000], rel=2e-3)
    with pytest.raises(SceneError, match="lie outside the layer 'lakes'"):
        extract_lakes(image, EDGES, area=AreaOfInterest([polygon(900, 0, 950, 50)]))


def test_long_lakes_are_left_out_and_counted(image):
    lines = []

    found = extract_lakes(
        image, ExtractionParameters(smooth=False, max_elongation=5.0), feedback=Feedback(info=lines.append)
    )

    assert pixels(found) == pytest.approx([10000], rel=2e-3)
    assert any(line == "1 lake with 0.578 km² above MAX_ELONGATION 5: left out." for line in lines)


def test_a_run_folder_is_kept_and_gone_on_with_and_else_nothing_stays(image, tmp_path):
    lines = []
    extract_lakes(image, EDGES, run_folder=tmp_path / "run")
    again = extract_lakes(image, EDGES, run_folder=tmp_path / "run", feedback=Feedback(info=lines.append))

    assert "Output tiles that were there already: 1 of 1." in lines
    assert (tmp_path / "run" / "manifest.json").exists()
    temporary = extract_lakes(image, EDGES)
    folder = Path(temporary.run.folder)
    assert folder.is_dir() and pixels(temporary) == pixels(again)
    del temporary
    gc.collect()
    assert not folder.exists()


def test_all_outputs(image, tmp_path):
    found = extract_lakes(image, EDGES)

    found.write(tmp_path / "out" / "lakes.gpkg")
    found.write_probability(tmp_path / "probability.tif")
    page = found.report(command="again")

    file = ogr.Open(str(tmp_path / "out" / "lakes.gpkg"))
    layer = file.GetLayer()
    assert layer.GetName() == "lakes" and layer.GetFeatureCount() == 2
    areas = [feature["area_km2"] for feature in layer]
    assert areas == [row[1] for row in found.rows]
    values = gdal.Open(str(tmp_path / "probability.tif")).ReadAsArray()
    assert (values == 200).sum() == 12000
    assert "2 lakes" in page and "again" in page and "EPSG:32645" in page
    with pytest.raises(LakeMapperError, match=r"let its name end in \.gpkg"):
        found.write(tmp_path / "lakes.shp")


def test_cancelled_in_the_middle(image):
    with pytest.raises(Cancelled):
        extract_lakes(image, EDGES, feedback=Feedback(cancelled=lambda: True))


def test_pixels_the_model_does_not_know_are_warned_of(image):
    warnings = []

    extract_lakes(
        image, ExtractionParameters(resolution=60, smooth=False), feedback=Feedback(warning=warnings.append)
    )

    assert any("was trained for pixels of 8 to 30 m; at 60 m it may err" in line for line in warnings)


def test_a_cluster_needs_a_folder_for_all(image):
    with pytest.raises(RunError, match="SCHEDULER needs RUN_FOLDER"):
        extract_lakes(image, ExtractionParameters(scheduler="tcp://host:8786"))


def test_the_engine_that_ran_is_told(image, monkeypatch):
    monkeypatch.setattr(probability_of_run, "Engine", engines.Engine)

    found = extract_lakes(image, ExtractionParameters(device="cpu", engine="full"))

    assert "PyTorch in 32-bit floats" in found.engine
    assert ("Device", found.engine) in found.facts()


@pytest.fixture
def wary(model, monkeypatch):
    """The model warns of doubt above 1."""
    card = dataclasses.replace(model.card, doubt_limit=1.0)
    monkeypatch.setattr(extract, "load_model", lambda path: dataclasses.replace(model, card=card))


def warned(image, **kwargs):
    """The extraction, and the warnings of doubt."""
    lines = []
    found = extract_lakes(image, EDGES, feedback=Feedback(warning=lines.append), **kwargs)
    return found, [line for line in lines if "not sure of this image" in line]


@pytest.fixture
def doubtful(tmp_path):
    """An image with a sure lake and a wide belt of probability 0.3."""
    mask = np.zeros((400, 500), bool)
    mask[100:200, 100:200] = True
    values = rgb_of(mask)
    values[2, 300:] = 77
    return write_raster(tmp_path / "doubtful.tif", values)


def test_doubt_is_told_in_log_report_and_facts(doubtful, wary):
    found, (sentence,) = warned(doubtful)

    assert "25.0 % of its pixels are uncertain" in sentence
    assert found.doubtful == sentence
    page = found.report()
    assert page.index("not sure of this image") < page.index("<svg")
    assert "beyond 1 comes a warning" in dict(found.facts())["Doubt"]


def test_no_doubt_no_warning(image, wary):
    found, lines = warned(image)

    assert not lines and not found.doubtful
    assert "not sure of this image" not in found.report()


def test_a_model_whose_limit_was_not_measured_does_not_warn(doubtful, model, monkeypatch):
    monkeypatch.setattr(extract, "load_model", lambda path: model)

    found, lines = warned(doubtful)

    assert not lines
    assert "no limit" in dict(found.facts())["Doubt"]


def test_a_run_that_is_gone_on_with_warns_as_well(doubtful, wary, tmp_path):
    first = warned(doubtful, run_folder=tmp_path / "run")[1]
    again = warned(doubtful, run_folder=tmp_path / "run")[1]

    assert len(first) == 1 and again == first


def test_near_infrared_is_a_choice(tmp_path):
    """The network is in doubt all over, and infrared shows water in a corner."""
    values = np.full((4, 300, 300), 28000, np.uint16)  # four bands of 8 bits would be written with alpha
    values[3] = 60000
    values[3, :100, :100] = 5000
    image = write_raster(tmp_path / "a.tif", values, descriptions=["red", "green", "blue", "nir"])
    scene = RasterScene(image, contrast="none")
    lines = []

    found = extract_lakes(scene, EDGES, feedback=Feedback(info=lines.append))
    alone = extract_lakes(scene, dataclasses.replace(EDGES, infrared=False))

    assert pixels(found) == pytest.approx([10000], rel=0.01)
    assert not alone.lakes
    assert "Band 4 as near infrared: by its description." in lines
    assert "near infrared" in dict(found.facts())["Bands and contrast"]
    assert "near infrared" not in dict(alone.facts())["Bands and contrast"]


def test_the_area_of_all_lakes_has_its_error_in_the_log(image):
    log = []

    found = extract_lakes(image, EDGES, feedback=Feedback(info=log.append))

    names = [field.name for field in FIELDS]
    errors = [row[names.index("area_error_km2")] for row in found.rows]
    assert found.area_error_km2 == pytest.approx(sum(e**2 for e in errors) ** 0.5, abs=1e-5)
    area, error = found.area_km2, found.area_error_km2
    assert 3.4 < area < 3.6
    assert f"2 lakes, {area:.3f} ± {error:.3f} km²." in log


def test_where_there_is_no_lake_the_log_says_why(image):
    log = []

    found = extract_lakes(image, dataclasses.replace(EDGES, min_area=5e6), feedback=Feedback(info=log.append))

    assert found.lakes == []
    assert found.why_none in log[-1]
    assert "2 water bodies were found, but smaller than MIN_AREA, 5,000,000 m²" in log[-1]


def test_lakes_below_the_least_confidence_are_left_out(image):
    found = extract_lakes(image, dataclasses.replace(EDGES, min_confidence=0.999999))

    assert found.lakes == []
    assert "left out by MAX_ELONGATION, MIN_CONFIDENCE" in found.why_none


def test_the_second_look_is_told(image, tmp_path):
    path = tmp_path / "twice.safetensors"
    save_model(path, build("LakeNet"), ModelCard("twice", "LakeNet", margin=32, second_look=12.0))
    log = []

    extract_lakes(
        image, ExtractionParameters(model=str(path), resolution=10.0), feedback=Feedback(info=log.append)
    )

    assert "At pixels of 10 m the network looks again at half the resolution." in log


def test_log_and_report_in_chinese(chinese, image):
    log = []
    parameters = ExtractionParameters(max_elongation=5, min_confidence=0.1, resolution=100)
    feedback = Feedback(log.append, log.append, log.append)

    found = extract_lakes(
        image, parameters, area=AreaOfInterest([polygon(50, 50, 450, 350)]), feedback=feedback
    )
    html = found.report(command="qgis_process run x")
    none = extract_lakes(image, dataclasses.replace(parameters, min_area=1e9), feedback=feedback)

    assert found.summary.startswith("1 个湖泊，")
    assert none.summary.startswith("没有湖泊。")
    assert any("低于 MIN_CONFIDENCE 0.1：已略去。" in line for line in log)
    assert '<html lang="zh">' in html
    assert "<h1>lakes 的湖泊</h1>" in html
    texts = "\n".join([*log, *re.findall(r'(?:title|aria-label)="([^"]*)"', html), html])
    for english in (KnownEngine.description, "qgis_process run x", *found.model.card.training_data):
        texts = texts.replace(english, "")
    assert english_in(texts) == []
