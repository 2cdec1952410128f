"""Small objects of labels that a program drew, of which a model is sure that they are the other class.

    .venv/bin/python scripts/doubtful_labels.py resources/models/lakenet.safetensors    # finds them anew

Of the small objects that ``s2lakes`` labels water, half have a mean probability below ``LAND``; of 56 of
these, drawn at random and looked at, some 50 were edges of fields, roads or shadows. Of 56 that it labels
land and the model calls water, some 50 were water. Nobody could review all one by one; here they are ignored
in training, not changed. After Northcutt et al., "Confident learning", JAIR 2021: labels are doubted where a
model that has learnt from many others is sure of another class. Large objects are never doubted, nor labels
drawn by hand, nor those of images that are not trained on: a model must not choose what it is judged by.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import cv2
import lake_data
import numpy as np
import package_path

package_path.load()
from as_in_a_run import at_resolution, probability_in_a_run
from lake_mapper.core.datasets.tile_files import IGNORE
from lake_mapper.core.inference.engine import Engine
from lake_mapper.core.models.model_file import load_model

LIST = Path(__file__).with_suffix(".csv")
SOURCES = ("s2lakes", "s2lakes_more")
COLUMNS = ("source", "number", "label", "top", "left", "bottom", "right")
#: Mean probability below which an object labelled water is doubted, and above which one labelled land is.
LAND, WATER = 0.1, 0.85
LARGEST = {1: 0.3, 0: 5.0}  # km²; land called water is often a lake that the label lacks
SMALLEST = 12  # pixels
GROUND = 17.0  # metres: at this pixel the model errs least


def trusted(item: lake_data.Item, label: np.ndarray) -> np.ndarray:
    """Return the label (H, W) of an image to train on with the doubtful objects ignored."""
    for of, box in _listed().get((item.source, item.number), ()) if item.part == "train" else ():
        inside = label[box]
        inside[inside == of] = IGNORE
    return label


@lru_cache(maxsize=1)
def _listed() -> dict[tuple[str, int], list[tuple[int, tuple[slice, slice]]]]:
    """The class and the box of each object, by image."""
    found = defaultdict(list)
    with open(LIST, newline="") as file:
        for row in csv.DictReader(file):
            top, left, bottom, right = (int(row[name]) for name in COLUMNS[3:])
            box = np.s_[top:bottom, left:right]
            found[row["source"], int(row["number"])].append((int(row["label"]), box))
    return dict(found)


def doubtful(engine: Engine, item: lake_data.Item) -> list[tuple[int, ...]]:
    """Return label, top, left, bottom, right (pixels) of each doubtful object."""
    rgb, label = item.read()
    seen, small = at_resolution(rgb, label, GROUND, item.ground)
    probability = probability_in_a_run(engine, seen, small != IGNORE, GROUND)
    probability = cv2.resize(probability, label.shape[::-1], interpolation=cv2.INTER_LINEAR)
    found = []
    for of, objects in ((1, label == 1), (0, (label == 0) & (probability >= 0.5))):
        count, number, boxes, _ = cv2.connectedComponentsWithStats(objects.astype(np.uint8))
        mean = np.bincount(number.ravel(), probability.ravel(), count) / boxes[:, cv2.CC_STAT_AREA]
        other_class = mean < LAND if of else mean > WATER
        for left, top, wide, tall, area in boxes[1:][other_class[1:]].tolist():
            if SMALLEST <= area <= 1e6 * LARGEST[of] / item.ground**2:
                found.append((of, top, left, top + tall, left + wide))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    engine = Engine(load_model(parser.parse_args().model), "automatic", "full")
    with open(LIST, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for item in lake_data.items(SOURCES):
            if item.part == "train":
                writer.writerows((item.source, item.number, *each) for each in doubtful(engine, item))


if __name__ == "__main__":
    main()
