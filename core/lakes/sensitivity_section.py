"""The section of the report on other thresholds: a chart, and which lakes vanish or appear."""

from __future__ import annotations

from collections.abc import Sequence

from ..geo.ellipsoid import Ellipsoid
from ..report.charts import area_and_count
from ..report.html import section
from ..report.text import counted
from .attributes import place
from .lake import Lake
from .sensitivity import Sensitivity
from .zonal_statistics import LEVELS

#: So many lakes, the largest, are in each table.
_LISTED = 10


def sensitivity_section(
    found: Sensitivity, lakes: Sequence[Lake], ellipsoid: Ellipsoid, min_area: float
) -> str:
    """Return the section as HTML; ``lakes`` are those of the run, ``min_area`` (m²) the smallest."""
    chart = area_and_count(
        [at.threshold for at in found.curve],
        [at.area_km2 for at in found.curve],
        [at.number for at in found.curve],
        label="lake probability from which a pixel is lake",
        marked=found.own,
    )
    vanishing = [
        (str(i + 1), f"{lakes[i].area / 1e6:,.3f}", f"{level:g}") for i, level in found.vanishing[:_LISTED]
    ]
    appearing = []
    for lake, level in found.appearing[:_LISTED]:
        lon, lat = place(lake, ellipsoid)
        appearing.append((f"{level:g}", f"{lake.area / 1e6:,.3f}", f"{lon:.5f}", f"{lat:.5f}"))
    least = f"{min_area:,.0f} m²"
    return section(
        "If the threshold were another",
        f"<p>{_summary(found)}</p>",
        f'<div class="chart">{chart}</div>',
        _table(
            f"{counted(len(found.vanishing), 'lake')} of the list: less than {least} is left as the "
            f"threshold rises to {LEVELS[-1]:g}",
            ("lake_id", "area, km²", "gone from"),
            vanishing,
            len(found.vanishing),
        ),
        _table(
            f"{counted(len(found.appearing), 'lake')} at {LEVELS[0]:g}, of which less than {least} is in "
            f"the list",
            ("there from", f"area at {LEVELS[0]:g}, km²", "lon", "lat"),
            appearing,
            len(found.appearing),
        ),
        "<p>The axis of the area does not begin at zero. The lakes were traced again from the same lake "
        "probability, with the same limits. Shorelines that move with the threshold are unsure: their "
        "uncertainty is in the errors above.</p>",
    )


def _summary(found: Sensitivity) -> str:
    first, last = found.curve[0], found.curve[-1]
    own = next(at for at in found.curve if at.threshold == found.own)
    text = (
        f"From a threshold of {first.threshold:g} to {last.threshold:g} the water surface goes from "
        f"{first.area_km2:,.3f} to {last.area_km2:,.3f} km²"
    )
    if own.area_km2 > 0:
        shares = (100 * (at.area_km2 / own.area_km2 - 1) for at in (first, last))
        text += " ({:+.1f} to {:+.1f} % of that at {:g}, the dashed line)".format(*shares, own.threshold)
    return f"{text}, and the number of lakes from {first.number:,} to {last.number:,}."


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], count: int) -> str:
    if not rows:
        return ""
    more = f"; the largest {len(rows)} of them" if count > len(rows) else ""
    header = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<p>{title}{more}:</p><table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"
