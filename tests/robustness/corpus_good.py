"""Good inputs, which bad ones are made from, and runs that would succeed with them."""

from __future__ import annotations

import json
from collections.abc import Callable
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


def labelled_points(path: Path, change: Callable[[dict[str, Any]], None] = lambda point: None) -> str:
    """Write ten labelled points of each of two strata; ``change`` may spoil the values of each."""
    from lake_mapper.core.accuracy.points import POINT_FIELDS, check_of
    from lake_mapper.core.geo.crs import spatial_reference

    layer_of = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = layer_of.CreateLayer("points", spatial_reference(wkt(4326)), ogr.wkbPoint)
    kinds = {int: ogr.OFTInteger, float: ogr.OFTReal, str: ogr.OFTString}
    for field in POINT_FIELDS:
        layer.CreateField(ogr.FieldDefn(field.name, kinds[field.kind]))
    for number in range(20):
        stratum, label = (("lake", "lake"), ("other land", "land"))[number % 2]
        point = {
            "point_id": number + 1, "label": label, "note": "", "stratum": stratum, "strat_km2": 5.0,
            "strat_n": 10, "total_n": 20, "map_class": label, "map_km2": 5.0,
            "lon": 87 + number / 1000, "lat": 31.6,
        }  # fmt: skip
        point["check"] = check_of(point)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({point['lon']} {point['lat']})"))
        change(point)
        for name, value in point.items():
            if value is not None:
                feature[name] = value
        layer.CreateFeature(feature)
    layer_of.FlushCache()
    return str(path)


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
    if algorithm == "measurelakes":
        return {"INPUT": lakes(good / "edited.gpkg"), "OUTPUT": str(folder / "measured.gpkg")}
    if algorithm == "accuracypoints":
        few = {"POINTS": 20, "MIN_POINTS": 2, "EXTENT": "500000,502000,3498000,3500000 [EPSG:32645]"}
        return {"LAKES": lakes(good / "map.gpkg"), "OUTPUT": str(folder / "points.gpkg"), **few}
    if algorithm == "assessaccuracy":
        return {"POINTS": labelled_points(good / "points.gpkg"), "REPORT": str(folder / "accuracy.html")}
    if algorithm == "aboutmodel":
        return {"MODEL": str(MODEL), "REPORT": str(folder / "card.html")}
    raise KeyError(algorithm)
