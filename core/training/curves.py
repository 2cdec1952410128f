"""Learning curves as a picture."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from ..util.atomic_files import atomic_write


def draw_curves(path: str | os.PathLike, title: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write a PNG of loss and MIoU over the images seen; ``rows`` are those of ``loop.Fitted``."""
    # Here, since the training itself does not need it. Not pyplot: its state belongs to QGIS's main thread.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    losses, scores = figure.subplots(1, 2)
    losses.plot(*_series(rows, "loss"), color="#555555", marker=_marker(rows))
    losses.set(xlabel="images seen", ylabel="loss", title="Loss on the training tiles")
    for key, label, colour in (
        ("training_MIoU", "training tiles, augmented", "#1f77b4"),
        ("validation_MIoU", "held-back tiles", "#d62728"),
    ):
        images, values = _series(rows, key)
        if images:
            scores.plot(images, [100 * v for v in values], label=label, color=colour, marker=_marker(rows))
    scores.set(xlabel="images seen", ylabel="MIoU (%)", title="Mean IoU of lake and land")
    if scores.lines:
        scores.legend()
    for axes in (losses, scores):
        axes.grid(alpha=0.3)
    figure.suptitle(title)
    with atomic_write(path) as unfinished:
        figure.savefig(unfinished, format="png")


def _series(rows: Sequence[dict[str, Any]], key: str) -> tuple[list[int], list[float]]:
    known = [row for row in rows if row[key] is not None]
    return [row["images"] for row in known], [row[key] for row in known]


def _marker(rows: Sequence[dict[str, Any]]) -> str:
    return "o" if len(rows) < 4 else ""
