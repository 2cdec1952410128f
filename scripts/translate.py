"""Write resources/i18n/lake_mapper_zh.ts with every string of the plugin, and compile it to .qm.

    .venv/bin/python scripts/translate.py

Run it after a change of titles, sentences or legends, translate in the .ts what it names as unfinished (with
Qt Linguist or a text editor; CONTRIBUTING.md has the words), and run it again. Strings are those that dialogs
show of the algorithms, those that ``plugin`` and ``core`` give to ``tr``, and those of styles. Needs lrelease
(Debian: qttools5-dev-tools). Help texts are in resources/help.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import package_path

package_path.load()
from lake_mapper.core.lakes.attributes import FIELDS
from lake_mapper.core.report.text import COUNTED
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
)

TS = package_path.ROOT / "resources" / "i18n" / "lake_mapper_zh.ts"


def dialog_strings(algorithm: QgsProcessingAlgorithm) -> Iterator[str]:
    """Yield what a dialog shows of an algorithm, but for its help."""
    yield algorithm.group()
    for parameter in algorithm.parameterDefinitions():
        yield parameter.description()
        if isinstance(parameter, QgsProcessingParameterEnum):
            yield from parameter.options()
        elif isinstance(parameter, QgsProcessingParameterFileDestination):
            yield parameter.fileFilter()
    for output in algorithm.outputDefinitions():
        yield output.description()


def tr_strings(path: Path) -> Iterator[str]:
    """Yield the literals that a module gives to ``tr``, what ``counted`` makes of nouns, names of styles."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            text = node.args[-1]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                if node.func.id == "tr":
                    yield text.value
                elif node.func.id == "counted":
                    yield COUNTED + text.value
            if node.func.id == "LayerStyle" and isinstance(node.args[1], ast.Constant):
                yield node.args[1].value


def style_strings(path: Path) -> Iterator[str]:
    """Yield what people read of a style: its legend, its actions, the choices of its form, its map tip."""
    style = ET.parse(path)
    found = [element.get("label") for element in style.iter()]
    found += [
        choice.get("name") for choice in style.findall(".//editWidget[@type='ValueMap']//Option[@value]")
    ]
    for action in style.iter("actionsetting"):
        found += [action.get("name"), action.get("shortTitle")]
    found.append(style.findtext("mapTip"))
    yield from (text for text in found if text and re.search("[a-z]{2}", text))


def strings() -> list[str]:
    """Return every string of the plugin that is translated, in English; the provider must be registered."""
    provider = QgsApplication.processingRegistry().providerById("lakemapper")
    found = [text for algorithm in provider.algorithms() for text in dialog_strings(algorithm)]
    found += [field.meaning for field in FIELDS]  # the report shows them over its columns
    for folder in ("core", "plugin"):
        for path in sorted((package_path.ROOT / folder).rglob("*.py")):
            found += tr_strings(path)
    for path in sorted((package_path.ROOT / "resources" / "styles").glob("*.qml")):
        found += style_strings(path)
    return sorted(set(filter(None, found)))


def translations(ts: Path = TS) -> dict[str, str]:
    """Return the finished translations by their source."""
    if not ts.is_file():
        return {}
    messages = {m.findtext("source"): m.find("translation") for m in ET.parse(ts).iter("message")}
    return {
        source: translation.text
        for source, translation in messages.items()
        if translation.text and translation.get("type") != "unfinished"
    }


def write(sources: list[str], known: dict[str, str], ts: Path = TS) -> None:
    """Write the .ts file of these sources; what is not known is unfinished."""
    from lake_mapper.plugin.gui.translation import CONTEXT

    root = ET.Element("TS", version="2.1", language="zh_CN", sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for source in sources:
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = source
        translation = ET.SubElement(message, "translation")
        translation.text = known.get(source)
        if translation.text is None:
            translation.set("type", "unfinished")
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    ts.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def main() -> None:
    lrelease = shutil.which("lrelease")
    if lrelease is None:
        sys.exit("lrelease is not installed: apt install qttools5-dev-tools.")
    application = QgsApplication([], False)
    application.initQgis()
    from lake_mapper.plugin.gui import translation

    translation.language = lambda: "en"  # the sources, whatever language this system has
    import lake_mapper

    plugin = lake_mapper.classFactory(None)
    plugin.initProcessing()
    sources, known = strings(), translations()
    write(sources, known)
    plugin.unload()
    subprocess.run([lrelease, "-silent", str(TS)], check=True)
    unfinished = [source for source in sources if source not in known]
    print(f"{len(sources)} strings, {len(unfinished)} unfinished")
    print("\n".join(unfinished))
    application.exitQgis()


if __name__ == "__main__":
    main()
