"""Checkpoints of a training, and the running average of weights that they hold."""

from __future__ import annotations

import copy
import io
import os
from pathlib import Path
from typing import Any

import torch

from ..models.networks import Network
from ..util.atomic_files import atomic_write
from ..util.errors import TrainingError
from ..util.translation import tr
from .checkpoint_file import checkpoint_bytes, checkpoint_state
from .pieces import delete_pieces, read_whole_or_pieces, write_pieces

_ZIP = b"PK\x03\x04"


class Average:
    """Exponential moving average of a network's weights and batch-norm statistics.

    ``torch.optim.swa_utils.AveragedModel`` gives the same bits only with an averaging function as long as
    this class and a counter that checkpoints do not hold.
    """

    def __init__(self, network: Network, decay: float) -> None:
        self.network = copy.deepcopy(network).eval()
        self.decay = decay

    @torch.no_grad()
    def update(self, network: Network, step: int) -> None:
        """Add the weights after ``step`` (from 0 on)."""
        # Short memory at first, so that the random first weights are soon forgotten.
        decay = min(self.decay, (1 + step) / (10 + step))
        for mine, theirs in zip(self.network.state_dict().values(), network.state_dict().values()):
            if mine.is_floating_point():
                mine.lerp_(theirs, 1 - decay)
            else:
                mine.copy_(theirs)


def save_checkpoint(path: str | os.PathLike, state: dict[str, Any], *, in_pieces: bool = False) -> None:
    """Write tensors and plain values, whole or not at all; ``TrainingError`` where that fails.

    ``in_pieces`` writes files of no more than 16 MB next to ``path`` instead of it.
    """
    try:
        if in_pieces:
            write_pieces(Path(path), b"".join(checkpoint_bytes(state)))
        else:
            with atomic_write(path) as unfinished, open(unfinished, "wb") as file:
                file.writelines(checkpoint_bytes(state))
            delete_pieces(Path(path))
    except OSError as error:
        raise TrainingError(
            tr(
                "The state of the training cannot be written to {path} ({why}). Free some space or check the "
                "rights there, and start the same training again: it continues where it last could write.",
                path=path,
                why=error,
            )
        ) from error


def load_checkpoint(path: str | os.PathLike) -> dict[str, Any] | None:
    """Return the state saved at ``path``, whole or in pieces; None where there is none.

    ``TrainingError`` when it is damaged or a piece is missing. Reading it runs no code from it.
    """
    content = read_whole_or_pieces(Path(path))
    if content is None:
        return None
    try:
        return _older(path, content) if content.startswith(_ZIP) else checkpoint_state(content)
    except TrainingError:
        raise
    except Exception as error:  # a damaged file makes torch, JSON and pickle raise nearly anything
        raise TrainingError(
            tr("{path} is damaged, so the training cannot continue. Delete it to begin anew.", path=path)
        ) from error


def _older(path: str | os.PathLike, content: bytes) -> dict[str, Any]:
    """Return the state in a checkpoint of version 0.2.0 or older, a pickle in a zip file."""
    # Before 2.6, weights_only could be got round (CVE-2025-32434).
    if torch.__version__ < "2.6":
        raise TrainingError(
            tr(
                "{path} was written by an older Lake Mapper, and PyTorch {version} cannot read it safely: it "
                "might run code from it. Install PyTorch 2.6 or later, or delete it to begin anew.",
                path=path,
                version=torch.__version__,
            )
        )
    return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
