import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lake_mapper.core.lakes.trace import traced
from lake_mapper.core.util.errors import Cancelled
from osgeo import gdal, gdal_array, ogr


def traced_in(mask, block_size):
    def read(window):
        column, row, width, height = window
        return mask[row : row + height, column : column + width]

    return list(traced(read, mask.shape[1], mask.shape[0], block_size=block_size))


def in_one_piece(mask):
    """Return the lakes that GDAL finds in the whole mask."""
    raster = gdal_array.OpenArray(np.ascontiguousarray(mask).view(np.uint8))
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("", None, ogr.wkbPolygon)
    gdal.Polygonize(raster.GetRasterBand(1), raster.GetRasterBand(1), layer, -1)
    return [
        [np.array(shape.GetGeometryRef(i).GetPoints())[:, :2] for i in range(shape.GetGeometryCount())]
        for shape in (feature.GetGeometryRef().Clone() for feature in layer)
    ]


def edges_of(ring):
    """Return the directionless unit edges of a ring."""
    found = set()
    for (x0, y0), (x1, y1) in zip(ring[:-1].astype(int).tolist(), ring[1:].astype(int).tolist()):
        if x0 == x1:
            found |= {(x0, y, "|") for y in range(min(y0, y1), max(y0, y1))}
        else:
            found |= {(x, y0, "-") for x in range(min(x0, x1), max(x0, x1))}
    return frozenset(found)


def simple(rings):
    """Return whether no ring passes twice through a corner."""
    return all(len({tuple(point) for point in ring[:-1].tolist()}) == len(ring) - 1 for ring in rings)


def check_same(lakes, whole):
    """Fail unless these are the same lakes with the same rings, and no ring meets itself."""

    def lake(rings):
        return edges_of(rings[0]), frozenset(map(edges_of, rings[1:]))

    assert all(map(simple, lakes))
    assert set(map(lake, lakes)) == set(map(lake, whole)) and len(lakes) == len(whole)


def plain(lakes):
    return sorted([ring.tolist() for ring in rings] for rings in lakes)


# Two lakes that meet at a corner in one block and are one lake through the next blocks.
HOOK = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 1], [1, 1, 1]], bool)
# A lake with an island with a lake with an island.
NESTED = np.pad(np.pad(np.pad(np.zeros((1, 1), bool), 2, constant_values=True), 2), 2, constant_values=True)


@settings(max_examples=400)
@given(mask=arrays(bool, st.tuples(st.integers(1, 14), st.integers(1, 14))), block_size=st.integers(1, 8))
@example(mask=NESTED, block_size=2)
@example(mask=NESTED, block_size=3)
@example(mask=np.ones((9, 7), bool), block_size=3)
@example(mask=np.indices((9, 9)).sum(0) % 2 > 0, block_size=4)
@example(mask=np.rot90(HOOK), block_size=2)
@example(mask=HOOK, block_size=2)
def test_blocks_of_any_size_give_the_lakes_of_the_whole(mask, block_size):
    lakes, whole = traced_in(mask, block_size), in_one_piece(mask)

    check_same(lakes, whole)
    assert plain(lakes) == plain(traced_in(mask, 100))


@settings(max_examples=60)
@given(
    seed=st.integers(0, 2**32 - 1),
    share=st.floats(0.3, 0.95),
    grain=st.integers(1, 4),
    block_size=st.integers(3, 40),
)
def test_large_lakes_over_many_blocks(seed, share, grain, block_size):
    coarse = np.random.default_rng(seed).random((60 // grain, 75 // grain)) < share
    mask = np.kron(coarse, np.ones((grain, grain))) > 0

    lakes = traced_in(mask, block_size)

    check_same(lakes, in_one_piece(mask))
    assert plain(lakes) == plain(traced_in(mask, 100))


@settings(max_examples=100)
@given(mask=arrays(bool, (12, 12), elements=st.booleans()), block_size=st.integers(1, 6))
def test_rings_are_simple_and_their_polygons_valid(mask, block_size):
    for rings in traced_in(mask, block_size):
        polygon = ogr.Geometry(ogr.wkbPolygon)
        for ring in rings:
            assert simple([ring])
            steps = np.sign(np.diff(ring, axis=0))
            assert (np.abs(steps).sum(1) == 1).all()
            assert (steps != np.roll(steps, 1, axis=0)).any(1).all()  # no points on straight lines
            line = ogr.Geometry(ogr.wkbLinearRing)
            for point in ring.tolist():
                line.AddPoint_2D(*point)
            polygon.AddGeometry(line)
        assert polygon.IsValid()


def test_cancelling_stops_between_blocks():
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        list(
            traced(lambda w: np.ones((w.height, w.width), bool), 100, 100, block_size=10, cancelled=cancelled)
        )
    assert len(asked) == 4


def test_a_lake_is_whole_as_soon_as_it_ends():
    """Memory is that of lakes that go on, not of all that cross blocks."""
    mask = np.zeros((400, 30), bool)
    for top in range(0, 400, 20):
        mask[top + 5 : top + 15, 3:27] = True  # over three columns and two rows of blocks each
    rows_read = []

    def read(window):
        rows_read.append(window.row)
        column, row, width, height = window
        return mask[row : row + height, column : column + width]

    ahead = [rows_read[-1] - rings[0][0, 1] for rings in traced(read, 30, 400, block_size=10)]

    assert len(ahead) == 20
    assert max(ahead) <= 20
