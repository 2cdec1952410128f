"""Names of parameters in sentences: as the dialog names them, with the id beside it.

Code and scripts know a parameter by its id, as sentences of ``core`` do; who reads the log beside a dialog
knows its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
)

#: A remark or a unit at the end of a title.
_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]$")


class ParameterNames:
    """Names the parameters of an algorithm in sentences.

    "Set a smaller MIN_AREA." becomes "Set a smaller 'Smallest lake' (MIN_AREA)."
    """

    def __init__(self, algorithm: QgsProcessingAlgorithm) -> None:
        definitions = [*algorithm.outputDefinitions(), *algorithm.parameterDefinitions()]
        # Outputs of a model are called step:NAME.
        titles = {one.name().rpartition(":")[2]: one.description() for one in definitions}
        self._titles = {name: _REMARK.sub("", title) for name, title in titles.items() if title}
        # Not in commands, paths and quotes, and not where the title stands before it already.
        ids = "|".join(sorted(self._titles, key=len, reverse=True))
        named = r"(?!(?<=\()\w+\))"
        pattern = rf"(?<![\w/\\.=\-'\"]){named}({ids})(?![\w/\\=\-'\"]|\.\w)"
        self._id = re.compile(pattern, re.ASCII)  # Chinese puts no spaces around an id

    def __call__(self, sentence: str) -> str:
        return self._id.sub(lambda found: f"'{self._titles[found[0]]}' ({found[0]})", sentence)

    @contextmanager
    def in_errors(self) -> Iterator[None]:
        """Name the parameters in the sentence of a ``QgsProcessingException``."""
        try:
            yield
        except QgsProcessingException as error:
            error.args = (self(str(error)),)
            raise


class NamingFeedback(QgsProcessingMultiStepFeedback):
    """A feedback whose log names the parameters; all else goes on to the ``feedback`` it stands for."""

    def __init__(self, feedback: QgsProcessingFeedback, names: ParameterNames) -> None:
        super().__init__(1, feedback)
        self._feedback, self._names = feedback, names
        if feedback.isCanceled():
            self.cancel()

    def pushInfo(self, info: str) -> None:  # noqa: N802
        self._feedback.pushInfo(self._names(info))

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        self._feedback.pushWarning(self._names(warning))

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803
        self._feedback.reportError(self._names(error), fatalError)

    def setProgressText(self, text: str) -> None:  # noqa: N802
        self._feedback.setProgressText(self._names(text))

    def setProgress(self, percent: float) -> None:  # noqa: N802
        self._feedback.setProgress(percent)
