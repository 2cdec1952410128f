"""Parameters of algorithms that give lakes the names of known lakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

if TYPE_CHECKING:
    from ..layers.known_lakes import KnownLakes


class NamesLakes:
    """A base beside ``LakeMapperAlgorithm``: KNOWN_LAKES, and the fields with their names and ids."""

    def add_known_lakes(self) -> None:
        """Add KNOWN_LAKES, KNOWN_NAME and KNOWN_ID."""
        kinds = [QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorPoint]
        known = QgsProcessingParameterFeatureSource("KNOWN_LAKES", "Known lakes", kinds, optional=True)
        self.add(known, advanced=True)
        for name, title in (("KNOWN_NAME", "Field with their names"), ("KNOWN_ID", "Field with their ids")):
            field = QgsProcessingParameterField(
                name, title, parentLayerParameterName="KNOWN_LAKES", optional=True
            )
            self.add(field, advanced=True)

    def known_lakes(self, parameters, context) -> KnownLakes | None:
        """Return the known lakes, on the main thread; None without KNOWN_LAKES."""
        from ..layers.known_lakes import KnownLakes

        source = self.feature_source(parameters, "KNOWN_LAKES", context)
        if source is None:
            return None
        name, known_id = (
            self.parameterAsString(parameters, each, context) for each in ("KNOWN_NAME", "KNOWN_ID")
        )
        return KnownLakes(source, name, known_id)
