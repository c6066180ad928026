"""The library's decisions between two passes over blocks.

These are the origin of sums, the rows that empty clusters take, and the end of a run. `cvq.h`
specifies the rules.
"""

from __future__ import annotations

from ctypes import byref, c_int32, c_int64
from typing import NamedTuple

import numpy as np

from . import _structures as s
from ._arrays import as_scalars
from ._checks import checked_weights
from ._library import fail, library
from ._partials import Step


def origin_of_sums(
    minimum: np.ndarray, maximum: np.ndarray, rows: int, scalar: np.dtype
) -> np.ndarray:
    """Returns the origin of sums, given the minimum and the maximum of each feature.

    Sums are sums of differences from this point.
    """
    minimum = as_scalars(minimum, np.dtype(np.float64))
    maximum = as_scalars(maximum, np.dtype(np.float64))
    origin, error = np.empty(len(minimum)), s.Error()
    if (
        status := library()
        .for_scalar[scalar]
        .partial_origin(
            minimum.ctypes.data,
            maximum.ctypes.data,
            len(minimum),
            rows,
            origin.ctypes.data,
            byref(error),
        )
    ):
        fail(status, error)
    return origin


class End(NamedTuple):
    """Whether a run ends after an iteration."""

    outcome: str
    """Why it ends; empty if it goes on."""
    is_fixed: bool
    """Whether the statistics of the iteration are also those of the centroids after it."""


def end_of_run(
    step: Step,
    *,
    iteration: int,
    max_iterations: int,
    threshold: float,
    mean_variance: float,
    dropped_clusters: int,
) -> End:
    """Decides whether a run ends after an iteration, from the shift of its centroids."""
    outcome, is_fixed, error = c_int32(), c_int32(), s.Error()
    taken = s.PartialStep(
        iteration=iteration,
        max_iterations=max_iterations,
        stopping=s.STOPPING["centroid_shift"],
        threshold=threshold,
        mean_variance=mean_variance,
        centroid_shift=step.centroid_shift,
        moved_clusters=step.moved_clusters,
        dropped_clusters=dropped_clusters,
    )
    if status := library().partial_outcome(
        byref(taken), byref(outcome), byref(is_fixed), byref(error)
    ):
        fail(status, error)
    ended = outcome.value != s.GOES_ON
    return End(s.OUTCOMES[outcome.value] if ended else "", bool(is_fixed.value))


class FarRows:
    """Candidates for empty clusters: the rows farthest from their centroids, among some rows.

    Also counts the rows of each cluster. Is sent by pickle.
    """

    def __init__(self, clusters: int, empty_clusters: int) -> None:
        self.members = np.zeros(clusters, np.int64)
        self.rows = np.zeros(library().partial_far_capacity(empty_clusters), _FAR_ROW)
        self.count = 0

    def offer(
        self,
        codes: np.ndarray,
        distances: np.ndarray,
        weights: np.ndarray | None,
        first_row: int,
    ) -> None:
        """Adds rows whose codes and distances are known.

        `first_row` is the number of the first one, counted over all blocks.
        """
        weights = checked_weights(weights, len(codes))
        far, error = self._structure(), s.Error()
        if (
            status := library()
            .for_scalar[distances.dtype]
            .partial_far(
                byref(far),
                codes.ctypes.data,
                distances.ctypes.data,
                None if weights is None else weights.ctypes.data,
                len(codes),
                first_row,
                byref(error),
            )
        ):
            fail(status, error)
        self.count = far.count

    def merge(self, other: FarRows) -> None:
        """Adds all rows that were added to another object."""
        into, error = self._structure(), s.Error()
        if status := library().partial_far_merge(
            byref(into), byref(other._structure()), byref(error)
        ):
            fail(status, error)
        self.count = into.count

    def moves(self) -> tuple[np.ndarray, np.ndarray]:
        """Returns the rows that empty clusters take, and their new codes."""
        rows = np.empty(len(self.rows), np.int64)
        codes = np.empty(len(self.rows), np.int32)
        moved, error = c_int64(), s.Error()
        if status := library().partial_moves(
            byref(self._structure()),
            rows.ctypes.data,
            codes.ctypes.data,
            byref(moved),
            byref(error),
        ):
            fail(status, error)
        return rows[: moved.value], codes[: moved.value]

    def _structure(self) -> s.FarRows:
        return s.FarRows(
            clusters=len(self.members),
            members=self.members.ctypes.data,
            capacity=len(self.rows),
            count=self.count,
            rows=self.rows.ctypes.data,
        )


# cvq_far_row
_FAR_ROW = np.dtype(
    [("row", np.int64), ("distance", np.float64), ("code", np.int32), ("reserved", np.int32)]
)


def far_bytes(clusters: int, empty_clusters: int) -> int:
    """Returns the size of `FarRows` in bytes."""
    return 8 * clusters + _FAR_ROW.itemsize * library().partial_far_capacity(empty_clusters)
