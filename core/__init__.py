"""Lakes from satellite images, without QGIS: what scripts and notebooks import.

>>> from lake_mapper.core import ExtractionParameters, extract_lakes
>>> found = extract_lakes("image.tif", ExtractionParameters(resolution=30))
>>> found.write("lakes.gpkg")

Each name is loaded when it is first used, so that what needs no PyTorch starts at once. docs/python.md has
examples; every name here has a docstring.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .datasets.dataset import Dataset, open_dataset
    from .datasets.split import Split, random_split
    from .evaluation.evaluate import evaluate
    from .evaluation.table import table_rows, write_table
    from .geo.area_of_interest import AreaOfInterest
    from .geo.grid import Bounds
    from .lakes.attributes import FIELDS
    from .lakes.extract import extract_lakes
    from .lakes.extraction import Extraction
    from .lakes.extraction_parameters import ExtractionParameters, Feedback
    from .models.model_card import ModelCard
    from .models.model_file import Model, load_model, save_model
    from .raster.scene import RasterScene
    from .tracking.lake_files import read_lake_layer, read_lake_layers
    from .tracking.track import LakeLayer, Tracked, track
    from .training.protocol import MODERN, PAPER, Protocol
    from .training.train import Task, train
    from .util.errors import Cancelled, LakeMapperError

__all__ = [
    "FIELDS", "MODERN", "PAPER", "AreaOfInterest", "Bounds", "Cancelled", "Dataset", "Extraction",
    "ExtractionParameters", "Feedback", "LakeLayer", "LakeMapperError", "Model", "ModelCard", "Protocol",
    "RasterScene", "Split", "Task", "Tracked", "evaluate", "extract_lakes", "load_model", "open_dataset",
    "random_split", "read_lake_layer", "read_lake_layers", "save_model", "table_rows", "track", "train",
    "write_table",
]  # fmt: skip

_MODULES = {
    "datasets.dataset": ("Dataset", "open_dataset"),
    "datasets.split": ("Split", "random_split"),
    "evaluation.evaluate": ("evaluate",),
    "evaluation.table": ("table_rows", "write_table"),
    "geo.area_of_interest": ("AreaOfInterest",),
    "geo.grid": ("Bounds",),
    "lakes.attributes": ("FIELDS",),
    "lakes.extract": ("extract_lakes",),
    "lakes.extraction": ("Extraction",),
    "lakes.extraction_parameters": ("ExtractionParameters", "Feedback"),
    "models.model_card": ("ModelCard",),
    "models.model_file": ("Model", "load_model", "save_model"),
    "raster.scene": ("RasterScene",),
    "tracking.lake_files": ("read_lake_layer", "read_lake_layers"),
    "tracking.track": ("LakeLayer", "Tracked", "track"),
    "training.protocol": ("MODERN", "PAPER", "Protocol"),
    "training.train": ("Task", "train"),
    "util.errors": ("Cancelled", "LakeMapperError"),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
