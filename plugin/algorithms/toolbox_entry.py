"""What the toolbox shows of an algorithm."""

from __future__ import annotations

from qgis.PyQt.QtGui import QIcon

from ..gui.help import RESOURCES, Help
from ..gui.parameter_titles import titles_of
from ..gui.translation import tr

#: Groups of the toolbox: id and title.
LAKES_GROUP = ("lakes", "Lakes")
NETWORKS_GROUP = ("networks", "Networks")
INSTALLATION = ("installation", "This installation")


class ToolboxEntry:
    """Id, title, help, group and icon of an algorithm, by its ``help``; a base before QGIS's own."""

    help: Help
    #: Its group in the toolbox.
    in_group: tuple[str, str] = LAKES_GROUP

    def name(self) -> str:
        return self.help.name

    def displayName(self) -> str:  # noqa: N802
        return self.help.title

    def shortDescription(self) -> str:  # noqa: N802
        return self.help.summary

    def shortHelpString(self) -> str:  # noqa: N802
        return self.help.panel(titles_of([*self.outputDefinitions(), *self.parameterDefinitions()]))

    def group(self) -> str:
        return tr(self.in_group[1])

    def groupId(self) -> str:  # noqa: N802
        return self.in_group[0]

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:  # noqa: N802
        return str(RESOURCES / "icons" / f"{self.name()}.svg")

    def tags(self) -> list[str]:
        return self.help.tags
