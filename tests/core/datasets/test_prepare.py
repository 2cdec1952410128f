"""From labelled pictures and rasters to tiles: nothing shifted, nothing half written, always the same."""

import errno
import json

import cv2
import numpy as np
import pytest
from lake_mapper.core.datasets import prepare as preparation
from lake_mapper.core.datasets.contact_sheet import contact_sheet, thumbnail
from lake_mapper.core.datasets.dataset import inspect, open_dataset
from lake_mapper.core.datasets.hard_subsets import hardest, hardness
from lake_mapper.core.datasets.prepare import Recipe, prepare
from lake_mapper.core.datasets.sources import RasterSource, labelme_sources
from lake_mapper.core.datasets.split import Split, read_names, split_by_source
from lake_mapper.core.datasets.tile_files import save_image, save_label
from lake_mapper.core.geo.grid import Window, ground_grid
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.errors import Cancelled, DatasetError, SceneError
from osgeo import ogr, osr
from support import rgb_of, wkt, write_raster

SIZE = 64


def blob(height=200, width=270, centre=(100, 130), radius=70) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width] + 0.5
    return (np.hypot(y - centre[0], x - centre[1]) < radius).astype(np.uint8)


def write_result(folder, mask):
    """A json_to_dataset folder whose image is blue where the lake is."""
    save_image(folder / "img.png", rgb_of(mask > 0).transpose(1, 2, 0).copy())
    save_label(folder / "label.png", mask)


@pytest.fixture
def labelled(tmp_path):
    folder = tmp_path / "labelled"
    for number, radius in enumerate((70, 90, 30)):
        write_result(folder / f"p{number}_json", blob(radius=radius))
    return folder


def make(labelled, folder, scale=1.0, **recipe):
    sources, _ = labelme_sources(labelled, scale)
    return prepare(sources, folder, Recipe(**{"tile_size": SIZE, **recipe}), {"scale": scale})


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_tiles_are_the_parts_of_the_image(labelled, tmp_path):
    mask = blob()

    made = make(labelled, tmp_path / "out", min_lake_share=0.0)

    found = inspect(open_dataset(tmp_path / "out"))
    assert len(found.dataset.tiles) == 3 * 3 * 4  # what is left at the right and lower edge is dropped
    tiles = {tile.name: tile.read() for tile in found.dataset.tiles}
    for row in range(3):
        for column in range(4):
            part = mask[row * SIZE : (row + 1) * SIZE, column * SIZE : (column + 1) * SIZE]
            rgb, label = tiles[f"p0_{row}_{column}"]
            assert (label == part).all()
            assert (rgb[..., 2] == 255 * part).all()
    assert made.split == Split.load(tmp_path / "out" / "split.json")
    assert set(made.split.train + made.split.test) == tiles.keys()


def test_dry_tiles_are_discarded_and_counted(labelled, tmp_path):
    make(labelled, tmp_path / "out", min_lake_share=0.2)

    facts = json.loads((tmp_path / "out" / "dataset.json").read_text(encoding="utf-8"))
    shares = {tile.name: tile.read()[1].mean() for tile in open_dataset(tmp_path / "out").tiles}
    assert min(shares.values()) >= 0.2
    assert facts["tiles_with_too_little_lake"] == 36 - len(shares) > 0
    assert (facts["scale"], facts["min_lake_share"], facts["seed"]) == (1.0, 0.2, 0)
    assert {name: tile["lake_share"] for name, tile in facts["tiles"].items()} == pytest.approx(
        shares, abs=1e-5
    )
    assert facts["tiles"]["p1_1_2"]["source"] == "p1_json"


def test_the_same_seed_makes_the_same_files(labelled, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make(labelled, tmp_path / name, count=6, seed=seed, subsets=True)

    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert len(open_dataset(tmp_path / "a").tiles) == len(open_dataset(tmp_path / "c").tiles) == 6
    assert files(tmp_path / "a").keys() != files(tmp_path / "c").keys()


@pytest.mark.parametrize("scale", [0.5, 0.8, 1.6])
def test_rescaling_keeps_the_shore_where_it_is_in_the_image(tmp_path, scale):
    write_result(tmp_path / "in" / "p_json", blob())

    make(tmp_path / "in", tmp_path / "out", scale, min_lake_share=0.0)

    tiles = [tile.read() for tile in open_dataset(tmp_path / "out").tiles]
    wrong = sum(((rgb[..., 2] > 127) != label).sum() for rgb, label in tiles)
    lake = sum(label.sum() for _, label in tiles)
    assert len(tiles) == int(200 * scale / SIZE) * int(270 * scale / SIZE)
    assert wrong <= 0.002 * lake


def test_labelme_outlines_are_rescaled_with_their_image(tmp_path):
    """A square's edges that fall between pixels land where those of its picture do."""
    mask = np.zeros((130, 130), np.uint8)
    mask[20:100, 30:110] = 1
    (tmp_path / "in").mkdir()
    save_image(tmp_path / "in" / "a.png", rgb_of(mask > 0).transpose(1, 2, 0).copy())
    shape = {"label": "lake", "points": [[30, 20], [110, 100]], "shape_type": "rectangle"}
    (tmp_path / "in" / "a.json").write_text(json.dumps({"imagePath": "a.png", "shapes": [shape]}))
    save_label(tmp_path / "in" / "b" / "label.png", mask)
    save_image(tmp_path / "in" / "b" / "img.png", rgb_of(mask > 0).transpose(1, 2, 0).copy())

    make(tmp_path / "in", tmp_path / "out", 0.5, min_lake_share=0.0)

    drawn, painted = (tile.read()[1] for tile in open_dataset(tmp_path / "out").tiles)
    assert drawn.sum() == 40 * 40
    assert (drawn == painted).all()


def test_sources_of_one_name_give_tiles_of_their_own(tmp_path):
    for folder in ("x/Lake v1.2_json", "y/lake v1.2_json", "z/lake_v1_2"):
        write_result(tmp_path / "in" / folder, blob(SIZE, SIZE, (32, 32), 20))

    make(tmp_path / "in", tmp_path / "out")

    names = [tile.name for tile in open_dataset(tmp_path / "out").tiles]
    assert names == ["Lake_v1_2_0_0", "lake_v1_2-2_0_0", "lake_v1_2-3_0_0"]


def test_bad_sources_are_named_and_the_rest_goes_on(labelled, tmp_path):
    (labelled / "sub").mkdir()
    (labelled / "sub" / "broken.json").write_text("{")
    write_result(labelled / "tiny_json", blob(20, 90))
    write_result(labelled / "unlike_json", blob())
    save_label(labelled / "unlike_json" / "label.png", blob(100, 100))

    made = make(labelled, tmp_path / "out")

    said = "\n".join(made.warnings)
    assert "Left out: sub/broken.json: it is no labelme file" in said
    assert "Left out: tiny_json: 90 × 20 pixels are less than a tile of 64 × 64" in said
    assert "Left out: unlike_json: img.png has 270 × 200 pixels, but its label 100 × 100" in said
    assert {name[:2] for name in made.split.train + made.split.test} == {"p0", "p1", "p2"}


def test_nothing_usable(tmp_path):
    (tmp_path / "in").mkdir()
    with pytest.raises(DatasetError, match="holds neither labelme JSON files nor"):
        make(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in" / "a.json").write_text("{")
    with pytest.raises(DatasetError, match=r"No image can be used.*a.json"):
        make(tmp_path / "in", tmp_path / "out")
    write_result(tmp_path / "in" / "dry", np.zeros((90, 90), np.uint8))
    with pytest.raises(DatasetError, match="None of 1 tiles can be kept"):
        make(tmp_path / "in", tmp_path / "out")
    with pytest.raises(DatasetError, match="No tile has any lake"):
        make(tmp_path / "in", tmp_path / "out", min_lake_share=0.0)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_tiles_is_refused_and_one_without_is_used(labelled, tmp_path):
    out = tmp_path / "out"
    (out / "train_img").mkdir(parents=True)
    (out / "notes.txt").write_text("mine")

    make(labelled, out)

    before = files(out)
    assert before["notes.txt"] == b"mine"
    with pytest.raises(DatasetError, match="already holds a dataset"):
        make(labelled, out)
    assert files(out) == before


@pytest.mark.parametrize("exists", [False, True])
def test_full_disk_and_cancelling_leave_nothing(labelled, tmp_path, monkeypatch, exists):
    out = tmp_path / "out"
    if exists:
        out.mkdir()
    sources, _ = labelme_sources(labelled)
    shares = []
    with pytest.raises(Cancelled):
        prepare(sources, out, Recipe(SIZE), {}, shares.append, lambda: bool(shares) and shares[-1] > 0.7)

    def full(path, label):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(preparation, "save_label", full)
    with pytest.raises(DatasetError, match="cannot be written to .*No space left on device"):
        make(labelled, out)

    assert shares == sorted(shares)
    assert out.exists() == exists
    assert not exists or not list(out.iterdir())


def test_more_tiles_asked_for_than_there_are(labelled, tmp_path):
    made = make(labelled, tmp_path / "out", count=1000)

    assert any("COUNT is 1000, but only" in warning for warning in made.warnings)


def test_split_by_whole_images(labelled, tmp_path):
    made = make(labelled, tmp_path / "out", whole_sources=True, train_share=0.5)

    train, test = ({name[:2] for name in side} for side in (made.split.train, made.split.test))
    assert train and test and not train & test
    assert "source images whole" in made.split.rule


def test_whole_images_come_near_the_share_with_something_on_each_side():
    source_of = {f"{source}_{tile}": source for source in "abcdefgh" for tile in range(ord(source) % 5 + 1)}

    for seed in range(20):
        for share in (0.0, 0.5, 0.9, 1.0):
            split = split_by_source(source_of, seed, share)
            assert split.train and split.test
            assert abs(len(split.train) - share * len(source_of)) <= 5
    assert split_by_source(source_of, 1) == split_by_source(dict(reversed(source_of.items())), 1)
    with pytest.raises(DatasetError, match="one image"):
        split_by_source({"a_0": "a", "a_1": "a"}, 0)


# Raster and polygons.


def ellipse(epsg: int, radius=700.0) -> ogr.Geometry:
    """A disc on the ground of the test raster, its coordinates in another CRS, x before y."""
    disc = ogr.CreateGeometryFromWkt("POINT (501700 3498300)").Buffer(radius, 90)
    utm, other = osr.SpatialReference(), osr.SpatialReference()
    utm.ImportFromEPSG(32645)
    other.ImportFromEPSG(epsg)
    for crs in (utm, other):
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    disc.Transform(osr.CoordinateTransformation(utm, other))
    return disc


@pytest.fixture
def scene(tmp_path):
    """200 × 200 pixels of 17 m; blue within 700 m of its centre."""
    return RasterScene(write_raster(tmp_path / "scene.tif", rgb_of(blob(200, 200, (100, 100), 700 / 17) > 0)))


def raster_source(scene, lakes, lakes_wkt, resolution=17.0) -> RasterSource:
    grid = ground_grid(scene.crs_wkt, scene.bounds, resolution, scene.anchor)
    return RasterSource(scene, grid, lakes, lakes_wkt)


@pytest.mark.parametrize("epsg", [32645, 4326, 3857, 2056])
def test_lakes_of_any_crs_lie_on_their_image(scene, tmp_path, epsg):
    source = raster_source(scene, [bytes(ellipse(epsg).ExportToWkb())], wkt(epsg))

    prepare([source], tmp_path / "out", Recipe(tile_size=50, min_lake_share=0.0), {})

    tiles = [tile.read() for tile in open_dataset(tmp_path / "out").tiles]
    wrong = sum(((rgb[..., 2] > 127) != label).sum() for rgb, label in tiles)
    assert len(tiles) == 16
    assert sum(label.sum() for _, label in tiles) == pytest.approx(np.pi * (700 / 17) ** 2, rel=0.005)
    assert wrong <= 4


def test_resolution_of_raster_tiles(scene, tmp_path):
    source = raster_source(scene, [bytes(ellipse(32645).ExportToWkb())], wkt(32645), 34.0)

    prepare([source], tmp_path / "out", Recipe(tile_size=50), {})

    tiles = open_dataset(tmp_path / "out").tiles
    assert [tile.name for tile in tiles] == ["scene_0_0", "scene_0_1", "scene_1_0", "scene_1_1"]
    assert sum(tile.read()[1].sum() for tile in tiles) == pytest.approx(np.pi * (700 / 34) ** 2, rel=0.01)


def test_holes_are_land_and_invalid_lakes_are_repaired(scene):
    hole = ellipse(32645).Difference(ellipse(32645, 300))
    tie = ogr.CreateGeometryFromWkt(
        "POLYGON ((500000 3500000, 500340 3500000, 500000 3499660, 500340 3499660, 500000 3500000))"
    )
    source = raster_source(scene, [bytes(g.ExportToWkb()) for g in (hole, tie)], wkt(32645))

    label = source.label(Window(0, 0, 200, 200))

    assert source.notes == ("Invalid polygons of LAKES (such as outlines that cross themselves), repaired: 1.",)
    assert label[100, 100] == 0
    assert label[:20, :20].sum() == pytest.approx(2 * 20 * 10 / 2, abs=20)
    assert label[20:].sum() == pytest.approx(np.pi * (700**2 - 300**2) / 17**2, rel=0.01)


def test_tiles_that_miss_data_are_discarded(tmp_path):
    values = rgb_of(np.ones((120, 120), bool))
    values[:, 70:80, 70] = 7
    scene = RasterScene(write_raster(tmp_path / "s.tif", values, nodata=7))
    source = raster_source(scene, [bytes(ellipse(32645, 5000).ExportToWkb())], wkt(32645))

    prepare([source], tmp_path / "out", Recipe(tile_size=60), {})

    names = [tile.name for tile in open_dataset(tmp_path / "out").tiles]
    assert names == ["s_0_0", "s_0_1", "s_1_0"]
    facts = json.loads((tmp_path / "out" / "dataset.json").read_text(encoding="utf-8"))
    assert facts["tiles_with_missing_data"] == 1


def test_lakes_elsewhere_or_nowhere(scene):
    far = ogr.CreateGeometryFromWkt("POLYGON ((0 0, 1 0, 1 1, 0 0))")
    with pytest.raises(DatasetError, match="No lake of LAKES lies on scene"):
        raster_source(scene, [bytes(far.ExportToWkb())], wkt(4326))
    with pytest.raises(DatasetError, match="No lake of LAKES lies on scene"):
        raster_source(scene, [], wkt(4326))
    with pytest.raises(SceneError, match="have no coordinate reference system"):
        raster_source(scene, [bytes(far.ExportToWkb())], "")


# Subsets and the contact sheet.


def tile(colours, ground=(120, 110, 90)) -> tuple[np.ndarray, np.ndarray]:
    """Two lakes of these colours on a ground of another."""
    label, rgb = np.zeros((SIZE, SIZE), np.uint8), np.full((SIZE, SIZE, 3), ground, np.uint8)
    for number, colour in enumerate(colours):
        part = np.s_[5:25, 5 + 30 * number : 25 + 30 * number]
        label[part], rgb[part] = 1, colour
    return rgb, label


def test_hard_subsets_pick_what_they_are_named_after():
    blue, brown = (20, 40, 120), (118, 110, 92)
    large = np.ones((SIZE, SIZE), np.uint8)
    measured = {
        "plain": hardness(*tile([blue, blue])),
        "differ": hardness(*tile([blue, (10, 160, 140)])),
        "like land": hardness(*tile([brown, brown])),
        "cut off": hardness(tile([blue])[0], large),
        "dry": hardness(*tile([])),
    }

    chosen = hardest(measured)

    assert chosen["intra_class"] == ["differ"]
    assert chosen["inter_class"] == ["like land"]
    assert len(chosen["small_lakes"]) == 1
    assert np.isnan(measured["cut off"]["small_lakes"])
    assert np.isnan(list(measured["dry"].values())).all()
    assert measured["plain"]["intra_class"] == pytest.approx(0, abs=0.01)


def test_subset_lists_name_test_tiles_only(labelled, tmp_path):
    made = make(labelled, tmp_path / "out", subsets=True, train_share=0.3)

    lists = {path.stem: read_names(path) for path in (tmp_path / "out").glob("subset_*.txt")}
    assert lists
    for names in lists.values():
        assert set(names) <= set(made.split.test)
        assert len(names) <= np.ceil(0.2 * len(made.split.test))
    for subset in {"intra_class", "inter_class", "small_lakes"} - {name[7:] for name in lists}:
        assert f"No test tile suits the subset {subset}, so it has no list." in made.warnings


def test_contact_sheet_draws_the_shore_on_land_and_any_name():
    rgb, label = tile([(20, 40, 120)])

    small = thumbnail(rgb, label)
    page = contact_sheet([(f"湖_{number}", small) for number in range(10)])

    shore = (small == (255, 0, 255)).all(2)
    lake = cv2.resize(label, small.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
    assert shore.any() and not (shore & lake).any()
    assert page.shape[1] > page.shape[0] > 2 * small.shape[0]
