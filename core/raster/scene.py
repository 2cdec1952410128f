"""A scene: an image as RGB on any grid. ``RasterScene`` is that of a raster which GDAL opens."""

from __future__ import annotations

import copy
import math
import os
from pathlib import Path
from typing import Any, Protocol

from osgeo import gdal, osr

from ..geo.crs import check_of_earth
from ..geo.grid import Bounds, Grid, ground_scale
from ..util.credentials import without_secrets
from ..util.errors import SceneError
from .bands import Bands, choose_bands
from .contrast import Stretch, choose_stretch
from .infrared_band import InfraredBand, choose_infrared, scaled
from .nodata import undeclared_nodata
from .readers import InfraredSource, PixelSource, Reader, reader, unreadable


class Scene(Protocol):
    """An image whose lakes can be mapped.

    ``bounds`` are in the CRS ``crs_wkt``; ``native_pixel`` is the side of its own pixel in metres on the
    ground at the centre. ``notes`` are sentences for the log on what was chosen, ``warnings`` on what was
    guessed. ``served``: it comes from a server, which may take longer than the network. ``infrared`` is the
    near-infrared band that is read beside the colours, None where there is none.
    """

    name: str
    crs_wkt: str
    bounds: Bounds
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    native_pixel: float
    served: bool
    infrared: InfraredBand | None

    @property
    def anchor(self) -> tuple[float, float]:
        """A corner (x, y) of its pixels, on whose lattice the corners of a grid's pixels lie."""

    @property
    def fingerprint(self) -> dict[str, Any]:
        """What changes when the pixels do; a run continues only with the same."""

    def reader(self, grid: Grid, margin: int) -> Reader:
        """Return a reader of windows of ``grid`` that reach up to ``margin`` pixels beyond it."""

    def without_infrared(self) -> Scene:
        """Return the scene as it is read for its colours alone."""


class RasterScene:
    """A raster that GDAL opens.

    ``bands`` is "r;g;b", "r;g;b;n" with near infrared, or empty for a choice; ``contrast`` one of
    ``contrast.CONTRASTS``, ``style`` the stretch on screen. ``crs_wkt`` replaces the file's own CRS.
    ``infrared`` is the near-infrared band that is read beside the colours, None for none. ``SceneError``
    when the raster cannot be used.
    """

    served = False

    def __init__(
        self,
        path: str | os.PathLike,
        bands: str = "",
        contrast: str = "automatic",
        *,
        style: Stretch | None = None,
        crs_wkt: str = "",
    ) -> None:
        # Absolute where it is a file, so that a run is the same from any folder.
        self.path = str(Path(path).absolute()) if Path(path).exists() else str(path)
        self.name = without_secrets(Path(self.path).stem)
        dataset = _open(self.path)
        self.crs_wkt = crs_wkt or dataset.GetProjection()
        _check_placed(self.path, dataset, self.crs_wkt)
        self.bounds = _bounds(dataset)
        self.bands: Bands = choose_bands(dataset, bands)
        rgb = self._rgb(dataset)
        try:
            self.fill = undeclared_nodata(rgb)
            self.stretch = choose_stretch(rgb, contrast, style, float(self.fill or 0))
        except RuntimeError as error:
            raise unreadable(self.path, error) from error
        self.infrared = self._choose_infrared(dataset, bands)
        self.size = (dataset.RasterXSize, dataset.RasterYSize)
        self.native_pixel = self._native_pixel(dataset)
        chosen = (
            f"Bands {self.bands.red}, {self.bands.green}, {self.bands.blue} as red, green, blue: "
            f"{self.bands.why}."
        )
        stretched = f"Contrast: {self.stretch.why}."
        self.notes: tuple[str, ...] = (stretched,) if self.bands.guessed else (chosen, stretched)
        self.warnings: tuple[str, ...] = (chosen,) if self.bands.guessed else ()
        if self.infrared:
            self.notes += (self.infrared.note,)
        if dataset.GetDescription() != self.path:
            self.notes += ("The image is placed by its ground control points.",)
        if self.fill == "0" and rgb.GetRasterBand(1).DataType == gdal.GDT_Byte:
            self.warnings += (
                "A corner of the image is pure black, so black (0 in all bands) is taken as nodata. If it "
                "is water, save the image with a nodata value that no pixel has.",
            )
        elif self.fill not in (None, "nan"):
            self.notes += (f"No nodata value is declared; {self.fill} in all bands is taken as nodata.",)

    def _native_pixel(self, dataset: gdal.Dataset) -> float:
        _, dx, rx, _, ry, dy = dataset.GetGeoTransform()
        x = (self.bounds.west + self.bounds.east) / 2
        y = (self.bounds.south + self.bounds.north) / 2
        step = max(math.hypot(dx, ry), math.hypot(rx, dy))
        along_x, along_y = ground_scale(self.crs_wkt, x, y, step)
        return math.sqrt(abs(dx * dy - rx * ry) * along_x * along_y)

    @property
    def anchor(self) -> tuple[float, float]:
        """The raster's upper left corner (x, y)."""
        return self.bounds.west, self.bounds.north

    @property
    def band_numbers(self) -> str:
        """The bands that are read as BANDS would name them: "r;g;b", or "r;g;b;n" with near infrared."""
        infrared = (self.infrared.number,) if self.infrared else ()
        return ";".join(map(str, (*self.bands[:3], *infrared)))

    @property
    def fingerprint(self) -> dict[str, Any]:
        """Path, size and time of the file, and all that was chosen to read it."""
        try:
            status = Path(self.path).stat()
            file = [status.st_size, status.st_mtime_ns]
        except OSError:  # a dataset that is not one file, such as /vsicurl/ or a subdataset
            file = []
        infrared = {"infrared": [self.infrared.number, *self.infrared[2:]]} if self.infrared else {}
        return {
            **infrared,
            "path": without_secrets(self.path),
            "file": file,
            "size": list(self.size),
            "bands": list(self.bands[:3]),
            "low": list(self.stretch.low),
            "high": list(self.stretch.high),
            "crs": self.crs_wkt,
        }

    def reader(self, grid: Grid, margin: int) -> Reader:
        """Return a reader, with a dataset of its own, of windows up to ``margin`` pixels beyond ``grid``."""
        return reader(self.pixel_source(), grid, margin)

    def without_infrared(self) -> RasterScene:
        """Return the scene as it is read for its colours alone."""
        if self.infrared is None:
            return self
        scene = copy.copy(self)
        scene.notes = tuple(note for note in self.notes if note != self.infrared.note)
        scene.infrared = None
        return scene

    def pixel_source(self) -> PixelSource:
        """Open the raster anew as three bands with one validity, and near infrared beside them."""
        dataset, band = _open(self.path), self.infrared
        return PixelSource(
            self._rgb(dataset),
            self.crs_wkt,
            self.stretch,
            fill=self.fill,
            path=self.path,
            infrared=InfraredSource(self._of_bands(dataset, [band.number]), band) if band else None,
        )

    def _choose_infrared(self, dataset: gdal.Dataset, asked: str) -> InfraredBand | None:
        """Return the near-infrared band with its scale; None where none is known, or it holds nothing."""
        band = choose_infrared(dataset, self.bands, asked)
        if band is None:
            return None
        try:
            both = self._of_bands(dataset, [band.number, self.bands.green])
            return scaled(band, both, self.fill)
        except RuntimeError as error:
            raise unreadable(self.path, error) from error

    def _rgb(self, dataset: gdal.Dataset) -> gdal.Dataset:
        """Return a virtual dataset of the three bands with one validity."""
        return self._of_bands(dataset, list(self.bands[:3]))

    def _of_bands(self, dataset: gdal.Dataset, bands: list[int]) -> gdal.Dataset:
        """Return a virtual dataset of some bands with one validity."""
        palette = dataset.GetRasterBand(1).GetColorTable() if dataset.RasterCount == 1 else None
        alpha = next(
            (
                n
                for n in range(1, dataset.RasterCount + 1)
                if dataset.GetRasterBand(n).GetColorInterpretation() == gdal.GCI_AlphaBand
            ),
            None,
        )
        options: dict[str, Any] = {"format": "VRT", "outputSRS": self.crs_wkt}
        if palette is not None:
            options["rgbExpand"] = "rgb"
        else:
            options["bandList"] = bands
        if alpha:
            options["maskBand"] = alpha
        return gdal.Translate("", dataset, **options)


def _open(path: str) -> gdal.Dataset:
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER)
    except RuntimeError as error:
        raise unreadable(path, error) from error
    if dataset.RasterCount == 0:
        raise SceneError(f"{path} holds no raster band. Choose one of its subdatasets as the layer.")
    if dataset.GetGCPCount() and dataset.GetGeoTransform(can_return_null=True) is None:
        return _placed_by_points(path, dataset)
    return dataset


def _placed_by_points(path: str, dataset: gdal.Dataset) -> gdal.Dataset:
    """Return the raster warped on the fly by its ground control points, transparent beyond it."""
    try:
        return gdal.Warp(
            "",
            dataset,
            format="VRT",
            dstSRS=dataset.GetGCPProjection() or None,
            resampleAlg="bilinear",
            dstAlpha=True,
            errorThreshold=0,
        )
    except RuntimeError as error:
        raise SceneError(
            f"The {dataset.GetGCPCount()} ground control points of {path} do not place it ({error}). "
            "Georeference it with QGIS's Georeferencer first."
        ) from error


def _check_placed(path: str, dataset: gdal.Dataset, crs_wkt: str) -> None:
    if not crs_wkt:
        raise SceneError(
            f"{path} has no coordinate reference system, so its lakes would have no area. Set the CRS "
            "in the layer's properties, or assign one with 'Assign projection'."
        )
    crs = osr.SpatialReference()
    if crs.ImportFromWkt(crs_wkt) != 0 or not (crs.IsProjected() or crs.IsGeographic()):
        raise SceneError(
            f"The CRS of {path} is neither projected nor geographic, so its pixels have no place on "
            "the ground. Set another CRS in the layer's properties."
        )
    check_of_earth(crs_wkt, path)
    if dataset.GetGeoTransform(can_return_null=True) is None:
        raise SceneError(
            f"{path} has no georeference (geotransform): its pixels have no size. Georeference it "
            "first, or add a world file."
        )


def _bounds(dataset: gdal.Dataset) -> Bounds:
    x0, dx, rx, y0, ry, dy = dataset.GetGeoTransform()
    width, height = dataset.RasterXSize, dataset.RasterYSize
    xs = [x0 + i * width * dx + j * height * rx for i in (0, 1) for j in (0, 1)]
    ys = [y0 + i * width * ry + j * height * dy for i in (0, 1) for j in (0, 1)]
    return Bounds(min(xs), min(ys), max(xs), max(ys))
