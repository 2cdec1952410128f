"""A model card for people: names and values for the log, and an HTML page."""

from __future__ import annotations

from html import escape
from typing import Any

from ..report.html import facts_table, page
from ..util.translation import tr
from .model_card import ModelFile

_STYLE = "td:first-child { white-space: normal }"


def _meanings() -> dict[str, str]:
    return {
        "OA": tr("share of pixels that are right"),
        "RC": tr("share of the lake pixels that were found (recall)"),
        "TWR": tr("share of the found pixels that are lake (true water rate, precision)"),
        "FWR": tr("share of the found pixels that are not lake (false water rate)"),
        "MIoU": tr("intersection over union, mean of lake and land"),
        "lake_IoU": tr("intersection over union of lake"),
        "F1": tr("harmonic mean of RC and TWR"),
    }


def model_facts(file: ModelFile) -> list[tuple[str, str]]:
    """Return the names and values of a model card, without its scores."""
    card = file.card
    arguments = ", ".join(f"{name} = {value}" for name, value in card.arguments.items())
    finest, coarsest = card.ground_range
    unknown = tr("not stated")
    return [
        (tr("Name"), card.name),
        (tr("Architecture"), card.network + (f" ({arguments})" if arguments else "")),
        (tr("Parameters"), f"{file.parameters:,}"),
        (tr("Size of the file"), f"{file.size / 1e6:.1f} MB"),
        (tr("Bands"), ", ".join(card.bands)),
        (tr("Classes"), ", ".join(card.classes)),
        (
            tr("Ground resolution"),
            tr(
                "{ground:g} m; trained for {finest:g} to {coarsest:g} m a pixel",
                ground=card.ground_resolution,
                finest=finest,
                coarsest=coarsest,
            ),
        ),
        (tr("Margin of an inference block"), tr("{count} pixels", count=card.margin)),
        (
            tr("Second look"),
            tr("none")
            if card.second_look is None
            else tr("in pixels of {pixel:g} m or less", pixel=card.second_look),
        ),
        (tr("Lake probability"), tr("at least {threshold:g} is lake", threshold=card.threshold)),
        (tr("Calibration of confidence"), "logit × {:g} {:+g}".format(*card.calibration)),
        (
            tr("Limit of doubt"),
            tr("not measured") if card.doubt_limit is None else f"{card.doubt_limit:g}",
        ),
        (tr("Trained on"), "; ".join(card.training_data) or unknown),
        (tr("Licence"), card.licence or unknown),
        (tr("Created"), card.created or unknown),
        ("SHA-256", file.sha256),
    ]


def model_page(file: ModelFile) -> str:
    """Return the HTML page of a model card, and its scores with the data they were measured on."""
    body = facts_table(model_facts(file))
    body += f"<h2>{tr('Scores, and the data they were measured on')}</h2>"
    by_data = {data: scores for data, scores in file.card.metrics.items() if isinstance(scores, dict)}
    alone = [(name, f"{value}") for name, value in file.card.metrics.items() if name not in by_data]
    if not file.card.metrics:
        none = tr("The model card has none. <i>Evaluate models</i> measures them on labelled tiles.")
        body += f"<p>{none}</p>"
    if by_data:
        body += _table(by_data)
    if alone:
        body += facts_table(alone)
    return page(tr("Model {name}", name=file.card.name), body, _STYLE)


def _table(by_data: dict[str, dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for scores in by_data.values() for name in scores))
    known = _meanings()
    head = "".join(f'<th title="{escape(known.get(name, name))}">{escape(name)}</th>' for name in names)
    rows = "".join(
        f"<tr><td>{escape(data)}</td>"
        + "".join(f"<td>{_text(scores.get(name))}</td>" for name in names)
        + "</tr>"
        for data, scores in by_data.items()
    )
    meanings = tr("; ").join(f"{name}: {known[name]}" for name in names if name in known)
    sentence = tr("{meanings}.", meanings=escape(meanings))
    return f"<table><tr><th>{tr('Data')}</th>{head}</tr>{rows}</table><p>{sentence}</p>"


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else escape(str(value))
