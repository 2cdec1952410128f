"""The table of an evaluation: rows, texts and the file."""

import csv
import math

import pytest
from lake_mapper.core.evaluation.table import COLUMNS, table_rows, text_of, write_table
from lake_mapper.core.metrics.confusion import Confusion, scores


def test_rows_of_subsets_and_the_table(result, tmp_path):
    rows = table_rows([result], {"small": ["t0", "t1", "unknown"], "dry": ["t4"], "none": ["unknown"]})
    write_table(tmp_path / "t.csv", rows)

    with open(tmp_path / "t.csv", newline="", encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert tuple(written[0]) == COLUMNS
    assert [(row["tiles"], row["tile_count"]) for row in written] == [
        ("all", "5"),
        ("small", "2"),
        ("dry", "1"),
    ]
    pooled = scores(Confusion(*result.counts[:2].sum(0)))
    assert written[1]["MIoU"] == f"{100 * pooled['MIoU']:.2f}"
    dry = written[2]
    assert (dry["OA"], dry["image_MIoU"]) == ("100.00", "100.00")
    assert (dry["lake_IoU"], dry["MIoU"], dry["boundary_F1"], dry["OA_low"]) == ("", "", "", "")


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("MIoU", 12.345, "12.35"),
        ("MIoU", math.nan, ""),
        ("threshold", 0.005, "0.005"),
        ("tile_count", 3, "3"),
    ],
)
def test_values_are_written_with_the_digits_that_mean_something(column, value, text):
    assert text_of(column, value) == text
