"""Renders a layer by its own provider and style, in a thread of its own, and checks what the server replies.

What failed is rendered again after a pause, and named when it fails for good.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from osgeo import gdal
from qgis.core import (
    QgsEllipsoidUtils,
    QgsRasterDataProvider,
    QgsRasterInterface,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtXml import QDomDocument

from ...core.geo.grid import Bounds
from ...core.raster.rendered_scene import RenderedImage
from ...core.raster.source_files import file_facts, files_behind
from ...core.util.credentials import without_secrets
from ...core.util.errors import Cancelled, SceneError
from ...core.util.gdal_context import gdal_raises
from ..gui.translation import tr
from .conversion import bounds_of, wkt_of
from .gdal_source import gdal_source
from .render_thread import RenderRequest, RenderThread
from .server_replies import Failure, ServerReplies, observe_replies

#: Seconds before the second and the third try.
PAUSES = (1.0, 3.0)
#: Seconds between two checks whether the user cancelled.
_POLL = 0.2
#: Seconds that rendering may take to stop when cancelled.
_STUCK = 5.0
_PROVIDERS = {"wms": "WMS", "wcs": "WCS", "postgresraster": "PostGIS"}
#: Threads that did not stop in time: destroyed while they run, they would end QGIS.
_ABANDONED: list[RenderThread] = []


class LayerRenderer:
    """A ``Renderer`` of a QGIS layer. Made on the main thread; ``render`` and ``close`` are for one other."""

    def __init__(self, layer: QgsRasterLayer) -> None:
        provider, source, crs = layer.dataProvider(), unquote(layer.source()), layer.crs()
        extent = layer.extent()
        self.name = without_secrets(layer.name())
        self.crs_wkt = wkt_of(crs)
        self.bounds = bounds_of(extent)
        self.style = layer.renderer().type()
        self.resolutions = sorted(provider.nativeResolutions())
        self.size = (provider.xSize(), provider.ySize())
        self.served = layer.providerType() != "gdal" and "://" in source.replace("file://", "")
        self.xyz = layer.providerType() == "wms" and "type=xyz" in source
        self.origin = _origin(layer.providerType(), source)
        self.fingerprint = {
            "provider": layer.providerType(),
            "source": _digest(without_secrets(source)),
            "style": _digest(_style_xml(layer)),
            "extent": extent.toString(6),
            "crs": self.crs_wkt,
            "size": list(self.size),
            "nodata": _nodata(provider),
            **_file_facts(layer),
        }
        self._pipe = _pipe(layer)
        self._thread: RenderThread | None = None
        self._observed = self.served and observe_replies()
        # QGIS 3.40 ties an ellipsoid to the thread that first uses it: after a render thread has ended, every
        # later measure in QGIS would be NaN.
        QgsEllipsoidUtils.ellipsoidParameters(crs.ellipsoidAcronym())

    def render(self, bounds: Bounds, width: int, height: int, cancelled: Callable[[], bool]) -> RenderedImage:
        """Return the layer over ``bounds`` in its CRS, ``width`` × ``height`` pixels.

        ``SceneError`` when the server fails at every try, ``Cancelled`` within half a second or so.
        """
        if self.served and not self._observed:
            raise SceneError(
                tr(
                    "The layer '{name}' comes from a server, and this QGIS does not report when it fails: "
                    "use QGIS 3.22.16, 3.26 or later, or save the layer as a GeoTIFF.",
                    name=self.name,
                )
            )
        if self._thread is None:
            self._thread = RenderThread(self._pipe)
            self._thread.start()
        for pause in (*PAUSES, None):
            replies = ServerReplies(tiled=bool(self.resolutions))
            request = RenderRequest(QgsRectangle(*bounds), width, height, replies)
            self._thread.requests.put(request)
            self._wait(request, cancelled)
            failure = replies.failure()
            if failure is None:
                return RenderedImage(request.rgba, replies.absent_tiles)
            if pause is None or not failure.temporary:
                break
            _sleep(pause, cancelled)
        kept = tr("Finished output tiles are kept when RUN_FOLDER is given: the same run continues there.")
        raise SceneError(f"{self._sentence(failure)} {_remedy(failure)} {kept}")

    def _sentence(self, failure: Failure) -> str:
        """Return what came in place of an image, and how often."""
        if failure.temporary:
            return tr(
                "The layer '{name}' cannot be rendered: from its {origin} came '{text}' {tries} times in a "
                "row.",
                name=self.name,
                origin=self.origin,
                text=failure.text,
                tries=len(PAUSES) + 1,
            )
        return tr(
            "The layer '{name}' cannot be rendered: from its {origin} came '{text}'.",
            name=self.name,
            origin=self.origin,
            text=failure.text,
        )

    def close(self) -> None:
        """End the render thread and wait for it: still running when Python ends, it would end QGIS."""
        if self._thread is None:
            return
        self._thread.requests.put(None)
        if not self._thread.wait(int(1000 * _STUCK)):
            _ABANDONED.append(self._thread)
        self._thread = None

    def _wait(self, request: RenderRequest, cancelled: Callable[[], bool]) -> None:
        """Wait until a request is done; cancel it when the user does, or the server is silent too long."""
        replies = request.replies
        while not request.done.wait(_POLL):
            stop = cancelled()
            if not stop and not (self.served and replies.overdue):
                continue
            request.feedback.cancel()
            replies.timed_out = not stop
            # Rendering may wait for the main thread to ask about a certificate, which itself waits for us.
            if not request.done.wait(_STUCK) and not stop:
                raise SceneError(
                    tr(
                        "The layer '{name}' cannot be rendered: QGIS waits for its {origin}, perhaps with a "
                        "question about a certificate. Open the layer in a map of QGIS and answer it.",
                        name=self.name,
                        origin=self.origin,
                    )
                )
            break
        if cancelled():
            raise Cancelled
        error = request.error or replies.error
        if error:
            raise error


def _pipe(layer: QgsRasterLayer) -> list[QgsRasterInterface]:
    """Return clones of the layer's provider and style, chained; without opacity and without resampling."""
    renderer = layer.renderer().clone()
    renderer.setOpacity(1.0)
    pipe = [layer.dataProvider().clone(), renderer]
    pipe += [layer.brightnessFilter().clone(), layer.hueSaturationFilter().clone()]
    for before, after in zip(pipe, pipe[1:]):
        after.setInput(before)
    return pipe


def _style_xml(layer: QgsRasterLayer) -> str:
    document = QDomDocument("style")
    root = document.createElement("style")
    document.appendChild(root)
    for part in (layer.renderer(), layer.brightnessFilter(), layer.hueSaturationFilter()):
        part.writeXml(document, root)
    return document.toString()


def _nodata(provider: QgsRasterDataProvider) -> list[str]:
    """Return what each band takes for nodata: whether what the file declares counts, and further values."""
    return [
        f"{provider.useSourceNoDataValue(band)} "
        + " ".join(f"{each.min()!r}..{each.max()!r}" for each in provider.userNoDataValues(band))
        for band in range(1, provider.bandCount() + 1)
    ]


def _file_facts(layer: QgsRasterLayer) -> dict[str, Any]:
    """Return sizes and times of a layer's files; empty for a server.

    A file may be another one under the same name.
    """
    path, options = gdal_source(layer.source())
    if layer.providerType() != "gdal":
        match = re.search(
            r"file://([^&]*)", unquote(layer.source())
        )  # tiles in a file: type=mbtiles&url=file:///...
        if not match:
            return {}
        path = re.sub(r"^/(?=[A-Za-z]:)", "", match[1])
    with gdal_raises():
        try:
            return file_facts(
                path, files_behind(path, gdal.OpenEx(path, gdal.OF_RASTER, open_options=options))
            )
        except RuntimeError:
            return file_facts(path, [])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _kind(provider: str, source: str) -> str:
    if provider == "arcgismapserver":
        return tr("ArcGIS map server")
    if provider == "wms" and "type=xyz" in source:
        return tr("XYZ tiles")
    if provider == "wms" and "type=mbtiles" in source:
        return "MBTiles"
    if provider == "wms" and "tileMatrixSet=" in source:
        return "WMTS"
    return _PROVIDERS.get(provider, provider)


def _origin(provider: str, source: str) -> str:
    """Return what a layer is and where it comes from, without user names, passwords and queries."""
    kind = _kind(provider, source)
    address = re.search(r"https?://[^\s'\"&?]+", source)
    if address:
        return tr("{kind} at {address}", kind=kind, address=without_secrets(address.group()))
    if provider == "gdal":
        return tr("{kind} file {path}", kind=kind, path=gdal_source(source)[0])
    file = re.search(r"file://([^&]+)", source)
    return tr("{kind} file {path}", kind=kind, path=file.group(1)) if file else kind


def _remedy(failure: Failure) -> str:
    if failure.status in (401, 403):
        return tr("Check the user name, password or key of its connection.")
    if failure.temporary:
        return tr("Try again when the server works.")
    return tr("Check the address and the layer of its connection.")


def _sleep(seconds: float, cancelled: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if cancelled():
            raise Cancelled
        time.sleep(_POLL)
