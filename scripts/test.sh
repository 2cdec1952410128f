#!/usr/bin/env bash
# Sets everything up and runs all checks and tests; arguments go to pytest.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
scripts/setup.sh dev
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy
.venv/bin/python scripts/package.py
.venv/bin/python scripts/gate.py
# Two processes, each with whole files of tests: most wait for disks, QGIS and other programs half the time.
# Threads that wait for each other must not keep the cores from the other process.
export OMP_WAIT_POLICY=PASSIVE GOMP_SPINCOUNT=0
# Coverage is that of all tests: it says nothing about a part of them.
[ $# -gt 0 ] || set -- --cov=core --cov-report=term:skip-covered --cov-fail-under=90
exec .venv/bin/python -m pytest -n 2 --dist loadfile "$@"
