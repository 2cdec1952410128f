"""Prepare dataset: from labelled images, or an image with lake polygons, to tiles to train on."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterLayer,
)

from ..gui.help import Help
from ..gui.translation import tr
from ..installation.dependencies import DATASETS
from ..layers.lake_layers import known_value
from ..layers.vector_polygons import features_around, source_wkt
from . import definitions
from .base import LakeMapperAlgorithm
from .feedback import log
from .toolbox_entry import NETWORKS_GROUP

SPLITS = ("tiles", "sources")


class PrepareDataset(LakeMapperAlgorithm):
    help = Help("preparedataset")
    in_group = NETWORKS_GROUP
    needs = DATASETS

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add, decimal, whole = self.add, definitions.decimal, definitions.whole
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        add(definitions.folder("LABELME_FOLDER", "Folder of labelme files", optional=True))
        add(
            QgsProcessingParameterRasterLayer(
                "RASTER", "Satellite image (instead of labelme files)", optional=True
            )
        )
        title = "Polygons of its lakes (with a satellite image)"
        add(QgsProcessingParameterFeatureSource("LAKES", title, polygons, optional=True))
        add(decimal("SCALE", "Rescale labelme images by", 1.0, minValue=0.01, maxValue=10.0))
        add(definitions.ground_resolution("Ground resolution of tiles of the satellite image (m)"))
        add(decimal("MIN_LAKE_SHARE", "Smallest share of lake in a tile", 0.01, minValue=0.0, maxValue=1.0))
        add(whole("COUNT", "Number of tiles to choose at random (0: all)", 0, optional=True, minValue=0))
        add(definitions.seed())
        add(whole("TILE_SIZE", "Side of a tile (pixels)", 256, minValue=32, maxValue=4096), advanced=True)
        ways = ["Tiles at random (as published)", "Whole source images"]
        add(definitions.choice("SPLIT_BY", "Split into training and test by", ways))
        # The published share; core.datasets.split has it too, but importing that takes time.
        share, title = 6164 / 6774, "Share of tiles to train on"
        add(decimal("TRAIN_SHARE", title, share, minValue=0.0, maxValue=1.0), advanced=True)
        add(definitions.switch("SUBSETS", "List the hard subsets of the test tiles"))
        self.add_colours()
        add(QgsProcessingParameterFolderDestination("DATASET", "Dataset"))
        self.addOutput(QgsProcessingOutputNumber("TILE_COUNT", "Number of tiles"))
        self.addOutput(QgsProcessingOutputNumber("TRAIN_COUNT", "Number of tiles to train on"))
        self.addOutput(QgsProcessingOutputNumber("TEST_COUNT", "Number of tiles to test on"))
        self.addOutput(QgsProcessingOutputFile("CONTACT_SHEET", "Contact sheet"))

    def first_wrong(self, parameters, context) -> str:
        folder = self.parameterAsString(parameters, "LABELME_FOLDER", context)
        raster, lakes = (self.is_given(parameters, name) for name in ("RASTER", "LAKES"))
        if folder and (raster or lakes):
            return tr("Give LABELME_FOLDER, or RASTER and LAKES, but not both kinds of source.")
        if not folder and not (raster and lakes):
            return tr("Give LABELME_FOLDER, or RASTER together with LAKES: there is nothing to cut.")
        if folder and not Path(folder).is_dir():
            sentence = tr("LABELME_FOLDER is '{folder}', but there is no such folder. Choose another.")
            return sentence.format(folder=folder)
        if raster and SPLITS[self.parameterAsEnum(parameters, "SPLIT_BY", context)] == "sources":
            return tr(
                "SPLIT_BY is 'Whole source images', but RASTER is only one image. Choose 'Tiles at random'."
            )
        return self.unwritable(parameters, ("DATASET",), context) or super().first_wrong(parameters, context)

    def read_layers(self, parameters, context, feedback) -> None:
        from ..layers.raster_layer import LayerSource

        self.raster = None
        if self.parameterAsString(parameters, "LABELME_FOLDER", context):
            return
        layer = self.raster_layer(parameters, "RASTER", context)
        self.lakes = self.feature_source(parameters, "LAKES", context)
        self.raster = LayerSource(layer)
        self.extent, self.crs = layer.extent(), layer.crs()
        self.transforms = context.transformContext()

    def work(self, parameters, context, feedback) -> dict:
        from ...core.datasets.prepare import Recipe, prepare

        sources, facts = self._sources(parameters, context, feedback)
        recipe = Recipe(
            tile_size=self.parameterAsInt(parameters, "TILE_SIZE", context),
            min_lake_share=self.parameterAsDouble(parameters, "MIN_LAKE_SHARE", context),
            count=self.parameterAsInt(parameters, "COUNT", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            train_share=self.parameterAsDouble(parameters, "TRAIN_SHARE", context),
            whole_sources=SPLITS[self.parameterAsEnum(parameters, "SPLIT_BY", context)] == "sources",
            subsets=self.parameterAsBool(parameters, "SUBSETS", context),
        )
        made = prepare(
            sources,
            self.parameterAsFileOutput(parameters, "DATASET", context),
            recipe,
            facts,
            progress=lambda share: feedback.setProgress(100 * share),
            cancelled=feedback.isCanceled,
        )
        log(feedback, made.notes, made.warnings)
        return {
            "DATASET": str(made.folder),
            "CONTACT_SHEET": str(made.contact_sheet),
            "TILE_COUNT": len(made.split.train) + len(made.split.test),
            "TRAIN_COUNT": len(made.split.train),
            "TEST_COUNT": len(made.split.test),
        }

    def release(self) -> None:
        if self.raster is not None:
            self.raster.close()

    def _sources(self, parameters, context, feedback):
        """Return what to cut into tiles, and the facts about it for dataset.json."""
        if self.raster is not None:
            return self._raster_source(parameters, context, feedback)
        from ...core.datasets.sources import labelme_sources

        folder = self.parameterAsString(parameters, "LABELME_FOLDER", context)
        scale = self.parameterAsDouble(parameters, "SCALE", context)
        sources, notes = labelme_sources(folder, scale)
        log(feedback, notes)
        return sources, {"labelme_folder": folder, "scale": scale}

    def _raster_source(self, parameters, context, feedback):
        from ...core.datasets.sources import RasterSource
        from ...core.geo.grid import ground_grid

        resolution = self.parameterAsDouble(parameters, "RESOLUTION", context)
        scene = self.raster.scene(
            self.parameterAsString(parameters, "BANDS", context),
            self.contrast(parameters, context),
            resolution,
            self.extent,
            feedback.isCanceled,
        )
        log(feedback, scene.notes, scene.warnings)
        self.raster.check_chosen(scene.bounds)
        grid = ground_grid(scene.crs_wkt, scene.bounds, resolution, scene.anchor)
        source = RasterSource(scene, grid, self._accepted_lakes(feedback), source_wkt(self.lakes))
        facts = {
            "raster": self.raster.path,
            "lakes": self.lakes.sourceName(),
            "resolution_m": resolution,
            "bands_and_contrast": " ".join(scene.notes + scene.warnings),
            "crs": self.crs.authid() or self.crs.description(),
            "geotransform": list(grid.geotransform()),
        }
        return [source], facts

    def _accepted_lakes(self, feedback) -> list[bytes]:
        """Return the lakes near the image but those that a person has rejected: they are land to learn."""
        from ...core.lakes.review import rejected, rejected_note

        review = self.lakes.fields().lookupField("review")
        columns = [review] if review >= 0 else []
        around = features_around(
            self.lakes, self.extent, self.crs, self.transforms, feedback, columns=columns
        )
        accepted, left_out = [], 0
        for feature in around:
            if columns and rejected({"review": known_value(feature.attribute(review))}):
                left_out += 1
            else:
                accepted.append(bytes(feature.geometry().asWkb()))
        log(feedback, [rejected_note(left_out, self.lakes.sourceName())])
        return accepted
