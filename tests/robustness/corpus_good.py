"""Good inputs, which bad ones are made from, and runs that would succeed with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import ogr
from PIL import Image
from support import ROOT, rgb_of, wkt, write_raster

MODEL = ROOT / "resources" / "models" / "lakenet.safetensors"
SIDE = 64


def raster(path: Path, **options: Any) -> str:
    """Write a small image with a lake in its middle."""
    mask = np.zeros((SIDE, SIDE), bool)
    mask[16:48, 16:48] = True
    return write_raster(path, rgb_of(mask), **options)


def square(west: float, south: float, side: float) -> str:
    """Return the WKT of a square."""
    east, north = west + side, south + side
    corners = f"{west} {south},{east} {south},{east} {north},{west} {north},{west} {south}"
    return f"POLYGON(({corners}))"


def lakes(path: Path, day: str = "2020-08-31", side: float = 500.0, epsg: int = 32645) -> str:
    """Write two lakes of a date as a GeoPackage or another format by its suffix."""
    drivers = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".shp": "ESRI Shapefile"}
    dataset = ogr.GetDriverByName(drivers[path.suffix]).CreateDataSource(str(path))
    from lake_mapper.core.geo.crs import spatial_reference

    layer = dataset.CreateLayer("lakes", spatial_reference(wkt(epsg)), ogr.wkbPolygon)
    for name, kind in (("lake_id", ogr.OFTInteger), ("date", ogr.OFTString), ("area_error_km2", ogr.OFTReal)):
        layer.CreateField(ogr.FieldDefn(name, kind))
    for number, west in enumerate((500100.0, 501000.0)):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(square(west, 3499000.0, side)))
        for field, value in enumerate((number, day, 0.01)):  # shapefiles shorten the names
            feature.SetField(field, value)
        layer.CreateFeature(feature)
    dataset.FlushCache()
    return str(path)


def dataset(folder: Path) -> str:
    """Write six labelled tiles with their split."""
    for part in ("train_img", "train_label"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    label = np.zeros((SIDE, SIDE, 3), np.uint8)
    label[16:48, 16:48] = 128, 0, 0
    rgb = np.full((SIDE, SIDE, 3), 120, np.uint8)
    rgb[16:48, 16:48] = 20, 40, 90
    names = [f"tile_{i}" for i in range(6)]
    for name in names:
        Image.fromarray(rgb).save(folder / "train_img" / f"{name}.png")
        Image.fromarray(label).save(folder / "train_label" / f"{name}.png")
    split = {"train": names[:4], "test": names[4:], "rule": "by hand", "seed": None}
    (folder / "split.json").write_text(json.dumps(split))
    return str(folder)


def labelme(folder: Path, **values: Any) -> str:
    """Write an image labelled with labelme; ``values`` replace those of its JSON file."""
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((SIDE, SIDE, 3), 120, np.uint8)).save(folder / "image.png")
    points = [[8, 8], [50, 8], [50, 50], [8, 50]]
    whole = {
        "shapes": [{"label": "lake", "shape_type": "polygon", "points": points}],
        "imagePath": "image.png",
        "imageHeight": SIDE,
        "imageWidth": SIDE,
        **values,
    }
    (folder / "image.json").write_text(json.dumps(whole))
    return str(folder)


def parameters(algorithm: str, folder: Path) -> dict[str, Any]:
    """Return the parameters of a run that succeeds, its files in ``folder``."""
    good = folder / "good"
    good.mkdir()
    if algorithm == "extractlakes":
        return {"INPUT": raster(good / "image.tif"), "OUTPUT": str(folder / "lakes.gpkg")}
    if algorithm == "tracklakes":
        layers = [lakes(good / "old.gpkg", "2014-07-20"), lakes(good / "new.gpkg")]
        return {"LAYERS": layers, "LEDGER": str(folder / "l.csv"), "CHANGES": str(folder / "c.gpkg")}
    if algorithm == "preparedataset":
        small = {"TILE_SIZE": 32, "MIN_LAKE_SHARE": 0.0}
        return {"LABELME_FOLDER": labelme(good / "labelme"), "DATASET": str(folder / "made"), **small}
    if algorithm == "trainmodel":
        few = {"EPOCHS": 1, "BATCH_SIZE": 2, "BUDGET_IMAGES": 2}
        return {"DATASET": dataset(good / "tiles"), "MODEL": str(folder / "m.safetensors"), **few}
    if algorithm == "evaluatemodels":
        return {"MODELS": [str(MODEL)], "DATASET": dataset(good / "tiles"), "TABLE": str(folder / "t.csv")}
    if algorithm == "aboutmodel":
        return {"MODEL": str(MODEL), "REPORT": str(folder / "card.html")}
    raise KeyError(algorithm)
