"""Checks of Extract lakes on the device: its lakes, the engine that "automatic" takes, and its speed."""

from __future__ import annotations

import time

import cv2
import numpy as np
import package_path
import torch

package_path.load()
from cuda_bench import ALIKE, Bench, Found, apart, no_warnings
from cuda_memory import peak_memory
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.memory import memory_kept

#: Pixels of the smallest lake that Extract lakes keeps by default, 5000 m² of 30 m pixels.
SMALLEST_LAKE = 6


def lakes_in(mask: np.ndarray) -> int:
    """Count the lakes that are not too small."""
    _, _, statistics_of, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return int((statistics_of[1:, cv2.CC_STAT_AREA] >= SMALLEST_LAKE).sum())


def same_lakes(bench: Bench, engine: str) -> Found:
    """Compare mask, lakes and probabilities of the sample scene with those of the CPU in 32 bits."""
    if engine == "half":
        bench.needs_half()
    _, known = bench.scene
    found, expected = bench.probability(bench.device.type, engine), bench.expected
    one, two = (found >= 0.5) & known, (expected >= 0.5) & known
    alike = float((one == two)[known].mean())
    area, lakes = apart(one.sum(), two.sum()), (lakes_in(one), lakes_in(two))
    difference = np.abs(found - expected)[known]
    return Found(
        alike >= ALIKE and area <= bench.sizes.area and abs(lakes[0] - lakes[1]) <= max(1, 0.001 * lakes[1]),
        f"{100 * alike:.4f} % of the pixels alike; {lakes[0]} lakes (CPU {lakes[1]}); areas "
        f"{100 * area:.4f} % apart; probabilities {difference.max():.2g} apart at most, "
        f"{difference.mean():.2g} on average",
    )


def automatic_engine(bench: Bench) -> Found:
    """Let the engine try what is there, as "automatic" does, and say what it takes."""
    info: list[str] = []
    speeds = bench.folder / "speeds.json"
    with no_warnings() as warn:
        engine = Engine(
            bench.model, bench.device.type, "automatic", warn, info=info.append, speeds_file=speeds
        )
        engine.take_fastest()
        engine.probability(*bench.scene)
    right = f"runs on {'CUDA' if bench.cuda else 'the CPU'}" in engine.description
    return Found(right, " ".join([*info, engine.description]))


def extraction_speed(bench: Bench, device: str, choice: str) -> Found:
    """Measure the network on all blocks of a large scene, and the GPU's memory."""
    if choice == "half":
        bench.needs_half()
    side = bench.sizes.scene if device != "cpu" else bench.sizes.cpu_scene
    margin, block = bench.margin, bench.sizes.block
    rgb, known = bench.mirrored(side + 2 * margin)
    starts = range(0, side, block)
    windows = [
        np.s_[row : row + block + 2 * margin, column : column + block + 2 * margin]
        for row in starts
        for column in starts
    ]
    with no_warnings() as warn, memory_kept():
        engine = Engine(bench.model, device, choice, warn)
        engine.probability(rgb[windows[0]], known[windows[0]], margin)  # also plans and allocates
        with peak_memory(torch.device(device)) as peak:
            began = time.perf_counter()
            for window in windows:
                engine.probability(rgb[window], known[window], margin)
            seconds = time.perf_counter() - began
    figures = f"{side * side / 1e6 / seconds:.1f} Mpx/s on {side} × {side} pixels ({seconds:.2f} s)"
    return Found(True, figures + peak.text)
