"""One run of a clustering: its state between iterations, and what an iteration does to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .. import _rules
from .._arrays import scalar_for
from .._engine import Fit
from ._emptiness import mended
from ._options import Options
from ._source import Source
from ._spread import origin_of_sums
from ._steps import AddUp


@dataclass(frozen=True)
class Run:
    """How far a run has come."""

    restart: int
    centroids: np.ndarray
    """In float64, until the run ends: means have more digits than float32."""
    iterations: int = 0
    empty_iterations: int = 0
    inertia: float = float("nan")
    """That of the last assignment; NaN before there was one. So is the distortion."""
    distortion: float = float("nan")
    shift: float = float("nan")
    """The sum of the squared distances that centroids moved last."""
    outcome: str = ""
    """Why it ended, if it has."""
    is_measured: bool = False
    """Whether the figures are those of the centroids it ended with."""

    def fit(self, scalar: np.dtype) -> Fit:
        return Fit(
            self.centroids.astype(scalar),
            None,
            self.inertia,
            self.distortion,
            self.iterations,
            self.restart,
            self.empty_iterations,
            self.outcome or "stopped",
        )


class Iterating:
    """What all iterations of a clustering have in common."""

    def __init__(self, source: Source, options: Options, mean_variance: float) -> None:
        self._source = source
        self._options = options
        self._origin = origin_of_sums(source)
        self._mean_variance = mean_variance
        self._scalar = scalar_for(source.dtype)

    def after(self, run: Run) -> Run:
        """Does what comes next in a run: an iteration, or the last measurement."""
        if run.outcome:
            run = replace(run, centroids=run.centroids.astype(self._scalar))
        step = AddUp(run.centroids, self._origin, self._source.block_rows)
        sums = step.finish(self._source.run(step))
        run = replace(run, inertia=sums.inertia, distortion=sums.distortion)
        if run.outcome:
            return replace(run, is_measured=True)

        iterations = run.iterations + 1
        has_empty = bool((sums.weights == 0).any())
        sums, dropped = mended(self._source, step, sums, self._options.empty_clusters, iterations)
        end = _rules.end_of_run(
            sums,
            iteration=iterations,
            max_iterations=self._options.max_iterations,
            threshold=self._options.threshold,
            mean_variance=self._mean_variance,
            dropped_clusters=len(dropped),
        )
        centroids = np.delete(sums.centroids, dropped, axis=0)
        # What is returned is rounded to the scalar, and measured once more where that changes it.
        is_exact = bool((centroids == centroids.astype(self._scalar)).all())
        return replace(
            run,
            centroids=centroids,
            iterations=iterations,
            empty_iterations=run.empty_iterations + has_empty,
            shift=sums.centroid_shift,
            outcome=end.outcome,
            is_measured=end.is_fixed and is_exact,
        )
