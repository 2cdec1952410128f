"""A scene: an image as RGB on any grid. ``RasterScene`` is that of a raster which GDAL opens."""

from __future__ import annotations

import copy
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from osgeo import gdal

from ..geo.crs import check_coordinates, check_of_earth
from ..geo.grid import Bounds, Grid, ground_grid, ground_scale
from ..util.credentials import without_secrets
from ..util.errors import SceneError
from ..util.translation import tr
from .bands import Bands, choose_bands, palette_band
from .contrast import Stretch, choose_stretch
from .infrared_band import InfraredBand, choose_infrared, scaled
from .masks import with_whole_mask, xml_of
from .nodata import NoData
from .nodata_choice import choose_nodata
from .overviews import can_be_compared, overviews_are_wrong
from .readers import InfraredSource, PixelSource, Reader, reader, unreadable
from .samples import Samples, sample
from .source_files import file_facts, files_behind
from .virtual import choose_alpha, hiding, masked_by, virtual, without_alpha_mark

#: Share by which the pixel of an image that points place may differ from its own.
_OTHER_PIXEL = 0.01
#: Of a pixel, in units of the CRS: a millimetre a side, in degrees.
_SMALLEST_AREA = 1e-17
#: Greater whole numbers have no exact floating-point number.
_EXACT = 2**53


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


def scene_grid(scene: Scene, bounds: Bounds, resolution: float) -> Grid:
    """Return the grid on which ``bounds`` of a scene are mapped: a part of the grid of the whole image.

    What a server shows has no end: a part of that is mapped as if it were the whole.
    """
    image = None if scene.served else scene.bounds
    return ground_grid(scene.crs_wkt, bounds, resolution, scene.anchor, image=image)


class RasterScene:
    """A raster that GDAL opens.

    ``bands`` is "r;g;b", "r;g;b;n" with near infrared, or empty for a choice; ``contrast`` one of
    ``contrast.CONTRASTS``, ``style`` the stretch on screen. ``crs_wkt`` replaces the file's own CRS.
    ``nodata`` is a value that is missing where all bands hold it, besides what the file declares, and
    ``options`` are those with which GDAL opens it, "NAME=value".
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
        nodata: float | None = None,
        options: Sequence[str] = (),
    ) -> None:
        # Absolute where it is a file, so that a run is the same from any folder.
        self.path = str(Path(path).absolute()) if Path(path).exists() else str(path)
        self.name = without_secrets(Path(self.path).stem)
        self.additional_nodata, self.options = nodata, tuple(options)
        dataset = _open(self.path, self.options)
        self._by_points = _has_points(dataset)
        self.crs_wkt = crs_wkt or dataset.GetProjection() or dataset.GetGCPProjection()
        _check_crs(self.path, self.crs_wkt)
        placed = _placed_by_points(self.path, dataset, self.crs_wkt, [1]) if self._by_points else dataset
        _check_placed(self.path, placed, self.crs_wkt)
        self.bounds = _bounds(placed)
        try:
            self._alpha, doubts = choose_alpha(dataset)
            marked = without_alpha_mark(dataset) if doubts else dataset
            self.bands: Bands = choose_bands(marked, bands)
            _check_values(self.path, dataset, self.bands[:3])
            rgb = self._of_bands(dataset, self.bands[:3])
            samples = sample(rgb)
            masked = masked_by(dataset, self._alpha, rgb)
            declared = self._declared(dataset, self.bands[:3])
            extra = None if palette_band(dataset) else nodata  # a number of a colour is hidden already
            self.nodata = choose_nodata(rgb, samples, declared, masked=masked, extra=extra)
            self.stretch = choose_stretch(samples, self.nodata, contrast, style)
            self.infrared = self._choose_infrared(dataset, choose_infrared(marked, self.bands, bands))
            self._files = files_behind(self.path, dataset)
            self._overviews = self._fit_overviews(dataset, rgb, samples)
        except RuntimeError as error:
            raise unreadable(self.path, error) from error
        self.size = (placed.RasterXSize, placed.RasterYSize)
        self.native_pixel = self._native_pixel(placed)
        chosen = tr(
            "Bands {red}, {green}, {blue} as red, green, blue: {why}.",
            red=self.bands.red,
            green=self.bands.green,
            blue=self.bands.blue,
            why=self.bands.why,
        )
        stretched = tr("Contrast: {why}.", why=self.stretch.why)
        self.notes: tuple[str, ...] = () if self.bands.guessed else (chosen,)
        self.notes += (self.nodata.note, stretched)
        self.warnings: tuple[str, ...] = (chosen,) if self.bands.guessed else ()
        self.warnings += (*doubts, *self.nodata.warnings)
        if not self._overviews:
            self.warnings += (_about_overviews(),)
        if self.infrared:
            self.notes += (self.infrared.note,)
        if self._by_points:
            self.notes += (tr("The image is placed by its ground control points."),)

    def _fit_overviews(self, dataset: gdal.Dataset, rgb: gdal.Dataset, samples: Samples) -> bool:
        """Return whether the overviews show what the image holds, as far as that is cheap to know."""
        if not can_be_compared(dataset, [self.path, *self._files]):
            return True
        if overviews_are_wrong(rgb, samples, self.nodata):
            return False
        if self.infrared is None or not rgb.GetRasterBand(1).GetOverviewCount():  # nothing to sample for
            return True
        number = self.infrared.number
        alone = self._of_bands(dataset, [number])
        nodata = self.nodata.beside(*self._declared(dataset, [number]))
        return not overviews_are_wrong(alone, sample(alone), nodata)

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
        """Path, size and time of the file and of those behind it, and all that was chosen to read it."""
        infrared = (
            {"infrared": [self.infrared.number, self.infrared.low, self.infrared.high]}
            if self.infrared
            else {}
        )
        return {
            **infrared,
            **({"options": [without_secrets(each) for each in self.options]} if self.options else {}),
            **({} if self._overviews else {"overviews": False}),
            **file_facts(self.path, self._files),
            "nodata": self.nodata.chosen,
            "path": without_secrets(self.path),
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
        dataset, band = _open(self.path, self.options), self.infrared
        colours, nodata = self._hidden(dataset, self.bands[:3], self.nodata)
        infrared = None
        if band:
            beside = self.nodata.beside(*self._declared(dataset, [band.number]))
            alone, beside = self._hidden(dataset, [band.number], beside)
            infrared = InfraredSource(alone, band, beside)
        return PixelSource(
            colours,
            self.crs_wkt,
            self.stretch,
            nodata=nodata,
            path=self.path,
            infrared=infrared,
            overviews=self._overviews,
        )

    def _hidden(
        self, dataset: gdal.Dataset, bands: Sequence[int], nodata: NoData
    ) -> tuple[gdal.Dataset, NoData]:
        """Return some bands on the ground, masked where needed, and what of them the reader must hide."""
        found = self._of_bands(dataset, bands)
        if not self._by_points:
            return hiding(found, nodata), nodata
        masked = NoData(masked=True)
        hidden = hiding(found, nodata._replace(masked=True))
        return _placed_by_points(self.path, hidden, self.crs_wkt, range(1, len(bands) + 1)), masked

    def _choose_infrared(self, dataset: gdal.Dataset, band: InfraredBand | None) -> InfraredBand | None:
        """Return the near-infrared band with its scale; None where there is none, or it holds nothing."""
        if band is None:
            return None
        both = self._of_bands(dataset, [band.number, self.bands.green])
        return scaled(band, both, self.nodata.beside_with(*self._declared(dataset, [band.number])))

    def _of_bands(self, dataset: gdal.Dataset, bands: Sequence[int]) -> gdal.Dataset:
        """Return a virtual dataset of some bands with one validity."""
        # One that points place has the CRS of its points until it is placed.
        crs_wkt = "" if self._by_points else self.crs_wkt
        return virtual(dataset, bands, crs_wkt=crs_wkt, alpha=self._alpha, extra=self.additional_nodata)

    def _declared(self, dataset: gdal.Dataset, bands: Sequence[int]) -> list[float | None]:
        """Return the nodata values that the file declares for some bands."""
        if palette_band(dataset):
            return [None] * len(bands)  # it is the number of a colour
        values = [dataset.GetRasterBand(number).GetNoDataValue() for number in bands]
        return [None if value is None else float(value) for value in values]


def _about_overviews() -> str:
    return tr(
        "The overviews of the image do not show what it holds, as when they were half written, or the image "
        "was changed after them. They are not used, which takes longer. Build them anew: 'Build overviews' "
        "in the Processing toolbox, with 'Clean'."
    )


def _open(path: str, options: Sequence[str]) -> gdal.Dataset:
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER, open_options=list(options))
        # The keys of a GeoTIFF are read, and may be damaged, when they are asked for.
        dataset.GetGCPCount()
        dataset.GetProjection()
    except RuntimeError as error:
        raise unreadable(path, error) from error
    if dataset.RasterCount == 0:
        raise SceneError(
            tr("{path} holds no raster band. Choose one of its subdatasets as the layer.", path=path)
        )
    return dataset


def _has_points(dataset: gdal.Dataset) -> bool:
    return bool(dataset.GetGCPCount() and dataset.GetGeoTransform(can_return_null=True) is None)


def _placed_by_points(path: str, dataset: gdal.Dataset, crs_wkt: str, bands: Sequence[int]) -> gdal.Dataset:
    """Return bands warped on the fly by ground control points, masked beyond them and where they were masked.

    What is no data must have been decided before: the mask beyond the image would hide that question.
    """
    try:
        # By its text other virtual datasets can name it.
        chosen = gdal.Translate("", dataset, format="VRT", bandList=list(bands))
        named = gdal.Open(xml_of(with_whole_mask(chosen)))
        options: dict[str, Any] = {
            "format": "VRT",
            "dstSRS": named.GetGCPProjection() or None,
            "resampleAlg": "bilinear",
            "dstAlpha": True,
            "errorThreshold": 0,
            # Alpha as a mask has it in any type of data; pixels as large as the image's own, however rotated.
            "warpOptions": ["DST_ALPHA_MAX=255", "XSCALE=1", "YSCALE=1"],
        }
        warped = gdal.Warp("", named, **options)
        own, pixel = _pixel_by_points(named), warped.GetGeoTransform()[1]
        if own and abs(pixel / own - 1) > _OTHER_PIXEL:  # of one that is turned GDAL makes coarser pixels
            warped = gdal.Warp("", named, xRes=own, yRes=own, **options)
        numbers = list(range(1, len(bands) + 1))
        kept = {"bandList": numbers, "maskBand": len(bands) + 1, "outputSRS": crs_wkt, "noData": "none"}
        return gdal.Translate("", gdal.Open(xml_of(warped)), format="VRT", **kept)
    except RuntimeError as error:
        raise SceneError(
            tr(
                "The {count} ground control points of {path} do not place it ({why}). "
                "Georeference it with QGIS's Georeferencer first.",
                count=dataset.GetGCPCount(),
                path=path,
                why=error,
            )
        ) from error


def _pixel_by_points(dataset: gdal.Dataset) -> float:
    """Return the side of a pixel in the middle of a raster that points place, in units of their CRS."""
    transformer = gdal.Transformer(dataset, None, [])
    x, y = dataset.RasterXSize / 2, dataset.RasterYSize / 2
    (_, here), (_, right), (_, below) = (
        transformer.TransformPoint(0, x + dx, y + dy) for dx, dy in ((0, 0), (1, 0), (0, 1))
    )
    (ax, ay), (bx, by) = ((p[0] - here[0], p[1] - here[1]) for p in (right, below))
    return math.sqrt(abs(ax * by - ay * bx))


def _check_crs(path: str, crs_wkt: str) -> None:
    if not crs_wkt:
        raise SceneError(
            tr(
                "{path} has no coordinate reference system, so its lakes would have no area. Set the CRS "
                "in the layer's properties, or assign one with 'Assign projection'.",
                path=path,
            )
        )
    check_of_earth(crs_wkt, path)


def _check_placed(path: str, dataset: gdal.Dataset, crs_wkt: str) -> None:
    geotransform = dataset.GetGeoTransform(can_return_null=True)
    if geotransform is None or not _has_area(geotransform):
        raise SceneError(
            tr(
                "{path} has no georeference (geotransform) that can be used: its pixels have no size. "
                "Georeference it first, or add a world file.",
                path=path,
            )
        )
    check_coordinates(crs_wkt, _bounds(dataset), path)


def _check_values(path: str, dataset: gdal.Dataset, bands: Sequence[int]) -> None:
    """Raise ``SceneError`` where a band has no values to map, or GDAL cannot give them as they are."""
    for number in bands:
        band = dataset.GetRasterBand(number)
        nodata = band.GetNoDataValue()
        # Bytes with a sign are a type of their own from GDAL 3.7 on; before, some of its ways lose the sign.
        signed = band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE"
        exact = gdal.GetDataTypeName(band.DataType) != "UInt64" or nodata is None or nodata <= _EXACT
        if signed or not exact:
            raise SceneError(
                tr(
                    "The values of band {number} of {path} are of a type that cannot be read safely. Save "
                    "the image as Int16 or Float32 first: 'Translate' in the Processing toolbox, 'Output "
                    "data type'.",
                    number=number,
                    path=path,
                )
            )
        if gdal.DataTypeIsComplex(band.DataType):
            raise SceneError(
                tr(
                    "Band {number} of {path} holds complex numbers, as unprocessed radar images do. Choose "
                    "bands with plain values (BANDS), or compute the amplitude first.",
                    number=number,
                    path=path,
                )
            )


def _has_area(geotransform: Sequence[float]) -> bool:
    """Return whether pixels have an area, neither none nor one that cannot be computed with."""
    _, dx, rx, _, ry, dy = geotransform
    return all(map(math.isfinite, geotransform)) and _SMALLEST_AREA < abs(dx * dy - rx * ry) < math.inf


def _bounds(dataset: gdal.Dataset) -> Bounds:
    x0, dx, rx, y0, ry, dy = dataset.GetGeoTransform()
    width, height = dataset.RasterXSize, dataset.RasterYSize
    xs = [x0 + i * width * dx + j * height * rx for i in (0, 1) for j in (0, 1)]
    ys = [y0 + i * width * ry + j * height * dy for i in (0, 1) for j in (0, 1)]
    return Bounds(min(xs), min(ys), max(xs), max(ys))
