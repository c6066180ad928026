"""How far a fit has come, told to a function of the caller's."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import c_int32
from typing import Any, NamedTuple

from . import _structures as s


class Progress(NamedTuple):
    """How far a fit has come."""

    phase: str
    """What has just been done: "seeding", "iterating" or "finishing"."""
    restart: int
    iteration: int
    inertia: float
    """Before the centroids moved; NaN while seeding. So is `distortion`."""
    distortion: float
    centroid_shift: float
    """The sum of the squared distances that centroids moved; NaN unless iterating."""


class Reporter:
    """Hands progress to a function of Python, and keeps what it raises."""

    def __init__(self, on_progress: Callable[[Progress], object]) -> None:
        self._on_progress = on_progress
        self.failure: BaseException | None = None
        self.stop = c_int32(0)
        self.function = s.ProgressFunction(self._report)

    def share(self, stop: c_int32 | None) -> c_int32:
        """Returns the word that both the caller and this stop the call with."""
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
