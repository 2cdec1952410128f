"""Names parameters in the log and the errors of an algorithm as its dialog does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
)

from ..gui.parameter_titles import naming, titles_of


class ParameterNames:
    """Names the parameters and outputs of an algorithm in sentences."""

    def __init__(self, algorithm: QgsProcessingAlgorithm) -> None:
        self._named = naming(titles_of([*algorithm.outputDefinitions(), *algorithm.parameterDefinitions()]))

    def __call__(self, sentence: str) -> str:
        return self._named(sentence)

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
