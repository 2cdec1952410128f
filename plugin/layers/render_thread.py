"""The thread that renders a layer."""

from __future__ import annotations

import queue
import threading

import numpy as np
from qgis.core import QgsRasterBlockFeedback, QgsRasterInterface, QgsRectangle
from qgis.PyQt.QtCore import QThread
from qgis.PyQt.QtGui import QImage

from .server_replies import ServerReplies


class RenderRequest:
    """One try to render ``extent``, shared by the thread that waits for it and the one that renders.

    When ``done`` is set there is either ``rgba`` (H, W, 4) uint8 or an ``error``.
    """

    def __init__(self, extent: QgsRectangle, width: int, height: int, replies: ServerReplies) -> None:
        self.extent, self.width, self.height = extent, width, height
        self.replies = replies
        self.feedback = QgsRasterBlockFeedback()
        self.done = threading.Event()
        self.rgba = np.empty(0)
        self.error: Exception | None = None


class RenderThread(QThread):
    """Renders what is put into ``requests`` by the last of ``pipe``, until None is.

    A thread of Qt, not of Python: ``wait`` returns when its network manager is gone, too.
    """

    def __init__(self, pipe: list[QgsRasterInterface]) -> None:
        super().__init__()
        self.requests: queue.SimpleQueue[RenderRequest | None] = queue.SimpleQueue()
        self._pipe = pipe

    def run(self) -> None:
        while (request := self.requests.get()) is not None:
            try:
                with request.replies.recorded():
                    block = self._pipe[-1].block(
                        1, request.extent, request.width, request.height, request.feedback
                    )
                    request.rgba = _rgba(block.image(), request.width, request.height)
            except Exception as error:  # handed over, whatever it is
                request.error = error
            request.done.set()


def _rgba(image: QImage, width: int, height: int) -> np.ndarray:
    """Return an image as an array (H, W, 4) uint8, its colours not multiplied with alpha."""
    if image.isNull():
        return np.zeros((height, width, 4), np.uint8)
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bits, np.uint8).reshape(height, image.bytesPerLine() // 4, 4)[:, :width].copy()
