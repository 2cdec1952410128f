"""Style files in the language of QGIS: their legends, map tips, actions, and the choices in their forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ..gui.translation import tr

#: Elements of a style whose attribute ``label`` is a line of the legend.
_IN_LEGENDS = ("category", "range", "rule", "item")
#: What an action is called, in menus and on its button.
_OF_ACTIONS = ("name", "shortTitle")


def translated_style(path: str) -> QDomDocument:
    """Return a style whose texts for people are in the language of QGIS; values of fields stay as they are.

    The file has them in English, where ``scripts/translate.py`` finds them.
    """
    document = QDomDocument()
    document.setContent(Path(path).read_text(encoding="utf-8"))
    for tag in _IN_LEGENDS:
        for element in _elements(document, tag):
            _translate(element, "label")
    for widget in _elements(document, "editWidget"):
        if widget.attribute("type") == "ValueMap":
            for option in _elements(widget, "Option"):
                if option.hasAttribute("value"):  # a choice, not the list of them
                    _translate(option, "name")
    for action in _elements(document, "actionsetting"):
        for attribute in _OF_ACTIONS:
            _translate(action, attribute)
    for tip in _elements(document, "mapTip"):
        text = tip.firstChild().toText()
        if text.data():
            text.setData(tr(text.data()))
    return document


def _elements(parent: QDomDocument | QDomElement, tag: str) -> Iterator[QDomElement]:
    found = parent.elementsByTagName(tag)
    for i in range(found.count()):
        yield found.at(i).toElement()


def _translate(element: QDomElement, attribute: str) -> None:
    if element.attribute(attribute):
        element.setAttribute(attribute, tr(element.attribute(attribute)))
