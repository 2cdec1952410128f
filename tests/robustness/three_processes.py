"""Runs *Extract* in three processes on one run folder, and alone; ends with 0 when they gave the same.

three_processes.py FOLDER
"""

import sys
from pathlib import Path

ROBUSTNESS = Path(__file__).resolve().parent
sys.path[:0] = [str(ROBUSTNESS), str(ROBUSTNESS.parent), str(ROBUSTNESS.parents[1] / "scripts")]
import package_path

package_path.load()
from kills import JOBS, contents, forked, wait


def main(folder: Path) -> int:
    job, inputs, alone, together = JOBS["extract"], *(folder / name for name in ("a", "b", "c"))
    for each in (inputs, alone, together):
        each.mkdir()
    wait(forked(lambda: job.make(inputs)))
    wait(forked(lambda: job.run(inputs, alone)))

    processes = [forked(lambda: job.run(inputs, together)) for _ in range(3)]

    ended = [wait(process) for process in processes]
    same = contents(job, together) == contents(job, alone) != {}
    left = list(together.rglob("*.unfinished"))
    print(f"ended {ended}, same {same}, left over {left}")
    return int(ended != [0, 0, 0] or not same or bool(left))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
