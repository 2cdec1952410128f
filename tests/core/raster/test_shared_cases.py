"""Files as users reported them (../shared/cases): the same pixels are missing as where they are declared."""

import subprocess
import sys

import numpy as np
import pytest
from lake_mapper.core.geo.grid import Window, ground_grid
from lake_mapper.core.raster.scene import RasterScene
from support import ROOT

CASES = ROOT.parent / "shared" / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="needs ../shared/cases, reported files made small")

#: Folder, file, the file in which all is declared, and how much may differ.
SAME = [
    ("01-nir-marked-alpha", "nir_as_alpha.tif", "nir_as_nir.tif", 0),
    ("03-interior-fill", "int16_9999.tif", "declared.tif", 0),
    ("03-interior-fill", "float_9999.tif", "declared.tif", 0),
    ("04-float-fill-large", "netcdf_default.tif", "declared.tif", 0),
    ("04-float-fill-large", "cmip_1e20.tif", "declared.tif", 0),
    ("04-float-fill-large", "esri_1.7e38.tif", "declared.tif", 0),
    ("05-bands-end-apart", "apart.tif", "together.tif", 0),
    ("05-bands-end-apart", "apart_undeclared.tif", "together.tif", 0),
    ("05-bands-end-apart", "blue_ends_early.tif", "all_end_early.tif", 0),
    ("07-stack-nodata-one-band", "first_declares.vrt", "declared.tif", 0),
    ("07-stack-nodata-one-band", "differ.vrt", "declared.tif", 0),
    ("09-palette-nodata-index", "palette.tif", "rgb.tif", 0),
    ("10-lossy-collar", "plain.tif", "declared.tif", 0),
    # Some pixels of the image are black or white in all bands as well, and count no more for the contrast.
    ("10-lossy-collar", "ones.tif", "declared.tif", 0.01),
    ("10-lossy-collar", "white.tif", "declared.tif", 0.01),
    ("13-nodata-out-of-range", "nodata256.tif", "declared8.tif", 0),
    ("13-nodata-out-of-range", "nodata65536.tif", "declared16.tif", 0),
    ("13-nodata-out-of-range", "nodata_9999.tif", "declared16.tif", 0),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make the files of a case once."""
    folders = {}

    def make(case):
        if case not in folders:
            folders[case] = tmp_path_factory.mktemp(case)
            command = [sys.executable, str(CASES / case / "make.py"), str(folders[case])]
            subprocess.run(command, capture_output=True, check=False)  # that of 08 ends with a QGIS project
        return folders[case]

    return make


def read(path, **options):
    scene = RasterScene(path, **options)
    grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
    return scene, scene.reader(grid, 8).read(Window(0, 0, grid.width, grid.height))


@pytest.mark.parametrize(("case", "name", "declared", "apart"), SAME)
def test_the_same_is_missing_as_where_it_is_declared(made, case, name, declared, apart):
    (_, pixels), (_, expected) = (read(made(case) / file) for file in (name, declared))

    assert (pixels.valid != expected.valid).mean() <= apart
    both = pixels.valid & expected.valid
    assert np.abs(pixels.rgb[both].astype(int) - expected.rgb[both]).mean() < (15 if apart else 0.5)
    if expected.infrared is not None:
        assert (pixels.infrared == expected.infrared).all()


def test_the_soft_edge_of_a_lossy_collar_is_named_with_its_remedy(made):
    scene, _ = read(made("10-lossy-collar") / "jpeg.tif")

    assert any("Nearblack" in warning for warning in scene.warnings)


def test_the_layers_value_is_missing(made):
    folder = made("08-layer-additional-nodata")

    _, pixels = read(folder / "fill7.tif", nodata=7.0)

    assert (pixels.valid == read(folder / "declared.tif")[1].valid).all()


def test_a_mosaic_whose_tile_is_another_is_another_input(made):
    folder = made("16-stale-run-folder")
    before = RasterScene(folder / "mosaic.vrt", contrast="none").fingerprint

    (folder / "tile.tif").write_bytes((folder / "tile_later.tif").read_bytes())

    assert RasterScene(folder / "mosaic.vrt", contrast="none").fingerprint != before
