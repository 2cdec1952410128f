"""Learning curves as a picture."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..util.atomic_files import atomic_write
from ..util.translation import tr as translated

#: Files of fonts with Chinese letters on Windows, macOS and Linux; Matplotlib's own font has none.
_CHINESE_FONTS = (
    "msyh.ttc", "simhei.ttf", "simsun.ttc", "PingFang.ttc", "Hiragino Sans GB.ttc", "STHeiti Light.ttc",
    "Arial Unicode.ttf", "NotoSansCJK-Regular.ttc", "SourceHanSansSC-Regular.otf", "wqy-microhei.ttc",
    "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf",
)  # fmt: skip


class _Words(NamedTuple):
    title: str
    images: str
    loss: str
    loss_title: str
    score: str
    score_title: str
    training: str
    validation: str


def _words(tr: Callable[..., str], network: str, data: str) -> _Words:
    # Called tr, so that scripts/translate.py finds the words.
    return _Words(
        title=tr("{network} on {data}").format(network=network, data=data),
        images=tr("images seen"),
        loss=tr("loss"),
        loss_title=tr("Loss on the training tiles"),
        score=tr("MIoU (%)"),
        score_title=tr("Mean IoU of lake and land"),
        training=tr("training tiles, augmented"),
        validation=tr("held-back tiles"),
    )


def draw_curves(path: str | os.PathLike, network: str, data: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write a PNG of loss and MIoU over the images seen; ``rows`` are those of ``loop.Fitted``.

    ``network`` and ``data`` name what was trained. The words are English where no font has others.
    """
    # Here, since the training itself does not need it. Not pyplot: its state belongs to QGIS's main thread.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties, fontManager
    from matplotlib.text import Text

    words = _words(translated, network, data)
    font = None if "".join(words).isascii() else _chinese_font()
    if font is None:
        words = _words(str, network, data)
    figure = Figure(figsize=(9, 4), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    losses, scores = figure.subplots(1, 2)
    losses.plot(*_series(rows, "loss"), color="#555555", marker=_marker(rows))
    losses.set(xlabel=words.images, ylabel=words.loss, title=words.loss_title)
    for key, label, colour in (
        ("training_MIoU", words.training, "#1f77b4"),
        ("validation_MIoU", words.validation, "#d62728"),
    ):
        images, values = _series(rows, key)
        if images:
            scores.plot(images, [100 * v for v in values], label=label, color=colour, marker=_marker(rows))
    scores.set(xlabel=words.images, ylabel=words.score, title=words.score_title)
    if scores.lines:
        scores.legend()
    for axes in (losses, scores):
        axes.grid(alpha=0.3)
    figure.suptitle(words.title)
    if font:
        fontManager.addfont(font)
        # Some have Chinese letters alone: from 3.6 on, Matplotlib takes the others from its own font.
        families = [FontProperties(fname=font).get_name(), "DejaVu Sans"]
        for text in figure.findobj(Text):
            if not text.get_text().isascii():
                text.set_fontfamily(families)
    with atomic_write(path) as unfinished:
        figure.savefig(unfinished, format="png")


def _chinese_font() -> str | None:
    """Return the file of a font with Chinese letters, None where there is none."""
    from matplotlib.font_manager import findSystemFonts

    # By files, since Matplotlib's list by names is from the day it was first used.
    files = {Path(file).name: file for file in findSystemFonts()}
    return next((files[name] for name in _CHINESE_FONTS if name in files), None)


def _series(rows: Sequence[dict[str, Any]], key: str) -> tuple[list[int], list[float]]:
    known = [row for row in rows if row[key] is not None]
    return [row["images"] for row in known], [row[key] for row in known]


def _marker(rows: Sequence[dict[str, Any]]) -> str:
    return "o" if len(rows) < 4 else ""
