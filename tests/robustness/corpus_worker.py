"""Runs bad inputs in a real QGIS, one line of JSON a case: a process, so that a crash or a hang ends only it.

corpus_worker.py FOLDER    names of cases on standard input, outcomes on standard output
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import time
import traceback
from pathlib import Path

os.environ["LC_ALL"] = "C.UTF-8"
TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "robustness"), str(TESTS), str(TESTS.parent / "scripts")]
import package_path

package_path.load()
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
from windowless_qgis import start_qgis

#: How an error begins that the plugin did not foresee: for the figures it is a traceback in other words.
UNEXPECTED = "An error that Lake Mapper did not expect"


class Listener(QgsProcessingFeedback):
    """Keeps the errors that a user would see."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []

    def reportError(self, error, fatalError=False):  # noqa: N803
        self.errors.append(error)

    def pushInfo(self, info): ...

    def pushWarning(self, warning): ...

    def setProgressText(self, text): ...


class Tracebacks:
    """Collects what Python would print on the console: errors in calls that QGIS makes."""

    def __init__(self) -> None:
        self.found: list[str] = []
        sys.excepthook = lambda *error: self.found.append("".join(traceback.format_exception(*error)))

    def taken(self) -> list[str]:
        found, self.found = self.found, []
        return found


def outcome(case, folder: Path, tracebacks: Tracebacks) -> tuple[str, str]:
    """Run a case; return "sentence", "result", "silence" or "traceback", and the words."""
    import corpus_good

    parameters = {**corpus_good.parameters(case.algorithm, folder), **case.make(folder)}
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"lakemapper:{case.algorithm}")
    context, listener = QgsProcessingContext(), Listener()
    good, said = algorithm.checkParameterValues(parameters, context)
    if good:
        _, good = algorithm.run(parameters, context, listener)
        said = " ".join(listener.errors)
    if printed := tracebacks.taken():
        return "traceback", printed[0]
    if UNEXPECTED in said or "Traceback" in said:
        return "traceback", said
    if good:
        return "result", ""
    return ("sentence", said) if said.strip() else ("silence", "")


def main() -> None:
    folder = Path(sys.argv[1])
    _qgis = start_qgis(str(folder / "profile"))  # while it is kept it lives
    from corpus import cases

    tracebacks, by_name = Tracebacks(), {case.name: case for case in cases()}
    print("READY", flush=True)
    for line in sys.stdin:
        name = line.strip()
        within = folder / "case"
        within.mkdir()
        Path("/proc/self/clear_refs").write_text("5")  # the peak of memory is that of this case
        began, busy = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
        try:
            kind, words = outcome(by_name[name], within, tracebacks)
        except Exception:
            kind, words = "traceback", traceback.format_exc()
        now = resource.getrusage(resource.RUSAGE_SELF)
        status = Path("/proc/self/status").read_text()
        peak = next(int(s.split()[1]) for s in status.splitlines() if s.startswith("VmHWM"))
        found = {
            "name": name,
            "outcome": kind,
            "words": words,
            "seconds": time.monotonic() - began,
            "busy": now.ru_utime + now.ru_stime - busy.ru_utime - busy.ru_stime,
            "megabytes": peak / 1024,
        }
        shutil.rmtree(within, ignore_errors=True)
        print("DONE " + json.dumps(found), flush=True)
    os._exit(0)  # QGIS's own tidying may crash, which would count against the last case


if __name__ == "__main__":
    main()
