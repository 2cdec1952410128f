"""A valid-data footprint as a short text: people see the metadata that hold it, and WKT would fill pages."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence

import numpy as np
from osgeo import gdal, ogr

from ..geo.wkb import multipolygon_wkb, polygon_rings, polygon_wkb

_Lattice = tuple[float, float, float, float]  # x, y of a corner, size of a pixel in x and y
_OFF = 1e-3  # pixels: a corner farther from the lattice than this is not one of it
_WORD = 64  # characters: a long word could not be broken at the edge of a window
_LARGEST = 2**26  # bytes unpacked; a damaged text must not fill the memory


def packed(wkt: str, lattice: _Lattice) -> list[str] | None:
    """Return a footprint (WKT) as short words; None where its corners are not all corners of pixels.

    ``lattice`` is a corner of a pixel and its size (x, y, dx, dy). The words are base64 of zlib of JSON: for
    each ring its first column and row, then the steps from corner to corner.
    """
    geometry = ogr.CreateGeometryFromWkt(wkt)
    if geometry is None or ogr.GT_Flatten(geometry.GetGeometryType()) not in (
        ogr.wkbPolygon,
        ogr.wkbMultiPolygon,
    ):
        return None
    geometry.FlattenTo2D()
    polygons = []
    for rings in polygon_rings(bytes(geometry.ExportToWkb(ogr.wkbNDR))):
        steps = []
        for ring in rings:
            exact = (ring - lattice[:2]) / lattice[2:]
            corners = np.rint(exact)
            if np.abs(exact - corners).max(initial=0.0) > _OFF:
                return None
            steps.append(np.diff(corners.astype(int), axis=0, prepend=0).ravel().tolist())
        polygons.append(steps)
    text = json.dumps(polygons, separators=(",", ":"))
    words = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    return [words[i : i + _WORD] for i in range(0, len(words), _WORD)]


def unpacked(words: Sequence[str], lattice: _Lattice) -> str:
    """Return the footprint (WKT) that ``packed`` made into words; ``ValueError`` where they are damaged."""
    try:
        text = zlib.decompressobj().decompress(base64.b64decode("".join(words), validate=True), _LARGEST)
        polygons = [
            polygon_wkb(
                [
                    np.array(steps, np.int64).reshape(-1, 2).cumsum(0) * lattice[2:] + lattice[:2]
                    for steps in rings
                ]
            )
            for rings in json.loads(text)
        ]
        geometry = ogr.CreateGeometryFromWkb(multipolygon_wkb(polygons))
    except (zlib.error, TypeError, OverflowError, RecursionError, RuntimeError) as error:
        raise ValueError(f"no footprint: {error}") from error
    if geometry is None:
        raise ValueError(f"no footprint: {gdal.GetLastErrorMsg()}")
    return geometry.ExportToWkt()
