"""Settings of trainings by their names for people; checkpoints and run folders hold them in English."""

from __future__ import annotations

from collections.abc import Iterable

from ..util.translation import tr


def setting_names(settings: Iterable[str]) -> list[str]:
    """Return the names of settings in the language of the reader; unknown ones stay as they are."""
    names = {
        "average": tr("average"),
        "batch size": tr("batch size"),
        "black corners": tr("black corners"),
        "clip": tr("clip"),
        "encoder factor": tr("encoder factor"),
        "epochs": tr("epochs"),
        "ground resolution": tr("ground resolution"),
        "images": tr("images"),
        "images and labels": tr("images and labels"),
        "initial model": tr("initial model"),
        "learning rate": tr("learning rate"),
        "loss": tr("loss"),
        "network": tr("network"),
        "networks": tr("networks"),
        "optimizer": tr("optimizer"),
        "pretrained": tr("pretrained"),
        "schedule": tr("schedule"),
        "seed": tr("seed"),
        "split": tr("split"),
        "tiles": tr("tiles"),
        "validation share": tr("validation share"),
        "views": tr("views"),
        "weight decay": tr("weight decay"),
    }
    return [names.get(setting, setting) for setting in settings]
