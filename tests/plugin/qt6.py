"""Finds what PyQt6 and QGIS 4 refuse in source, as QGIS's own pyqt5_to_pyqt6: against the real classes."""

import ast
import enum
import importlib
from typing import Any

_GONE = {
    "QRegExp": "use QRegularExpression",
    "QDesktopWidget": "use QScreen",
    "QVariant.Type": "write QVariant.Int, which qgis.PyQt keeps",
}


def qt6_problems(source: str) -> list[str]:
    """Return one line for each problem: its line number and what to write.

    Imports what ``source`` imports from QGIS.
    """
    tree = ast.parse(source)
    finder = _Finder(_imported(tree))
    finder.visit(tree)
    return finder.problems


def _imported(tree: ast.AST) -> dict[str, Any]:
    """QGIS's and Qt's classes by the names they have in the module."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module.split(".")[0] == "qgis":
            module = importlib.import_module(node.module)
            for alias in node.names:
                names[alias.asname or alias.name] = getattr(module, alias.name, None)
    return names


class _Finder(ast.NodeVisitor):
    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.problems: list[str] = []

    def _add(self, node: ast.AST, problem: str) -> None:
        self.problems.append(f"{node.lineno}: {problem}")

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._check_module(node, alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self._check_module(node, node.module or "")
        for alias in node.names:
            if alias.name in _GONE:
                self._add(node, f"{alias.name} is gone: {_GONE[alias.name]}")

    def _check_module(self, node: ast.AST, module: str) -> None:
        if module.split(".")[0] in ("PyQt5", "PyQt6", "sip") or module == "qgis.PyQt.Qt":
            self._add(node, f"{module}: import from qgis.PyQt and its modules")

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        # What a class inherits is reached through self and cls as well.
        bases = [found for base in node.bases if (found := self._resolve(base)) is not None]
        before = dict(self.names)
        if bases:
            self.names.update(dict.fromkeys(("self", "cls"), bases[0]))
        self.generic_visit(node)
        self.names = before

    def visit_Attribute(self, node: ast.Attribute) -> None:
        owner, name = self._resolve(node.value), ast.unparse(node)
        if node.attr == "exec_":
            self._add(node, f"{name}: write exec")
        elif name in _GONE:
            self._add(node, f"{name} is gone: {_GONE[name]}")
        elif owner is not None and name.split(".")[0] != "QVariant":  # qgis.PyQt keeps QVariant.Int
            kind = type(getattr(owner, node.attr, None))
            if _is_enum(kind) and owner is not kind:
                self._add(node, f"{name}: write {ast.unparse(node.value)}.{_scope(owner, kind)}.{node.attr}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id == "QVariant" and not node.args:
            self._add(node, "QVariant(): write NULL of qgis.core")
        if isinstance(node.func, ast.Name) and node.func.id == "QDateTime":
            a_date = len(node.args) == 1 and ast.unparse(node.args[0]).startswith("QDate(")
            if a_date or len(node.args) == 8:
                self._add(node, "QDateTime: write QDateTime(QDate(...), QTime(...))")
        self.generic_visit(node)

    def _resolve(self, node: ast.AST) -> Any:
        """Return the class or value that a dotted name stands for, None where it is not one of QGIS's."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id)
        if isinstance(node, ast.Attribute):
            return getattr(self._resolve(node.value), node.attr, None)
        return None


def _is_enum(kind: type) -> bool:
    return issubclass(kind, enum.Enum) or type(kind).__name__ == "enumtype"  # sip's of PyQt5


def _scope(owner: Any, kind: type) -> str:
    """Return the name under which ``owner`` holds the enum, which may be an alias of another class's."""
    names = [name for name in dir(owner) if getattr(owner, name, None) is kind]
    return names[0] if names else kind.__name__
