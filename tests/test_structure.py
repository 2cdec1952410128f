"""The floors of the house hold: imports go down, never up, and never in a circle."""

import ast
from pathlib import Path

import pytest
from support import ROOT

#: From the ground up; a folder of core/ imports folders of lower floors only.
FLOORS = (
    {"util", "metrics"},
    {"geo", "report"},
    {"raster", "models"},
    {"inference", "datasets"},
    {"lakes", "training"},
    {"tracking", "evaluation", "accuracy"},
)
FLOOR = {folder: number for number, folders in enumerate(FLOORS) for folder in folders}
CORE = sorted((ROOT / "core").rglob("*.py"))
#: Positional arguments beyond these are given by name: a call says what its numbers are.
MOST_POSITIONAL = 4


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> list[str]:
    """Dotted names that a file imports, modules or what is in them; ours from the root on."""
    package = path.relative_to(ROOT).parts[:-1]
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            found += [f"{module}.{alias.name}" for alias in node.names]
    return found


def modules_used(path: Path) -> set[str]:
    """Our modules that a file imports, itself left out."""
    ours = {module_of(p) for p in CORE}
    used = {name if name in ours else name.rpartition(".")[0] for name in imports(path)}
    return (used & ours) - {module_of(path)}


def test_every_folder_of_core_has_a_floor():
    folders = {path.relative_to(ROOT / "core").parts[0] for path in CORE if path.parent != ROOT / "core"}

    assert folders == set(FLOOR)


@pytest.mark.parametrize("path", CORE, ids=module_of)
def test_core_imports_only_what_lies_below(path):
    used = imports(path)

    assert not [name for name in used if name.split(".")[0] in ("qgis", "plugin", "processing", "PyQt5")]
    parts = module_of(path).split(".")
    if len(parts) == 1:
        return  # core/__init__.py names what scripts use, from all floors
    up = [
        name
        for name in used
        if (to := name.split("."))[0] == "core"
        and len(to) > 1
        and to[1] != parts[1]
        and FLOOR[to[1]] >= FLOOR[parts[1]]
    ]
    assert not up, f"{module_of(path)} imports from its own floor or a higher one: {up}"


def test_no_circle_of_files():
    below = {module_of(path): modules_used(path) for path in CORE if path.parent != ROOT / "core"}
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, f"a circle: {' -> '.join([*above[above.index(module) :], module])}"
        if module not in done:
            for other in below.get(module, ()):
                visit(other, (*above, module))
            done.add(module)

    for module in below:
        visit(module, ())


@pytest.mark.parametrize("path", CORE, ids=module_of)
def test_calls_say_what_their_arguments_are(path):
    public = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (not node.name.startswith("_") or node.name == "__init__")
    ]
    crowded = {
        node.name: len(names)
        for node in public
        if len(names := [a.arg for a in node.args.args if a.arg not in ("self", "cls")]) > MOST_POSITIONAL
    }
    assert not crowded
