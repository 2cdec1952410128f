"""Lakes of an image without QGIS, on this machine or on a Dask cluster.

    .venv/bin/python scripts/extract_lakes.py image.tif lakes.gpkg
    .venv/bin/python scripts/extract_lakes.py image.tif lakes.gpkg --run-folder /shared/run \\
        --scheduler tcp://host:8786

The sheets of the run folder are those of the algorithm *Extract lakes* with the same parameters: each goes on
where the other has stopped. docs/scale.md says what workers need.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
from pathlib import Path

import package_path
from osgeo import ogr

package_path.load()
from lake_mapper.core.geo.crs import spatial_reference
from lake_mapper.core.geo.ellipsoid import Ellipsoid
from lake_mapper.core.geo.grid import Grid, ground_grid
from lake_mapper.core.geo.wkb import polygon_wkb
from lake_mapper.core.inference.dask_cluster import compute_on_cluster
from lake_mapper.core.inference.engine import DEVICES, ENGINES, Engine
from lake_mapper.core.inference.run import Run, RunProgress
from lake_mapper.core.inference.tiling import TILE_SIZE
from lake_mapper.core.lakes.attributes import FIELDS, attributes
from lake_mapper.core.lakes.extract import trace_while_computing
from lake_mapper.core.lakes.lake import Lake
from lake_mapper.core.models.model_file import BUNDLED, load_model
from lake_mapper.core.raster.contrast import CONTRASTS
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.util.atomic_files import written_whole
from lake_mapper.core.util.errors import LakeMapperError

_OGR_TYPES = {
    int: (ogr.OFTInteger, ogr.OFSTNone),
    float: (ogr.OFTReal, ogr.OFSTNone),
    bool: (ogr.OFTInteger, ogr.OFSTBoolean),
    str: (ogr.OFTString, ogr.OFSTNone),
    datetime.date: (ogr.OFTDate, ogr.OFSTNone),
}


def write_lakes(path: Path, grid: Grid, lakes: list[Lake], rows: list[list]) -> None:
    """A GeoPackage of lakes with the values of ``FIELDS``; replaces the file."""
    with written_whole(path) as unfinished:
        file = ogr.GetDriverByName("GPKG").CreateDataSource(str(unfinished))
        layer = file.CreateLayer("lakes", spatial_reference(grid.crs_wkt), ogr.wkbPolygon)
        for field in FIELDS:
            definition = ogr.FieldDefn(field.name, _OGR_TYPES[field.kind][0])
            definition.SetSubType(_OGR_TYPES[field.kind][1])
            layer.CreateField(definition)
        layer.StartTransaction()
        for lake, row in zip(lakes, rows):
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkb(polygon_wkb(lake.rings)))
            for field, value in zip(FIELDS, row):
                if value is not None:
                    feature[field.name] = value.isoformat() if isinstance(value, datetime.date) else value
            layer.CreateFeature(feature)
        layer.CommitTransaction()
        del layer, file  # closes it


def extract(args: argparse.Namespace, folder: str) -> None:
    scene = RasterScene(args.image, args.bands, args.contrast)
    print(*scene.notes, *scene.warnings, sep="\n")
    grid = ground_grid(scene.crs_wkt, scene.bounds, args.resolution, scene.anchor)
    model = load_model(args.model or BUNDLED)
    run = Run(folder, scene, grid, model, args.tile_size)
    smooth = args.shoreline == "smooth"
    with trace_while_computing(run, args.threshold, args.min_area, args.min_island, smooth) as traced_lakes:
        if args.scheduler:
            compute_on_cluster(run, args.scheduler, args.model, args.device, args.engine, show, log=print)
        else:
            engine = Engine(model, args.device, args.engine, print)
            print(engine.description)
            run.compute(engine, show)
        print(flush=True)
        lakes = traced_lakes()
    ground, pixel = Ellipsoid(grid.crs_wkt), max(grid.ground_pixel, scene.native_pixel)
    name = f"{model.card.name} {model.sha256[:8]}"
    rows = [attributes(lake, n, ground, pixel, args.date, name) for n, lake in enumerate(lakes, start=1)]
    write_lakes(args.lakes, grid, lakes, rows)
    print(f"{len(lakes)} lakes, {sum(lake.area for lake in lakes) / 1e6:,.3f} km², in {args.lakes}")


def show(now: RunProgress) -> None:
    left = "" if now.seconds_left is None else f", about {now.seconds_left:.0f} s left"
    print(f"\rBlock {now.done} of {now.total}{left}   ", end="", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("image", help="raster that GDAL opens")
    parser.add_argument("lakes", type=Path, help="GeoPackage to write, .gpkg")
    parser.add_argument("--scheduler", default="", help="address of a Dask scheduler; needs --run-folder")
    parser.add_argument("--run-folder", help="keep the sheets here, and continue; shared with all workers")
    parser.add_argument("--model", default="", help=".safetensors; empty: the bundled model")
    parser.add_argument("--device", choices=DEVICES, default="automatic")
    parser.add_argument(
        "--engine", choices=ENGINES, default="automatic", help="PyTorch in 32 or 16 bits, ..."
    )
    parser.add_argument("--bands", default="", help="red;green;blue, like 4;3;2; empty: automatic")
    parser.add_argument("--contrast", choices=[c for c in CONTRASTS if c != "style"], default="automatic")
    parser.add_argument("--resolution", type=float, default=17.0, help="metres on the ground")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--min-area", type=float, default=5000.0, help="m²")
    parser.add_argument("--min-island", type=float, default=2500.0, help="m²")
    parser.add_argument("--shoreline", choices=("edges", "smooth"), default="smooth")
    parser.add_argument("--sheet-size", type=int, default=TILE_SIZE, help="pixels, a multiple of 1024")
    parser.add_argument("--date", type=datetime.date.fromisoformat, help="of the image, YYYY-MM-DD")
    args = parser.parse_args()
    if args.lakes.suffix != ".gpkg":
        parser.error(f"the lakes are written as a GeoPackage: let {args.lakes} end in .gpkg")
    if args.scheduler and not args.run_folder:
        parser.error("--scheduler needs --run-folder, a folder that all workers share under the same path")
    try:
        if args.run_folder:
            extract(args, args.run_folder)
        else:
            with tempfile.TemporaryDirectory(prefix="lake_mapper_") as folder:
                extract(args, folder)
    except LakeMapperError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
