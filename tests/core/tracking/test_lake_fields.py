from lake_mapper.core.tracking.lake_fields import columns_of


def test_fields_are_found_as_formats_write_them():
    assert columns_of(["fid", "lake_id", "date"]) == {"lake_id": 1, "date": 2}
    assert columns_of(["touches_ed", "area_error"]) == {"touches_edge": 0, "area_error_km2": 1}
    assert columns_of(["LAKE_ID", "TOUCHES_ED", "Review"]) == {"lake_id": 0, "touches_edge": 1, "review": 2}


def test_of_fields_that_differ_in_capitals_alone_ours_counts():
    assert columns_of(["date", "Date"]) == {"date": 0}
    assert columns_of(["DATE", "date"]) == {"date": 1}
