"""The image that a lake layer comes from, as keywords of the layer's metadata: Track lakes reads them.

A GeoPackage and a .qmd file keep such keywords.
"""

from __future__ import annotations

from typing import NamedTuple

from qgis.core import QgsLayerMetadata

_PIXEL, _LATTICE, _SEEN = "lakemapper:ground_pixel_m", "lakemapper:grid", "lakemapper:seen"


class ImageFacts(NamedTuple):
    """Ground pixel in m, grid and valid-data footprint of an image; None where a layer does not hold them.

    As ``core.tracking.track.LakeLayer`` takes them.
    """

    pixel: float | None = None
    lattice: tuple[float, float, float, float] | None = None
    seen: str | None = None


def write_metadata(metadata: QgsLayerMetadata, facts: ImageFacts) -> None:
    """Add the facts to the keywords of a layer's metadata."""
    keywords = metadata.keywords()
    keywords[_PIXEL] = [repr(float(facts.pixel))]
    keywords[_LATTICE] = [repr(float(number)) for number in facts.lattice]
    keywords[_SEEN] = [facts.seen]
    metadata.setKeywords(keywords)


def read_metadata(metadata: QgsLayerMetadata) -> ImageFacts:
    """Return the facts in the keywords; all are None where one is missing or damaged."""
    keywords = metadata.keywords()
    try:
        pixel = float(keywords[_PIXEL][0])
        lattice = tuple(float(number) for number in keywords[_LATTICE])
        seen = keywords[_SEEN][0]
    except (KeyError, IndexError, ValueError):
        return ImageFacts()
    return ImageFacts(pixel, lattice, seen) if len(lattice) == 4 else ImageFacts()
