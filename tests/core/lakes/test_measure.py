"""Outlines of all kinds are measured as Extract lakes measures, or a sentence says why not."""

import datetime

import numpy as np
import pytest
from lake_mapper.core.geo.crs import spatial_reference
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.lakes.area_error import shoreline_error
from lake_mapper.core.lakes.extract import _rows
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run
from lake_mapper.core.lakes.measure import MEASURED_FIELDS, measure_outlines
from lake_mapper.core.lakes.outlines import Outline
from lake_mapper.core.lakes.raster_of_lakes import image_of_lakes, probability_of_lakes
from lake_mapper.core.util.errors import Cancelled, SceneError
from osgeo import ogr, osr
from support import english_in, rgb_of, wkt, write_raster

UTM = wkt(32645)
NAMES = [field.name for field in MEASURED_FIELDS]


def outline(text, **values):
    return Outline(bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb()) if text else None, values)


def square(x, y, side):
    return f"(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"


def rows_of(measured):
    return [dict(zip(NAMES, row)) for row in measured.rows]


def measure(*outlines, crs=UTM, **options):
    measured = measure_outlines(outlines, crs, **options)
    return measured, rows_of(measured)


@pytest.fixture
def found(run_of):
    """A run with two smooth lakes, as features with their values, and the run."""
    mask = np.zeros((200, 200), bool)
    mask[20:90, 20:80] = True
    mask[40:60, 30:50] = False  # an island
    y, x = np.mgrid[:200, :200]
    mask |= (x - 140) ** 2 + (y - 120) ** 2 < 30**2
    run = run_of(mask)
    lakes = lakes_of_run(run, threshold=0.5, min_area=0, min_island=0, smooth=True)
    rows = [dict(zip(NAMES, row)) for row in _rows(lakes, run, datetime.date(2020, 5, 18))]
    return run, [Outline(polygon_wkb(lake.rings), row) for lake, row in zip(lakes, rows)], rows


def test_a_part_of_a_lake_that_was_cut_may_be_the_one_at_the_edge():
    whole = {"lake_id": 1, "area_km2": 2.0, "touches_edge": True, "touches_nodata": False}
    parts = [
        outline(f"POLYGON {square(5e5 + x, 34e5, side)}", **whole) for x, side in ((0, 1000), (3000, 900))
    ]

    larger, smaller = measure(*parts, pixel=10.0)[1]

    assert (larger["lake_id"], larger["touches_edge"], larger["touches_nodata"]) == (1, True, False)
    assert (smaller["touches_edge"], smaller["touches_nodata"]) == (True, None)
    assert smaller["area_before_km2"] is None


@pytest.mark.parametrize("given", ["nothing", "probability", "image"])
def test_lakes_that_nobody_touched_have_the_values_of_extract_lakes(found, tmp_path, given):
    run, outlines, rows = found
    run.export(tmp_path / "p.tif")
    rasters = {"probability": probability_of_lakes(str(tmp_path / "p.tif"))}
    rasters["image"] = image_of_lakes(str(tmp_path / "run.tif"))

    measured, again = measure(*outlines, pixel=17.0, raster=rasters.get(given))

    for before, now in zip(rows, again):
        assert now.pop("outline") == "unchanged"
        assert now.pop("area_before_km2") == before["area_km2"]
        assert now == before
    assert measured.warnings == []
    assert measured.notes[-1].startswith("2 lakes measured")
    assert measured.sources == [0, 1]


@pytest.mark.parametrize("code", [4326, 3857, 32646])
def test_a_layer_that_was_brought_to_another_crs_has_not_changed(found, code):
    _, outlines, rows = found
    there = osr.CoordinateTransformation(spatial_reference(UTM), spatial_reference(wkt(code)))
    moved = []
    for outline in outlines:
        shape = ogr.CreateGeometryFromWkb(outline.wkb)
        shape.Transform(there)
        moved.append(Outline(bytes(shape.ExportToWkb()), outline.values))

    measured, now = measure(*moved, crs=wkt(code))

    assert [row["outline"] for row in now] == ["unchanged"] * len(rows)
    assert [row["confidence"] for row in now] == [row["confidence"] for row in rows]
    assert [row["area_km2"] for row in now] == pytest.approx([row["area_km2"] for row in rows], rel=1e-4)
    assert measured.area_error_km2 is not None


def test_a_lake_that_was_moved_away_has_changed(found):
    _, outlines, _ = found
    shape = ogr.CreateGeometryFromWkb(outlines[1].wkb)
    west, east, _, _ = shape.GetEnvelope()
    rings = [np.add(ring.GetPoints(), [east - west, 0]) for ring in shape]
    moved = Outline(polygon_wkb(rings), outlines[1].values)

    assert [row["outline"] for row in measure(outlines[0], moved)[1]] == ["unchanged", "changed"]


def test_a_changed_lake_has_its_new_area_and_the_log_both(found):
    _, outlines, rows = found
    shape = ogr.CreateGeometryFromWkb(outlines[0].wkb)
    west = shape.GetEnvelope()[0]
    half = shape.Intersection(ogr.CreateGeometryFromWkt(f"POLYGON{square(west - 19400, 3490000, 20000)}"))

    measured, (now, other) = measure(
        Outline(bytes(half.ExportToWkb()), outlines[0].values), outlines[1], pixel=17.0
    )

    assert (now["outline"], other["outline"]) == ("changed", "unchanged")
    assert now["area_km2"] == pytest.approx(half.Area() / 0.9996**2 / 1e6, rel=1e-4)
    assert now["area_before_km2"] == rows[0]["area_km2"]
    assert now["confidence"] is None
    assert now["area_error_km2"] == pytest.approx(
        shoreline_error(1e3 * now["perimeter_km"], 17) / 1e6, abs=1e-5
    )
    assert (now["lake_id"], now["date"], now["model"]) == (1, rows[0]["date"], rows[0]["model"])
    assert f"1 changed ({rows[0]['area_km2']:.3f} → {now['area_km2']:.3f} km²)" in measured.notes[-1]


def test_a_drawn_lake_has_no_error_where_no_pixel_is_known():
    measured, (lake,) = measure(outline(f"POLYGON{square(500000, 3500000, 1000)}"))

    assert lake["area_km2"] == pytest.approx(1 / 0.9996**2, abs=1e-5)
    assert lake["outline"] == "new"
    unknown = ("area_error_km2", "confidence", "touches_edge", "touches_nodata", "date", "model")
    assert [lake[name] for name in unknown] == [None] * 6
    assert measured.area_error_km2 is None
    assert any("Set RESOLUTION, or IMAGE" in note for note in measured.notes)


def test_parts_and_holes_are_one_lake():
    text = f"MULTIPOLYGON(({square(500000, 3500000, 1000)[1:-1]},{square(500400, 3500400, 200)[1:-1]}),"
    text += f"{square(503000, 3500000, 500)})"

    _, (lake,) = measure(outline(text), pixel=10.0, date=datetime.date(2021, 1, 2))

    assert lake["area_km2"] == pytest.approx((1 - 0.04 + 0.25) / 0.9996**2, abs=1e-5)
    assert lake["perimeter_km"] == pytest.approx((4 + 0.8 + 2) / 0.9996, abs=1e-3)
    assert (lake["islands"], lake["elongation"]) == (1, 1.3)
    assert lake["date"] == datetime.date(2021, 1, 2)


def test_a_bow_tie_is_repaired_and_named():
    tie = "POLYGON((500000 3500000,501000 3501000,501000 3500000,500000 3501000,500000 3500000))"

    measured, (lake,) = measure(outline(tie, lake_id=7))

    assert lake["area_km2"] == pytest.approx(0.5 / 0.9996**2, abs=1e-5)  # both halves
    assert ogr.CreateGeometryFromWkb(measured.wkbs[0]).IsValid()
    assert "not valid, repaired: 1 (now lake 7 has 0.5004 km²)" in measured.warnings[0]


def test_what_cannot_be_measured_is_kept_and_named():
    line = "POLYGON((500000 3500000,501000 3500000,500000 3500000))"
    fine = f"POLYGON{square(500000, 3500000, 100)}"

    measured, rows = measure(outline(None, lake_id=3, area_km2=2.0), outline(line, lake_id=4), outline(fine))

    assert [row["outline"] for row in rows] == ["not measured", "not measured", "new"]
    assert (rows[0]["area_km2"], rows[0]["area_before_km2"]) == (None, 2.0)
    assert measured.count == 1
    notes = " ".join(measured.warnings)
    assert "(no geometry): 1 (lake_id 3)" in notes
    assert "): 1 (lake_id 4)" in notes
    assert measured.wkbs[1] is not None


def test_overlaps_are_a_warning_that_names_the_lakes():
    empty = outline("POLYGON EMPTY")
    three = (outline(f"POLYGON{square(500000 + x, 3500000, 1000)}") for x in (0, 900, 1900))
    measured, rows = measure(empty, *three)

    first, second = rows[1]["lake_id"], rows[2]["lake_id"]
    assert measured.warnings[0].startswith(
        f"Lakes of INPUT overlap (1 pair: {first} and {second}): the water"
    )


def test_lakes_without_a_date_beside_dated_ones_are_told():
    day = datetime.date(2020, 5, 18)
    dated, drawn = (
        outline(f"POLYGON{square(5e5, 35e5, 900)}", date=day),
        outline(f"POLYGON{square(6e5, 35e5, 900)}"),
    )
    told = "1 lake without a date, as new ones are: set DATE"

    assert any(told in note for note in measure(dated, drawn)[0].notes)
    assert not any("without a date" in note for note in measure(dated, drawn, date=day)[0].notes)
    assert not any("without a date" in note for note in measure(drawn)[0].notes)


def test_rejected_lakes_are_left_out():
    two = [outline(f"POLYGON{square(x, 3500000, 100)}", review=r) for x, r in ((5e5, "rejected"), (6e5, ""))]

    measured, rows = measure(*two)

    assert measured.sources == [1]
    assert len(rows) == 1


def test_a_lake_that_was_cut_in_two_has_one_old_and_one_new_id():
    parts = [
        outline(f"POLYGON{square(x, 3500000, side)}", lake_id=5, area_km2=1.1, confidence=0.9)
        for x, side in ((5e5, 100), (6e5, 1000))
    ]

    _, (small, large) = measure(*parts, taken_ids=[9])

    assert (large["lake_id"], large["outline"], large["area_before_km2"]) == (5, "changed", 1.1)
    assert (small["lake_id"], small["outline"], small["area_before_km2"]) == (10, "new", None)


def test_lakes_across_180_degrees_and_around_a_pole():
    whole = "POLYGON((179.9 -17,180.1 -17,180.1 -16.9,179.9 -16.9,179.9 -17))"
    divided = (
        "MULTIPOLYGON(((179.9 -17,180 -17,180 -16.9,179.9 -16.9,179.9 -17)),"
        "((-180 -17,-179.9 -17,-179.9 -16.9,-180 -16.9,-180 -17)))"
    )
    around = "POLYGON((179.9 -17,-179.9 -17,-179.9 -16.9,179.9 -16.9,179.9 -17))"

    measured, rows = measure(*map(outline, (whole, divided, around)), crs=wkt(4326))

    assert rows[0]["area_km2"] == pytest.approx(rows[1]["area_km2"])
    assert rows[0]["perimeter_km"] == pytest.approx(rows[1]["perimeter_km"])  # 180° is no shoreline
    assert rows[2]["outline"] == "not measured"
    assert any("wider than half the Earth" in warning for warning in measured.warnings)
    disc = ogr.CreateGeometryFromWkt("POINT(0 0)").Buffer(10_000, 90)
    _, (polar,) = measure(Outline(bytes(disc.ExportToWkb())), crs=wkt(3995))
    expected = Ellipsoid(wkt(3995)).metres_per_unit(1e3, 0, 10)
    assert polar["area_km2"] == pytest.approx(np.pi * 100 * expected[0] * expected[1], rel=1e-3)


def test_a_raster_in_degrees_across_180_shows_all_of_a_lake(tmp_path):
    values = np.full((1, 10, 40), 0.9, np.float32)
    values[:, :, 20:] = 0.7
    raster = write_raster(tmp_path / "p.tif", values, 4326, (179.98, 0.001, 0.0, 68.0, 0.0, -0.001))
    across, beyond = (
        outline("POLYGON" + square(179.995, 67.992, 0.01)),
        outline("POLYGON" + square(-179.99, 67.992, 0.005)),
    )

    _, rows = measure(across, beyond, crs=wkt(4326), raster=probability_of_lakes(raster))

    assert [row["confidence"] for row in rows] == [pytest.approx(value, abs=0.02) for value in (0.8, 0.7)]


def test_a_wrong_crs_or_raster_is_a_sentence(tmp_path):
    lake = outline(f"POLYGON{square(500000, 3500000, 100)}")
    elsewhere = write_raster(tmp_path / "a.tif", rgb_of(np.ones((9, 9), bool)), epsg=32601)

    with pytest.raises(SceneError, match="INPUT has no coordinate reference system"):
        measure(lake, crs="")
    with pytest.raises(SceneError, match="IMAGE shows none of the lakes"):
        measure(lake, raster=image_of_lakes(elsewhere))
    with pytest.raises(Cancelled):
        measure(lake, cancelled=lambda: True)


def test_the_image_says_what_a_lake_touches_but_forgets_no_cut(tmp_path):
    image = rgb_of(np.zeros((100, 100), bool))
    image[:, :, 60:] = 7
    path = write_raster(tmp_path / "a.tif", image, nodata=7)
    west, north = 500000, 3500000
    at_edge, at_nodata, inside = (
        outline(f"POLYGON{square(west + x, north - y, 170)}")
        for x, y in ((0, 500), (60 * 17 - 170, 1000), (300, 500))
    )
    cut = Outline(inside.wkb, {"area_km2": 9.0, "touches_edge": "true"})

    _, rows = measure(at_edge, at_nodata, inside, raster=image_of_lakes(path))
    _, (still,) = measure(cut, raster=image_of_lakes(path))

    assert [row["touches_edge"] for row in rows] == [True, False, False]
    assert [row["touches_nodata"] for row in rows] == [False, True, False]
    assert still["touches_edge"] is True


@pytest.mark.parametrize(
    ("outlines", "why"),
    [
        ([outline("")], "no geometry"),
        ([outline("POINT(500100 3499000)"), outline("")], "no area"),
        ([outline(f"POLYGON{square(85, 31, 0.01)}")], "smaller than 1 m²"),
    ],
)
def test_a_layer_without_any_lake_is_refused(outlines, why):
    with pytest.raises(SceneError, match=f"No polygon of INPUT can be measured.*{why}"):
        measure(*outlines)


def test_sentences_on_outlines_in_chinese(chinese):
    crossed = outline("POLYGON((500000 3500000,500500 3500500,500500 3500000,500000 3500500,500000 3500000))")
    cut_off = outline(f"POLYGON{square(502000, 3500000, 500)}", lake_id=1, area_km2=1.0)
    measured, rows = measure(crossed, cut_off, outline(""), outline(f"POLYGON{square(502100, 3500000, 500)}"))

    with pytest.raises(SceneError, match="INPUT 中没有可量算的多边形") as error:
        measure(outline(""))

    sentences = [*measured.notes, *measured.warnings, str(error.value)]
    assert measured.warnings[0].startswith("INPUT 中有湖泊重叠（1 对：1 与 2）")
    assert any("1 个已改（1.000 → 0.250 km²）" in note for note in measured.notes)
    assert english_in("\n".join(sentences)) == []
    assert [row["outline"] for row in rows] == ["new", "changed", "not measured", "new"]  # values of a field
