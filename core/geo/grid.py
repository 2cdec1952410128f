"""The grid on which lakes are mapped; its pixels are square on the ground, in any CRS."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..util.errors import SceneError
from ..util.translation import tr
from .ellipsoid import Ellipsoid


class Bounds(NamedTuple):
    """A rectangle in CRS units."""

    west: float
    south: float
    east: float
    north: float

    def intersection(self, other: Bounds) -> Bounds | None:
        """Return the rectangle that both cover; None when they do not overlap."""
        west, south = max(self.west, other.west), max(self.south, other.south)
        east, north = min(self.east, other.east), min(self.north, other.north)
        return Bounds(west, south, east, north) if west < east and south < north else None


class Window(NamedTuple):
    """A rectangle of grid pixels; ``column`` and ``row`` may lie outside the grid."""

    column: int
    row: int
    width: int
    height: int

    def grown(self, margin: int) -> Window:
        """Return the window with ``margin`` more pixels on each side."""
        return Window(
            self.column - margin,
            self.row - margin,
            self.width + 2 * margin,
            self.height + 2 * margin,
        )

    def clipped(self, within: Window) -> Window:
        """Return the part of the window that lies in another, which it overlaps."""
        left, top = max(self.column, within.column), max(self.row, within.row)
        right = min(self.column + self.width, within.column + within.width)
        bottom = min(self.row + self.height, within.row + within.height)
        return Window(left, top, right - left, bottom - top)

    def moved(self, columns: int, rows: int) -> Window:
        """Return the window so many pixels further right and down."""
        return self._replace(column=self.column + columns, row=self.row + rows)

    def within(self, around: Window) -> tuple[slice, slice]:
        """Return the rows and columns of the window in an array of the pixels of ``around``."""
        top, left = self.row - around.row, self.column - around.column
        return slice(top, top + self.height), slice(left, left + self.width)


@dataclass(frozen=True)
class Grid:
    """North-up pixels: ``(west, north)`` is the outer corner of pixel (0, 0), all in CRS units.

    ``ground_pixel`` is the side of a pixel in metres on the ground at the grid's centre. Where the grid is a
    part of an image, ``whole`` is the window of all of it.
    """

    crs_wkt: str
    west: float
    north: float
    pixel_x: float
    pixel_y: float
    width: int
    height: int
    ground_pixel: float
    whole: Window | None = None

    @property
    def image(self) -> Window:
        """The window of the whole image: the grid itself, unless it is a part."""
        return self.whole or Window(0, 0, self.width, self.height)

    def of_image(self) -> Grid:
        """Return the grid of the whole image, whose pixels are this grid's."""
        _, _, width, height = self.image
        west, _, _, north, _, _ = self.geotransform(self.image)
        return replace(self, west=west, north=north, width=width, height=height, whole=None)

    def geotransform(self, window: Window | None = None) -> tuple[float, ...]:
        """Return GDAL's geotransform of the grid, or of a window of it."""
        column, row = (window.column, window.row) if window else (0, 0)
        return (
            self.west + column * self.pixel_x, self.pixel_x, 0.0,
            self.north - row * self.pixel_y, 0.0, -self.pixel_y,
        )  # fmt: skip

    @property
    def bounds(self) -> Bounds:
        """The outer edges of the outermost pixels."""
        return Bounds(
            self.west,
            self.north - self.height * self.pixel_y,
            self.west + self.width * self.pixel_x,
            self.north,
        )


#: Scale error up to which a projection, like UTM, keeps round pixels: 17 m, not 16.9932 m. Areas are measured
#: on the ellipsoid all the same.
_TRUE_SCALE = 0.002
#: A part of an image has the pixels of the whole, unless they differ so much from RESOLUTION where it lies.
_ONE_SCALE = 0.05
#: More pixels are no run: those of 17 m of the Earth's land are half as many, and take days.
_MOST_PIXELS = 1e12


def ground_grid(
    crs_wkt: str,
    bounds: Bounds,
    resolution: float,
    anchor: tuple[float, float],
    *,
    image: Bounds | None = None,
) -> Grid:
    """Return the grid over ``bounds`` whose pixel is ``resolution`` metres on the ground at the centre.

    Pixel corners lie on a lattice through ``anchor`` (x, y), usually the raster's own corner, so that a
    grid at the raster's own resolution has the raster's own pixels. Borders are moved to the nearest pixel
    corner. Where ``bounds`` are a part of ``image``, the grid is a part of that of the image, with the same
    pixels, unless the image is so large that its pixels would be 5 % longer or shorter there. ``SceneError``
    when that leaves no pixel, or far too many, or ``bounds`` do not fit the CRS.
    """
    scale = _scale(crs_wkt, bounds)
    pixel = tuple(_rounded(resolution / along) for along in scale)
    whole = None
    if image and image != bounds:
        of_image = tuple(_rounded(resolution / along) for along in _scale(crs_wkt, image))
        sides = (side * along for side, along in zip(of_image, scale))
        if all(abs(side / resolution - 1) <= _ONE_SCALE for side in sides):
            pixel, whole = of_image, _on_lattice(image, of_image, anchor)
    column, row, width, height = own = _on_lattice(bounds, pixel, anchor)
    if width < 1 or height < 1:
        raise SceneError(
            tr(
                "The extent is smaller than one pixel of {resolution:g} m. Choose a larger extent or a "
                "finer RESOLUTION.",
                resolution=resolution,
            )
        )
    if width * height > _MOST_PIXELS:
        raise SceneError(
            tr(
                "The extent has {width:,} × {height:,} pixels of {resolution:g} m, more than can be mapped "
                "at once ({most:.0e}). Choose a smaller EXTENT or a coarser RESOLUTION, and check the CRS "
                "of the layer.",
                width=width,
                height=height,
                resolution=resolution,
                most=_MOST_PIXELS,
            )
        )
    return Grid(
        crs_wkt,
        west=anchor[0] + column * pixel[0],
        north=anchor[1] - row * pixel[1],
        pixel_x=pixel[0],
        pixel_y=pixel[1],
        width=width,
        height=height,
        ground_pixel=float(resolution),
        whole=whole.moved(-column, -row) if whole and whole != own else None,
    )


def _on_lattice(bounds: Bounds, pixel: tuple[float, ...], anchor: tuple[float, float]) -> Window:
    """Return the pixels nearest to ``bounds``, counted from the one at ``anchor``."""
    left, right = (round((x - anchor[0]) / pixel[0]) for x in (bounds.west, bounds.east))
    top, bottom = (round((anchor[1] - y) / pixel[1]) for y in (bounds.north, bounds.south))
    return Window(left, top, right - left, bottom - top)


def _scale(crs_wkt: str, bounds: Bounds) -> tuple[float, float]:
    """Return ``ground_scale`` at the centre of ``bounds``."""
    x, y = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
    step = max(bounds.east - bounds.west, bounds.north - bounds.south) / 1000
    return ground_scale(crs_wkt, x, y, step)


def ground_scale(crs_wkt: str, x: float, y: float, step: float) -> tuple[float, float]:
    """Return how many metres on the ground one CRS unit along x, and along y, covers at a place.

    It is measured over ``step`` units. A projection that is true to scale there within 0.2 % gives its plain
    unit. ``SceneError`` when the place does not fit the CRS.
    """
    ellipsoid = Ellipsoid(crs_wkt)
    try:
        along_x, along_y = ellipsoid.metres_per_unit(x, y, step)
    except (RuntimeError, ValueError) as error:
        raise SceneError(
            tr(
                "The coordinates of the layer's centre ({x:g}, {y:g}) do not fit its CRS. Set the right "
                "CRS in the layer's properties.",
                x=x,
                y=y,
            )
        ) from error
    unit = ellipsoid.linear_unit
    if unit and all(abs(along / unit - 1) < _TRUE_SCALE for along in (along_x, along_y)):
        return unit, unit
    return along_x, along_y


def scale_notes(grid: Grid) -> tuple[str, ...]:
    """Return sentences for the log: by how much planar areas would be wrong, how much a pixel varies."""
    ellipsoid = Ellipsoid(grid.crs_wkt)
    west, south, east, north = grid.bounds
    centre = (west + east) / 2, (south + north) / 2
    sizes = []  # of a pixel on the ground in m², at the centre, then at the corners
    for x, y in (centre, (west, south), (west, north), (east, south), (east, north)):
        try:
            along_x, along_y = ellipsoid.metres_per_unit(x, y, grid.pixel_x)
        except (RuntimeError, ValueError):  # a corner outside the area where the CRS is defined
            continue
        sizes.append(along_x * grid.pixel_x * along_y * grid.pixel_y)
    notes = []
    if ellipsoid.linear_unit and sizes:
        planar = grid.pixel_x * grid.pixel_y * ellipsoid.linear_unit**2
        excess = 100 * (planar / sizes[0] - 1)
        if abs(excess) >= 1:
            notes.append(_about_plane(excess))
    sides = [math.sqrt(size) for size in sizes]
    if sides and max(sides) > 1.1 * min(sides):
        notes.append(
            tr(
                "Because of the CRS a pixel is {least:.3g} to {largest:.3g} m on the ground, depending on "
                "where it lies. For an equal one everywhere map parts of the image, or reproject it.",
                least=min(sides),
                largest=max(sides),
            )
        )
    return tuple(notes)


def _about_plane(excess: float) -> str:
    """Return by how many percent areas on the map plane are too large, or too small where below 0."""
    if excess > 0:
        return tr(
            "On the map plane of this CRS areas would be {share:.0f} % too large at the centre; they are "
            "measured on the ellipsoid.",
            share=excess,
        )
    return tr(
        "On the map plane of this CRS areas would be {share:.0f} % too small at the centre; they are "
        "measured on the ellipsoid.",
        share=-excess,
    )


def _rounded(pixel: float) -> float:
    """Round to six significant digits."""
    return round(pixel, 5 - math.floor(math.log10(pixel)))
