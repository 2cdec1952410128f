"""The section of the report on other thresholds: a chart, and which lakes vanish or appear."""

from __future__ import annotations

from collections.abc import Sequence

from ..geo.ellipsoid import Ellipsoid
from ..report.charts import area_and_count
from ..report.html import section
from ..report.text import counted
from ..util.translation import tr
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
        label=tr("lake probability from which a pixel is lake"),
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
    note = tr(
        "The axis of the area does not begin at zero. The lakes were traced again from the same lake "
        "probability, with the same limits. Shorelines that move with the threshold are unsure: their "
        "uncertainty is in the errors above."
    )
    return section(
        tr("If the threshold were another"),
        f"<p>{_summary(found)}</p>",
        f'<div class="chart">{chart}</div>',
        _table(
            tr(
                "{lakes} of the list: less than {least} is left as the threshold rises to {threshold:g}",
                lakes=counted(len(found.vanishing), "lake"),
                least=least,
                threshold=LEVELS[-1],
            ),
            ("lake_id", tr("area, km²"), tr("gone from")),
            vanishing,
            len(found.vanishing),
        ),
        _table(
            tr(
                "{lakes} at {threshold:g}, of which less than {least} is in the list",
                lakes=counted(len(found.appearing), "lake"),
                threshold=LEVELS[0],
                least=least,
            ),
            (tr("there from"), tr("area at {threshold:g}, km²", threshold=LEVELS[0]), tr("lon"), tr("lat")),
            appearing,
            len(found.appearing),
        ),
        f"<p>{note}</p>",
    )


def _summary(found: Sensitivity) -> str:
    first, last = found.curve[0], found.curve[-1]
    own = next(at for at in found.curve if at.threshold == found.own)
    ends = {
        "low": first.threshold,
        "high": last.threshold,
        "area": first.area_km2,
        "last_area": last.area_km2,
        "number": first.number,
        "last_number": last.number,
    }
    if own.area_km2 <= 0:
        return tr(
            "From a threshold of {low:g} to {high:g} the water surface goes from {area:,.3f} to "
            "{last_area:,.3f} km², and the number of lakes from {number:,} to {last_number:,}.",
            **ends,
        )
    return tr(
        "From a threshold of {low:g} to {high:g} the water surface goes from {area:,.3f} to {last_area:,.3f} "
        "km² ({share:+.1f} to {last_share:+.1f} % of that at {threshold:g}, the dashed line), and the number "
        "of lakes from {number:,} to {last_number:,}.",
        **ends,
        share=100 * (first.area_km2 / own.area_km2 - 1),
        last_share=100 * (last.area_km2 / own.area_km2 - 1),
        threshold=own.threshold,
    )


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], count: int) -> str:
    if not rows:
        return ""
    if count > len(rows):
        title = tr("{title}; the largest {count} of them:", title=title, count=len(rows))
    else:
        title = tr("{title}:", title=title)
    header = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<p>{title}</p><table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"
