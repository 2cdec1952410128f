"""Labelled images, datasets, splits and lists of tiles that nobody can learn from."""

from __future__ import annotations

import base64
import io
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import corpus_good as good
import numpy as np
from corpus_case import Case, Make
from PIL import Image

BLACK = Image.new("RGB", (good.SIDE, good.SIDE))
SQUARE = [[8, 8], [50, 8], [50, 50], [8, 50]]


def _labelme(**values: Any) -> Make:
    return lambda folder: {"LABELME_FOLDER": good.labelme(folder / "bad", **values)}


def _shape(**values: Any) -> Make:
    whole = {"label": "lake", "shape_type": "polygon", "points": SQUARE, **values}
    return _labelme(shapes=[whole])


def _json(text: str) -> Make:
    """Return what writes a labelme file of any text beside a good image."""

    def make(folder: Path) -> dict[str, Any]:
        bad = good.labelme(folder / "bad")
        (folder / "bad" / "image.json").write_text(text)
        return {"LABELME_FOLDER": bad}

    return make


def _crossing(points: int) -> Make:
    """Return what writes an outline whose every edge crosses half of the others."""

    def make(folder: Path) -> dict[str, Any]:
        xy = np.random.default_rng(0).uniform(0, good.SIDE, (points, 2)).round(2)
        return _shape(points=xy.tolist())(folder)

    return make


def png_bomb(side: int) -> bytes:
    """Return a PNG of so many pixels a side in a few bytes: only its beginning is there."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    size = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(bytes(1000)))


def _image(content: bytes) -> Make:
    def make(folder: Path) -> dict[str, Any]:
        bad = good.labelme(folder / "bad")
        (folder / "bad" / "image.png").write_bytes(content)
        return {"LABELME_FOLDER": bad}

    return make


def _png(image: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def _result(label: bytes, names: str = "_background_\nlake\n") -> Make:
    """Return what writes a folder as labelme's ``json_to_dataset`` does."""

    def make(folder: Path) -> dict[str, Any]:
        within = folder / "bad" / "image_json"
        within.mkdir(parents=True)
        Image.fromarray(np.full((good.SIDE, good.SIDE, 3), 120, np.uint8)).save(within / "img.png")
        (within / "label.png").write_bytes(label)
        (within / "label_names.txt").write_text(names)
        return {"LABELME_FOLDER": str(folder / "bad")}

    return make


def _labelled_with() -> tuple[dict[str, Make], dict[str, Make]]:
    """Return labelme folders that must be refused, and those of which something may be left."""
    grey = Image.fromarray(np.full((good.SIDE, good.SIDE), 77, np.uint8))
    bad = {
        "JSON that is null": _json("null"),
        "JSON of a list": _json("[]"),
        "JSON of a number": _json("5"),
        "JSON that does not end": _json('{"shapes": ['),
        "JSON nested deeply": _json("[" * 100000),
        "JSON with shapes nested deeply": _json('{"shapes":' + "[" * 900 + "]" * 900 + "}"),
        "empty file": _json(""),
        "no text": _json("\x00\x01\x02"),
        "shapes are null": _labelme(shapes=None),
        "shapes are an object": _labelme(shapes={"a": 1}),
        "shapes are text": _labelme(shapes="lake"),
        "points are text": _shape(points="abc"),
        "points are null": _shape(points=None),
        "points of letters": _shape(points=[["a", "b"]] * 4),
        "points of NaN": _shape(points=[[float("nan")] * 2] * 4),
        "points of 1e308": _shape(points=[[1e308, 0], [0, 1e308], [-1e308, 0]]),
        "points of three numbers": _shape(points=[[1, 2, 3]] * 4),
        "points of different length": _shape(points=[[1, 2], [3]]),
        "one point": _shape(points=[[1, 1]]),
        "one place": _shape(points=[[1, 1]] * 5),
        "label is a list": _shape(label=["lake"]),
        "label is null": _shape(label=None),
        "label is a number": _shape(label=1),
        "label of another kind": _shape(label="<script>alert(1)</script>"),
        "shape of an unknown kind": _shape(shape_type="mask"),
        "shape type is a list": _shape(shape_type=["polygon"]),
        "circle of one point": _shape(shape_type="circle", points=[[1, 1]]),
        "circle of 1e200": _shape(shape_type="circle", points=[[1, 1], [1e200, 1e200]]),
        "3 million points that cross": _crossing(3_000_000),
        "100,000 points that cross": _crossing(100_000),
        "image path is a list": _labelme(imagePath=["image.png"]),
        "image path is null": _labelme(imagePath=None),
        "image path leads nowhere": _labelme(imagePath="../../../nowhere.png"),
        "image path with a null character": _labelme(imagePath="a\x00b.png"),
        "image path of 100,000 letters": _labelme(imagePath="a" * 100_000),
        "image path is a folder": _labelme(imagePath="."),
        "image data is no base 64": _labelme(imageData="*" * 1001),
        "image data is a number": _labelme(imageData=5),
        "image data is a page": _labelme(imageData=base64.b64encode(b"<html>").decode()),
        "image of another size": _labelme(imageHeight=5),
        "image size is text": _labelme(imageHeight="64"),
        "image cut": _image(_png(grey)[:60]),
        "image empty": _image(b""),
        "image of a billion pixels": _image(png_bomb(30000)),
        "image that says 2^31 pixels a side": _image(png_bomb(2**31 - 1)),
        "image with 16 bits": _image(_png(Image.fromarray(np.zeros((good.SIDE, good.SIDE), np.uint16)))),
        "result whose label is no label": _result(_png(grey)),
        "result whose label is cut": _result(_png(grey)[:50]),
        "result of another size": _result(_png(Image.new("L", (5, 5)))),
        "result of other classes": _result(_png(BLACK), "_background_\nice\n"),
    }
    odd = {
        "circle of no size": _shape(shape_type="circle", points=[[9, 9], [9, 9]]),
        "points far away": _shape(points=[[1e9, 1e9], [2e9, 1e9], [2e9, 2e9]]),
        "image in the JSON as well": _labelme(imageData=base64.b64encode(_png(BLACK)).decode()),
        "image that moves": _image(_png(Image.new("P", (good.SIDE, good.SIDE)), "GIF")),
        "image as JPEG": _image(_png(BLACK, "JPEG")),
        "image in CMYK": _image(_png(Image.new("CMYK", (good.SIDE, good.SIDE)), "JPEG")),
    }
    return bad, odd


def _split(text: str) -> Make:
    def make(folder: Path) -> dict[str, Any]:
        (folder / "split.json").write_text(text)
        return {"SPLIT": str(folder / "split.json")}

    return make


def _own_file(name: str, text: str) -> Make:
    """Return what replaces a file of the good dataset."""

    def make(folder: Path) -> dict[str, Any]:
        (folder / "good" / "tiles" / name).write_text(text)
        return {}

    return make


def _tile(part: str, content: Callable[[], bytes], every: bool = True) -> Make:
    """Return what replaces all tiles of a part of the good dataset, or one of them."""

    def make(folder: Path) -> dict[str, Any]:
        tiles = sorted((folder / "good" / "tiles" / part).glob("*.png"))
        for tile in tiles if every else tiles[:1]:
            tile.write_bytes(content())
        return {}

    return make


def _list(content: bytes) -> Make:
    def make(folder: Path) -> dict[str, Any]:
        (folder / "list.txt").write_bytes(content)
        return {"SUBSETS": [str(folder / "list.txt")]}

    return make


def _emptied(part: str, folder: Path) -> dict[str, Any]:
    for tile in (folder / "good" / "tiles" / part).iterdir():
        tile.unlink()
    return {}


def _splits() -> dict[str, Make]:
    def values(**changed: Any) -> str:
        return json.dumps({"train": ["tile_0"], "test": ["tile_1"], "rule": "r", "seed": 0, **changed})

    return {
        "null": _split("null"),
        "a list": _split("[]"),
        "a number": _split("5"),
        "no JSON": _split("{"),
        "nested deeply": _split("[" * 100000),
        "nothing": _split(""),
        "without sides": _split("{}"),
        "sides are null": _split(values(train=None, test=None)),
        "a side is text": _split(values(train="tile_0", test="tile_1")),
        "sides are numbers": _split(values(train=5, test=6)),
        "names are numbers": _split(values(train=[1, 2], test=[3])),
        "names are lists": _split(values(train=[["tile_0"]], test=[{}])),
        "names that are not there": _split(values(train=["x"], test=["y"])),
        "empty sides": _split(values(train=[], test=[])),
        "no text": _split("\x00\x01"),
    }


def cases() -> Iterator[Case]:
    """Yield inputs for *Prepare dataset*, *Evaluate models* and *Train model*."""
    bad, odd = _labelled_with()
    yield from (Case(f"labelme: {name}", "preparedataset", make) for name, make in bad.items())
    yield from (Case(f"labelme: {name}", "preparedataset", make, may_run=True) for name, make in odd.items())
    for name, make in _splits().items():
        yield Case(f"split: {name}", "evaluatemodels", make)
    for name in ("null", "a side is text", "names are lists", "nested deeply"):
        yield Case(f"split to train by: {name}", "trainmodel", _splits()[name])
    black, strange = partial(_png, BLACK), partial(_png, Image.new("L", BLACK.size, 77))
    tiles: dict[str, Make] = {
        "labels without lake": _tile("train_label", black),
        "labels that are text": _tile("train_label", lambda: b"no image"),
        "labels of other values": _tile("train_label", strange),
        "labels of another size": _tile("train_label", partial(_png, Image.new("L", (8, 8)))),
        "images cut": _tile("train_img", lambda: black()[:40]),
        "images of a billion pixels": _tile("train_img", partial(png_bomb, 30000)),
        "images that say 2^31 pixels a side": _tile("train_img", partial(png_bomb, 2**31 - 1)),
        "no images": partial(_emptied, "train_img"),
        "no labels": partial(_emptied, "train_label"),
        "its split is null": _own_file("split.json", "null"),
        "a folder without tiles": lambda folder: {"DATASET": str(folder)},
        "a folder that is not there": lambda folder: {"DATASET": str(folder / "none")},
        "a file": lambda folder: {"DATASET": str(good.MODEL)},
    }
    for name, make in tiles.items():
        yield Case(f"dataset: {name}", "trainmodel", make)
        yield Case(f"dataset to evaluate on: {name}", "evaluatemodels", make)
    sources = ("null", '{"tile_0": 5}', '{"tile_4": {"source": [1]}}')
    whole = [f'{{"tiles": {text}}}' for text in sources]
    for text in ("null", "[]", "5", "[" * 100000, *whole):
        make = _own_file("dataset.json", text)
        yield Case(f"dataset: its dataset.json is {text[:30]}", "evaluatemodels", make, may_run=True)
    lists = {
        "empty": b"",
        "no text": b"\xff\xfe\x00",
        "a picture": black(),
        "names that are not there": b"x\ny\n",
    }
    for name, content in lists.items():
        yield Case(f"list of tiles: {name}", "evaluatemodels", _list(content), may_run=name[0] == "n")
    script = b"tile_4\n<script>alert(1)</script>\n"
    yield Case("list of tiles: a script", "evaluatemodels", _list(script), may_run=True)
