"""What servers reply while a layer is rendered: QGIS leaves a tile that failed blank, and reports nothing.

QGIS lets functions see every network request and every reply in the process. Ours find those of a thread that
renders, by address, and record the replies for it.
"""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager
from typing import NamedTuple

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from ..gui.translation import tr

#: Seconds without a byte after which a server is given up: all tries together stay below a minute.
TIMEOUT = 16.0
_ABSENT = (204, 404, 410)  # HTTP status of tiles that the server does not have
_TEMPORARY = (408, 425, 429)  # and all from 500


class Failure(NamedTuple):
    """What a server replied in place of an image; ``temporary`` where another try may succeed."""

    text: str
    status: int
    temporary: bool


class _Reply(NamedTuple):
    status: int  # HTTP status, 0 without one
    failed: bool
    text: str
    content_type: str


class ServerReplies:
    """The replies to what one rendering requests; ``tiled`` where that is tiles, which may be absent."""

    def __init__(self, tiled: bool) -> None:
        self.timed_out = False
        self.error: Exception | None = None
        self._tiled = tiled
        self._last_byte = time.monotonic()
        # By address: QGIS itself repeats requests that fail, and the last reply counts.
        self._replies: dict[bytes, _Reply] = {}
        self._addresses: set[bytes] = set()
        self._watched: list[QNetworkReply] = []

    @property
    def overdue(self) -> bool:
        """Whether no byte has come for too long."""
        return time.monotonic() - self._last_byte >= TIMEOUT

    @property
    def absent_tiles(self) -> int:
        """How many tiles the server does not have."""
        return sum(self._tiled and reply.status in _ABSENT for reply in self._replies.values())

    def failure(self) -> Failure | None:
        """Return the worst failure, None where there is none; absent tiles are no failure."""
        if self.timed_out:
            return Failure(tr("nothing for {seconds:g} s", seconds=TIMEOUT), 0, True)
        failures = [failure for reply in self._replies.values() if (failure := self._failure_of(reply))]
        # What no further try can mend comes first.
        return min(failures, key=lambda failure: failure.temporary, default=None)

    def _failure_of(self, reply: _Reply) -> Failure | None:
        status = reply.status
        if self._tiled and status in _ABSENT:
            return None
        if status >= 400:
            return Failure(reply.text, status, status >= 500 or status in _TEMPORARY)
        if reply.failed:
            return Failure(reply.text, status, True)
        if status == 200 and re.match(r"text/|application/.*(xml|json)", reply.content_type):
            kind = reply.content_type.split(";")[0]
            return Failure(tr("{kind} in place of an image", kind=kind), status, True)
        return None

    @contextmanager
    def recorded(self):
        """Record what this thread requests within the block, if ``observe_replies`` was called before."""
        self.note_byte()
        _this_thread.replies = self
        try:
            yield
        finally:
            _this_thread.replies = None
            for address in self._addresses:
                _WAITING.pop(address, None)
            self._watched.clear()

    def note_byte(self) -> None:
        """Note that the server is at work."""
        self._last_byte = time.monotonic()

    def expect(self, url: QUrl) -> None:
        """Wait for the reply from an address."""
        address = _address(url)
        self._addresses.add(address)
        _WAITING[address] = self

    def watch(self, reply: QNetworkReply) -> None:
        """Record a reply as soon as it has finished."""
        # Held here: a reply and its slots refer to each other only, and Python's garbage collector, which may
        # run at any time, would remove both.
        self._watched.append(reply)

        def finished() -> None:
            try:
                self._record(reply)
            except Exception as error:  # let out of a slot, it would end QGIS
                self.error = error

        def received(*_) -> None:
            self.note_byte()

        # Directly: rendering ends with its last reply, and the thread of this one may be waiting for us.
        directly = Qt.ConnectionType.DirectConnection
        reply.finished.connect(finished, directly)
        reply.downloadProgress.connect(received, directly)

    def _record(self, reply: QNetworkReply) -> None:
        moved = reply.attribute(QNetworkRequest.Attribute.RedirectionTargetAttribute)
        if moved:
            self.expect(reply.url().resolved(moved))
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute) or 0
        phrase = reply.attribute(QNetworkRequest.Attribute.HttpReasonPhraseAttribute) or ""
        # Qt's own text of an HTTP error holds the whole address, with its keys.
        text = f"HTTP {status} {phrase}".strip() if status else reply.errorString()
        names = [name for name in reply.rawHeaderList() if bytes(name).lower() == b"content-type"]
        content_type = bytes(reply.rawHeader(names[0])).decode("latin-1").lower() if names else ""
        failed = reply.error() != QNetworkReply.NetworkError.NoError
        self._replies[_address(reply.request().url())] = _Reply(status, failed, text, content_type)
        self.note_byte()


#: The replies that the thread at work records, as ``replies``.
_this_thread = threading.local()
#: Who waits for the reply from an address.
_WAITING: dict[bytes, ServerReplies] = {}
#: The names under which QGIS knows our two functions.
_HANDLERS: list[str] = []


def observe_replies() -> bool:
    """Let QGIS show us every request and reply from now on; return False where this QGIS cannot.

    Newer QGIS fetches tiles in one thread for all, whose network manager cannot be reached from here; but
    these functions see a tile's address already where it is looked up in QGIS's cache, by the thread that
    renders. They stay for good: QGIS's list of them is not for many threads.
    """
    if not hasattr(QgsNetworkAccessManager, "setReplyPreprocessor"):
        return False
    if not _HANDLERS:
        _HANDLERS.append(QgsNetworkAccessManager.setRequestPreprocessor(_on_request))
        _HANDLERS.append(QgsNetworkAccessManager.setReplyPreprocessor(_on_reply))
    return True


def _on_request(request: QNetworkRequest) -> None:
    replies = getattr(_this_thread, "replies", None)
    if replies is not None:
        replies.expect(request.url())


def _on_reply(request: QNetworkRequest, reply: QNetworkReply) -> None:
    replies = _WAITING.get(_address(request.url()))
    if replies is not None:
        replies.watch(reply)


def _address(url: QUrl) -> bytes:
    return bytes(url.toEncoded())
