"""All bad inputs, each made by code, with seeds where chance is in it; none is copied from anywhere."""

from __future__ import annotations

import corpus_datasets
import corpus_models
import corpus_parameters
import corpus_rasters
import corpus_vectors
from corpus_case import Case

GROUPS = {
    "images": corpus_rasters,
    "lake layers and areas": corpus_vectors,
    "models": corpus_models,
    "labelme, datasets, splits": corpus_datasets,
    "parameters and run folders": corpus_parameters,
}


def cases() -> list[Case]:
    """Return the cases of all groups, in their order."""
    return [case for group in GROUPS.values() for case in group.cases()]
