"""Write the weighted mean of models of one network: their errors differ, and partly cancel.

    .venv/bin/python scripts/mean_of_models.py build/mean.safetensors a.safetensors=0.8 b.safetensors=0.2

Weights are divided by their sum. The card is that of the first model, with the training data of all. For
models that were trained on from one another (Wortsman et al., "Robust fine-tuning of zero-shot models",
CVPR 2022).
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import package_path
import torch

package_path.load()
from lake_mapper.core.models.model_file import Model, load_model, save_model


def mean_state(models: list[Model], weights: list[float]) -> dict[str, torch.Tensor]:
    """The mean of all floating-point weights; what counts something is that of the first model."""
    states = [model.network.state_dict() for model in models]
    total = sum(weights)

    def mean(name: str, first: torch.Tensor) -> torch.Tensor:
        if not first.is_floating_point():
            return first
        return sum(weight / total * state[name].double() for weight, state in zip(weights, states)).to(
            first.dtype
        )

    return {name: mean(name, first) for name, first in states[0].items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("models", nargs="+", metavar="MODEL=WEIGHT")
    args = parser.parse_args()
    paths, weights = zip(*(text.rsplit("=", 1) for text in args.models))
    models = [load_model(path) for path in paths]
    networks = {model.card.network for model in models}
    if len(networks) > 1:
        parser.error(f"models of several networks have no mean: {', '.join(sorted(networks))}")
    state = mean_state(models, [float(weight) for weight in weights])
    network = models[0].network
    network.load_state_dict(state)
    data = dict.fromkeys(credit for model in models for credit in model.card.training_data)
    save_model(args.out, network, replace(models[0].card, training_data=tuple(data)))


if __name__ == "__main__":
    main()
