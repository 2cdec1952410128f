"""The plugin's source against PyQt6's rules: QGIS 4 must be able to load it."""

import pytest
from qt6 import qt6_problems
from support import ROOT


def test_the_plugin_is_ready_for_qt6():
    sources = sorted((ROOT / "plugin").rglob("*.py"))
    problems = [
        f"{path.relative_to(ROOT)}:{problem}"
        for path in sources
        for problem in qt6_problems(path.read_text("utf-8"))
    ]

    assert len(sources) > 10
    assert problems == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("from PyQt5.QtCore import QDate", "PyQt5.QtCore: import from qgis.PyQt"),
        ("import PyQt5.QtCore", "PyQt5.QtCore: import from qgis.PyQt"),
        ("from qgis.PyQt.Qt import QIcon", "qgis.PyQt.Qt: import from qgis.PyQt"),
        ("from qgis.PyQt.QtCore import QRegExp", "QRegExp is gone"),
        ("dialog.exec_()", "dialog.exec_: write exec"),
        ("from qgis.PyQt.QtCore import Qt\nx = Qt.ISODate", "Qt.ISODate: write Qt.DateFormat.ISODate"),
        (
            "from qgis.PyQt import QtCore\nx = QtCore.Qt.AlignLeft",
            "QtCore.Qt.AlignLeft: write QtCore.Qt.AlignmentFlag.AlignLeft",
        ),
        (
            "from qgis.core import QgsProcessing as P\nx = P.TypeRaster",
            "P.TypeRaster: write P.SourceType.TypeRaster",
        ),
        (
            "from qgis.PyQt.QtWidgets import QFrame\nclass A(QFrame):\n def f(self): self.StyledPanel",
            "self.StyledPanel: write self.Shape.StyledPanel",
        ),
        ("from qgis.PyQt.QtCore import QVariant\nx = QVariant.Type.Int", "QVariant.Type is gone"),
        ("from qgis.PyQt.QtCore import QVariant\nx = QVariant()", "QVariant(): write NULL"),
        ("x = QDateTime(QDate(day))", "QDateTime: write"),
    ],
)
def test_what_qt6_refuses_is_found(source, problem):
    (found,) = qt6_problems(source)

    assert problem in found
    assert found.startswith(f"{source.count(chr(10)) + 1}: ")


def test_what_qt6_takes_is_not_found():
    source = (
        "from qgis.core import QgsProcessing, QgsVectorLayer\n"
        "from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime, QVariant\n"
        "x = Qt.DateFormat.ISODate, QgsProcessing.SourceType.TypeRaster, QVariant.Int\n"
        "z = QgsProcessing.TEMPORARY_OUTPUT, QgsVectorLayer.LayerOptions()\n"
        "y = QDateTime(QDate(day), QTime(0, 0)), Qt.AlignmentFlag.AlignLeft.value, dialog.exec()\n"
    )

    assert qt6_problems(source) == []
