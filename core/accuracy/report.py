"""The report of an assessment, one HTML page: estimates, error matrices, formulae, a paragraph for papers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from ..report.html import page, section
from ..report.text import comma_separated, with_error
from ..util.translation import tr
from .assessment import Assessment
from .estimator import Estimate, area_proportions, wilson
from .strata import CLASSES, title_of

#: Fewer wrong points in a stratum, and the normal interval is too short.
_FEW = 5
#: Share of points that cannot be told from which on the report warns.
_MANY_NOT_TOLD = 0.05
_STYLE = """
body { max-width: 62rem } .wide { overflow-x: auto }
.warning { background: #fff4d6; border-left: .4rem solid #e0a100; padding: .7rem 1rem }
.key { font-size: .87rem } .paste { background: #f3f6f8; padding: .7rem 1rem }
.formula { font-family: Georgia, "Times New Roman", serif; margin: .5rem 0 .5rem 1.5rem }
"""
_REFERENCES = (
    "Olofsson, P., Foody, G. M., Herold, M., Stehman, S. V., Woodcock, C. E., Wulder, M. A. (2014). Good "
    "practices for estimating area and assessing accuracy of land change. Remote Sensing of Environment 148, "
    "42–57. doi:10.1016/j.rse.2014.02.015",
    "Stehman, S. V. (2014). Estimating area and map accuracy for stratified random sampling when the strata "
    "are different from the map classes. International Journal of Remote Sensing 35(13), 4923–4939. "
    "doi:10.1080/01431161.2014.930207",
    "Zou, G. Y., Huang, W., Zhang, X. (2009). A note on confidence interval estimation for a linear function "
    "of binomial proportions. Computational Statistics & Data Analysis 53(4), 1080–1085. "
    "doi:10.1016/j.csda.2008.09.033",
)


def assessment_report(assessment: Assessment, name: str, command: str) -> str:
    """Return the report as HTML; ``name`` is that of the points, ``command`` makes it again."""
    labelled = assessment.labelled
    low, high = assessment.lake_interval
    summary = tr(
        "<b>The map shows {mapped:,.3f} km² of lakes. Its labelled points say {estimate:,.3f} km², with 95 % "
        "confidence {low:,.3f} to {high:,.3f} km².</b> Of the mapped ground {overall} has the right class; "
        "of the mapped lake area {users} is lake, and of the lakes {producers} are mapped (± half of the 95 "
        "% interval).",
        mapped=labelled.lake_km2,
        estimate=assessment.lake_area.value,
        low=low,
        high=high,
        overall=_percent(assessment.overall),
        users=_percent(assessment.users[0]),
        producers=_percent(assessment.producers[0]),
    )
    parts = [f"<p>{summary}</p>"]
    parts += [f'<p class="warning">{escape(sentence)}</p>' for sentence in warnings(assessment)]
    parts.append(section(tr("Area of lakes"), _areas_table(assessment), _area_note()))
    parts.append(section(tr("Accuracy"), _accuracy_table(assessment)))
    parts.append(section(tr("Error matrix"), *_matrices(assessment)))
    parts.append(section(tr("The strata"), _strata_table(assessment), _strata_note()))
    paragraph = methods_paragraph(assessment)
    parts.append(section(tr("For the methods section"), f'<p class="paste">{escape(paragraph)}</p>'))
    references = "".join(f"<p>{escape(r)}</p>" for r in _REFERENCES)
    parts.append(section(tr("How it is computed"), _formulae(), references))
    parts.append(section(tr("The same again"), f"<pre>{escape(command)}</pre>"))
    return page(tr("Accuracy of a map of lakes: {name}", name=name), "\n".join(parts), _STYLE)


def _area_note() -> str:
    note = tr(
        "± 1.96 standard errors is the interval that papers give. It takes a stratum without a wrong point "
        "for one without error, and is too short where few points are wrong. The score interval is not: "
        "where they differ, use that."
    )
    return f'<p class="key">{note}</p>'


def _strata_note() -> str:
    note = tr(
        "The last column: with 95 % confidence no more of the stratum than this has the label that is rarer "
        "there, such as lakes that the map missed in other land."
    )
    return f'<p class="key">{note}</p>'


def warnings(assessment: Assessment) -> list[str]:
    """Return sentences on what makes the estimate weaker than it looks."""
    labelled = assessment.labelled
    found = []
    unknown = int(labelled.not_told.sum())
    whole = unknown + int(labelled.sample.points.sum())
    if unknown:
        least, most = assessment.lake_area_if(False), assessment.lake_area_if(True)
        much = (
            tr(" That is much: see whether a better image shows them.")
            if unknown > _MANY_NOT_TOLD * whole
            else ""
        )
        found.append(
            tr(
                "{count} of {all} points could not be told and are left out, as if they were like the other "
                "points of their stratum. If all were land the lake area would be {least:,.3f} km², if all "
                "were lake {most:,.3f} km².{much}",
                count=unknown,
                all=whole,
                least=least,
                most=most,
                much=much,
            )
        )
    few = [name for name, wrong in zip(labelled.names, _rarer(assessment)) if wrong < _FEW]
    if few:
        found.append(
            tr(
                "Fewer than {few} points differ from the others in: {strata}. There the normal interval is "
                "too short: use the score interval of the lake area, and take user's and producer's accuracy "
                "for less sure than their ± says. More points there make both shorter and surer.",
                few=_FEW,
                strata=comma_separated(map(title_of, few)),
            )
        )
    return found


def _rarer(assessment: Assessment) -> np.ndarray:
    """Return how many points (strata,) have the rarer label of their stratum."""
    of_lakes = assessment.labelled.sample.counts[:, :, 0].sum(1)
    return np.minimum(of_lakes, assessment.labelled.sample.points - of_lakes)


def methods_paragraph(assessment: Assessment) -> str:
    """Return a paragraph that says how the map was assessed, to paste into a paper."""
    labelled = assessment.labelled
    sample = labelled.sample
    strata = comma_separated(f"{title_of(name)} (n = {n})" for name, n in zip(labelled.names, sample.points))
    low, high = assessment.lake_interval
    unknown = int(labelled.not_told.sum())
    excluded = (
        tr(" {count} further points could not be interpreted and were excluded.", count=unknown)
        if unknown
        else ""
    )
    return tr(
        "The accuracy of the lake map was assessed with {points} points drawn by stratified random sampling, "
        "uniformly by area, in {count} strata covering {ground:,.1f} km²: {strata}. Each point was labelled "
        "as lake or land by visual interpretation without knowledge of the mapped class.{excluded} "
        "Accuracies and areas were estimated following Olofsson et al. (2014), with the indicator estimators "
        "and ratio variances of Stehman (2014) because strata and map classes differ. Overall accuracy was "
        "{overall}; for lakes user's accuracy was {users} and producer's accuracy {producers} (± 95 % "
        "confidence interval). The mapped lake area was {mapped:,.3f} km²; the area-adjusted estimate is "
        "{estimate} km² (standard error), with a 95 % confidence interval of {low:,.3f}–{high:,.3f} km² "
        "(Wilson score limits of the strata combined after Zou et al. 2009).",
        points=int(sample.points.sum()),
        count=len(labelled.names),
        ground=sample.total_area,
        strata=strata,
        excluded=excluded,
        overall=_percent(assessment.overall),
        users=_percent(assessment.users[0]),
        producers=_percent(assessment.producers[0]),
        mapped=labelled.lake_km2,
        estimate=with_error(assessment.lake_area.value, assessment.lake_area.error),
        low=low,
        high=high,
    )


def _percent(estimate: Estimate) -> str:
    if np.isnan(estimate.value):
        return tr("an unknown share")
    return f"{100 * estimate.value:.1f} ± {100 * estimate.half_width:.1f} %"


def _formulae() -> str:
    """Return how the numbers are computed, as HTML."""
    return tr(
        """
<p>Stratum <i>h</i> has the share <i>W<sub>h</sub></i> of the mapped ground and <i>n<sub>h</sub></i> labelled
points; <i>y</i> and <i>x</i> are 1 for a point that has a property, else 0, with means
<i>ȳ<sub>h</sub></i>, <i>x̄<sub>h</sub></i> and sample variances and covariance <i>s</i> (Stehman 2014).</p>
<p class="formula">Share of the ground: <i>Ŷ</i> = Σ <i>W<sub>h</sub> ȳ<sub>h</sub></i>,
V(<i>Ŷ</i>) = Σ <i>W<sub>h</sub></i>² <i>s</i>²<sub><i>yh</i></sub> / <i>n<sub>h</sub></i>
(overall accuracy: <i>y</i> = map and label agree; lake area: <i>y</i> = labelled lake, times the area)</p>
<p class="formula">Ratio:
<i>R̂</i> = Σ <i>W<sub>h</sub> ȳ<sub>h</sub></i> / Σ <i>W<sub>h</sub> x̄<sub>h</sub></i>,
V(<i>R̂</i>) = Σ <i>W<sub>h</sub></i>² (<i>s</i>²<sub><i>yh</i></sub> + <i>R̂</i>²
<i>s</i>²<sub><i>xh</i></sub> − 2 <i>R̂ s<sub>xyh</sub></i>) / <i>n<sub>h</sub></i> /
(Σ <i>W<sub>h</sub> x̄<sub>h</sub></i>)²
(<i>y</i> = map and label are the class; <i>x</i> = the map is: user's accuracy; the label is: producer's)</p>
<p class="formula">Score interval of the lake area: from
<i>Â</i> − (Σ <i>A<sub>h</sub></i>² (<i>p̂<sub>h</sub> − l<sub>h</sub></i>)²)<sup>½</sup> to
<i>Â</i> + (Σ <i>A<sub>h</sub></i>² (<i>u<sub>h</sub> − p̂<sub>h</sub></i>)²)<sup>½</sup>;
<i>l<sub>h</sub></i> and <i>u<sub>h</sub></i> are Wilson's limits of the share <i>p̂<sub>h</sub></i> of lake
points in stratum <i>h</i> of area <i>A<sub>h</sub></i> (Zou et al. 2009)</p>
"""
    )


def _areas_table(assessment: Assessment) -> str:
    labelled, estimate = assessment.labelled, assessment.lake_area
    low, high = assessment.lake_interval
    normal = _interval(max(0.0, estimate.value - estimate.half_width), estimate.value + estimate.half_width)
    rows = (
        (tr("mapped"), f"{labelled.lake_km2:,.3f}"),
        (tr("adjusted by the labelled points"), f"{estimate.value:,.3f}"),
        (tr("standard error"), f"{estimate.error:,.3f}"),
        (tr("± 1.96 standard errors (Olofsson et al. 2014)"), normal),
        (tr("95 % score interval"), f"<b>{_interval(low, high)}</b>"),
    )
    body = "".join(f"<tr><td>{title}</td><td>{value}</td></tr>" for title, value in rows)
    return f"<table><tr><th>{tr('lakes')}</th><th>km²</th></tr>{body}</table>"


def _interval(low: float, high: float) -> str:
    return tr("{low:,.3f} to {high:,.3f}", low=low, high=high)


def _accuracy_table(assessment: Assessment) -> str:
    rows = [(tr("overall"), assessment.overall)]
    for k, name in enumerate(map(title_of, CLASSES)):
        rows.append((tr("user's, {name}: what the map calls so is so", name=name), assessment.users[k]))
        rows.append((tr("producer's, {name}: what is so is mapped so", name=name), assessment.producers[k]))
    body = "".join(f"<tr><td>{escape(title)}</td><td>{_percent(one)}</td></tr>" for title, one in rows)
    head = f"<tr><th>{tr('accuracy')}</th><th>{tr('± half of the 95 % interval')}</th></tr>"
    return f"<table>{head}{body}</table>"


def _matrices(assessment: Assessment) -> list[str]:
    sample = assessment.labelled.sample
    counts, shares = sample.counts.sum(0), 100 * area_proportions(sample)
    return [
        _matrix(tr("points"), [[f"{n:,}" for n in row] for row in _with_sums(counts)]),
        _matrix(
            tr("% of the mapped ground"), [[f"{share:.3f}" for share in row] for row in _with_sums(shares)]
        ),
    ]


def _with_sums(matrix: np.ndarray) -> np.ndarray:
    rows = np.vstack([matrix, matrix.sum(0)])
    return np.hstack([rows, rows.sum(1, keepdims=True)])


def _matrix(title: str, cells: Sequence[Sequence[str]]) -> str:
    classes, all_of_them = [title_of(name) for name in CLASSES], tr("all")
    head = "".join(f"<th>{tr('labelled {name}', name=name)}</th>" for name in classes)
    names = [*(tr("mapped {name}", name=name) for name in classes), all_of_them]
    body = "".join(
        f"<tr><td>{name}</td>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for name, row in zip(names, cells)
    )
    return f"<table><tr><th>{escape(title)}</th>{head}<th>{all_of_them}</th></tr>{body}</table><br>"


def _strata_table(assessment: Assessment) -> str:
    labelled = assessment.labelled
    sample = labelled.sample
    of_lakes, rarer, points = sample.counts[:, :, 0].sum(1), _rarer(assessment), sample.points
    most = wilson(rarer / points, points)[1] * sample.areas
    body = "".join(
        f"<tr><td>{escape(title_of(name))}</td><td>{sample.areas[h]:,.3f}</td><td>{points[h]:,}</td>"
        f"<td>{of_lakes[h]:,}</td><td>{points[h] - of_lakes[h]:,}</td><td>{labelled.not_told[h]:,}</td>"
        f"<td>{most[h]:,.3f}</td></tr>"
        for h, name in enumerate(labelled.names)
    )
    titles = (
        tr("stratum"),
        "km²",
        tr("points"),
        *(tr("labelled {name}", name=title_of(name)) for name in CLASSES),
        tr("cannot tell"),
        tr("rarer label, at most km²"),
    )
    head = "".join(f"<th>{title}</th>" for title in titles)
    return f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'
