"""A layer drawn by its own provider and style, in a thread of its own, with an eye on the server.

QGIS leaves a tile that failed blank and tells nobody. So each answer to what the drawing thread asks for is
looked at: what failed is drawn again after a pause, and named when it fails for good.
"""

from __future__ import annotations

import hashlib
import queue
import re
import threading
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

import numpy as np
from qgis.core import (
    QgsEllipsoidUtils,
    QgsNetworkAccessManager,
    QgsRasterBlockFeedback,
    QgsRasterInterface,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt, QThread, QUrl
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest
from qgis.PyQt.QtXml import QDomDocument

from ...core.util.errors import Cancelled, SceneError
from .crs import wkt_of

#: Seconds before the second and the third try.
PAUSES = (1.0, 3.0)
#: Seconds without a byte after which a try is given up: all tries together stay below a minute.
SILENCE = 16.0
_POLL = 0.2
_STUCK = 5.0  # seconds that a drawing may take to stop when told to
_TRY_AGAIN = (408, 425, 429)  # and all from 500
_NOT_THERE = (204, 404, 410)
# A source may hold an address that is percent-encoded itself: ?, & and = in either form.
_SECRET = re.compile(
    r"((?:^|[?&;\s]|%3F|%26)[^?&;=%\s]*"
    r"(?:authcfg|username|password|user|token|key|secret|signature)[^?&;=%\s]*(?:=|%3D))"
    r"(?:(?!%26)[^&;\s])*",
    re.I,
)
_USER = re.compile(r"((?:/|%2F){2})(?:(?!%2F)[^/@\s&?])*?(?:@|%40)", re.I)
_PROVIDERS = {"wms": "WMS", "wcs": "WCS", "arcgismapserver": "ArcGIS map server", "postgresraster": "PostGIS"}


class Drawn(NamedTuple):
    """``rgba`` (H, W, 4) uint8 not multiplied with alpha; ``absent`` tiles that the server does not have."""

    rgba: np.ndarray
    absent: int


class Drawing:
    """What draws a layer. Made on the main thread; ``draw`` and ``close`` are for one other thread."""

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
        self._thread: _DrawingThread | None = None
        # QGIS 3.40 ties an ellipsoid to the thread that first asks for it: with that of a drawing, which
        # ends, every later measure in QGIS would be NaN.
        QgsEllipsoidUtils.ellipsoidParameters(crs.ellipsoidAcronym())
        if self.served:
            _listen()

    def draw(self, extent: QgsRectangle, width: int, height: int, cancelled: Callable[[], bool]) -> Drawn:
        """The layer over ``extent`` in its CRS, ``width`` × ``height`` pixels.

        Raises ``SceneError`` when the server fails to the end, ``Cancelled`` within half a second or so.
        """
        if self.served and not _LISTENING:
            raise SceneError(
                f"The layer '{self.name}' comes from a server, whose failures this QGIS does not tell: use "
                "QGIS 3.22.16, 3.26 or later, or save the layer as a GeoTIFF."
            )
        if self._thread is None:
            self._thread = _DrawingThread(self._pipe)
            self._thread.start()
        for pause in (*PAUSES, None):
            asked = _Asked(extent, width, height)
            self._thread.asked.put(asked)
            self._wait(asked, cancelled)
            failure = asked.failure(bool(self.resolutions))
            if failure is None:
                return Drawn(asked.rgba, asked.absent)
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

    def _wait(self, asked: _Asked, cancelled: Callable[[], bool]) -> None:
        while not asked.done.wait(_POLL):
            stop = cancelled()
            if not stop and (not self.served or time.monotonic() - asked.heard < SILENCE):
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


class _Failure(NamedTuple):
    text: str
    status: int
    passing: bool  # may be better at the next try


class _Asked:
    """One try to draw, shared by the thread that waits and the one that draws."""

    def __init__(self, extent: QgsRectangle, width: int, height: int) -> None:
        self.extent, self.width, self.height = extent, width, height
        self.feedback = QgsRasterBlockFeedback()
        self.done = threading.Event()
        self.heard = time.monotonic()
        self.silent = False
        # By address, since QGIS itself repeats what fails: HTTP status, failed, text, content type.
        self.answers: dict[bytes, tuple[int, bool, str, str]] = {}
        self.absent = 0
        self.rgba = np.empty(0)
        self.error: Exception | None = None
        self._expected: set[bytes] = set()

    def expect(self, url: QUrl) -> None:
        self._expected.add(_key(url))
        _EXPECTED[_key(url)] = self

    def forget(self) -> None:
        for key in self._expected:
            _EXPECTED.pop(key, None)

    def hear(self, reply: QNetworkReply) -> None:
        moved = reply.attribute(QNetworkRequest.Attribute.RedirectionTargetAttribute)
        if moved:
            self.expect(reply.url().resolved(moved))
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute) or 0
        phrase = reply.attribute(QNetworkRequest.Attribute.HttpReasonPhraseAttribute) or ""
        # Qt's own text of an HTTP error holds the whole address, with its keys.
        text = f"HTTP {status} {phrase}".strip() if status else reply.errorString()
        names = [name for name in reply.rawHeaderList() if bytes(name).lower() == b"content-type"]
        kind = bytes(reply.rawHeader(names[0])).decode("latin-1") if names else ""
        failed = reply.error() != QNetworkReply.NetworkError.NoError
        self.answers[_key(reply.request().url())] = (status, failed, text, kind.lower())
        self.heard = time.monotonic()

    def failure(self, tiles: bool) -> _Failure | None:
        """The worst answer; tiles that the server does not have are counted, not failures."""
        if self.silent:
            return _Failure(f"nothing for {SILENCE:g} s", 0, True)
        failures = []
        for status, failed, text, kind in self.answers.values():
            if tiles and status in _NOT_THERE:
                self.absent += 1
            elif status >= 400:
                failures.append(_Failure(text, status, status >= 500 or status in _TRY_AGAIN))
            elif failed:
                failures.append(_Failure(text, status, True))
            elif status == 200 and re.match(r"text/|application/.*(xml|json)", kind):
                failures.append(_Failure(f"{kind.split(';')[0]} in place of an image", status, True))
        # What no further try can mend comes first.
        return min(failures, key=lambda failure: failure.passing, default=None)


class _DrawingThread(QThread):
    """Draws what is put into ``asked``, until None is.

    A thread of Qt, not of Python: ``wait`` returns when its network manager is gone, too.
    """

    def __init__(self, pipe: list[QgsRasterInterface]) -> None:
        super().__init__()
        self.asked: queue.SimpleQueue = queue.SimpleQueue()
        self._pipe = pipe
        self.current: _Asked | None = None

    def run(self) -> None:
        while (asked := self.asked.get()) is not None:
            self.current = asked
            try:
                asked.heard = time.monotonic()
                block = self._pipe[-1].block(1, asked.extent, asked.width, asked.height, asked.feedback)
                asked.rgba = _rgba(block.image(), asked.width, asked.height)
            except Exception as error:  # handed over, whatever it is
                asked.error = error
            asked.forget()
            asked.done.set()


def _listen() -> None:
    """Have every answer to a drawing thread heard, once and for all.

    Newer QGIS fetches tiles in one thread for all, whose network manager cannot be reached from here. But
    these functions see every request, and a tile's address already where it is looked up in QGIS's cache.
    """
    if _CAN_LISTEN and not _LISTENING:
        _LISTENING.append(QgsNetworkAccessManager.setRequestPreprocessor(_expect))
        _LISTENING.append(QgsNetworkAccessManager.setReplyPreprocessor(_hear_expected))


def _expect(request: QNetworkRequest) -> None:
    thread = QThread.currentThread()
    if isinstance(thread, _DrawingThread) and thread.current is not None:
        thread.current.expect(request.url())


def _hear_expected(request: QNetworkRequest, reply: QNetworkReply) -> None:
    asked = _EXPECTED.get(_key(request.url()))
    if asked is None:
        return

    def finished() -> None:
        try:
            asked.hear(reply)
        except Exception as error:  # let out of a slot, it would end QGIS
            asked.error = error

    def received(*_) -> None:
        asked.heard = time.monotonic()

    # At once: the drawing ends with its last reply, and the thread of this one may be waiting for us.
    at_once = Qt.ConnectionType.DirectConnection
    reply.finished.connect(finished, at_once)
    reply.downloadProgress.connect(received, at_once)


def _key(url: QUrl) -> bytes:
    return bytes(url.toEncoded())


_CAN_LISTEN = hasattr(QgsNetworkAccessManager, "setReplyPreprocessor")
#: The names under which QGIS knows the two functions. They stay: QGIS's list of them is not for many threads.
_LISTENING: list[str] = []
#: By address, who waits for an answer from there.
_EXPECTED: dict[bytes, _Asked] = {}
#: Threads that did not end when told to.
_ABANDONED: list[_DrawingThread] = []


def _rgba(image: QImage, width: int, height: int) -> np.ndarray:
    if image.isNull():
        return np.zeros((height, width, 4), np.uint8)
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bits, np.uint8).reshape(height, image.bytesPerLine() // 4, 4)[:, :width].copy()


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


def without_secrets(source: str) -> str:
    """A layer's source with stars for the user's name, passwords, keys and tokens, percent-encoded or not."""
    return _USER.sub(r"\1", _SECRET.sub(r"\1***", source))


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


def _remedy(failure: _Failure) -> str:
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
