"""The date on which an image was taken, where its metadata or its name say it plainly."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

from ..util.translation import tr

_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
#: Products whose names hold later dates of processing, too: Landsat's and Sentinel-2's begin with that of the
#: image.
_PRODUCT = re.compile(r"(?i)^(L[COTEM]\d\d_|S2[ABC]_)")
#: Metadata of GDAL that hold the time of the image: its own of satellites, Landsat, ENVI, Sentinel-2. Not
#: TIFFTAG_DATETIME, which most programs set to when they wrote the file.
KEYS = (
    "ACQUISITIONDATETIME",
    "DATE_ACQUIRED",
    "ACQUISITION_DATE",
    "acquisition time",
    "acquisition_time",
    "SENSING_TIME",
    "PRODUCT_START_TIME",
)


def dates_in_name(name: str) -> list[datetime.date]:
    """Return the dates in a name, like 2020-08-31, 2020_08_31 or 20200831, in their order."""
    dates = []
    for match in _IN_NAME.finditer(name):
        try:
            dates.append(datetime.date(*map(int, match.group(1, 3, 4))))
        except ValueError:
            continue  # 31 February
    return dates


def image_date(names: Sequence[str], metadata: Mapping[str, str]) -> tuple[datetime.date | None, str]:
    """Return the date of an image and where it is from ("by its name"); None and why where it is not plain.

    ``names`` are those of its file and layer, ``metadata`` GDAL's. Metadata come first; names that
    contradict one another, or hold several dates and are not those of a known product, are not plain.
    """
    for key in KEYS:
        found = dates_in_name(metadata.get(key, "")[:10])
        if found:
            return found[0], tr("by its metadata ({key})", key=key)
    dates = set()
    for name in names:
        found = dates_in_name(re.sub(r"T\d{6}", "", name))  # 20200518T134211 ends in a time
        dates.update(found[:1] if _PRODUCT.match(name) else found)
    if len(dates) == 1:
        (date,) = dates
        return date, tr("by its name")
    return None, tr("its name holds several") if dates else tr("none is in its name or metadata")
