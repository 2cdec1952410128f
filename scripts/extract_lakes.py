"""Lakes of an image without QGIS, on this machine or on a Dask cluster.

    .venv/bin/python scripts/extract_lakes.py image.tif lakes.gpkg
    .venv/bin/python scripts/extract_lakes.py image.tif lakes.gpkg --run-folder /shared/run \\
        --scheduler tcp://host:8786

The run folder is that of the algorithm *Extract lakes* with the same parameters: each goes on where the other
has stopped. docs/scale.md says what workers need.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from dataclasses import fields
from pathlib import Path

import package_path

package_path.load()
from lake_mapper.core.inference.engine import DEVICES, ENGINES
from lake_mapper.core.inference.run import RunProgress
from lake_mapper.core.lakes.extract import extract_lakes
from lake_mapper.core.lakes.extraction_parameters import ExtractionParameters, Feedback
from lake_mapper.core.raster.contrast import CONTRASTS
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.report.text import duration
from lake_mapper.core.util.errors import LakeMapperError

DEFAULTS = ExtractionParameters()


def extract(args: argparse.Namespace) -> None:
    names = {field.name for field in fields(ExtractionParameters)}
    chosen = {name: value for name, value in vars(args).items() if name in names}
    found = extract_lakes(
        RasterScene(args.image, args.bands, args.contrast),
        ExtractionParameters(**chosen, smooth=args.shoreline == "smooth"),
        run_folder=args.run_folder,
        feedback=Feedback(info=print, warning=print, stage=print, progress=show),
    )
    found.write(args.lakes)
    print(f"Written to {args.lakes}")


def show(now: RunProgress) -> None:
    left = "" if now.seconds_left is None else f", about {duration(now.seconds_left)} left"
    end = "\n" if now.done == now.total else ""
    print(f"\rBlock {now.done} of {now.total}{left}   ", end=end, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("image", help="raster that GDAL opens")
    parser.add_argument("lakes", type=Path, help="GeoPackage to write, .gpkg")
    parser.add_argument("--scheduler", default="", help="address of a Dask scheduler; needs --run-folder")
    parser.add_argument("--run-folder", help="keep output tiles here, and continue; shared by all workers")
    parser.add_argument("--model", default="", help=".safetensors; empty: the bundled model")
    parser.add_argument("--device", choices=DEVICES, default=DEFAULTS.device)
    parser.add_argument(
        "--engine", choices=ENGINES, default=DEFAULTS.engine, help="PyTorch in 32 or 16 bits, ..."
    )
    parser.add_argument("--bands", default="", help="red;green;blue(;near infrared), like 4;3;2;8")
    parser.add_argument("--no-infrared", dest="infrared", action="store_false", help="colours alone")
    parser.add_argument("--contrast", choices=[c for c in CONTRASTS if c != "style"], default="automatic")
    parser.add_argument("--resolution", type=float, default=DEFAULTS.resolution, help="metres on the ground")
    parser.add_argument("--threshold", type=float, default=DEFAULTS.threshold)
    parser.add_argument("--min-area", type=float, default=DEFAULTS.min_area, help="m²")
    parser.add_argument("--min-island", type=float, default=DEFAULTS.min_island, help="m²")
    parser.add_argument("--max-elongation", type=float, help="leave out longer lakes, such as rivers")
    parser.add_argument("--shoreline", choices=("edges", "smooth"), default="smooth")
    parser.add_argument("--tile-size", type=int, default=DEFAULTS.tile_size, help="pixels, times 1024")
    parser.add_argument("--date", type=datetime.date.fromisoformat, help="of the image, YYYY-MM-DD")
    args = parser.parse_args()
    if args.lakes.suffix.lower() != ".gpkg":
        parser.error(f"the lakes are written as a GeoPackage: let {args.lakes} end in .gpkg")
    if args.scheduler and not args.run_folder:
        parser.error("--scheduler needs --run-folder, a folder that all workers share under the same path")
    try:
        extract(args)
    except LakeMapperError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
