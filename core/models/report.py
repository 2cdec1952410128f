"""The card of a model for people: facts for the log, and an HTML page."""

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
    """Names and values of what a card says, but for its scores; what it leaves open is said to be unknown."""
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
        ("Margin of a block", f"{card.margin} pixels"),
        ("Lake probability", f"at least {card.threshold:g} is lake"),
        ("Calibration of confidence", "logit × {:g} {:+g}".format(*card.calibration)),
        ("Trained on", "; ".join(card.training_data) or "not told"),
        ("Licence", card.licence or "not told"),
        ("Created", card.created or "not told"),
        ("SHA-256", file.sha256),
    ]


def model_page(file: ModelFile) -> str:
    """HTML of a model's card: its facts, and its scores with the data they were measured on."""
    body = facts_table(model_facts(file)) + "<h2>Scores, and the data they were measured on</h2>"
    scored = {data: scores for data, scores in file.card.metrics.items() if isinstance(scores, dict)}
    alone = [(name, f"{value}") for name, value in file.card.metrics.items() if name not in scored]
    if not file.card.metrics:
        body += "<p>The card holds none. <i>Evaluate models</i> measures it on labelled tiles.</p>"
    if scored:
        body += _table(scored)
    if alone:
        body += facts_table(alone)
    return page(f"Model {file.card.name}", body, _STYLE)


def _table(scored: dict[str, dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for scores in scored.values() for name in scores))
    head = "".join(f'<th title="{escape(_MEANINGS.get(name, name))}">{escape(name)}</th>' for name in names)
    rows = "".join(
        f"<tr><td>{escape(data)}</td>"
        + "".join(f"<td>{_text(scores.get(name))}</td>" for name in names)
        + "</tr>"
        for data, scores in scored.items()
    )
    meanings = "; ".join(f"{name}: {_MEANINGS[name]}" for name in names if name in _MEANINGS)
    return f"<table><tr><th>Data</th>{head}</tr>{rows}</table><p>{escape(meanings)}.</p>"


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else escape(str(value))
