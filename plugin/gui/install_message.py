"""The message on missing packages, with the command that installs them in a block of its own."""

from __future__ import annotations

from html import escape

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from .translation import tr


def parts_of(message: str) -> tuple[str, str, str]:
    """Return what is missing and where to type the command, the command, and what comes after it.

    ``message`` has the command on a line of its own, as those of ``installation`` do; else it is empty.
    """
    before, _, rest = message.partition("\n")
    command, _, after = rest.partition("\n")
    return before, command, after


def as_html(message: str) -> str:
    """Return a message for QGIS's own window, which shows HTML."""
    before, command, after = map(escape, parts_of(message))
    return f"{before}<pre>{command}</pre>{after}" if command else before


class InstallMessage(QDialog):
    """A message whose command a button copies."""

    def __init__(self, title: str, message: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        before, self.command, after = parts_of(message)
        self.setWindowTitle(title)
        self.resize(680, 220)
        layout = QVBoxLayout(self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(_text(before))
        if self.command:
            block = QPlainTextEdit(self.command)
            block.setReadOnly(True)
            block.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            layout.addWidget(block)
            layout.addWidget(_text(after))
            copying = buttons.addButton(tr("Copy command"), QDialogButtonBox.ButtonRole.ActionRole)
            copying.clicked.connect(self.copy)
        layout.addWidget(buttons)

    @classmethod
    def show_over(cls, window: QWidget | None, title: str, message: str) -> None:
        """Show the message over ``window``; who has called goes on."""
        shown = cls(title, message, window)
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.open()

    def copy(self) -> None:
        """Put the command on the clipboard."""
        QgsApplication.clipboard().setText(self.command)


def _text(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label
