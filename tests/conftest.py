"""The package under its name, and runs whose lakes are known."""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

TESTS = Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS), str(TESTS.parent / "scripts")]
import package_path

package_path.load()

from hypothesis import HealthCheck, settings
from support import ROOT, BlueIsLake, rgb_of, write_raster

# No test is about time: a busy computer must not make one fail. A fixture is made once for all examples,
# which write over each other's files.
_UNCHECKED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("untimed", deadline=None, suppress_health_check=_UNCHECKED)
settings.load_profile("untimed")


@pytest.fixture
def chinese():
    """Let people read Chinese, without QGIS."""
    from lake_mapper.core.util.translation import use_translator

    messages = ET.parse(ROOT / "resources" / "i18n" / "lake_mapper_zh.ts").iter("message")
    known = {message.findtext("source"): message.findtext("translation") for message in messages}
    use_translator(lambda text: known.get(text) or text)
    yield
    use_translator(None)


@pytest.fixture(scope="session")
def model():
    """A model with random weights, whose card the runs need; its answers mean nothing."""
    import torch
    from lake_mapper.core.models.model_file import Model, ModelCard
    from lake_mapper.core.models.networks import build

    torch.manual_seed(0)
    return Model(build("LakeNet").eval(), ModelCard(name="test", network="LakeNet", margin=32), "0" * 8)


@pytest.fixture
def run_of(tmp_path, model):
    """Make a computed run of a mask: run_of(mask, ...) with known lakes."""
    from lake_mapper.core.geo.grid import ground_grid
    from lake_mapper.core.inference.run import Run
    from lake_mapper.core.raster.scene import RasterScene

    def make(
        mask: np.ndarray, tile: int = 1024, valid: np.ndarray | None = None, name: str = "run", **options
    ):
        values = rgb_of(mask)
        if valid is not None:
            values[:, ~valid] = 7
            options["nodata"] = 7
        path = write_raster(tmp_path / f"{name}.tif", values, **options)
        scene = RasterScene(path)
        grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
        run = Run(tmp_path / name, scene, grid, model, tile_size=tile)
        run.compute(BlueIsLake())
        return run

    return make
