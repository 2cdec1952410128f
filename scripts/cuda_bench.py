"""What all checks of ``cuda_checks.py`` share: device, model and scene, with what the CPU finds in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import package_path
import torch

package_path.load()
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.runtimes import half_precision
from lake_mapper.core.models.model_file import load_model
from lake_mapper.core.raster.stretch import between_percentiles
from lake_mapper.core.training.augmentation import Labelled, random_crop

SAMPLE = package_path.ROOT / "resources" / "sample" / "itaipu_landsat8_2020-05-18.tif"
GROUND = 30.0  # its pixel in metres
#: ``tiling.BLOCK_SIZE``, whose module needs GDAL.
BLOCK = 1024
ALIKE = 0.999  # of a mask's pixels; what the engine itself asks of a faster one


class NotHere(Exception):  # noqa: N818 (no error)
    """A check that this computer cannot make."""


class Found(NamedTuple):
    """What a check found: whether it is right, and figures."""

    right: bool
    figures: str


@dataclass(frozen=True)
class Sizes:
    """Pixels a side of the sample scene that is used, of a block, of the scenes that are timed, of a tile."""

    sample: int = 1100
    block: int = BLOCK
    scene: int = 4096
    cpu_scene: int = 2048
    tile: int = 256
    batch: int = 16
    seconds: float = 2.5  # to train each network
    crop: int = 128  # of the trainings that stop and go on
    crops: int = 8
    steps: int = 12
    area: float = 0.001  # how far areas may be apart


SMALL = Sizes(256, 256, 256, 256, 64, 2, 0.3, 64, 2, 6, 0.01)


class Bench:
    """The device to check, the bundled model, and the sample scene with what the CPU finds in it."""

    def __init__(self, device: str, sizes: Sizes, folder: Path) -> None:
        self.device, self.sizes, self.folder = torch.device(device), sizes, folder
        self.model = load_model()
        self.margin = self.model.card.margin
        self.cuda = self.device.type == "cuda"

    @cached_property
    def scene(self) -> tuple[np.ndarray, np.ndarray]:
        """RGB (H, W, 3) in the contrast of Extract lakes, and where (H, W) it has data."""
        values = cv2.imread(str(SAMPLE), cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH)
        if values is None or values.shape != (1000, 1100, 3) or values.dtype != np.uint16:
            raise ValueError(f"this OpenCV ({cv2.__version__}) does not read {SAMPLE.name}")
        values = values[..., ::-1]  # OpenCV's order is blue, green, red
        known = (values != 0).all(2)
        rgb = between_percentiles(values[known].T).apply(values.transpose(2, 0, 1))
        side = self.sizes.sample
        return rgb[-side:, -side:].copy(), known[-side:, -side:].copy()

    @cached_property
    def expected(self) -> np.ndarray:
        """The lake probability (H, W) of the scene, by the CPU in 32-bit floats."""
        return self.probability("cpu", "full")

    def probability(self, device: str, engine: str) -> np.ndarray:
        with no_warnings() as warn:
            return Engine(self.model, device, engine, warn).probability(*self.scene)

    @cached_property
    def block(self) -> tuple[np.ndarray, np.ndarray]:
        """A block with its margin, as a run has it."""
        return self.mirrored(self.sizes.block + 2 * self.margin)

    def mirrored(self, side: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the scene, its mirror images around, as a square of ``side`` pixels."""
        rgb, known = self.scene
        more = [(0, max(0, side - n)) for n in known.shape]
        return (
            np.pad(rgb, (*more, (0, 0)), "symmetric")[:side, :side],
            np.pad(known, more, "symmetric")[:side, :side],
        )

    @cached_property
    def expected_in_block(self) -> np.ndarray:
        """Where the CPU finds lake in ``block``, in 32-bit floats, without the margin."""
        return Engine(self.model, "cpu", "full").probability(*self.block, self.margin) >= 0.5

    @cached_property
    def labelled(self) -> Labelled:
        """The scene with the lakes that the CPU finds as labels."""
        rgb, known = self.scene
        label = np.where(known, self.expected >= 0.5, IGNORE).astype(np.uint8)
        return Labelled.of(rgb, label, GROUND)

    def crops(self, number: int, count: int, side: int) -> tuple[np.ndarray, np.ndarray]:
        """Return batch ``number`` of crops to train on: the same for the same number."""
        rng = np.random.default_rng([1, number])
        made = [random_crop(rng, self.labelled, side, (20.0, 40.0)) for _ in range(count)]
        return np.stack([rgb.transpose(2, 0, 1) for rgb, _ in made]), np.stack([label for _, label in made])

    def needs_half(self) -> None:
        if half_precision(self.device) is None:
            raise NotHere("needs 16-bit floats in hardware")


@contextmanager
def no_warnings() -> Iterator[Callable[[str], None]]:
    """Raise at the end if the engine warned: it then computed by another way than was asked for."""
    said: list[str] = []
    yield said.append
    if said:
        raise RuntimeError(" ".join(said))


def apart(found: float, expected: float) -> float:
    """Return how far two numbers are apart, as a share of the one expected."""
    return abs(found - expected) / max(abs(expected), 1e-12)
