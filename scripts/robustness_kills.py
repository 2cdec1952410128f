"""Kills *Extract*, *Track* and *Train* at random moments, and prints what was lost as a table.

    .venv/bin/python scripts/robustness_kills.py [--kills 34] [--jobs extract track train]

Each job is killed, by SIGKILL and SIGTERM in turn, and started again in the same folder, until it ends; what
it gives is compared, byte by byte, with what it gives when it is left alone (a GeoPackage row by row, since
it holds the time). The network of *Extract* is one whose answer is known, so that kills fall on all steps.
Linux only. Ends with 1 when something was lost.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROBUSTNESS = Path(__file__).resolve().parents[1] / "tests" / "robustness"
sys.path[:0] = [str(ROBUSTNESS), str(ROBUSTNESS.parent), str(Path(__file__).resolve().parent)]
import package_path

package_path.load()
import lake_mapper.core.lakes.extract
import lake_mapper.core.tracking.track
import lake_mapper.core.training.train  # noqa: F401 (once, and not in each process that is forked)
from kills import JOBS, Found, kill


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=34, help="of each job")
    parser.add_argument("--jobs", nargs="+", choices=JOBS, default=list(JOBS))
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    rows = [
        "| job | kills | ended after kills | different | half-written | left over |",
        "|---|" + "---:|" * 5,
    ]
    lost = 0
    for name in asked.jobs:
        found = Found()
        with tempfile.TemporaryDirectory() as folder:
            for found in kill(JOBS[name], Path(folder), asked.kills, asked.seed):
                print(f"\r{name}: {found.kills} kills", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        lost += found.different + found.half_written + found.left_over
        counts = (found.kills, found.resumed, found.different, found.half_written, found.left_over)
        rows.append(f"| {name} | " + " | ".join(map(str, counts)) + " |")
    print("\n".join(rows))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
