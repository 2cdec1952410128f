"""The thread that draws, and an ear on each answer of the server to it."""

from __future__ import annotations

import queue
import re
import threading
import time
from typing import NamedTuple

import numpy as np
from qgis.core import (
    QgsNetworkAccessManager,
    QgsRasterBlockFeedback,
    QgsRasterInterface,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt, QThread, QUrl
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

#: Seconds without a byte after which a try is given up: all tries together stay below a minute.
SILENCE = 16.0
_TRY_AGAIN = (408, 425, 429)  # and all from 500


_NOT_THERE = (204, 404, 410)


class Failure(NamedTuple):
    text: str
    status: int
    passing: bool  # may be better at the next try


class Asked:
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

    @property
    def overdue(self) -> bool:
        """Whether the server has been silent for too long."""
        return time.monotonic() - self.heard >= SILENCE

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

    def failure(self, tiles: bool) -> Failure | None:
        """The worst answer; tiles that the server does not have are counted, not failures."""
        if self.silent:
            return Failure(f"nothing for {SILENCE:g} s", 0, True)
        failures = []
        for status, failed, text, kind in self.answers.values():
            if tiles and status in _NOT_THERE:
                self.absent += 1
            elif status >= 400:
                failures.append(Failure(text, status, status >= 500 or status in _TRY_AGAIN))
            elif failed:
                failures.append(Failure(text, status, True))
            elif status == 200 and re.match(r"text/|application/.*(xml|json)", kind):
                failures.append(Failure(f"{kind.split(';')[0]} in place of an image", status, True))
        # What no further try can mend comes first.
        return min(failures, key=lambda failure: failure.passing, default=None)


class RenderThread(QThread):
    """Draws what is put into ``asked``, until None is.

    A thread of Qt, not of Python: ``wait`` returns when its network manager is gone, too.
    """

    def __init__(self, pipe: list[QgsRasterInterface]) -> None:
        super().__init__()
        self.asked: queue.SimpleQueue = queue.SimpleQueue()
        self._pipe = pipe
        self.current: Asked | None = None

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


def listen() -> None:
    """Have every answer to a drawing thread heard, once and for all.

    Newer QGIS fetches tiles in one thread for all, whose network manager cannot be reached from here. But
    these functions see every request, and a tile's address already where it is looked up in QGIS's cache.
    """
    if _CAN_LISTEN and not _LISTENING:
        _LISTENING.append(QgsNetworkAccessManager.setRequestPreprocessor(_expect))
        _LISTENING.append(QgsNetworkAccessManager.setReplyPreprocessor(_hear_expected))


def listening() -> bool:
    """Return whether answers are heard: this QGIS may not be able to."""
    return bool(_LISTENING)


def _expect(request: QNetworkRequest) -> None:
    thread = QThread.currentThread()
    if isinstance(thread, RenderThread) and thread.current is not None:
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
_EXPECTED: dict[bytes, Asked] = {}


def _rgba(image: QImage, width: int, height: int) -> np.ndarray:
    if image.isNull():
        return np.zeros((height, width, 4), np.uint8)
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bits, np.uint8).reshape(height, image.bytesPerLine() // 4, 4)[:, :width].copy()
