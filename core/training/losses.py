"""Loss functions. Ignored pixels (``IGNORE``) count for nothing."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from ..datasets.tile_files import IGNORE


def cross_entropy(logits: Tensor, label: Tensor) -> Tensor:
    """Return the mean cross-entropy of ``logits`` (N, 2, H, W) with ``label`` (N, H, W).

    Labels are 0 land, 1 lake and ``IGNORE``. Without a pixel that counts the loss is 0.
    """
    counted = label != IGNORE
    target = torch.where(counted, label, torch.zeros_like(label)).long()
    entropy = F.cross_entropy(logits, target, reduction="none")
    return entropy[counted].sum() / counted.sum().clamp(min=1)


def cross_entropy_and_jaccard(logits: Tensor, label: Tensor) -> Tensor:
    """Return the cross-entropy plus half the soft Jaccard loss of the lake class over the batch.

    Shapes are those of ``cross_entropy``. The Jaccard loss (Rahman & Wang, ISVC 2016) rewards whole lakes
    where cross-entropy is content with most land.
    """
    counted = label != IGNORE
    lake = torch.softmax(logits, 1)[:, 1] * counted
    truth = ((label == 1) & counted).float()
    overlap = (lake * truth).sum()
    jaccard = (overlap + 1) / (lake.sum() + truth.sum() - overlap + 1)
    return cross_entropy(logits, label) + 0.5 * (1 - jaccard)


def distillation(logits: Tensor, teacher: Tensor, label: Tensor) -> Tensor:
    """Return the mean cross-entropy of ``logits`` with the probabilities ``teacher``, both (N, 2, H, W).

    This is Hinton et al., 2015, at temperature one; student and teacher see the same view (Beyer et al.,
    CVPR 2022). Of ``label`` (N, H, W) only ``IGNORE`` matters.
    """
    counted = label != IGNORE
    entropy = -(teacher * torch.log_softmax(logits, 1)).sum(1)
    return entropy[counted].sum() / counted.sum().clamp(min=1)


#: Loss functions by the names that a protocol holds.
LOSSES = {"cross-entropy": cross_entropy, "cross-entropy and Jaccard": cross_entropy_and_jaccard}
