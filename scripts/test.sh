#!/usr/bin/env bash
# Sets everything up and runs all checks and tests; arguments go to pytest.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
scripts/setup.sh dev
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/python scripts/package.py
.venv/bin/python scripts/gate.py
exec .venv/bin/python -m pytest "$@"
