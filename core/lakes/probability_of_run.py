"""The lake probability of a run, computed by this machine or by a cluster, and what the log says of it."""

from __future__ import annotations

from ..inference.dask_cluster import compute_on_cluster
from ..inference.engine import Engine
from ..inference.estimate import estimate, to_compute, try_block
from ..inference.run import Run
from ..inference.tiling import inference_blocks
from ..models.model_file import Model
from ..report.text import listed
from ..util.temporary_folder import alone_in
from ..util.translation import tr
from .extraction_parameters import ExtractionParameters, Feedback

# A run of fewer blocks is done before trying one of them would help.
_FEW_BLOCKS = 8
_NAMED = 5  # damaged output tiles in the log


class Computing:
    """What computes the probability: this machine's engine, or a cluster."""

    def __init__(self, model: Model, parameters: ExtractionParameters, feedback: Feedback) -> None:
        self.parameters, self.feedback = parameters, feedback
        self._engine: Engine | None = None
        self._where = tr(
            "{model} runs on the cluster of {scheduler}.",
            model=model.card.name,
            scheduler=parameters.scheduler,
        )
        if not parameters.scheduler:
            self._engine = Engine(
                model,
                parameters.device,
                parameters.engine,
                feedback.warning,
                info=feedback.info,
                speeds_file=parameters.speeds_file,
            )

    @property
    def description(self) -> str:
        """What runs the network; an engine may change its mind while it computes."""
        return self._engine.description if self._engine else self._where

    def log_estimate(self, run: Run) -> None:
        """Log what the run will take."""
        if self._engine is None:
            return
        windows = [tile.window for tile in run.unfinished()]
        image = run.grid.image
        count = sum(len(inference_blocks(window, image)) for window in windows)
        if count == 0:
            return
        if count < _FEW_BLOCKS:
            self.feedback.info(tr("{blocks}, too few to estimate the time.", blocks=to_compute(count)))
            return
        self.feedback.stage(tr("Trying one block"))
        self._engine.take_fastest(count, self.feedback.cancelled)
        trial = try_block(run.looking(self._engine), windows, image)
        self.feedback.info(estimate(windows, self._engine.card.margin, trial, image).sentence)
        if run.scene.served:
            self.feedback.info(tr("The image comes from a server, which may take longer."))

    def compute(self, run: Run) -> None:
        """Compute the output tiles that are missing."""
        damaged = [tile.name for tile in run.damaged()]
        if damaged:
            self.feedback.warning(
                tr("Damaged output tiles are computed anew: {tiles}.", tiles=listed(damaged, _NAMED))
            )
        with alone_in(run.folder) as alone:
            if not alone:
                self.feedback.warning(
                    tr(
                        "Another process computes in {folder} at the same time. Both give the same lakes.",
                        folder=run.folder,
                    )
                )
            self._compute(run)

    def _compute(self, run: Run) -> None:
        parameters, feedback = self.parameters, self.feedback
        if self._engine:
            computed = run.compute(self._engine, feedback.progress, feedback.cancelled)
        else:
            computed = compute_on_cluster(
                run,
                parameters.scheduler,
                model_path=parameters.model,
                device=parameters.device,
                engine=parameters.engine,
                progress=feedback.progress,
                cancelled=feedback.cancelled,
                log=feedback.info,
            )
        there = len(run.tiles) - computed
        if there:
            feedback.info(
                tr("Output tiles that were there already: {there} of {all}.", there=there, all=len(run.tiles))
            )
