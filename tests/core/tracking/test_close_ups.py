"""Close-ups over images: outlines of both dates where they belong, over the pixels of the image."""

import base64
import datetime
import re

import numpy as np
import pytest
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.tracking.close_ups import AFTER, BEFORE, close_up
from lake_mapper.core.tracking.track import track
from osgeo import gdal
from support import write_raster

from .histories import UTM, box, layer

FIRST, LAST = datetime.date(2000, 1, 1), datetime.date(2001, 1, 1)


@pytest.fixture
def tracked():
    return track([layer(0, [box(0, 0, 1000, 1000)]), layer(1, [box(0, 0, 1400, 1000)])])


def scene(tmp_path, name="image.tif", x=499_000, code=32645):
    values = np.full((3, 300, 400), 120, np.uint8)
    values[:, 0, 0] = (0, 1, 255)
    return RasterScene(
        write_raster(tmp_path / name, values, geotransform=(x, 10, 0, 3_402_000, 0, -10), epsg=code)
    )


def rgb_of(picture, tmp_path):
    (data,) = re.findall(r'href="data:image/png;base64,([^"]+)"', picture)
    path = tmp_path / "picture.png"
    path.write_bytes(base64.b64decode(data))
    return gdal.Open(str(path)).ReadAsArray().transpose(1, 2, 0)


def columns_of(rgb, colour):
    return np.flatnonzero((rgb == colour).all(2).sum(0) > 20)


def test_both_outlines_over_the_image_of_each_date(tracked, tmp_path):
    images = {FIRST: scene(tmp_path), LAST: scene(tmp_path, "other.tif")}

    pictures = close_up(tracked.history, tracked.history.lineages()[0], tracked.crs_wkt, images)

    assert [date for date, _ in pictures] == [FIRST, LAST]
    rgb = rgb_of(pictures[0][1], tmp_path)
    # The picture is 1,400 m wide with an eighth more on both sides; the later lake ends 400 m further east.
    before, after = columns_of(rgb, BEFORE), columns_of(rgb, AFTER)
    assert after.max() - before.max() == pytest.approx(40, abs=1)


def test_no_picture_without_an_image_there(tracked, tmp_path):
    lineage = tracked.history.lineages()[0]

    assert close_up(tracked.history, lineage, UTM, {}) == []
    far = scene(tmp_path, x=600_000)
    assert close_up(tracked.history, lineage, UTM, {LAST: far}) == []


def test_a_large_lake_is_shown_in_coarser_pixels(tmp_path):
    tracked = track([layer(0, [box(0, 0, 30_000, 9000)]), layer(1, [box(0, 0, 30_000, 9500)])])
    big = write_raster(
        tmp_path / "big.tif",
        np.full((3, 100, 400), 90, np.uint8),
        geotransform=(490_000, 100, 0, 3_410_000, 0, -100),
    )

    ((_, picture),) = close_up(tracked.history, tracked.history.lineages()[0], UTM, {LAST: RasterScene(big)})

    assert max(rgb_of(picture, tmp_path).shape[:2]) <= 430


def test_an_image_in_another_crs(tracked, tmp_path):
    values = np.full((3, 300, 400), 120, np.uint8)
    path = write_raster(
        tmp_path / "degrees.tif", values, geotransform=(86.98, 0.0001, 0, 30.76, 0, -0.0001), epsg=4326
    )

    ((date, picture),) = close_up(
        tracked.history, tracked.history.lineages()[0], tracked.crs_wkt, {LAST: RasterScene(path)}
    )

    assert date == LAST
    assert len(columns_of(rgb_of(picture, tmp_path), AFTER)) >= 2
