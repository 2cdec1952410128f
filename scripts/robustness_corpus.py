"""Runs all bad inputs of tests/robustness in a real QGIS, and prints what came of them as a table.

    .venv/bin/python scripts/robustness_corpus.py [--only WORDS] [--list]

Each has 60 seconds of the processor and 4 GB. Right is a sentence that says what is wrong, or a result where
the damage changes nothing that is read; a traceback, an error without words, a hang, a process that grows
beyond the limit and a crash are faults, and so is a result of what must be refused. Ends with 1 when there
is a fault.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

ROBUSTNESS = Path(__file__).resolve().parents[1] / "tests" / "robustness"
sys.path[:0] = [str(ROBUSTNESS), str(ROBUSTNESS.parent), str(Path(__file__).resolve().parent)]
import package_path

package_path.load()
from corpus import GROUPS, cases
from corpus_run import Outcome, run_corpus

KINDS = ("sentence", "result", "traceback", "silence", "hang", "memory", "crash")


def table(outcomes: list[Outcome]) -> str:
    """Return the outcomes by group as a table in Markdown."""
    group_of = {case.name: name for name, group in GROUPS.items() for case in group.cases()}
    lines = [
        "| bad inputs | cases | " + " | ".join(KINDS) + " | taken for good |",
        "|---|" + "---:|" * (len(KINDS) + 2),
    ]
    for group in [*GROUPS, "all"]:
        found = [o for o in outcomes if group in ("all", group_of[o.case.name])]
        if found:
            kinds = Counter(o.kind for o in found)
            wrong = sum(o.fault == "taken for good" for o in found)
            counts = [len(found), *(kinds[kind] for kind in KINDS), wrong]
            lines.append(f"| {group} | " + " | ".join(map(str, counts)) + " |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="words in the names of the cases to run")
    parser.add_argument("--list", action="store_true", help="also print the sentence of each case")
    asked = parser.parse_args()
    outcomes = []
    for outcome in run_corpus([case for case in cases() if asked.only in case.name]):
        outcomes.append(outcome)
        if outcome.fault or asked.list:
            words = " ".join(outcome.words.split())
            print(
                f"{outcome.fault or outcome.kind} ({outcome.busy:.1f} s, {outcome.megabytes:.0f} MB): "
                f"{outcome.case.name}: {words[-700:]}",
                flush=True,
            )
    if not outcomes:
        sys.exit("No case has such a name.")
    slowest, largest = max(outcomes, key=lambda o: o.busy), max(outcomes, key=lambda o: o.megabytes)
    print(f"\n{table(outcomes)}\n")
    print(
        f"Slowest: {slowest.busy:.1f} s of the processor ({slowest.case.name}). Largest: "
        f"{largest.megabytes / 1024:.2f} GB ({largest.case.name})."
    )
    return 1 if any(outcome.fault for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
