#!/usr/bin/env bash
# Installs QGIS (Debian and Ubuntu) and a virtual environment with PyTorch in .venv of the checkout.
# Usage: scripts/setup.sh [dev]     dev: what tests and training need as well
# LAKE_MAPPER_TORCH_INDEX=URL takes PyTorch from another pip index, such as the one of its CPU builds.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
requirements=$root/requirements${1:+-$1}.txt
venv=$root/.venv

packages=(qgis python3-qgis qgis-providers python3-gdal python3-numpy python3-venv)
[ "${1:-}" != dev ] || packages+=(qgis-server)  # tests map from its WMS, WMTS and WCS
wanted=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || wanted+=("$package")
done
if [ ${#wanted[@]} -gt 0 ]; then
    as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo)
    echo "Installing ${wanted[*]}" >&2
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >&2
fi

# The stamp says which requirements the environment was made for.
stamp=$venv/lake_mapper_requirements
now=$(cat "$root"/requirements*.txt | sha256sum)
if ! grep -qsF "${1:-run} $now" "$stamp"; then
    echo "Installing Python packages into $venv" >&2
    [ -x "$venv/bin/python" ] || /usr/bin/python3 -m venv --system-site-packages "$venv"
    # QGIS and GDAL were built for the system's NumPy: nothing may replace it.
    constraint=$(mktemp)
    trap 'rm -f "$constraint"' EXIT
    /usr/bin/python3 -c 'import numpy; print("numpy==" + numpy.__version__)' > "$constraint"
    index=(); [ -z "${LAKE_MAPPER_TORCH_INDEX:-}" ] || index=(--extra-index-url "$LAKE_MAPPER_TORCH_INDEX")
    "$venv/bin/python" -m pip install --quiet --constraint "$constraint" "${index[@]}" -r "$requirements" >&2
    # OpenVINO, which users may have, apart: only the tests that are about it shall see it.
    if [ "${1:-}" = dev ]; then
        rm -rf "$venv/openvino"
        "$venv/bin/python" -m pip install --quiet --no-deps --target "$venv/openvino" \
            -r "$root/requirements-openvino.txt" >&2
    fi
    { [ "${1:-}" != dev ] || echo "run $now"; echo "${1:-run} $now"; } > "$stamp"
fi
