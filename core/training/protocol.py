"""How a network is trained: everything that decides the result besides data, network and seed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Protocol:
    """A training protocol; ``dataclasses.replace`` changes single values of ``PAPER`` or ``MODERN``.

    ``batch_size`` is in tiles, ``epochs`` in passes over the training tiles. ``optimizer`` is "adam" (weight
    decay as a penalty in the loss) or "adamw" (decoupled). ``schedule`` is "polynomial" or "warm-up".
    ``loss`` is a name in ``losses.LOSSES``. ``views``, the augmentation, is "published" (flips and
    rotation) or "progressive": these at first, then ever more strong ones, which also change scale, colour
    and appearance (``augmentation.random_crop``). ``black_corners`` makes what a rotation uncovers black
    background instead of ignored. ``average`` is the decay of a running average of the weights, 0 for none.
    ``validation_share`` (0 to 1) of the training tiles is held back for validation, which chooses the best
    weights; with 0 the score on the training tiles does. ``encoder_factor`` scales the learning rate of a
    pretrained encoder. ``clip`` is the largest norm of a gradient, 0 for any.
    """

    epochs: int = 70
    batch_size: int = 8
    learning_rate: float = 1e-3
    optimizer: str = "adam"
    weight_decay: float = 1e-3
    schedule: str = "polynomial"
    loss: str = "cross-entropy"
    views: str = "published"
    black_corners: bool = False
    average: float = 0.0
    validation_share: float = 0.0
    encoder_factor: float = 1.0
    clip: float = 0.0

    def rate(self, step: int, steps: int) -> float:
        """Return the learning rate at ``step`` (from 0 on) of ``steps``."""
        factor = polynomial(step, steps) if self.schedule == "polynomial" else warm_up(step, steps)
        return self.learning_rate * factor


def polynomial(step: int, steps: int) -> float:
    """Return a factor that falls from 1 to 0 as (1 - step / steps) ** 0.9 (Liu et al., ParseNet, 2015)."""
    return max(1 - step / steps, 0.0) ** 0.9


def warm_up(step: int, steps: int) -> float:
    """Return a factor that rises linearly over 150 steps or a tenth, is 1, and falls over the last 35 %.

    It is flat until late, so that a run can be prolonged or cut short when it resumes.
    """
    rising = min(1.0, (step + 1) / max(min(150, steps // 10), 1))
    falling = min(1.0, (steps - step) / (0.35 * steps))
    return rising * max(falling, 0.0)


#: The published protocol (Wang et al. 2022) as far as it is known; learning rate, batch size and the form of
#: decay are assumptions.
PAPER = Protocol()
#: The protocol of the bundled model.
MODERN = Protocol(
    optimizer="adamw",
    weight_decay=0.01,
    schedule="warm-up",
    loss="cross-entropy and Jaccard",
    views="progressive",
    average=0.998,
    validation_share=0.1,
    encoder_factor=0.4,
    clip=1.0,
)
#: Protocols by name.
PRESETS = {"paper": PAPER, "modern": MODERN}
