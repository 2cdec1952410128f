"""Batch-norm statistics of the tiles as they are, for networks whose own have not caught up yet."""

from __future__ import annotations

import copy
from collections.abc import Iterable

import torch
from torch import Tensor, nn

from ..models.networks import Network


@torch.no_grad()
def with_statistics_of(network: Network, batches: Iterable[Tensor]) -> Network:
    """Return a copy of ``network`` whose batch norm has the mean statistics of ``batches``, for inference.

    Batches are normalised RGB (N, 3, H, W). Source: "precise batch norm" of Wu & Johnson, arXiv:2105.07576,
    2021.
    """
    copied = copy.deepcopy(network).eval()  # dropout stays off
    for layer in copied.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None  # each batch counts the same
            layer.train()
    for batch in batches:
        copied.training_outputs(batch)
    return copied.eval()
