"""The progress of a fit: reported to a function of the caller, or printed."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import c_int32
from typing import Any, NamedTuple

from . import _structures as s


class Progress(NamedTuple):
    """The progress of a fit after a step."""

    phase: str
    """The step that has just ended: "seeding", "iterating" or "finishing"."""
    restart: int
    iteration: int
    inertia: float
    """Before the centroids moved; NaN while seeding. `distortion` likewise."""
    distortion: float
    centroid_shift: float
    """The sum of the squared distances that centroids moved; NaN unless iterating."""


class Reporter:
    """Passes progress to a Python function, and keeps the exception that it raises."""

    def __init__(self, on_progress: Callable[[Progress], object]) -> None:
        self._on_progress = on_progress
        self.failure: BaseException | None = None
        self.stop = c_int32(0)
        self.function = s.ProgressFunction(self._report)

    def share(self, stop: c_int32 | None) -> c_int32:
        """Returns the word that stops the call; the caller and this object share it."""
        self.stop = self.stop if stop is None else stop
        return self.stop

    def _report(self, progress: Any, context: object) -> int:
        at = progress.contents
        try:
            wants_end = self._on_progress(
                Progress(
                    s.PHASES[at.phase],
                    at.restart,
                    at.iteration,
                    at.inertia,
                    at.distortion,
                    at.centroid_shift,
                )
            )
        except BaseException as failure:
            self.failure = failure
            self.stop.value = s.STOP_AT_ONCE
            return 1
        return 1 if wants_end else 0


class Printer:
    """Prints the progress of runs in scikit-learn's form.

    Runs take turns at their iterations. The lines of a run are held back until the previous run
    has ended, so that they stay together.
    """

    def __init__(self, max_iterations: int) -> None:
        self._max_iterations = max_iterations
        self._shift: dict[int, float] = {}
        self._waiting: dict[int, list[str]] = {}
        self._ended: set[int] = set()
        self._run = 0

    def __call__(self, progress: Progress) -> None:
        self._waiting.setdefault(progress.restart, []).extend(self._lines(progress))
        if progress.phase == "finishing":
            self._ended.add(progress.restart)
        self._print_waiting()
        while self._run in self._ended:
            self._run += 1
            self._print_waiting()

    def _print_waiting(self) -> None:
        for line in self._waiting.pop(self._run, []):
            print(line)

    def _lines(self, progress: Progress) -> list[str]:
        iteration = progress.iteration - 1
        if progress.phase == "seeding":
            return ["Initialization complete"]
        if progress.phase == "iterating":
            self._shift[progress.restart] = progress.centroid_shift
            return [f"Iteration {iteration}, inertia {progress.inertia}."]
        shift = self._shift.get(progress.restart)
        if shift == 0:
            return [f"Converged at iteration {iteration}: strict convergence."]
        if progress.iteration < self._max_iterations:
            return [f"Converged at iteration {iteration}: center shift {shift} within tolerance."]
        return []
