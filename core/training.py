"""Parts of a training: loss, schedule, running average of the weights, checkpoints."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .augment import IGNORE
from .files import written_whole


def lake_loss(logits: Tensor, label: Tensor) -> Tensor:
    """Cross-entropy plus soft Jaccard of the lake class over the batch; ignored pixels count for none.

    ``logits`` (N, 2, H, W), ``label`` (N, H, W) of 0, 1 and ``IGNORE``. The Jaccard term is
    Rahman & Wang, ISVC 2016: it rewards whole lakes where cross-entropy is content with most land.
    """
    counted = label != IGNORE
    target = torch.where(counted, label, torch.zeros_like(label)).long()
    entropy = F.cross_entropy(logits, target, reduction="none")[counted].sum() / counted.sum().clamp(min=1)
    lake = torch.softmax(logits, 1)[:, 1] * counted
    truth = (target * counted).float()
    overlap = (lake * truth).sum()
    jaccard = (overlap + 1) / (lake.sum() + truth.sum() - overlap + 1)
    return entropy + 0.5 * (1 - jaccard)


def learning_rate(step: int, steps: int, warm_up: int, cool_down: float = 0.35) -> float:
    """The factor of the peak rate: linear up, flat, then linear down over the last ``cool_down``.

    Flat until late, so that a run can be prolonged or cut short when it resumes.
    """
    rising = min(1.0, (step + 1) / warm_up)
    falling = min(1.0, (steps - step) / (cool_down * steps))
    return rising * max(falling, 0.0)


class Average:
    """Exponential moving average of a network's weights and batch-norm statistics."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.network = copy.deepcopy(network).eval()
        self.decay = decay

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        # Short memory at first, so that the start does not linger.
        decay = min(self.decay, (1 + step) / (10 + step))
        for mine, theirs in zip(self.network.state_dict().values(), network.state_dict().values()):
            if mine.is_floating_point():
                mine.lerp_(theirs, 1 - decay)
            else:
                mine.copy_(theirs)


def save_checkpoint(path: str | os.PathLike, state: dict[str, Any]) -> None:
    """Write a state of tensors and plain values, whole or not at all."""
    with written_whole(path) as unfinished:
        torch.save(state, unfinished)


def load_checkpoint(path: str | os.PathLike) -> dict[str, Any] | None:
    """The state saved at ``path``, or None when there is none."""
    if not Path(path).exists():
        return None
    return torch.load(path, map_location="cpu", weights_only=True)
