"""Check installation: versions, what is missing, how fast it runs, and what an image would take."""

from __future__ import annotations

import importlib
import platform
from pathlib import Path

import qgis.utils
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtWidgets import QApplication

from ...core.geo.grid import Window
from ...core.inference.estimate import estimate, try_block
from ...core.inference.tiling import BLOCK_SIZE, inference_blocks, output_tiles
from ...core.raster.scene import scene_grid
from ...core.report.html import facts_table, page, section
from ..gui.help import Help
from ..gui.install_message import InstallMessage, as_html, parts_of
from ..gui.translation import tr
from ..installation.dependencies import EXTRACTING, TRAINING, missing, trouble
from ..installation.import_order import NEEDED, loaded_too_old, version_of
from ..installation.pip_command import this_system
from ..installation.profile_folder import engine_speeds_file, site_folder
from . import definitions
from .base import LakeMapperAlgorithm
from .toolbox_entry import INSTALLATION

#: A click selects a whole command, to be copied; pages of ours run no scripts.
_STYLE = "pre { user-select: all; -webkit-user-select: all; cursor: copy }"


class CheckInstallation(LakeMapperAlgorithm):
    help = Help("checkinstallation")
    in_group = INSTALLATION
    needs = ()
    reads = ("MODEL",)
    writes = ("REPORT",)
    problem = ""

    def initAlgorithm(self, configuration=None) -> None:  # noqa: N802
        add = self.add
        add(QgsProcessingParameterRasterLayer("INPUT", "Satellite image to estimate", optional=True))
        add(QgsProcessingParameterExtent("EXTENT", "Extent", optional=True))
        add(definitions.ground_resolution())
        add(definitions.model(), advanced=True)
        self.add_device()
        self.add_engine()
        add(definitions.report())
        self.addOutput(QgsProcessingOutputString("PROBLEM", "What is wrong (empty: nothing)"))
        self.addOutput(QgsProcessingOutputString("DEVICE_USED", "Device, and why"))
        self.addOutput(QgsProcessingOutputNumber("BLOCK_SECONDS", "Seconds for one inference block"))
        self.addOutput(QgsProcessingOutputNumber("BLOCKS", "Inference blocks of the image"))
        self.addOutput(QgsProcessingOutputNumber("MINUTES", "Minutes"))
        self.addOutput(QgsProcessingOutputNumber("MEMORY_GB", "Memory (GB)"))

    def read_layers(self, parameters, context, feedback) -> None:
        from ..layers.raster_layer import LayerSource

        self.source = None
        if not self.is_given(parameters, "INPUT"):
            return
        layer = self.raster_layer(parameters, "INPUT", context)
        self.source = LayerSource(layer)
        self.extent = self.parameterAsExtent(parameters, "EXTENT", context, layer.crs())

    def release(self) -> None:
        if self.source is not None:
            self.source.close()

    def work(self, parameters, context, feedback) -> dict:
        facts = []

        def log(name: str, value: str) -> None:
            facts.append((name, value))
            feedback.pushInfo(tr("{name}: {value}", name=name, value=value))

        log("QGIS", Qgis.version())
        log("Python", f"{platform.python_version()}, {this_system(site_folder()).python}")
        log(tr("System"), platform.platform())
        log("GDAL", gdal.__version__)
        log(tr("Folder for packages"), str(site_folder()))
        problem = trouble(EXTRACTING)
        for module, title in _packages().items():
            log(title, _version(module))
        log(tr("Packages that PyTorch and OpenVINO need"), _versions_needed())
        if loaded_too_old():
            facts.append((tr("Loaded too early"), loaded_too_old()))
        windows, image = self._windows(parameters, context, feedback, log)
        results = {"PROBLEM": problem, "BLOCKS": None}
        if self.source is not None:
            results["BLOCKS"] = sum(len(inference_blocks(window, image)) for window in windows)
            log(tr("Inference blocks of the image"), str(results["BLOCKS"]))
        self.problem = problem
        if problem:
            before, command, after = parts_of(problem)
            feedback.pushWarning(before)
            if command:  # in a block of its own, to be copied
                feedback.pushCommandInfo(command)
                feedback.pushInfo(after)
        else:
            results.update(self._trial(parameters, context, feedback, windows, image, log))
        if not problem and missing(TRAINING):
            log(tr("To train and evaluate models"), missing(TRAINING))
        report = self.parameterAsFileOutput(parameters, "REPORT", context)
        if report:
            trouble_found = ""
            if problem:
                trouble_found = section(tr("What is wrong"), f"<div>{as_html(problem)}</div>")
            body = trouble_found + facts_table(facts)
            self.write_page(report, page(tr("Lake Mapper on this computer"), body, _STYLE))
            results["REPORT"] = report
        return results

    def postProcessAlgorithm(self, context, feedback) -> dict:  # noqa: N802
        """Show a command to run with a button that copies it; QGIS calls this in its main thread."""
        if parts_of(self.problem)[1] and qgis.utils.iface:
            InstallMessage.show_over(QApplication.activeWindow(), self.displayName(), self.problem)
        return {}

    def _windows(self, parameters, context, feedback, log) -> tuple[list[Window], Window]:
        """Return the output tiles, and the whole image; one inference block without an image."""
        if self.source is None:
            block = Window(0, 0, BLOCK_SIZE, BLOCK_SIZE)
            return [block], block
        resolution = self.parameterAsDouble(parameters, "RESOLUTION", context)
        scene = self.source.scene("", "automatic", resolution, self.extent, feedback.isCanceled)
        bounds = self.source.chosen_bounds(scene, self.extent)
        self.source.check_chosen(bounds)
        grid = scene_grid(scene, bounds, resolution)
        log(
            tr("Image {name}", name=self.source.name),
            tr(
                "{width} × {height} pixels of {resolution:g} m on the ground; it has {pixel:.3g} m",
                width=grid.width,
                height=grid.height,
                resolution=resolution,
                pixel=scene.native_pixel,
            ),
        )
        return [tile.window for tile in output_tiles(grid)], grid.image

    def _trial(self, parameters, context, feedback, windows, image, log) -> dict:
        """Time one inference block; with an image, estimate the whole."""
        from ...core.inference.engine import Engine
        from ...core.models.model_file import BUNDLED, load_model

        model = load_model(self.parameterAsString(parameters, "MODEL", context) or BUNDLED)
        device, choice = self.device(parameters, context), self.engine(parameters, context)
        engine = Engine(
            model,
            device,
            choice,
            feedback.pushWarning,
            info=lambda line: log(tr("Engines"), line),
            speeds_file=engine_speeds_file(),
        )
        engine.take_fastest(cancelled=feedback.isCanceled)
        log(tr("Device"), engine.description)
        trial = try_block(engine, windows, image)
        speed = trial.pixels / 1e6 / trial.seconds
        log(
            tr("One inference block"),
            tr(
                "{seconds:.2f} s, {speed:.2f} million pixels a second in the network",
                seconds=trial.seconds,
                speed=speed,
            ),
        )
        results = {"DEVICE_USED": engine.description, "BLOCK_SECONDS": round(trial.seconds, 3)}
        if self.source is not None:
            expected = estimate(windows, model.card.margin, trial, image)
            log(tr("Estimate"), expected.sentence)
            results["MINUTES"] = round((expected.network_seconds + expected.tracing_seconds) / 60, 2)
            results["MEMORY_GB"] = None if expected.memory is None else round(expected.memory / 1e9, 2)
        return results


def _packages() -> dict[str, str]:
    """Return what packages are called, by the names of their modules."""
    return {
        "numpy": "NumPy",
        "torch": "PyTorch",
        "openvino": tr("{package} (optional)", package="OpenVINO"),
        "cv2": tr("{package} (to train)", package="OpenCV"),
        "PIL": tr("{package} (to train)", package="Pillow"),
        "matplotlib": tr("{package} (to train)", package="Matplotlib"),
    }


def _version(module: str) -> str:
    """Return the version of a package and its folder, by importing it."""
    try:
        found = importlib.import_module(module)
    except Exception as error:  # whatever a broken package raises on import
        if isinstance(error, ModuleNotFoundError):
            return tr("not there")
        return tr("broken: {why}", why=error)
    return f"{getattr(found, '__version__', tr('version unknown'))}, {Path(found.__file__).parent}"


def _versions_needed() -> str:
    """Return the versions of what PyTorch and OpenVINO need, by the folder that they come from."""
    folders: dict[Path, list[str]] = {}
    for name in NEEDED:
        found = version_of(name)
        if found is not None:
            folders.setdefault(found[1], []).append(f"{name} {found[0]}")
    found_in = [
        tr("{packages} in {folder}", packages=", ".join(names), folder=folder)
        for folder, names in folders.items()
    ]
    return "; ".join(found_in) or tr("not there")
