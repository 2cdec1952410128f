import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lake_mapper.core.lakes.pixel_edges import unit_edges, vertical_edges
from lake_mapper.core.lakes.trace_block import rings_of


@given(arrays(bool, st.tuples(st.integers(1, 12), st.integers(1, 12))).filter(np.any))
def test_signs_of_edges_sum_up_to_the_mask_along_rows(mask):
    rings = [ring for rings in rings_of(mask) for ring in rings]

    edges = vertical_edges(np.concatenate(rings), [len(ring) for ring in rings])
    edge, rows = unit_edges(edges.tops, edges.bottoms)

    signs = np.zeros((mask.shape[0], mask.shape[1] + 1), int)
    signs[rows, edges.columns[edge]] += edges.signs[edge]
    assert (np.cumsum(signs, axis=1)[:, :-1] == mask).all()
    for ring in range(len(rings)):
        assert set(edges.columns[edges.rings == ring].tolist()) == set(rings[ring][:, 0].tolist())
