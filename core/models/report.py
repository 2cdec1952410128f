"""A model card for people: names and values for the log, and an HTML page."""

from __future__ import annotations

from html import escape
from typing import Any

from ..report.html import facts_table, page
from .model_card import ModelFile

_MEANINGS = {
    "OA": "share of pixels that are right",
    "RC": "share of the lake pixels that were found (recall)",
    "TWR": "share of the found pixels that are lake (true water rate, precision)",
    "FWR": "share of the found pixels that are not lake (false water rate)",
    "MIoU": "intersection over union, mean of lake and land",
    "lake_IoU": "intersection over union of lake",
    "F1": "harmonic mean of RC and TWR",
}
_STYLE = "td:first-child { white-space: normal }"


def model_facts(file: ModelFile) -> list[tuple[str, str]]:
    """Return the names and values of a model card, without its scores."""
    card = file.card
    arguments = ", ".join(f"{name} = {value}" for name, value in card.arguments.items())
    finest, coarsest = card.ground_range
    return [
        ("Name", card.name),
        ("Architecture", card.network + (f" ({arguments})" if arguments else "")),
        ("Parameters", f"{file.parameters:,}"),
        ("Size of the file", f"{file.size / 1e6:.1f} MB"),
        ("Bands", ", ".join(card.bands)),
        ("Classes", ", ".join(card.classes)),
        (
            "Ground resolution",
            f"{card.ground_resolution:g} m; trained for {finest:g} to {coarsest:g} m a pixel",
        ),
        ("Margin of an inference block", f"{card.margin} pixels"),
        ("Lake probability", f"at least {card.threshold:g} is lake"),
        ("Calibration of confidence", "logit × {:g} {:+g}".format(*card.calibration)),
        ("Limit of doubt", "not measured" if card.doubt_limit is None else f"{card.doubt_limit:g}"),
        ("Trained on", "; ".join(card.training_data) or "not stated"),
        ("Licence", card.licence or "not stated"),
        ("Created", card.created or "not stated"),
        ("SHA-256", file.sha256),
    ]


def model_page(file: ModelFile) -> str:
    """Return the HTML page of a model card, and its scores with the data they were measured on."""
    body = facts_table(model_facts(file)) + "<h2>Scores, and the data they were measured on</h2>"
    by_data = {data: scores for data, scores in file.card.metrics.items() if isinstance(scores, dict)}
    alone = [(name, f"{value}") for name, value in file.card.metrics.items() if name not in by_data]
    if not file.card.metrics:
        body += "<p>The model card has none. <i>Evaluate models</i> measures them on labelled tiles.</p>"
    if by_data:
        body += _table(by_data)
    if alone:
        body += facts_table(alone)
    return page(f"Model {file.card.name}", body, _STYLE)


def _table(by_data: dict[str, dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for scores in by_data.values() for name in scores))
    head = "".join(f'<th title="{escape(_MEANINGS.get(name, name))}">{escape(name)}</th>' for name in names)
    rows = "".join(
        f"<tr><td>{escape(data)}</td>"
        + "".join(f"<td>{_text(scores.get(name))}</td>" for name in names)
        + "</tr>"
        for data, scores in by_data.items()
    )
    meanings = "; ".join(f"{name}: {_MEANINGS[name]}" for name in names if name in _MEANINGS)
    return f"<table><tr><th>Data</th>{head}</tr>{rows}</table><p>{escape(meanings)}.</p>"


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else escape(str(value))
