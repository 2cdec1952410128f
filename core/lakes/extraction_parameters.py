"""What the lakes of an image are extracted with, and where their extraction reports to."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..inference.run import RunProgress
from ..inference.tiling import TILE_SIZE


@dataclass(frozen=True)
class ExtractionParameters:
    """How lakes are extracted; the defaults are those of *Extract lakes*.

    ``resolution`` is the side of a pixel in metres on the ground. Lake is where the probability is at least
    ``threshold``. ``min_area`` and ``min_island`` are in m². Lakes longer than ``max_elongation`` (area
    within the outer ring / area of the largest inscribed circle) are left out; None keeps all. ``smooth``
    takes the stairs of pixels out of shorelines and keeps areas. ``date`` is that of the image. ``model`` is
    the path of a model file, empty for the bundled one; ``device`` and ``engine`` are names in
    ``engine.DEVICES`` and ``engine.ENGINES``, whose speeds on this computer are remembered in ``speeds_file``
    (empty: they are taken in the usual order). ``tile_size`` (pixels, a multiple of 1024) is the side of an
    output tile. ``scheduler`` is the address of a Dask scheduler that computes the tiles, empty for this
    machine. ``infrared``: near infrared helps the network where the image has it. Lakes of a
    confidence under ``min_confidence`` are left out; None keeps all.
    """

    resolution: float = 17.0
    threshold: float = 0.5
    min_area: float = 5000.0
    min_island: float = 2500.0
    max_elongation: float | None = None
    smooth: bool = True
    date: datetime.date | None = None
    model: str = ""
    device: str = "automatic"
    engine: str = "automatic"
    speeds_file: str = ""
    tile_size: int = TILE_SIZE
    scheduler: str = ""
    infrared: bool = True
    min_confidence: float | None = None


def _ignore(_: Any) -> None: ...


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Feedback:
    """Where an extraction reports to, and what may stop it.

    ``info`` and ``warning`` get sentences, ``stage`` the title of a step, ``progress`` a ``RunProgress``
    after each inference block; ``Cancelled`` is raised soon after ``cancelled`` returns true.
    """

    info: Callable[[str], None] = _ignore
    warning: Callable[[str], None] = _ignore
    stage: Callable[[str], None] = _ignore
    progress: Callable[[RunProgress], None] = _ignore
    cancelled: Callable[[], bool] = _never
