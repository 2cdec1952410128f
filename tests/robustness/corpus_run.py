"""Runs the corpus within limits of time and memory, and says what came of each case."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus_case import Case

#: Seconds of the processor, and on the clock (other programs may be using the computer), and bytes.
BUSY_LIMIT, CLOCK_LIMIT, MEMORY_LIMIT = 60.0, 600.0, 4e9
#: What may not happen, whatever the input.
FAULTS = ("traceback", "silence", "hang", "memory", "crash")
_START = 600.0
_POLL = 0.2


@dataclass(frozen=True)
class Outcome:
    """What came of a case: "sentence", "result" or one of ``FAULTS``; its time and its memory."""

    case: Case
    kind: str
    words: str = ""
    seconds: float = 0.0
    busy: float = 0.0
    megabytes: float = 0.0

    @property
    def fault(self) -> str:
        """Return what is wrong; empty when nothing is."""
        if self.kind in FAULTS:
            return self.kind
        return "" if self.kind == "sentence" or self.case.may_run else "taken for good"


class _Worker:
    """A process with QGIS that runs one case after the other."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="corpus_"))
        program = Path(__file__).with_name("corpus_worker.py")
        environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0"}
        self.errors = open(self.folder / "stderr", "w+")  # noqa: SIM115 (closed by ``close``)
        self.process = subprocess.Popen(
            [sys.executable, str(program), str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=environment,
            text=True,
            bufsize=1,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        if self._line("READY", _START) is None:
            raise RuntimeError("QGIS does not start: " + (self.folder / "stderr").read_text()[-2000:])

    def run(self, case: Case) -> Outcome:
        self.process.stdin.write(case.name + "\n")
        began, busy = time.monotonic(), self._busy()
        while True:
            line = self._line("DONE", _POLL)
            if line is not None:
                values = json.loads(line)
                kind, name = values.pop("outcome"), values.pop("name")
                assert name == case.name
                return Outcome(case, kind, **values)
            if self.process.poll() is not None:
                said = (self.folder / "stderr").read_text()[-500:]
                return Outcome(case, "crash", f"exit status {self.process.returncode}: {said}")
            seconds, used = time.monotonic() - began, self._busy() - busy
            if used > BUSY_LIMIT or seconds > CLOCK_LIMIT:
                return Outcome(case, "hang", "", seconds, used)
            if self._memory() > MEMORY_LIMIT:
                return Outcome(case, "memory", "", seconds, used, self._memory() / 2**20)

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")  # it has ended

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _line(self, beginning: str, seconds: float) -> str | None:
        """Return the rest of the next line that begins so; None when it does not come in time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                line = self.lines.get(timeout=left)
            except queue.Empty:
                return None
            if line.startswith(beginning):
                return line[len(beginning) :].strip()
            if not line:
                return None
        return None

    def _busy(self) -> float:
        """Return the seconds that the processor has worked for it."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _memory(self) -> float:
        try:
            pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        except OSError:
            return 0.0
        return pages * float(os.sysconf("SC_PAGE_SIZE"))


def run_corpus(cases: Iterable[Case]) -> Iterator[Outcome]:
    """Run the cases in one process, a new one after each that had to be ended."""
    worker: _Worker | None = None
    try:
        for case in cases:
            worker = worker or _Worker()
            found = worker.run(case)
            if found.kind in ("crash", "hang", "memory"):
                worker.close()
                worker = None
            yield found
    finally:
        if worker:
            worker.close()
