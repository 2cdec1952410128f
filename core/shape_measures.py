"""Shape of a lake from its outline: long or round."""

from __future__ import annotations

import math

import numpy as np
from osgeo import gdal, ogr

from .ground import Ground
from .polygons import polygon_wkb
from .shapes import Shapes

#: Canvas pixels in area / perimeter, than which no inscribed circle is smaller: radius exact to about 2 %.
_FINENESS = 16
#: Longest side of the canvas in pixels: bounds time and memory (6 MB).
_LONGEST = 1024


def elongation(shore: np.ndarray, ground: Ground) -> float:
    """Area / area of the largest circle that fits in: 1 for a disc, 4/π · length / width for a rectangle.

    ``shore`` is the closed outer ring (n, 2) in CRS units; islands count as water, since one in the
    middle of a round lake makes it no longer. The square of the inverse of the girth index of Angel,
    Parent & Civco 2010 ("Ten compactness properties of circles", The Canadian Geographer 54(4)).
    """
    low, high = shore.min(0), shore.max(0)
    middle = (low + high) / 2
    metres = (shore - middle) * ground.metres_per_unit(*middle, max(high - low) / 100)
    x, y = metres.T
    area = abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2
    perimeter = float(np.hypot(*np.diff(metres, axis=0).T).sum())
    radius = max(_inscribed_radius(metres, area / perimeter / _FINENESS), area / perimeter)
    return max(1.0, area / (math.pi * radius**2))


def _inscribed_radius(ring: np.ndarray, pixel: float) -> float:
    """Radius of the largest circle in a ring, both in m, on a canvas of such pixels or coarser.

    0 where the ring is too thin for a canvas of bounded size.
    """
    low, high = ring.min(0), ring.max(0)
    pixel = max(pixel, float(max(high - low)) / _LONGEST)
    width, height = (np.ceil((high - low) / pixel).astype(int) + 2).tolist()  # land all around
    polygon = ogr.CreateGeometryFromWkb(polygon_wkb([ring]))
    transform = (low[0] - pixel, pixel, 0.0, high[1] + pixel, 0.0, -pixel)
    inside = Shapes([polygon], [1]).burnt(width, height, transform)
    memory = gdal.GetDriverByName("MEM")
    shape = memory.Create("", width, height, 1, gdal.GDT_Byte)
    shape.WriteArray(inside)
    distance = memory.Create("", width, height, 1, gdal.GDT_Float32)
    gdal.ComputeProximity(shape.GetRasterBand(1), distance.GetRasterBand(1), ["VALUES=0"])
    # From pixel centre to pixel centre. The shore lies half a pixel before the one on land, and the
    # circle's own centre up to half a pixel beside the other: a quarter on average.
    pixels = float(distance.ReadAsArray().max())
    return (pixels - 0.25) * pixel if pixels >= 2 else 0.0
