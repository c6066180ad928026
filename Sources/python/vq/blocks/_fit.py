"""k-means over blocks: restarts, iterations, progress and checkpoints."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from .. import _rules, _starts
from .._arrays import scalar_for
from .._engine import Fit
from .._progress import Progress
from ._checkpoint import Checkpoint, Problem, Run
from ._empty_clusters import apply_rule
from ._options import Options
from ._seeding import starting_centroids
from ._source import Source, mean_variance, origin_of_sums
from ._steps import AddUp


class Control(NamedTuple):
    """How a caller follows, ends and continues a clustering."""

    on_progress: Callable[[Progress], object] | None = None
    """Called after every step. Ends the clustering if it returns a true value."""
    checkpoint: str | os.PathLike[str] | None = None
    """A file to write after every iteration."""
    resume: str | os.PathLike[str] | None = None
    """A checkpoint to continue from."""


def cluster(source: Source, options: Options, control: Control) -> Fit:
    """Clusters the observations of a source."""
    # The fingerprint may take a pass, so it is computed only if checkpoints need it.
    is_kept = control.checkpoint is not None or control.resume is not None
    problem = Problem(source.fingerprint if is_kept else "", options.described())
    if control.resume is not None:
        at = Checkpoint.read(control.resume, problem, options.seed)
    else:
        at = Checkpoint(
            _starts.seed_of(None) if options.seed is None else options.seed,
            # With a threshold of 0, the variance is not needed, which saves a pass.
            mean_variance(source) if options.threshold > 0 else 0.0,
        )
    if control.checkpoint is not None:
        # Written at once, so that an invalid path fails before hours of work.
        at.write(control.checkpoint, problem)
    return _Clustering(source, options, problem, at, control).result()


class _Clustering:
    def __init__(
        self,
        source: Source,
        options: Options,
        problem: Problem,
        at: Checkpoint,
        control: Control,
    ) -> None:
        self._source = source
        self._options = options
        self._problem = problem
        self._at = at
        self._iterating = Iterating(source, options, at.mean_variance)
        self._on_progress = control.on_progress
        self._checkpoint = control.checkpoint

    def result(self) -> Fit:
        first = 0 if self._at.run is None else self._at.run.restart
        for restart in range(first, self._options.restarts):
            goes_on = self._advance(restart)
            run = self._at.run
            assert run is not None
            if self._at.best is None or run.inertia < self._at.best.inertia:
                self._at = replace(self._at, best=run)
            if not goes_on:
                break
        assert self._at.best is not None
        return self._at.best.fit(scalar_for(self._source.dtype))

    def _advance(self, restart: int) -> bool:
        """Continues a restart to its end. Returns whether to continue with other restarts."""
        run = self._at.run
        if run is None or run.restart != restart:
            run = Run(restart, self._start(restart))
            self._keep(run)
            if self._wants_end("seeding", run):
                return False
        while not run.is_measured:
            phase = "finishing" if run.outcome else "iterating"
            run = self._iterating.after(run)
            self._keep(run)
            if self._wants_end(phase, run):
                return False
            if phase == "iterating" and run.is_measured and self._wants_end("finishing", run):
                return False
        return True

    def _start(self, restart: int) -> Any:
        if self._options.start is not None:
            return self._options.start
        return starting_centroids(
            self._source,
            self._options.clusters,
            self._options.initialization,
            self._at.seed,
            restart,
        )

    def _keep(self, run: Run) -> None:
        self._at = replace(self._at, run=run)
        if self._checkpoint is not None:
            self._at.write(self._checkpoint, self._problem)

    def _wants_end(self, phase: str, run: Run) -> bool:
        if self._on_progress is None:
            return False
        shift = run.shift if phase == "iterating" else float("nan")
        at = Progress(phase, run.restart, run.iterations, run.inertia, run.distortion, shift)
        return bool(self._on_progress(at))


class Iterating:
    """The iterations of a clustering, and what they have in common."""

    def __init__(self, source: Source, options: Options, mean_variance: float) -> None:
        self._source = source
        self._options = options
        self._origin = origin_of_sums(source)
        self._mean_variance = mean_variance
        self._scalar = scalar_for(source.dtype)

    def after(self, run: Run) -> Run:
        """Does the next step of a run: an iteration, or the final measurement."""
        if run.outcome:
            run = replace(run, centroids=run.centroids.astype(self._scalar))
        step = AddUp(run.centroids, self._origin, self._source.block_rows)
        sums = step.finish(self._source.run(step))
        run = replace(run, inertia=sums.inertia, distortion=sums.distortion)
        if run.outcome:
            return replace(run, is_measured=True)

        iterations = run.iterations + 1
        has_empty = bool((sums.weights == 0).any())
        sums, dropped = apply_rule(
            self._source, step, sums, self._options.empty_clusters, iterations
        )
        end = _rules.end_of_run(
            sums,
            iteration=iterations,
            max_iterations=self._options.max_iterations,
            threshold=self._options.threshold,
            mean_variance=self._mean_variance,
            dropped_clusters=len(dropped),
        )
        centroids = np.delete(sums.centroids, dropped, axis=0)
        # The result is rounded to the scalar. If this changes it, the statistics are measured
        # again.
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
