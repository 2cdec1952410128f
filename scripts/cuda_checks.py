"""Check on a CUDA GPU what cannot be tested without one, and print a table, within three minutes.

    python3 scripts/cuda_checks.py                                   # where there is a GPU
    .venv/bin/python scripts/cuda_checks.py --device cpu --small     # the same code where there is none

Answers, speed and memory of Extract lakes' network, of all networks, of training and of evaluation, on CUDA
and on the CPU. Needs Linux, PyTorch, NumPy, OpenCV and Pillow; no GDAL, no QGIS, no data but the sample
scene. Each check is a row of its own: one that fails stops no other. The exit status is
1 when one failed, 2 when there was no time for one.
"""

from __future__ import annotations

import argparse
import faulthandler
import platform
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

STARTED = time.monotonic()  # importing PyTorch counts in --seconds
FAILED, NOT_RUN = "**failed**", "not run"

import cv2
import numpy as np
import package_path
import torch

package_path.load()
from cuda_bench import SMALL, Bench, Found, NotHere, Sizes
from cuda_evaluation import same_scores
from cuda_extraction import automatic_engine, extraction_speed, same_lakes
from cuda_memory import mib
from cuda_networks import network_answers, training_speed
from cuda_out_of_memory import memory_again, memory_for_nothing, memory_for_parts, memory_for_training
from cuda_training import training_carried, training_resumed, training_with_workers
from lake_mapper.core.inference.runtimes import cores
from lake_mapper.core.models.networks import NETWORKS


def checks(bench: Bench, networks: list[str]) -> dict[str, Callable[[], Found]]:
    """Return the checks by name, those that might hang last."""
    device = bench.device.type
    title = device.upper()
    return {
        f"lakes, {title} in 32 bits": partial(same_lakes, bench, "full"),
        f"lakes, {title} in 16 bits": partial(same_lakes, bench, "half"),
        "engine that automatic takes": partial(automatic_engine, bench),
        f"speed, {title} in 32 bits": partial(extraction_speed, bench, device, "full"),
        f"speed, {title} in 16 bits": partial(extraction_speed, bench, device, "half"),
        "speed, CPU, automatic": partial(extraction_speed, bench, "cpu", "automatic"),
        "memory for parts of a block": partial(memory_for_parts, bench),
        "memory for nothing": partial(memory_for_nothing, bench),
        "memory is there again": partial(memory_again, bench),
        "evaluation": partial(same_scores, bench),
        **{f"answers of {name}": partial(network_answers, bench, name) for name in networks},
        "training: CPU, device, CPU": partial(training_carried, bench),
        "training: stopped and resumed": partial(training_resumed, bench),
        "training: memory for a smaller batch": partial(memory_for_training, bench),
        **{f"training speed of {name}": partial(training_speed, bench, name) for name in networks},
        "training: workers and pieces": partial(training_with_workers, bench),
    }


def result_of(check: Callable[[], Found]) -> tuple[str, str]:
    """Make a check and return its result and its figures, whatever happens in it."""
    try:
        found = check()
    except NotHere as why:
        return "not here", str(why)
    except Exception as error:
        traceback.print_exc()
        return FAILED, f"{type(error).__name__}: {error}"
    return "passed" if found.right else FAILED, found.figures


def say(line: str) -> None:
    print(line, flush=True)


def head(device: str) -> str:
    """Return the versions and the names of the devices."""
    gpu = "no CUDA GPU"
    if torch.cuda.is_available():
        total = torch.cuda.get_device_properties(0).total_memory
        cudnn = torch.backends.cudnn.version()
        gpu = f"{torch.cuda.get_device_name(0)} ({mib(total)}), CUDA {torch.version.cuda}, cuDNN {cudnn}"
    return (
        f"Python {platform.python_version()}, PyTorch {torch.__version__}, NumPy {np.__version__}, OpenCV "
        f"{cv2.__version__}; {gpu}; {cores()} cores; checked: {device}"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--seconds", type=float, default=140, help="no check begins later than that")
    parser.add_argument("--small", action="store_true", help="few pixels: to try the checks themselves")
    parser.add_argument("--networks", nargs="+", choices=list(NETWORKS), default=list(NETWORKS))
    parser.add_argument("--only", nargs="+", default=[""], help="checks whose names begin with one of these")
    args = parser.parse_args(arguments)
    say(head(args.device))
    if args.device == "cuda" and not torch.cuda.is_available():
        say("There is no CUDA GPU that PyTorch can use: see the check with --device cpu.")
        return 1
    say("\n| check | result | figures |\n|---|---|---|")
    warnings.filterwarnings("ignore", message=".*multi-threaded, use of fork")
    results = set()
    # A check that hangs must not keep the rows so far from whoever waits for them.
    faulthandler.dump_traceback_later(args.seconds + 35, exit=True, file=sys.__stderr__)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args.device, SMALL if args.small else Sizes(), Path(folder))
        for name, check in checks(bench, args.networks).items():
            if not name.startswith(tuple(args.only)):
                continue
            began = time.monotonic()
            late = began - STARTED > args.seconds
            result, figures = (NOT_RUN, "no time left") if late else result_of(check)
            results.add(result)
            figures = " ".join(figures.replace("|", "/").split())
            say(f"| {name} | {result} | {figures} ({time.monotonic() - began:.1f} s) |")
    faulthandler.cancel_dump_traceback_later()
    say(f"\n{time.monotonic() - STARTED:.0f} seconds in all.")
    return 1 if FAILED in results else 2 if NOT_RUN in results else 0


if __name__ == "__main__":
    sys.exit(main())
