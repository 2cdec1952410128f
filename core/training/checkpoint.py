"""What a training needs to go on: a running average of the weights, and states on disk."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ..util.atomic_files import atomic_write
from ..util.errors import TrainingError


class Average:
    """Exponential moving average of a network's weights and batch-norm statistics."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.network = copy.deepcopy(network).eval()
        self.decay = decay

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        """Take in the weights after ``step``."""
        # Short memory at first, so that the start does not linger.
        decay = min(self.decay, (1 + step) / (10 + step))
        for mine, theirs in zip(self.network.state_dict().values(), network.state_dict().values()):
            if mine.is_floating_point():
                mine.lerp_(theirs, 1 - decay)
            else:
                mine.copy_(theirs)


def save_checkpoint(path: str | os.PathLike, state: dict[str, Any]) -> None:
    """Write a state of tensors and plain values, whole or not at all."""
    try:
        with atomic_write(path) as unfinished:
            torch.save(state, unfinished)
    except (OSError, RuntimeError) as error:  # torch reports a full disk as RuntimeError
        raise TrainingError(
            f"The state of the training cannot be written to {path} ({error}). Free some space or check the "
            "rights there, and start the same training again: it continues where it last could write."
        ) from error


def load_checkpoint(path: str | os.PathLike) -> dict[str, Any] | None:
    """The state saved at ``path``, or None when there is none."""
    if not Path(path).exists():
        return None
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # whatever torch or pickle says of a damaged file
        raise TrainingError(
            f"{path} is damaged, so the training cannot continue. Delete it to begin anew."
        ) from error
