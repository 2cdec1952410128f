"""The strata of a map of lakes: parts of it that differ in how often the map is wrong."""

from __future__ import annotations

from typing import NamedTuple

from ..util.translation import tr

#: Classes of the map and of the reference; their order is that of the error matrix.
CLASSES = ("lake", "land")


class Stratum(NamedTuple):
    """A part of the map. ``expected_error`` is the share of it that is thought to be wrong.

    It only plans how many points are drawn: a wrong guess makes the error bar larger or smaller than wished,
    never wrong.
    """

    name: str
    expected_error: float


#: In the order of the codes 1, 2, ... of a grid of strata; 0 is outside the map.
STRATA = (
    Stratum("lake", 0.02),
    Stratum("lake near the shore", 0.2),
    Stratum("uncertain", 0.5),
    Stratum("land near a lake", 0.15),
    Stratum("other land", 0.01),
)
NAMES = tuple(stratum.name for stratum in STRATA)
LAKE, LAKE_SHORE, UNCERTAIN, LAND_SHORE, LAND = range(1, len(STRATA) + 1)


def title_of(name: str) -> str:
    """Return what people read for the name of a stratum or a class, which files hold in English."""
    titles = {
        "lake": tr("lake"),
        "land": tr("land"),
        "lake near the shore": tr("lake near the shore"),
        "uncertain": tr("uncertain"),
        "land near a lake": tr("land near a lake"),
        "other land": tr("other land"),
    }
    return titles[name]
