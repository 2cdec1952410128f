import numpy as np
from lake_mapper.core.geo.grid import Grid
from lake_mapper.core.lakes.zonal_polygons import labelled_polygons
from osgeo import ogr
from support import wkt


def box(left, top, right, bottom):
    """A rectangle in pixels of 10 m."""
    x0, x1, y0, y1 = (10 * v for v in (left, right, -bottom, -top))
    return ogr.CreateGeometryFromWkt(f"POLYGON(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))")


def test_blocks_together_show_each_lake_once():
    grid = Grid(wkt(32645), 0.0, 0.0, pixel_x=10.0, pixel_y=10.0, width=300, height=200, ground_pixel=10.0)
    lakes = [[box(5, 5, 9, 9), box(250, 150, 260, 155)], [box(90, 90, 180, 110)], [box(400, 0, 500, 9)]]

    seen = np.zeros((200, 300), int)
    for block in labelled_polygons(lakes, grid, block_size=100):
        numbers = np.concatenate([[0], block.present + 1])[block.labels]
        rows, columns = block.inner
        inside = np.s_[
            block.top + rows.start : block.top + rows.stop,
            block.left + columns.start : block.left + columns.stop,
        ]
        assert not seen[inside].any()
        seen[inside] = numbers[block.inner]

    expected = np.zeros((200, 300), int)
    expected[5:9, 5:9] = expected[150:155, 250:260] = 1
    expected[90:110, 90:180] = 2
    assert (seen == expected).all()
