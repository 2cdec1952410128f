import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def qgis_process_in() -> Callable[..., Callable[..., str]]:
    """qgis_process_in(home, NAME=value, ...): the real qgis_process with the profile in that home alone.

    It returns a function from the program's arguments to what it prints.
    """
    # Debian 12's qgis_process is a wrapper that passes an option its own program refuses.
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")

    def in_home(home: Path, **more: str) -> Callable[..., str]:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONDONTWRITEBYTECODE": "1",
            "QGIS_CUSTOM_CONFIG_PATH": str(home / "config"),
            **more,
        }

        def run(*arguments: str) -> str:
            command = [program, *arguments]
            done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
            assert "Traceback" not in done.stdout + done.stderr
            return done.stdout

        run("plugins", "enable", "lake_mapper")
        return run

    return in_home
