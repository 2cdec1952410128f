"""Writes a layer as Extract lakes does onto each of some disks: prints "whole" or "refused", or fails.

layers_on_full_disks.py .gpkg /mnt/small /mnt/larger ...
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import package_path

package_path.load()
from lake_mapper.core.util.fields import Field
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)
from windowless_qgis import start_qgis

COUNT = 400


def name_of(number: int) -> str:
    return f"the lake of the number {number}"


def write(path: str, count: int) -> None:
    from lake_mapper.plugin.outputs.feature_sink import Table, write_features
    from lake_mapper.plugin.outputs.layer_style import LAKES, LayerInfo

    metadata = QgsLayerMetadata()
    metadata.setTitle("Lakes of a test")
    metadata.setAbstract("A long text. " * 2000)
    wkb = bytes(QgsGeometry.fromWkt("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))").asWkb())
    write_features(
        QgsApplication.processingRegistry().createAlgorithmById("lakemapper:tracklakes"),
        {"CHANGES": path},
        "CHANGES",
        QgsProcessingContext(),
        table=Table(
            [Field("number", int, ""), Field("name", str, "")],
            QgsWkbTypes.Type.Polygon,
            QgsCoordinateReferenceSystem("EPSG:4326"),
        ),
        rows=((wkb, [number, name_of(number)]) for number in range(count)),
        info=LayerInfo(LAKES, metadata, QgsProcessingFeedback(False)),
    )


def check(path: Path) -> str:
    """Write a layer over one that is there, and compare what is there then; return what came of it."""
    try:
        write(str(path), 1)
    except QgsProcessingException:
        assert not list(path.parent.iterdir()), "half of the first layer"
        return "refused"
    old = {p.name: p.read_bytes() for p in path.parent.iterdir()}
    try:
        write(str(path), COUNT)
    except QgsProcessingException as error:
        assert {p.name: p.read_bytes() for p in path.parent.iterdir()} == old, "the old layer has changed"
        assert "CHANGES cannot be written to" in str(error), error
        return "refused"
    layer = QgsVectorLayer(str(path), "", "ogr")
    names = {feature["name"] for feature in layer.getFeatures()}
    assert names == {name_of(number) for number in range(COUNT)}, "rows are missing, or one was cut"
    layer.loadDefaultMetadata()
    assert layer.metadata().title() == "Lakes of a test", "no metadata"
    assert layer.metadata().abstract().endswith("A long text. "), "metadata were cut"
    assert {p.name for p in path.parent.iterdir()} == set(old), "left-over files"
    if path.suffix == ".gpkg":  # a log of its own would be needed to read it
        assert path.read_bytes()[18:20] == b"\1\1", "the database was not closed"
    return "whole"


def main() -> None:
    suffix, *folders = sys.argv[1:]
    _qgis = start_qgis()  # while it is kept it lives
    for folder in folders:
        print(check(Path(folder) / f"lakes{suffix}"), flush=True)
    os._exit(0)  # Qt's own cleaning up is not what is tested


if __name__ == "__main__":
    main()
