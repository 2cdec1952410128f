#!/usr/bin/env bash
# Sets everything up and maps the sample scene: lakes.gpkg, lakes.png and report.html in build/demo.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/setup.sh"
out=$root/build/demo
mkdir -p "$out"
rm -f "$out"/lakes.gpkg
"$root/scripts/qgis_process.sh" run lakemapper:extractlakes \
    --INPUT="$root/resources/sample/itaipu_landsat8_2020-05-18.tif" \
    --DATE=2020-05-18 \
    --OUTPUT="$out/lakes.gpkg" \
    --REPORT="$out/report.html"
"$root/.venv/bin/python" "$root/scripts/draw.py" \
    "$root/resources/sample/itaipu_landsat8_2020-05-18.tif" "$out/lakes.gpkg" "$out/lakes.png"
