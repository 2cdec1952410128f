"""Scans the zip as the public plugin repository does after an upload, which blocks what it finds.

    .venv/bin/python scripts/gate.py [ZIP]        by default dist/lake_mapper.zip

Bandit and detect-secrets, with the rules that are enabled there (repository
qgis/QGIS-Plugins-Website, plugins/security_scanner.py and plugins/management/commands/data).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# All of Bandit's rules but those that only say what is imported; the repository disables the same.
_BANDIT = ["bandit", "-r", ".", "-q", "-f", "json", "--skip", "B404,B410,B411"]
# A public address of a machine is no secret. metadata.txt may hold the hash of a commit.
_SECRETS = [
    "detect_secrets", "scan", "--all-files", "--disable-plugin", "IPPublicDetector",
    "--exclude-files", r"metadata\.txt", ".",
]  # fmt: skip


def findings(archive: Path) -> list[str]:
    """Return what the scanners find in the zip, one line a finding: file, line, rule, text."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
        return _bandit(folder) + _secrets(folder)


def _bandit(folder: str) -> list[str]:
    report = _report(_BANDIT, folder, (0, 1))
    broken = [f"{error['filename']}: {error['reason']}" for error in report["errors"]]
    return broken + [
        f"{found['filename']}:{found['line_number']}: {found['test_id']} {found['issue_text']}"
        for found in report["results"]
    ]


def _secrets(folder: str) -> list[str]:
    report = _report(_SECRETS, folder, (0,))
    return [
        f"{name}:{found['line_number']}: {found['type']}"
        for name, all_found in report["results"].items()
        for found in all_found
    ]


def _report(module: list[str], folder: str, good: tuple[int, ...]) -> dict:
    """Return the JSON that a scanner prints; one that fails must not look like one that found nothing."""
    done = subprocess.run([sys.executable, "-m", *module], cwd=folder, capture_output=True, text=True)
    if done.returncode not in good:
        sys.exit(f"{module[0]} failed: {done.stderr.strip()}")
    return json.loads(done.stdout)


def main() -> None:
    archive = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "lake_mapper.zip"
    if not archive.is_file():
        sys.exit(f"{archive} is not there: run scripts/package.py first.")
    found = findings(archive)
    if found:
        sys.exit("\n".join(["The public plugin repository would block this:", *found]))
    print(f"{archive}: Bandit and detect-secrets found nothing")


if __name__ == "__main__":
    main()
