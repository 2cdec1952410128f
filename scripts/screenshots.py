"""Make docs/screenshots: what a user sees in QGIS, from the zip to the lakes.

    .venv/bin/python scripts/screenshots.py [NAME ...]

QGIS runs in a new profile on a virtual screen: without PyTorch, where the zip is installed, then with it, and
in Chinese. There ``scripts/screenshots_in_qgis.py`` does the steps of the guide. Pictures called NAME are
kept, by default all. Needs what scripts/setup.sh installs, and from Debian: xvfb, openbox, imagemagick,
pngquant, fonts-wqy-microhei. Look at each picture before you commit it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import package

ROOT = package.ROOT
PICTURES = ROOT / "docs" / "screenshots"
LARGEST = 200_000  # bytes
_SCREEN = "1280x800x24"
_SETTINGS = """[qgis]
checkVersion=false
showTips322=false
[news-feed]
httpsfeedqgisorg\\disabled=true
"""
_CHINESE = """[locale]
overrideFlag=true
userLocale=zh-Hans
"""


def walk(tour: str, home: Path) -> None:
    """Run one tour of screenshots_in_qgis.py in the profile in ``home``."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("QT_", "QGIS", "LAKE_MAPPER"))
    }
    environment.update(
        LAKE_MAPPER_TOUR=tour,
        LAKE_MAPPER_TOUR_FOLDER=str(home),
        HOME=str(home),
        LANG="C.UTF-8",
        XDG_RUNTIME_DIR=str(home),
    )
    qgis = f"qgis --profiles-path {home} --nologo --code {Path(__file__).with_name('screenshots_in_qgis.py')}"
    # timeout ends all that it started, the virtual screen, too.
    screen = ["timeout", "600", "xvfb-run", "-a", "-s", f"-screen 0 {_SCREEN}"]
    done = subprocess.run(
        [*screen, "sh", "-c", f"openbox & {qgis}; kill $!"],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
    )
    trouble = home / "trouble.txt"
    if trouble.exists():
        sys.exit(f"{tour}: {trouble.read_text()}")
    if not (home / f"{tour}.done").exists():
        sys.exit(f"QGIS ended before the tour '{tour}' did.\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def keep(picture: Path) -> None:
    """Put one picture into docs/screenshots with a palette; the fewer colours, the larger it is."""
    kept = PICTURES / picture.name
    for colours in (256, 128, 64, 32):
        subprocess.run(
            ["pngquant", "--force", "--strip", "--nofs", "--output", kept, str(colours), picture], check=True
        )
        if kept.stat().st_size <= LARGEST:
            break
    else:
        sys.exit(f"{kept} has {kept.stat().st_size} bytes, more than {LARGEST}: show less of the image.")
    print(f"{kept.relative_to(ROOT)}: {kept.stat().st_size // 1000} kB, {colours} colours")


def main() -> None:
    names = sys.argv[1:]
    sites = list((ROOT / ".venv" / "lib").glob("python3*/site-packages"))
    if not sites:
        sys.exit("There is no .venv with PyTorch. Run scripts/setup.sh first.")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lake_mapper_tour_") as folder:
        home = Path(folder)
        package.build(home / "lake_mapper.zip")
        settings = home / "profiles" / "default" / "QGIS" / "QGIS3.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS)
        walk("install", home)
        # In place of the command in the message, which would download PyTorch each time.
        packages = home / "profiles" / "default" / "lake_mapper" / "python"
        packages.parent.mkdir()
        packages.symlink_to(sites[0])
        walk("lakes", home)
        walk("batch", home)
        walk("points", home)
        walk("review", home)
        settings.write_text(settings.read_text() + _CHINESE)
        walk("chinese", home)
        for picture in sorted(home.glob("*.png")):
            if not names or picture.stem in names:
                keep(picture)
        print((home / "times.txt").read_text(), end="")


if __name__ == "__main__":
    main()
