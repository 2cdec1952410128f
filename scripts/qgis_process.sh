#!/usr/bin/env bash
# Runs qgis_process with Lake Mapper and its environment, from any folder:
#   scripts/qgis_process.sh run lakemapper:extractlakes --INPUT=image.tif --OUTPUT=lakes.gpkg
# A profile of its own keeps the user's QGIS as it is. Run scripts/setup.sh once before.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Debian 12's qgis_process is a wrapper that passes an option its own program refuses.
program=$(command -v qgis_process.bin || command -v qgis_process) || {
    echo "qgis_process was not found. Run $root/scripts/setup.sh first." >&2
    exit 1
}

plugins=$root/build/plugins
mkdir -p "$plugins"
[ -e "$plugins/lake_mapper" ] || ln -sfn "$root" "$plugins/lake_mapper"
export QGIS_PLUGINPATH=$plugins
export QGIS_CUSTOM_CONFIG_PATH=${QGIS_CUSTOM_CONFIG_PATH:-$root/build/profile}
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
if [ -z "${LAKE_MAPPER_SITE:-}" ]; then
    for site in "$root"/.venv/lib/python3*/site-packages; do
        [ -d "$site" ] && export LAKE_MAPPER_SITE=$site
    done
fi

enabled=$QGIS_CUSTOM_CONFIG_PATH/lake_mapper_enabled
if [ ! -e "$enabled" ]; then
    mkdir -p "$QGIS_CUSTOM_CONFIG_PATH"
    "$program" plugins enable lake_mapper > /dev/null
    touch "$enabled"
fi
exec "$program" "$@"
