"""Images with missing pixels, and a check that both readers find exactly these."""

import numpy as np
from lake_mapper.core.geo.grid import Window, ground_grid
from lake_mapper.core.raster.readers import ParallelReader, WarpingReader
from lake_mapper.core.raster.scene import RasterScene

SIDE = 160


def image(kind, bands=3, seed=0, side=SIDE):
    """Land with dark water in its middle: values (bands, side, side) that fill much of the type's range."""
    rng = np.random.default_rng(seed)
    row, column = np.mgrid[:side, :side]
    water = (row - side / 2) ** 2 + (column - side / 2) ** 2 < (side / 4) ** 2
    values = np.where(water, 300, 1500) + rng.normal(0, 60, (bands, side, side)) + 200 * np.sin(row / 9)
    values = np.clip(values, 20, 2400)
    if np.dtype(kind).itemsize == 1:
        return np.clip(values / 10, 2, 240).astype(kind)
    return (values / 3000 if np.dtype(kind).kind == "f" else values).astype(kind)


def collar(side=SIDE):
    row, column = np.mgrid[:side, :side]
    return column + 0.4 * row < side * 0.35


def read(path, kind=ParallelReader, **options):
    """Return the scene, and where it is valid at its own resolution."""
    scene = RasterScene(path, **options)
    grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
    window = Window(0, 0, grid.width, grid.height)
    source = scene.pixel_source()
    reader = ParallelReader(source, grid) if kind is ParallelReader else WarpingReader(source, grid, 8)
    return scene, reader.read(window).valid


def check(path, missing, **options):
    """Return the scene, in which exactly the pixels ``missing`` are so, by both readers."""
    for kind in (ParallelReader, WarpingReader):
        scene, valid = read(path, kind, **options)
        assert (valid == ~missing).all(), (kind, scene.notes, scene.warnings, (valid != ~missing).mean())
    return scene


def said(scene, sentence):
    return any(sentence in text for text in (*scene.notes, *scene.warnings))
