"""The published table, and what its numbers imply."""

import pytest
from lake_mapper.core.evaluation.published_table import LAKE_SHARE, TABLE_1, implied, miou_at_share


def test_published_rows_imply_what_the_note_says():
    miou = {row.network: implied(row.OA, row.RC, row.TWR).MIoU for row in TABLE_1}
    shares = [implied(row.OA, row.RC, row.TWR).lake_share for row in TABLE_1 if row.RC == row.TWR]

    assert miou["MSLWENet"] == pytest.approx(96.6, abs=0.05)
    for row in TABLE_1:
        near = miou_at_share(row.OA) == pytest.approx(row.MIoU, abs=0.2)
        assert near == (row.network != "MSLWENet"), row.network
    for network, published in (("DeepLab V3+", 95.61), ("PSPNet", 95.55)):
        assert miou[network] == pytest.approx(published, abs=0.15)
    assert shares == pytest.approx([31.8, 36.8, 49.2], abs=0.1)
    assert [round(row.TWR + row.FWR, 9) for row in TABLE_1] == [100] * 5


def test_implied_is_exact_for_a_known_matrix():
    tp, fp, fn, tn = 60, 10, 5, 125

    found = implied(100 * 185 / 200, 100 * 60 / 65, 100 * 60 / 70)

    assert found.MIoU == pytest.approx(50 * (tp / (tp + fp + fn) + tn / (tn + fp + fn)))
    assert found.lake_share == pytest.approx(100 * 65 / 200)
    balanced = (0.3 - 0.01) / (0.3 + 0.01), (0.7 - 0.01) / (0.7 + 0.01)
    assert miou_at_share(98, LAKE_SHARE) == pytest.approx(50 * sum(balanced))
