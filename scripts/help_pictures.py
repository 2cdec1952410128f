"""Make the pictures of the help panels, resources/help/*.png, from the sample scene."""

from __future__ import annotations

import tempfile

import numpy as np
import package_path

package_path.load()
from lake_mapper.core.geo.grid import Bounds, Window, ground_grid
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.inference.run import Run
from lake_mapper.core.lakes.lakes_of_run import lakes_of_run
from lake_mapper.core.lakes.overlay import lakes_over_image
from lake_mapper.core.models.model_file import load_model
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.report.html import png

SAMPLE = package_path.ROOT / "resources" / "sample" / "itaipu_landsat8_2020-05-18.tif"
PICTURES = package_path.ROOT / "resources" / "help"
SHOWN = Bounds(756300, -2799400, 762700, -2793000)
SIDE = 160  # pixels of a picture's half
GAP = 4
LABEL = (128, 0, 0)  # of a lake in the published dataset


def side_by_side(left: np.ndarray, right: np.ndarray) -> bytes:
    """Return two pictures (H, W, 3) uint8 next to each other as a PNG file."""
    gap = np.full((len(left), GAP, 3), 255, np.uint8)
    return png(np.concatenate([left, gap, right], 1))


def main() -> None:
    scene, model = RasterScene(SAMPLE), load_model()
    around = Bounds(SHOWN.west - 4000, SHOWN.south - 4000, SHOWN.east + 4000, SHOWN.north + 4000)
    grid = ground_grid(scene.crs_wkt, around, 17, scene.anchor)
    with tempfile.TemporaryDirectory() as folder:
        run = Run(folder, scene, grid, model)
        run.compute(Engine(model))
        lakes = lakes_of_run(run, threshold=model.card.threshold, min_area=5000, min_island=2500, smooth=True)
    shown = ground_grid(scene.crs_wkt, SHOWN, (SHOWN.east - SHOWN.west) / SIDE, scene.anchor)
    image = scene.reader(shown, 0).read(Window(0, 0, shown.width, shown.height)).rgb
    mapped = lakes_over_image(scene, shown, lakes)
    label = np.zeros_like(image)
    label[(mapped != lakes_over_image(scene, shown, [])).any(2)] = LABEL
    PICTURES.mkdir(exist_ok=True)
    for name, right in (("extractlakes", mapped), ("preparedataset", label)):
        (PICTURES / f"{name}.png").write_bytes(side_by_side(image, right))
        print(PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
