"""Lake layers, areas of interest and lakes to train on that are damaged, misplaced or empty."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import corpus_good as good
import numpy as np
from corpus_case import Case, Make
from corpus_rasters import LOCAL, MOON
from osgeo import gdal, ogr, osr

Features = "list[tuple[str, dict[str, Any]]]"
LAKE = good.square(500100, 3499000, 500)


def layer(
    path: Path, shapes: list[str], *, crs: str | None = None, kind: int = ogr.wkbUnknown, **fields: list[Any]
) -> str:
    """Write shapes (WKT) with fields of any values as a GeoPackage; ``crs`` "" is none."""
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    reference = None
    if crs != "":
        reference = osr.SpatialReference()
        reference.ImportFromWkt(crs or good.wkt(32645))
    made = dataset.CreateLayer("lakes", reference, kind)
    types = {int: ogr.OFTInteger64, float: ogr.OFTReal, str: ogr.OFTString, bytes: ogr.OFTBinary}
    for name, values in fields.items():
        made.CreateField(ogr.FieldDefn(name, types[type(next((v for v in values if v is not None), ""))]))
    for i, shape in enumerate(shapes):
        feature = ogr.Feature(made.GetLayerDefn())
        if shape:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        for name, values in fields.items():
            if values[i] is not None:
                feature[name] = values[i]
        made.CreateFeature(feature)
    dataset.FlushCache()
    return str(path)


def _shapefile_of(number: float, folder: Path) -> str:
    """Write lakes with such coordinates: no other format can hold what is no number."""
    path = Path(good.lakes(folder / "bad_2020-08-31.shp"))
    content = bytearray(path.read_bytes())
    # After the header of 100 bytes two records of 136: a header of 8, 4 of the type, box, counts, points.
    for box in (112, 248):
        for at in (box, box + 44):
            content[at : at + 32] = struct.pack("<4d", *[number] * 4)
    path.write_bytes(bytes(content))
    return str(path)


def _second(make: Callable[[Path], str]) -> Make:
    """Return what gives a good layer and a bad one, made in a folder."""
    return lambda folder: {"LAYERS": [str(folder / "good" / "old.gpkg"), make(folder)]}


def _shapes(*shapes: str, crs: str | None = None, **fields: list[Any]) -> Make:
    values = {"date": ["2020-08-31"] * len(shapes), **fields}
    return _second(lambda folder: layer(folder / "bad_2020-08-31.gpkg", list(shapes), crs=crs, **values))


def _written(name: str, content: bytes | str) -> Make:
    def make(folder: Path) -> str:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return _second(make)


def _damaged(suffix: str, change: Callable[[bytearray], bytes | bytearray], part: str = "") -> Make:
    def make(folder: Path) -> str:
        path = Path(good.lakes(folder / f"bad{suffix}"))
        changed = path.with_suffix(part or suffix)
        changed.write_bytes(bytes(change(bytearray(changed.read_bytes()))))
        return str(path)

    return _second(make)


def _without(part: str) -> Make:
    def make(folder: Path) -> str:
        path = Path(good.lakes(folder / "bad.shp"))
        path.with_suffix(part).unlink()
        return str(path)

    return _second(make)


def _flipped(seed: int, content: bytearray) -> bytearray:
    rng = np.random.default_rng(seed)
    for at in rng.integers(100, len(content), 60):
        content[at] = rng.integers(256)
    return content


def _geojson(features: Any) -> Make:
    return _written("bad_2020-08-31.geojson", json.dumps({"type": "FeatureCollection", "features": features}))


def _feature(geometry: Any, **properties: Any) -> list[dict[str, Any]]:
    return [{"type": "Feature", "properties": properties, "geometry": geometry}]


def star(corners: int) -> str:
    """Return the WKT of a polygon that crosses itself about as often as it has corners squared."""
    angle = np.arange(corners) * 2 * np.pi * (corners // 2) / corners
    x, y = 500500 + 400 * np.cos(angle), 3499500 + 400 * np.sin(angle)
    points = [f"{a:.3f} {b:.3f}" for a, b in zip(x, y)]
    return f"POLYGON(({','.join([*points, points[0]])}))"


def _with_keywords(*keywords: str) -> Make:
    """Return what writes lakes with facts about their image in the metadata, as *Extract lakes* does."""

    def make(folder: Path) -> str:
        path = layer(folder / "bad_2020-08-31.gpkg", [LAKE])
        words = "".join(f"<keyword>{word}</keyword>" for word in keywords)
        text = f'<qgis><keywords vocabulary="lake_mapper">{words}</keywords></qgis>'
        opened = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_UPDATE)
        opened.GetLayer(0).SetMetadataItem("qgis", text)
        Path(path).with_suffix(".qmd").write_text(text)
        return path

    return _second(make)


def _as(parameter: str, algorithm_extra: dict[str, Any], make: Make) -> Make:
    """Return what gives the second layer as another parameter."""
    return lambda folder: {**algorithm_extra, parameter: make(folder)["LAYERS"][1]}


def _to_train_on(make: Make) -> Make:
    def made(folder: Path) -> dict[str, Any]:
        lakes = make(folder)["LAYERS"][1]
        image = good.raster(folder / "image.tif")
        return {"LABELME_FOLDER": "", "RASTER": image, "LAKES": lakes}

    return made


def _layers() -> tuple[dict[str, Make], dict[str, Make]]:
    """Return layers that must be refused, and those that may be used in part."""
    bad: dict[str, Make] = {
        "no polygons but points": _shapes("POINT(500100 3499000)"),
        "no polygons but lines": _shapes("LINESTRING(500100 3499000,500200 3499000)"),
        "no features": _shapes(),
        "geometries missing": _shapes("", ""),
        "geometries empty": _shapes("POLYGON EMPTY", "MULTIPOLYGON EMPTY"),
        "no area": _shapes("POLYGON((500100 3499000,500100 3499000,500100 3499000,500100 3499000))"),
        "coordinates of NaN": _second(partial(_shapefile_of, float("nan"))),
        "coordinates infinite": _second(partial(_shapefile_of, float("inf"))),
        "coordinates of 1e300": _shapes(good.square(1e300, 1e300, 1e299)),
        "metres called degrees": _shapes(LAKE, crs=good.wkt(4326)),
        "degrees called metres": _shapes(good.square(85, 31, 0.01)),
        "no CRS": _shapes(LAKE, crs=""),
        "on the Moon": _shapes(good.square(85, 31, 0.01), crs=MOON),
        "a plan without place": _shapes(LAKE, crs=LOCAL),
        "another place": _shapes(good.square(700000, 2000000, 500)),
        "dates without time": _shapes(LAKE, date=["0001-01-01"]),
        "dates without end": _shapes(LAKE, date=["9999-12-31"]),
        "empty file": _written("bad.gpkg", b""),
        "text": _written("bad.gpkg", "no layer"),
        "zeros": _written("bad.shp", bytes(1000)),
        "GeoJSON that is null": _written("bad.geojson", "null"),
        "GeoJSON of numbers": _geojson([1, 2]),
        "GeoJSON without geometries": _geojson(_feature(None)),
        "GeoJSON with letters": _geojson(_feature({"type": "Polygon", "coordinates": [[["a", "b"]]]})),
        "GeoJSON nested deeply": _written("bad.geojson", "[" * 200000),
        "shapefile without points": _damaged(".shp", lambda content: content[:90]),
        "shapefile without its shapes": _without(".shp"),
        "GeoPackage cut": _damaged(".gpkg", lambda content: content[: len(content) // 3]),
    }
    odd: dict[str, Make] = {
        "outline that crosses itself": _shapes(
            "POLYGON((500100 3499000,500600 3499500,500600 3499000,500100 3499500,500100 3499000))"
        ),
        "outline that crosses itself 200,000 times": _shapes(star(901)),
        "the same lake 500 times": _shapes(*[LAKE] * 500),
        "islands outside": _shapes(LAKE[:-1] + ",(0 0,1 0,1 1,0 0))"),
        "curves": _shapes("CURVEPOLYGON(CIRCULARSTRING(500100 3499000,500600 3499500,500100 3499000))"),
        "a collection": _shapes(f"GEOMETRYCOLLECTION({LAKE},POINT(1 1))"),
        "the whole Earth": _shapes(good.square(-180, -90, 179.9), crs=good.wkt(4326)),
        "errors of NaN": _shapes(LAKE, area_error_km2=[float("nan")]),
        "errors below zero": _shapes(LAKE, area_error_km2=[-5.0]),
        "errors without end": _shapes(LAKE, area_error_km2=[float("inf")]),
        "errors of text": _shapes(LAKE, area_error_km2=["much"]),
        "ids that are missing": _shapes(LAKE, LAKE, lake_id=[None, 5]),
        "ids of text": _shapes(LAKE, lake_id=["<script>alert(1)</script>"]),
        "ids of bytes": _shapes(LAKE, lake_id=[b"\x00\xff"]),
        "ids as large as can be": _shapes(LAKE, lake_id=[2**63 - 1]),
        "edges of text": _shapes(LAKE, touches_edge=["maybe"]),
        "dates that are none": _shapes(LAKE, date=["yesterday"]),
        "dates of no calendar": _shapes(LAKE, date=["2020-13-45"]),
        "dates that are numbers": _shapes(LAKE, date=[20200831]),
        "some dates missing": _shapes(LAKE, LAKE, date=["2020-08-31", None]),
        "pixel of NaN in the metadata": _with_keywords("pixel=nan", "ground pixel nan"),
        "footprint of nonsense": _with_keywords("pixel=17", "footprint=POLYGON((", "grid=a b c"),
        "footprint of a point": _with_keywords("footprint=POINT(1 1)", "pixel=-5"),
        "shapefile without index": _without(".shx"),
        "shapefile without table": _without(".dbf"),
        "shapefile with half a table": _damaged(".shp", lambda content: content[: len(content) // 2], ".dbf"),
        "GeoJSON of huge numbers": _geojson(
            _feature({"type": "Polygon", "coordinates": [[[1e400, 1], [2, 2], [3, 1]]]}, date="2020-08-31")
        ),
    }
    for seed in range(12):
        odd[f"GeoPackage with changed bytes, seed {seed}"] = _damaged(".gpkg", partial(_flipped, seed))
    for seed in range(6):
        odd[f"shapefile with changed bytes, seed {seed}"] = _damaged(".shp", partial(_flipped, seed))
    return bad, odd


def cases() -> Iterator[Case]:
    """Yield layers for all algorithms that read some."""
    bad, odd = _layers()
    yield from (Case(f"lakes: {name}", "tracklakes", make) for name, make in bad.items())
    yield from (Case(f"lakes: {name}", "tracklakes", make, may_run=True) for name, make in odd.items())
    areas = (
        "no features", "geometries empty", "coordinates of NaN", "coordinates of 1e300", "no CRS",
        "on the Moon", "another place", "metres called degrees",
    )  # fmt: skip
    for name in areas:
        yield Case(f"area of interest: {name}", "extractlakes", _as("AOI", {}, bad[name]))
    for name in ("outline that crosses itself 200,000 times", "the whole Earth", "a collection"):
        yield Case(f"area of interest: {name}", "extractlakes", _as("AOI", {}, odd[name]), may_run=True)
        yield Case(f"area to compare: {name}", "tracklakes", _as("AREA", {}, odd[name]), may_run=True)
        yield Case(f"lakes to train on: {name}", "preparedataset", _to_train_on(odd[name]), may_run=True)
    for name in ("no features", "no CRS", "another place", "coordinates of NaN"):
        yield Case(
            f"area to compare: {name}",
            "tracklakes",
            _as("AREA", {}, bad[name]),
            may_run=name in ("no features", "another place"),  # told in the log
        )
        yield Case(f"lakes to train on: {name}", "preparedataset", _to_train_on(bad[name]))
    yield from _measured(bad, odd)
    yield from _checked(bad, odd)
    yield from _labelled()


def _measured(bad: dict[str, Make], odd: dict[str, Make]) -> Iterator[Case]:
    """Yield layers for *Measure lakes*, which compares them with no other."""
    fine = ("another place", "dates without time", "dates without end")
    for name, make in {**bad, **odd}.items():
        may_run = name in odd or name in fine
        yield Case(f"measure: {name}", "measurelakes", _as("INPUT", {}, make), may_run)
    lost = ("geometries missing", "coordinates of NaN")  # told in the log
    for name in ("no features", "no CRS", "on the Moon", *lost):
        make = _as("KNOWN_LAKES", {"KNOWN_NAME": "date"}, bad[name])
        yield Case(f"known lakes: {name}", "measurelakes", make, may_run=name in lost)


def _checked(bad: dict[str, Make], odd: dict[str, Make]) -> Iterator[Case]:
    """Yield maps for *Points to check a map*."""
    fine = ("dates without time", "dates without end")
    for name, make in {**bad, **odd}.items():
        yield Case(
            f"map to check: {name}", "accuracypoints", _as("LAKES", {}, make), name in odd or name in fine
        )
    for name in ("no features", "no CRS", "on the Moon", "another place", "coordinates of 1e300"):
        yield Case(f"mapped area: {name}", "accuracypoints", _as("AREA", {}, bad[name]))


def _labelled() -> Iterator[Case]:
    """Yield points for *Assess accuracy*."""
    changes: dict[str, Callable[[dict[str, Any]], None]] = {
        "none is labelled": lambda point: point.update(label=""),
        "some are not labelled": lambda point: point.update(label="" if point["point_id"] < 5 else "lake"),
        "labels are other words": lambda point: point.update(label="water"),
        "none can be told": lambda point: point.update(label="cannot tell"),
        "strata are missing": lambda point: point.update(stratum=None),
        "strata are other words": lambda point: point.update(stratum="hills"),
        "areas were changed": lambda point: point.update(strat_km2=7.0),
        "areas are not there": lambda point: point.update(strat_km2=None),
        "areas are NaN": lambda point: point.update(strat_km2=float("nan")),
        "counts were changed": lambda point: point.update(strat_n=3),
        "classes are other words": lambda point: point.update(map_class="ice"),
        "checks are missing": lambda point: point.update(check=None),
        "numbers are missing": lambda point: point.update(point_id=None),
        "places were changed": lambda point: point.update(lon=12.0),
        "the mapped area is below zero": lambda point: point.update(map_km2=-1.0),
    }
    for name, change in changes.items():
        yield Case(f"points: {name}", "assessaccuracy", partial(_points, change))
    yield Case("points: polygons without the fields", "assessaccuracy", _as("POINTS", {}, _shapes(LAKE)))
    yield Case("points: one without the fields", "assessaccuracy", _as("POINTS", {}, _shapes("POINT(1 1)")))


def _points(change: Callable[[dict[str, Any]], None], folder: Path) -> dict[str, Any]:
    return {"POINTS": good.labelled_points(folder / "points.gpkg", change)}
