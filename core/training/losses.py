"""What a training minimises. Ignored pixels (``IGNORE``) count for nothing."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from ..datasets.tile_files import IGNORE


def cross_entropy(logits: Tensor, label: Tensor) -> Tensor:
    """Mean cross-entropy of ``logits`` (N, 2, H, W) with ``label`` (N, H, W) of 0, 1 and ``IGNORE``."""
    counted = label != IGNORE
    target = torch.where(counted, label, torch.zeros_like(label)).long()
    entropy = F.cross_entropy(logits, target, reduction="none")
    return entropy[counted].sum() / counted.sum().clamp(min=1)


def cross_entropy_and_jaccard(logits: Tensor, label: Tensor) -> Tensor:
    """Cross-entropy plus soft Jaccard of the lake class over the batch; shapes as ``cross_entropy``.

    The Jaccard term is Rahman & Wang, ISVC 2016: it rewards whole lakes where cross-entropy is content
    with most land.
    """
    counted = label != IGNORE
    lake = torch.softmax(logits, 1)[:, 1] * counted
    truth = ((label == 1) & counted).float()
    overlap = (lake * truth).sum()
    jaccard = (overlap + 1) / (lake.sum() + truth.sum() - overlap + 1)
    return cross_entropy(logits, label) + 0.5 * (1 - jaccard)


def distillation(logits: Tensor, taught: Tensor, label: Tensor) -> Tensor:
    """Mean cross-entropy with the probabilities ``taught`` (N, 2, H, W) by another network.

    Hinton et al., 2015, at temperature one; both networks see the same view (Beyer et al., CVPR 2022).
    ``label`` (N, H, W) says only which pixels count.
    """
    counted = label != IGNORE
    entropy = -(taught * torch.log_softmax(logits, 1)).sum(1)
    return entropy[counted].sum() / counted.sum().clamp(min=1)


LOSSES = {"cross-entropy": cross_entropy, "cross-entropy and Jaccard": cross_entropy_and_jaccard}
