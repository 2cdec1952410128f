"""What a lake layer says of the image it comes from, for those who compare it with another one.

It travels as keywords of the layer's metadata, which a GeoPackage and a .qmd file keep.
"""

from __future__ import annotations

from typing import NamedTuple

from qgis.core import QgsLayerMetadata

_PIXEL, _LATTICE, _SEEN = "lakemapper:ground_pixel_m", "lakemapper:grid", "lakemapper:seen"


class ImageFacts(NamedTuple):
    """See ``core.tracking.job.LakeLayer``; None where a layer does not tell."""

    pixel: float | None = None
    lattice: tuple[float, float, float, float] | None = None
    seen: str | None = None


def write_metadata(metadata: QgsLayerMetadata, facts: ImageFacts) -> None:
    """Add the facts to the keywords."""
    keywords = metadata.keywords()
    keywords[_PIXEL] = [repr(float(facts.pixel))]
    keywords[_LATTICE] = [repr(float(number)) for number in facts.lattice]
    keywords[_SEEN] = [facts.seen]
    metadata.setKeywords(keywords)


def read_metadata(metadata: QgsLayerMetadata) -> ImageFacts:
    """The facts in the keywords; what is missing or damaged is None."""
    keywords = metadata.keywords()
    try:
        pixel = float(keywords[_PIXEL][0])
        lattice = tuple(float(number) for number in keywords[_LATTICE])
        seen = keywords[_SEEN][0]
    except (KeyError, IndexError, ValueError):
        return ImageFacts()
    return ImageFacts(pixel, lattice, seen) if len(lattice) == 4 else ImageFacts()
