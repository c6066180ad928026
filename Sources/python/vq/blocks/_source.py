"""Observations in blocks, as the clustering uses them: their statistics, and steps over them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from .. import _rules
from .._arrays import scalar_for
from ._steps import AddUp, Executor, Step, answer

if TYPE_CHECKING:
    from ._files import BlockFiles


# Tasks for each slot of an executor: enough that a slot that ends early has more to do.
_TASKS_PER_SLOT = 4

# The maximum size of all results that reach the machine of the fit. Above it, workers combine
# results first, which costs an engine another stage.
_MAXIMUM_RESULT_BYTES = 64 << 20


_Any = TypeVar("_Any")


class Source(Protocol):
    """Observations in blocks, and the workers for steps over them."""

    @property
    def rows(self) -> int: ...
    @property
    def columns(self) -> int: ...
    @property
    def dtype(self) -> np.dtype: ...
    @property
    def block_rows(self) -> int: ...
    @property
    def is_weighted(self) -> bool: ...
    @property
    def minimum(self) -> np.ndarray:
        """The minimum of each feature, as float64; `maximum` likewise."""

    @property
    def maximum(self) -> np.ndarray: ...
    @property
    def fingerprint(self) -> str:
        """A digest of the observations and their division into blocks."""

    def run(self, step: Step) -> list[Any]:
        """Does a step for all blocks, and returns its results."""


class FileSource:
    """Block files, and the workers of an executor."""

    def __init__(self, files: BlockFiles, executor: Executor) -> None:
        self._files = files
        self._executor = executor
        self.rows: int = files.rows
        self.columns: int = files.columns
        self.dtype: np.dtype = files.dtype
        self.block_rows: int = files.block_rows
        self.is_weighted: bool = files.is_weighted
        self.minimum: np.ndarray = files.minimum
        self.maximum: np.ndarray = files.maximum
        self.fingerprint: str = files.fingerprint

    def run(self, step: Step) -> list[Any]:
        runs = task_runs(self._files.block_count, self._executor.slots)
        tasks = [self._files.task(run) for run in runs]
        outcomes = self._executor.run(step, grouped(tasks, step.result_bytes))
        return answer(step, outcomes, self.rows)


def task_runs(block_count: int, slots: int) -> list[range]:
    """Divides blocks into runs, each of a power of two and aligned to it.

    Such a run is a node of the tree in which partial sums merge, so each task has one result.
    """
    length = _power_of_two(block_count // (_TASKS_PER_SLOT * slots))
    return [
        range(first, min(first + length, block_count)) for first in range(0, block_count, length)
    ]


def grouped(tasks: Sequence[_Any], result_bytes: int) -> list[Sequence[_Any]]:
    """Divides tasks into groups. Workers combine the results of a group before they send them.

    There is one level of groups. A group has about as many tasks as there are groups, so a worker
    that combines receives about as many results as the fit.
    """
    length = 1
    if len(tasks) * result_bytes > _MAXIMUM_RESULT_BYTES:
        length = _power_of_two(math.isqrt(len(tasks)))
    return [tasks[first : first + length] for first in range(0, len(tasks), length)]


def _power_of_two(maximum: int) -> int:
    return 1 << max(0, maximum.bit_length() - 1)


def middle(source: Source) -> np.ndarray:
    """Returns a point among the observations, in the scalar to compute in."""
    return (source.minimum / 2 + source.maximum / 2).astype(scalar_for(source.dtype))


def origin_of_sums(source: Source) -> np.ndarray:
    """Returns the origin of sums: sums are sums of the observations' differences from it."""
    return _rules.origin_of_sums(
        source.minimum, source.maximum, source.rows, scalar_for(source.dtype)
    )


def mean_variance(source: Source) -> float:
    """Returns the mean of the features' variances."""
    point, origin = middle(source), origin_of_sums(source)
    step = AddUp(point[np.newaxis], origin, source.block_rows)
    sums = step.finish(source.run(step))
    weight = float(sums.weights[0])
    # The variance is the mean squared distance from any point, minus the squared distance between
    # this point and the mean.
    from_point = sums.sums[0] / weight + (origin - point)
    with np.errstate(over="ignore"):
        # In the order of features on every processor; `sum` may choose another.
        square = float(np.cumsum(from_point**2)[-1])
    variance = (sums.inertia / weight - square) / len(point)
    # If squares overflow, the variance is unknown; runs then end when no centroid moves.
    return max(variance, 0.0) if math.isfinite(variance) else 0.0
