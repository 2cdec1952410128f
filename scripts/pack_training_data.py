"""Pack what the bundled model is trained and chosen on into one file, for a computer that is had for minutes.

    .venv/bin/python scripts/pack_training_data.py                 # writes build/training_data.zip

With ``--state FOLDER`` the state of the training in that folder is written beside it, in pieces to carry.

The file is a folder of data in the layout of `lake_data`, zipped: `train_bundled_model.py --packed` reads it.
Training images are WebP (QUALITY), a third of their size; their labels are WebP without loss. Images to
validate on and the small tiles of EuroSAT are the files themselves: scores are those of the originals. The
file is never committed or published: each set has its own licence.
"""

from __future__ import annotations

import argparse
import zipfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import lake_data
import package_path

package_path.load()
from lake_mapper.core.training.loop import CHECKPOINT
from lake_mapper.core.training.pieces import read_whole_or_pieces, write_pieces
from train_bundled_model import chosen

LIMIT = 45_000_000  # bytes
SMALL = 8_000  # bytes: an image that is no larger stays as it is
#: Of WebP, by the suffix of the original. What JPEG has not yet made smaller keeps more.
QUALITY = {".jpg": 74, ".png": 90}
_LOSSLESS = 101


def pack(file: Path) -> None:
    """Write the file; ``SystemExit`` where it would be too large to carry."""
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in contents():
            packed.writestr(zipfile.ZipInfo(str(name)), content)
    if file.stat().st_size > LIMIT:
        file.unlink()
        raise SystemExit(f"More than {LIMIT / 1e6:.0f} MB: lower QUALITY.")


def contents() -> Iterator[tuple[Path, bytes]]:
    """Names below the folder of data, and what is in these files."""
    written: set[Path] = set()
    for path, quality in _files():
        if path in written:  # a tile may be in two squares
            continue
        written.add(path)
        name = path.relative_to(lake_data.DATA)
        if quality is None:
            yield name, path.read_bytes()
        else:
            image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
            setting = [cv2.IMWRITE_WEBP_QUALITY, quality]
            yield name.with_suffix(".webp"), cv2.imencode(".webp", image, setting)[1].tobytes()


def _files() -> Iterator[tuple[Path, int | None]]:
    """The files needed, and the quality of WebP, None for the file itself."""
    everything = list(lake_data.items(lake_data.SOURCES))
    few = set(chosen([item for item in everything if item.part == "validation"]))
    for item in everything:
        # Squares of tiles are put together anew from all tiles of their part.
        if item.source == "eurosat_hard" and item.part in ("train", "validation"):
            yield from ((path, None) for path in item.tiles or (item.image,))
        elif item.part == "train" and item.image.stat().st_size > SMALL:
            yield item.image, QUALITY[item.image.suffix]
            yield item.mask, _LOSSLESS
        elif item.part == "train" or item in few:
            yield item.image, None
            yield item.mask, None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?", default=package_path.ROOT / "build/training_data.zip")
    parser.add_argument("--state", type=Path, help="folder of a training that is to go on elsewhere")
    args = parser.parse_args()
    state = read_whole_or_pieces(args.state / CHECKPOINT) if args.state else b""
    if state is None:
        parser.error(f"{args.state} holds no state of a training")
    args.file.parent.mkdir(parents=True, exist_ok=True)
    pack(args.file)
    if state:
        write_pieces(args.file.parent / CHECKPOINT, state)
    print(f"{args.file}: {args.file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
