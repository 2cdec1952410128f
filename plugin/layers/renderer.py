"""A layer drawn by its own provider and style, in a thread of its own, with an eye on the server.

QGIS leaves a tile that failed blank and tells nobody. So each answer to what the drawing thread asks for is
looked at: what failed is drawn again after a pause, and named when it fails for good.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

import numpy as np
from qgis.core import (
    QgsEllipsoidUtils,
    QgsRasterInterface,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtXml import QDomDocument

from ...core.util.errors import Cancelled, SceneError
from .credentials import without_secrets
from .crs import wkt_of
from .render_thread import Asked, Failure, RenderThread, listen, listening

#: Seconds before the second and the third try.
PAUSES = (1.0, 3.0)
_POLL = 0.2
_STUCK = 5.0  # seconds that a drawing may take to stop when told to
_PROVIDERS = {"wms": "WMS", "wcs": "WCS", "arcgismapserver": "ArcGIS map server", "postgresraster": "PostGIS"}


class Rendered(NamedTuple):
    """``rgba`` (H, W, 4) uint8 not multiplied with alpha; ``absent`` tiles that the server does not have."""

    rgba: np.ndarray
    absent: int


class LayerRenderer:
    """What draws a layer. Made on the main thread; ``render`` and ``close`` are for one other thread."""

    def __init__(self, layer: QgsRasterLayer) -> None:
        provider, source = layer.dataProvider(), unquote(layer.source())
        crs = layer.crs()
        self.name = without_secrets(layer.name())
        self.crs_wkt = wkt_of(crs)
        self.extent = layer.extent()
        self.style = layer.renderer().type()
        self.resolutions = sorted(provider.nativeResolutions())
        self.size = (provider.xSize(), provider.ySize())
        self.served = layer.providerType() != "gdal" and "://" in source.replace("file://", "")
        self.xyz = layer.providerType() == "wms" and "type=xyz" in source
        self.origin = f"{_kind(layer.providerType(), source)}{_place(layer.providerType(), source)}"
        self.fingerprint = {
            "provider": layer.providerType(),
            "source": _digest(without_secrets(source)),
            "style": _digest(_style(layer)),
            "extent": self.extent.toString(6),
            "crs": self.crs_wkt,
        }
        self._pipe = _pipe(layer)
        self._thread: RenderThread | None = None
        # QGIS 3.40 ties an ellipsoid to the thread that first asks for it: with that of a drawing, which
        # ends, every later measure in QGIS would be NaN.
        QgsEllipsoidUtils.ellipsoidParameters(crs.ellipsoidAcronym())
        if self.served:
            listen()

    def render(
        self, extent: QgsRectangle, width: int, height: int, cancelled: Callable[[], bool]
    ) -> Rendered:
        """The layer over ``extent`` in its CRS, ``width`` × ``height`` pixels.

        Raises ``SceneError`` when the server fails to the end, ``Cancelled`` within half a second or so.
        """
        if self.served and not listening():
            raise SceneError(
                f"The layer '{self.name}' comes from a server, whose failures this QGIS does not tell: use "
                "QGIS 3.22.16, 3.26 or later, or save the layer as a GeoTIFF."
            )
        if self._thread is None:
            self._thread = RenderThread(self._pipe)
            self._thread.start()
        for pause in (*PAUSES, None):
            asked = Asked(extent, width, height)
            self._thread.asked.put(asked)
            self._wait(asked, cancelled)
            failure = asked.failure(bool(self.resolutions))
            if failure is None:
                return Rendered(asked.rgba, asked.absent)
            if pause is None or not failure.passing:
                break
            _sleep(pause, cancelled)
        times = f" {len(PAUSES) + 1} times in a row" if failure.passing else ""
        raise SceneError(
            f"The layer '{self.name}' cannot be drawn: from its {self.origin} came "
            f"'{failure.text}'{times}. {_remedy(failure)} Finished sheets are kept when RUN_FOLDER is given: "
            "the same run continues there."
        )

    def close(self) -> None:
        """End the drawing thread and wait for it: still there when Python ends, it would take QGIS down."""
        if self._thread is None:
            return
        self._thread.asked.put(None)
        if not self._thread.wait(int(1000 * _STUCK)):
            _ABANDONED.append(self._thread)  # destroyed while it runs, it would take QGIS down, too
        self._thread = None

    def _wait(self, asked: Asked, cancelled: Callable[[], bool]) -> None:
        while not asked.done.wait(_POLL):
            stop = cancelled()
            if not stop and (not self.served or not asked.overdue):
                continue
            asked.feedback.cancel()
            asked.silent = not stop
            # Drawing may wait for the main thread to ask about a certificate, which itself waits for us.
            if not asked.done.wait(_STUCK) and not stop:
                raise SceneError(
                    f"The layer '{self.name}' cannot be drawn: QGIS waits for its {self.origin}, perhaps "
                    "with a question about a certificate. Open the layer in a map of QGIS and answer it."
                )
            break
        if cancelled():
            raise Cancelled
        if asked.error:
            raise asked.error


#: Threads that did not end when told to.
_ABANDONED: list[RenderThread] = []


def _pipe(layer: QgsRasterLayer) -> list[QgsRasterInterface]:
    """Clones of the layer's provider and style, chained; without opacity and without resampling."""
    renderer = layer.renderer().clone()
    renderer.setOpacity(1.0)
    pipe = [layer.dataProvider().clone(), renderer]
    pipe += [layer.brightnessFilter().clone(), layer.hueSaturationFilter().clone()]
    for before, after in zip(pipe, pipe[1:]):
        after.setInput(before)
    return pipe


def _style(layer: QgsRasterLayer) -> str:
    document = QDomDocument("style")
    root = document.createElement("style")
    document.appendChild(root)
    for part in (layer.renderer(), layer.brightnessFilter(), layer.hueSaturationFilter()):
        part.writeXml(document, root)
    return document.toString()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _kind(provider: str, source: str) -> str:
    if provider == "wms" and "type=xyz" in source:
        return "XYZ tiles"
    if provider == "wms" and "type=mbtiles" in source:
        return "MBTiles"
    if provider == "wms" and "tileMatrixSet=" in source:
        return "WMTS"
    return _PROVIDERS.get(provider, provider)


def _place(provider: str, source: str) -> str:
    """Where a layer comes from, without what is nobody's business: user names, passwords, queries."""
    address = re.search(r"https?://[^\s'\"&?]+", source)
    if address:
        return " at " + without_secrets(address.group())
    if provider == "gdal":
        return f" file {source.split('|')[0]}"
    file = re.search(r"file://([^&]+)", source)
    return f" file {file.group(1)}" if file else ""


def _remedy(failure: Failure) -> str:
    if failure.status in (401, 403):
        return "Check the user name, password or key of its connection."
    if failure.passing:
        return "Try again when the server works."
    return "Check the address and the layer of its connection."


def _sleep(seconds: float, cancelled: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if cancelled():
            raise Cancelled
        time.sleep(_POLL)
