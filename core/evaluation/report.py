"""The report of an evaluation: scores of the models and of the paper, and where the models are wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from ..datasets.dataset import Tile
from ..report.charts import dot_plot
from ..report.html import facts_table, image, page
from ..report.text import counted
from ..util.translation import tr
from . import published_table as published
from .error_maps import error_map, jpeg, legend, tiles_to_show
from .evaluate import SCORES, ModelResult
from .published_table import TABLE_1, hard_subsets
from .table import ALL, text_of

_STYLE = """
body { max-width: 84rem }
.wide { overflow-x: auto }
th { vertical-align: bottom; font-weight: 600 }
td small { display: block; color: #5b6b79; white-space: nowrap }
td.network, th.network { text-align: left; white-space: nowrap }
tr.block td { text-align: left; padding-top: 1rem; color: #5b6b79; font-style: italic }
tr.block:lang(zh) td { font-style: normal }
tr.paper td { color: #5b6b79 }
.group { text-align: center }
b.best { color: #0b5cab }
.grid td, .grid th { border: 0; padding: .2rem; text-align: center; vertical-align: top }
.grid { font-size: .85rem }
.grid td:first-child { text-align: left; min-width: 6.5rem; max-width: 9rem; overflow-wrap: anywhere }
.grid img { width: 176px; min-width: 120px; display: block }
.key { display: inline-block; width: .9em; height: .9em; margin: 0 .35em 0 1em; vertical-align: -.1em }
.model { margin: 1rem 0 }
"""


def _titles() -> dict[str, str]:
    """Return the titles of the columns that have another one than their name."""
    return {
        "lake_IoU": tr("lake IoU"),
        "image_MIoU": tr("image MIoU"),
        "image_OA": tr("image OA"),
        "boundary_F1": tr("boundary F1"),
    }


def _meanings() -> list[tuple[str, str]]:
    """Return what the columns mean."""
    return [
        (
            "OA",
            tr(
                "Overall accuracy, (TP + TN) / all pixels, in %. TP are lake pixels found, FN lake pixels "
                "missed, FP land taken for lake, TN land left alone; all from one matrix over all tiles, as "
                "in the paper."
            ),
        ),
        ("RC", tr("Recall of lake, TP / (TP + FN), in %.")),
        (
            "MIoU",
            tr("Mean of the IoU of lake, TP / (TP + FP + FN), and that of land, TN / (TN + FP + FN), in %."),
        ),
        (
            "TWR, FWR",
            tr("True and false water rate, TP / (TP + FP) and FP / (TP + FP), in %; together 100."),
        ),
        (
            tr("lake IoU, F1"),
            tr(
                "IoU of lake alone, and 2 TP / (2 TP + FP + FN), in %. Land is most of most images, so these "
                "two say more about lakes than OA does."
            ),
        ),
        (
            tr("image MIoU, image OA"),
            tr(
                "Means over tiles of each tile's own score, in %: a small lake counts as much as a large "
                "one. Where a tile has no lake (or no land) in truth and mask alike, its MIoU is the other "
                "class's IoU."
            ),
        ),
        (
            tr("boundary F1"),
            tr(
                "How well shorelines agree, in %: harmonic mean of the share of found shoreline pixels "
                "within 2 pixels of a true one and of true ones within 2 pixels of a found one, pooled over "
                "tiles (Csurka et al., BMVC 2013). The edge of a tile is no shoreline."
            ),
        ),
        (
            tr("small ranges"),
            tr(
                "95 % intervals: 1000 bootstrap samples, drawn with replacement. They show how much the "
                "choice of test tiles matters, not how much luck a training had."
            ),
        ),
        (
            tr("parameters"),
            tr(
                "Numbers that training changes, those of PSPNet's auxiliary output included, which only "
                "training uses."
            ),
        ),
        (
            "GFLOPs",
            tr(
                "Billions of operations for a tile of 256 × 256: convolutions and linear layers, a "
                "multiplication and an addition being two. Papers that count multiply-adds have half of it."
            ),
        ),
        (
            "Mpx/s",
            tr(
                "Millions of pixels a second by the network alone on this machine, one tile at a time, "
                "without reading files: the median over tiles. Other programs that ran meanwhile made it "
                "slower."
            ),
        ),
    ]


def benchmark_report(
    title: str,
    results: Sequence[ModelResult],
    rows: Sequence[Mapping[str, Any]],
    tiles: Sequence[Tile],
    *,
    predict: Callable[[int, Tile], np.ndarray],
    facts: Sequence[tuple[str, str]],
    source_of: Mapping[str, str] | None = None,
) -> str:
    """Return a report of evaluated models as HTML.

    ``results`` are of the same ``tiles``, and ``rows`` their ``table.table_rows``. ``predict(i, tile)``
    returns the mask (H, W) bool of ``results[i]``; it is called model by model, for the few tiles that are
    shown. ``facts`` are names and values of what was evaluated. ``source_of`` is that of ``table_rows``.
    """
    everywhere = [row for row in rows if row["tiles"] == ALL]
    return page(
        title,
        "".join(
            (
                _answer(everywhere),
                _heading(tr("Scores, in %")),
                _scores(everywhere),
                _independence(everywhere, bool(source_of)),
                _plot(everywhere),
                _lead(results, everywhere, source_of),
                _subsets(rows),
                _heading(tr("Size and speed")),
                _costs(everywhere),
                _heading(tr("Where they are wrong")),
                _pictures(results, tiles, predict),
                _heading(tr("What was evaluated")),
                facts_table(facts),
                _heading(tr("The models")),
                *(_model(result) for result in results),
                _heading(tr("What the columns mean")),
                facts_table(_meanings()),
                _heading(tr("About the published numbers")),
                _published_check(),
            )
        ),
        _STYLE,
    )


def _heading(text: str) -> str:
    return f"<h2>{text}</h2>"


def _answer(rows: Sequence[Mapping[str, Any]]) -> str:
    defined = [row for row in rows if not math.isnan(row["MIoU"])]
    if not defined:
        return f"<p>{tr('No model has a defined MIoU on these tiles.')}</p>"
    first = max(defined, key=lambda row: row["MIoU"])
    values = {
        "model": escape(first["model"]),
        "miou": first["MIoU"],
        "iou": _text(first, "lake_IoU"),
        "oa": _text(first, "OA"),
        "tiles": counted(first["tile_count"], "tile"),
    }
    answer = (
        tr(
            "Of {count} models <b>{model}</b> is ahead: MIoU <b>{miou:.2f} %</b>, lake IoU {iou} %, overall "
            "accuracy {oa} % on {tiles}.",
            count=len(rows),
            **values,
        )
        if len(rows) > 1
        else tr(
            "<b>{model}</b>: MIoU <b>{miou:.2f} %</b>, lake IoU {iou} %, overall accuracy {oa} % on {tiles}.",
            **values,
        )
    )
    return f"<p>{answer}</p>"


def _lead(
    results: Sequence[ModelResult], rows: Sequence[Mapping[str, Any]], source_of: Mapping[str, str] | None
) -> str:
    """Return by how much the model with the highest MIoU is ahead of each other one; "" without intervals.

    ``rows`` are those of all tiles, one for each of the ``results``.
    """
    order = sorted(range(len(rows)), key=lambda i: -np.nan_to_num(rows[i]["MIoU"]))
    ranked = [results[i] for i in order]
    lines = ""
    for other in ranked[1:]:
        value, low, high = (100 * part for part in ranked[0].ahead_of(other, source_of))
        if math.isnan(low):
            return ""
        text = f"{value:.2f}<small>{low:.2f} – {high:.2f}</small>"
        chance = tr("may be chance") if low <= 0 else ""
        lines += f"<tr><td>{escape(other.name)}</td>{_cells([text, chance])}</tr>"
    if not lines:
        return ""
    heading = escape(tr("{model} is ahead of", model=ranked[0].name))
    head = f"<tr><th>{heading}</th><th>{tr('by MIoU, points')}</th><th></th></tr>"
    why = tr(
        "Small: the 95 % interval of the difference, both models on the same drawn images. One that holds 0 "
        "means that the order may be chance."
    )
    return f"<table>{head}{lines}</table><p>{why}</p>"


def _text(row: Mapping[str, Any], column: str) -> str:
    return escape(text_of(column, row[column])) or "–"


def _head(names: Sequence[str]) -> str:
    cells = "".join(f"<th>{escape(name)}</th>" for name in names)
    return f'<tr><th>{tr("model")}</th><th class="network">{tr("network")}</th>{cells}</tr>'


def _cells(texts: Sequence[str]) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def _named(row: Mapping[str, Any]) -> str:
    return f'<td>{escape(row["model"])}</td><td class="network">{escape(row["network"])}</td>'


def _scores(rows: Sequence[Mapping[str, Any]]) -> str:
    ahead = {
        score: (min if score == "FWR" else max)(
            (row[score] for row in rows if not math.isnan(row[score])), default=None
        )
        for score in SCORES
    }

    def cell(row: Mapping[str, Any], score: str) -> str:
        text = _text(row, score)
        if len(rows) > 1 and row[score] == ahead[score]:
            text = f'<b class="best">{text}</b>'
        if not math.isnan(row.get(f"{score}_low", math.nan)):
            text += f"<small>{row[f'{score}_low']:.2f}–{row[f'{score}_high']:.2f}</small>"
        return text

    ours = "".join(f"<tr>{_named(row)}{_cells([cell(row, score) for score in SCORES])}</tr>" for row in rows)
    theirs = ""
    for p in TABLE_1:
        cells = [f"{getattr(p, score):.2f}" if hasattr(p, score) else "–" for score in SCORES]
        theirs += _published_row(p.network, cells)
    titles = _titles()
    source = tr(
        "As published, on the Qinghai-Tibet Plateau test set of 610 tiles; comparable only when your dataset "
        "is that one (Wang et al., China Scientific Data 2022, Table 1)."
    )
    return (
        '<div class="wide"><table>'
        + _head([titles.get(score, score) for score in SCORES])
        + ours
        + _block(len(SCORES) + 2, source)
        + f"{theirs}</table></div>"
    )


def _published_row(network: str, cells: Sequence[str]) -> str:
    name = f"<td>{tr('as published')}</td>"
    return f'<tr class="paper">{name}<td class="network">{network}</td>{_cells(cells)}</tr>'


def _block(columns: int, source: str) -> str:
    """Return a row that says where the rows below it come from."""
    return f'<tr class="block"><td colspan="{columns}">{source}</td></tr>'


def _independence(rows: Sequence[Mapping[str, Any]], by_source: bool) -> str:
    if all(math.isnan(row["OA_low"]) for row in rows):
        sentence = (
            tr("One image alone has no spread, so there are no intervals.")
            if by_source
            else tr("One tile alone has no spread, so there are no intervals.")
        )
    elif by_source:
        sentence = tr(
            "The small ranges are 95 % intervals. They were drawn by source image, since tiles of one image "
            "resemble each other."
        )
    else:
        sentence = tr(
            "The small ranges are 95 % intervals. They take every tile as independent; tiles of one source "
            "image are not, and where several were evaluated the true intervals are wider."
        )
    return f"<p>{sentence}</p>"


def _plot(rows: Sequence[Mapping[str, Any]]) -> str:
    """Draw MIoU with its intervals, one line a model."""
    dots = [
        (row["model"], row["MIoU"], row["MIoU_low"], row["MIoU_high"])
        for row in rows
        if not math.isnan(row["MIoU"])
    ]
    # One dot compares with nothing.
    return dot_plot(dots, tr("MIoU, % (lines: 95 % intervals)")) if len(dots) > 1 else ""


def _subsets(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return overall accuracy and lake IoU on each subset, and OA of the paper on its own; "" without any."""
    sizes = {row["tiles"]: row["tile_count"] for row in rows if row["tiles"] != ALL}
    if not sizes:
        return ""
    published_titles = hard_subsets()
    titles = {
        name: tr("{title} ({tiles})", title=published_titles.get(name, name), tiles=counted(count, "tile"))
        for name, count in sizes.items()
    }
    titles = {**published_titles, **titles}  # the paper's columns are there even where ours are empty
    found = {(row["model"], row["tiles"]): row for row in rows}
    ours = theirs = ""
    for row in rows:
        if row["tiles"] == ALL:
            here = [found.get((row["model"], name)) for name in titles]
            cells = [_text(part, score) if part else "–" for part in here for score in ("OA", "lake_IoU")]
            ours += f"<tr>{_named(row)}{_cells(cells)}</tr>"
    for p in TABLE_1:
        values = dict(zip(published_titles, p.subsets))
        cells = [text for name in titles for text in (f"{values[name]:.2f}" if name in values else "–", "–")]
        theirs += _published_row(p.network, cells)
    groups = "".join(f'<th class="group" colspan="2">{escape(title)}</th>' for title in titles.values())
    source = tr(
        "As published, on the Qinghai-Tibet Plateau test set of 610 tiles; comparable only when your dataset "
        "is that one (Wang et al., China Scientific Data 2022, section 3.2. It does not say how its subsets "
        "were chosen)."
    )
    return (
        f'{_heading(tr("Hard subsets, in %"))}<div class="wide"><table>'
        f'<tr><th colspan="2"></th>{groups}</tr>{_head(["OA", tr("lake IoU")] * len(titles))}{ours}'
        + _block(2 * len(titles) + 2, source)
        + f"{theirs}</table></div>"
    )


def _costs(rows: Sequence[Mapping[str, Any]]) -> str:
    columns = {
        "parameters_millions": tr("parameters, millions"),
        "GFLOPs": tr("GFLOPs for 256 × 256"),
        "Mpx_per_s": tr("Mpx/s here"),
        "threshold": tr("lake from probability"),
    }
    body = "".join(f"<tr>{_named(row)}{_cells([_text(row, name) for name in columns])}</tr>" for row in rows)
    return f'<div class="wide"><table>{_head(list(columns.values()))}{body}</table></div>'


def _pictures(
    results: Sequence[ModelResult], tiles: Sequence[Tile], predict: Callable[[int, Tile], np.ndarray]
) -> str:
    tile_of = {tile.name: tile for tile in tiles}
    worst, typical = ([tile_of[name] for name in names] for names in tiles_to_show(results))
    shown = worst + typical
    masks = [{tile.name: predict(i, tile) for tile in shown} for i in range(len(results))]
    ious = [dict(zip(result.names, result.tile_iou())) for result in results]

    def line(tile: Tile) -> str:
        rgb, truth = tile.read()
        truth = truth.astype(bool)
        cells = [f"<td>{escape(tile.name)}</td>", f"<td>{image(jpeg(rgb), tr('image'), 'jpeg')}</td>"]
        share = tr("{share:.2f} % lake", share=100 * truth.mean())
        cells.append(f"<td>{image(jpeg(error_map(rgb, truth, truth)), tr('truth'), 'jpeg')}{share}</td>")
        for result, mask, iou in zip(results, masks, ious):
            picture = jpeg(error_map(rgb, truth, mask[tile.name]))
            cells.append(f"<td>{image(picture, result.name, 'jpeg')}IoU {100 * iou[tile.name]:.1f} %</td>")
        return f"<tr>{''.join(cells)}</tr>"

    key = "".join(
        f'<span class="key" style="background: rgb{colour}"></span>{meaning}'
        for colour, meaning in legend().items()
    )
    names = "".join(f"<th>{escape(result.name)}</th>" for result in results)
    head = f"<tr><th></th><th>{tr('image')}</th><th>{tr('truth')}</th>{names}</tr>"

    def grid(tiles: Sequence[Tile]) -> str:
        return f'<div class="wide"><table class="grid">{head}{"".join(map(line, tiles))}</table></div>'

    order = tr(
        "The worst tiles that hold a lake, lowest lake IoU (mean over the models) first. Under each picture "
        "the lake IoU of that tile."
    )
    html = f"<p>{key}</p><p>{order}</p>{grid(worst)}"
    if typical:
        html += f"<p>{tr('Typical tiles, around the median of the others:')}</p>{grid(typical)}"
    return html


def _model(result: ModelResult) -> str:
    card, unknown = result.card, tr("not stated")
    parameters = tr("{network}, {count:,} parameters", network=card.network, count=result.parameters)
    ran = tr(
        "{device} Lake from a probability of {threshold:g} on.",
        device=result.device,
        threshold=result.threshold,
    )
    return (
        f'<div class="model"><b>{escape(result.name)}</b>'
        + facts_table(
            [
                (tr("Network"), parameters),
                (tr("Ran"), ran),
                (tr("Trained on"), "; ".join(card.training_data) or unknown),
                (tr("Licence"), card.licence or unknown),
                (tr("Created"), card.created or unknown),
                ("SHA-256", result.sha256),
            ]
        )
        + "</div>"
    )


def _published_check() -> str:
    body = ""
    for p in TABLE_1:
        implied = published.implied(p.OA, p.RC, p.TWR)
        values = (p.MIoU, implied.MIoU, implied.lake_share, published.miou_at_share(p.OA))
        body += f"<tr><td>{p.network}</td>{_cells([f'{value:.2f}' for value in values])}</tr>"
    titles = (
        tr("network"),
        tr("MIoU %, published"),
        tr("MIoU % that its OA, RC and TWR imply"),
        tr("lake share % that they imply"),
        tr("MIoU % that its OA gives at {share:.0f} % lake", share=100 * published.LAKE_SHARE),
    )
    head = "".join(f"<th>{title}</th>" for title in titles)
    return f"<p>{escape(published.note())}</p><table><tr>{head}</tr>{body}</table>"
