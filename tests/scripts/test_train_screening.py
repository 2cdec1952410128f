import numpy as np
import pytest
import torch
import train_screening as screening


def test_a_cell_holds_water_that_label_and_network_agree_on():
    label, found = torch.zeros(1, 32, 64, dtype=torch.uint8), torch.zeros(1, 32, 64, dtype=torch.bool)
    label[:, :16, :16] = 1
    found[:, :16, :2] = True  # agreed
    label[:, :8, 16:32] = 1  # missed by the network
    found[:, :8, 32:48] = True  # land to the label
    label[:, 0, 48], found[:, 0, 48] = 1, True  # too little for this cell
    label[:, 16:, :16] = screening.IGNORE

    holds, weight = screening.targets(label, found)

    assert holds.tolist() == [[[1, 0, 0, 0], [0, 0, 0, 0]]]
    little = pytest.approx(screening.LITTLE)
    assert weight.tolist() == [[[screening.MISSED, little, little, 0], [0, 1, 1, 1]]]


def histogram(values):
    return screening._histogram(np.array(values, float)).astype(float)


def counts(water, lakes=(3.0,)):
    return screening.Counts(histogram(water), histogram(lakes), histogram([-3.0]), histogram([0.1, -7.9]))


def test_the_limit_loses_no_more_than_it_may_in_any_group():
    thousand = [2.1] * 999
    groups = {
        "a, 10 m": counts([*thousand, -5.1]),
        "b, 10 m": counts([*thousand, *thousand, 0.3, 1.3, -0.4]),
        "c, no water, 10 m": counts([-6.0]),
    }

    limit = screening.limit_of(groups)

    assert limit == 1.25  # two of 2001 are lost there, three a step further
    assert groups["b, 10 m"].loses_little(limit) and not groups["b, 10 m"].loses_little(1.5)
    groups["d, 10 m"] = counts(thousand, lakes=[3.0] * 18 + [0.6, -0.3])
    assert screening.limit_of(groups) == 0.5  # one lake is lost there, two a step further
    row = screening.table(groups, limit).splitlines()[2]
    assert row == "| a, 10 m | 0.10 % | 0.0 % of 1 | 0 % | 0 % |"


def test_a_lake_is_looked_at_when_one_of_its_cells_is():
    lake, true = np.zeros((2, 60, 60), bool)
    lake[5:15, 5:15] = lake[30:50, 30:50] = lake[55, 55] = True
    true[5:15, 5:15] = true[55, 55] = True
    looked = np.full((60, 60), -4.0, np.float32)
    looked[14, 14] = 1.5

    assert screening._of_lakes(lake, true, looked, least=50).tolist() == [1.5]
