import datetime

import pytest
from lake_mapper.core.raster.image_date import dates_in_name, image_date

DAY = datetime.date(2020, 5, 18)


@pytest.mark.parametrize(
    "name",
    [
        "itaipu_landsat8_2020-05-18",
        "Itaipu, Landsat 8, 2020-05-18",
        "lake_20200518",
        "LC08_L1TP_223078_20200518_20200526_01_T1_B4",
        "S2A_MSIL1C_20200518T134211_N0209_R124_T21JYN_20200519T152232",
    ],
)
def test_a_plain_name_gives_the_date_of_the_image(name):
    assert image_date([name], {}) == (DAY, "by its name")


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["mosaic"], "none is in its name"),
        (["change_20140720_20200831"], "holds several"),
        (["lake_20200518", "lake 2019-05-18"], "holds several"),
        (["tile_20201399"], "none is in its name"),
        (["id_120200518"], "none is in its name"),
    ],
)
def test_a_date_that_is_not_plain_is_none_and_the_log_says_why(names, why):
    date, found = image_date(names, {})

    assert date is None
    assert why in found


def test_metadata_come_before_names_but_not_when_the_file_was_written():
    found = image_date(["a_20190101"], {"DATE_ACQUIRED": "2020-05-18"})
    assert found == (DAY, "by its metadata (DATE_ACQUIRED)")
    assert image_date(["a"], {"TIFFTAG_DATETIME": "2020:05:18 10:00:00"})[0] is None


def test_all_dates_of_a_name_in_their_order():
    assert dates_in_name("2020-05-18 and 20190231 and 2019.01.02") == [DAY, datetime.date(2019, 1, 2)]
