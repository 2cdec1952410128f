"""Names that strangers chose: in no report and no metadata are they more than text."""

import datetime
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

pytest.importorskip("torch")
from lake_mapper.core.datasets.dataset import Tile
from lake_mapper.core.evaluation.evaluate import ModelResult
from lake_mapper.core.evaluation.report import benchmark_report
from lake_mapper.core.evaluation.table import table_rows
from lake_mapper.core.lakes.attributes import FIELDS
from lake_mapper.core.lakes.report import report
from lake_mapper.core.models.model_card import ModelCard, ModelFile
from lake_mapper.core.models.report import model_page
from lake_mapper.core.report.html import facts_table, page
from lake_mapper.core.tracking.change_map import ChangeMaps
from lake_mapper.core.tracking.changes import changes
from lake_mapper.core.tracking.lakes import LakeLayer
from lake_mapper.core.tracking.report import tracking_report
from lake_mapper.core.tracking.track import track
from osgeo import ogr
from PIL import Image
from support import wkt

#: It gets out of text, of attributes in either kind of quotes, and of comments.
EVIL = """x--></title>'"><img src=x onerror="document.title='RAN'"><script>document.title='RAN'</script>"""
#: Tags that may run something or fetch something.
FORBIDDEN = {"script", "iframe", "object", "embed", "link", "form", "base", "a"}


def of_a_model() -> str:
    card = ModelCard(
        name=EVIL,
        network=EVIL,
        arguments={EVIL: 1},
        bands=(EVIL,) * 3,
        classes=(EVIL,) * 2,
        training_data=(EVIL,),
        licence=EVIL,
        metrics={EVIL: {EVIL: EVIL}, f"2{EVIL}": EVIL},
        created=EVIL,
    )
    return model_page(ModelFile(card, 1, 1, "0"))


def of_lakes() -> str:
    known = {"date": datetime.date(2020, 1, 1), "model": EVIL, "touches_edge": True, "touches_nodata": False}
    row = [known.get(field.name, 1) for field in FIELDS]
    facts, texts = [(EVIL, EVIL)], {"key": EVIL, "warning": EVIL, "command": EVIL}
    some = report(EVIL, [row] * 4, total=(1.0, 1.0), picture="", facts=facts, cut_by=[EVIL] * 4, **texts)
    return some + report(EVIL, [], total=(0.0, 0.0), picture="", facts=facts, why_none=EVIL, **texts)


def of_tracked_lakes() -> str:
    def layer(year: int, side: int) -> LakeLayer:
        from lake_mapper.core.tracking.lakes import Feature

        square = f"POLYGON((0 0,{side} 0,{side} {side},0 {side},0 0))"
        lake = Feature(bytes(ogr.CreateGeometryFromWkt(square).ExportToWkb()), source_id=EVIL)
        date = datetime.date(year, 1, 1)
        return LakeLayer(name=EVIL, date=date, features=[lake], pixel=10.0, crs_wkt=wkt(32645))

    tracked = track([layer(2019, 1000), layer(2020, 1100)])
    tracked.warnings.append(EVIL)
    tracked.notes.append(EVIL)
    maps = ChangeMaps(tracked.history, tracked.ellipsoid)
    for change in changes(tracked.history, tracked.ellipsoid):
        maps.add(change)
    return tracking_report(tracked, [Counter({"expanded": 1})], maps, EVIL)


def of_a_benchmark(folder) -> str:
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(folder / "t.png")
    tiles = [Tile(f"{EVIL}{i}", folder / "t.png", folder / "t.png") for i in range(3)]
    names = tuple(tile.name for tile in tiles)
    result = ModelResult(
        name=EVIL,
        card=ModelCard(name=EVIL, network=EVIL),
        sha256=EVIL,
        names=names,
        counts=np.full((3, 4), 16),
        boundary=np.full((3, 4), 16),
        threshold=0.5,
        device=EVIL,
        pixels_per_second=1.0,
        parameters=1,
        gflops=1.0,
    )
    results = [result, replace(result, name=f"2{EVIL}")]
    return benchmark_report(
        EVIL,
        results,
        table_rows(results, {EVIL: list(names[:2])}, {name: EVIL for name in names}),
        tiles,
        predict=lambda index, tile: np.zeros((8, 8), bool),
        facts=[(EVIL, EVIL)],
        source_of={name: name for name in result.names},
    )


def of_this_computer() -> str:
    return page(EVIL, facts_table([(EVIL, EVIL)]))


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    """All our reports, with evil in every text."""
    folder = tmp_path_factory.mktemp("tiles")
    return {
        "model": of_a_model(),
        "lakes": of_lakes(),
        "tracked lakes": of_tracked_lakes(),
        "benchmark": of_a_benchmark(folder),
        "this computer": of_this_computer(),
    }


class Tags(HTMLParser):
    """Collects what a browser would take for tags, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("name", ["model", "lakes", "tracked lakes", "benchmark", "this computer"])
def test_evil_names_are_text_in_every_report(pages, name):
    tags = Tags(pages[name])

    assert EVIL in tags.text  # it is there, to be read
    for tag, attributes in tags.found:
        assert tag not in FORBIDDEN
        assert not any(attribute.startswith("on") for attribute in attributes)
        assert (attributes.get("src") or "data:").startswith("data:")


def title_in_a_browser(path) -> str:
    """Open a page with Chromium, and return its title after scripts have run."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", path.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=300).stdout
    return dom.partition("<title>")[2].partition("</title>")[0]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium here")
def test_evil_names_run_nothing_in_a_real_browser(pages, tmp_path):
    safe, control = tmp_path / "safe.html", tmp_path / "control.html"
    safe.write_text("<title>quiet</title>" + "".join(pages.values()), encoding="utf-8")
    control.write_text(f"<title>quiet</title><p>{EVIL}</p>", encoding="utf-8")

    assert title_in_a_browser(control) == "RAN"
    assert title_in_a_browser(safe) == "quiet"


def test_metadata_of_layers_hold_no_tags():
    pytest.importorskip("qgis")
    from lake_mapper.plugin.outputs.layer_metadata import lake_metadata
    from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

    metadata = lake_metadata(
        EVIL,
        facts=[(EVIL, EVIL)],
        command=EVIL,
        crs=QgsCoordinateReferenceSystem("EPSG:32645"),
        extent=QgsRectangle(0, 0, 1, 1),
        date=None,
        card=ModelCard(name=EVIL, network=EVIL, training_data=(EVIL,), licence=EVIL),
    )

    texts = [metadata.title(), metadata.abstract(), *metadata.history(), *metadata.rights()]
    for text in [*texts, *metadata.licenses()]:
        assert "document.title" in text
        assert "<" not in text and ">" not in text
