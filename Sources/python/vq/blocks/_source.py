"""Where observations come from, as far as clustering needs to know."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from ._running import Executor, Step, answer

if TYPE_CHECKING:
    from ._files import BlockFiles

# Tasks for each of an executor's slots: enough that slots which are done early find more to do.
_TASKS_PER_SLOT = 4

# What results of tasks may take together where the fit runs before workers combine them first. To
# have them do so costs an engine another stage.
_MOST_RESULT_BYTES = 64 << 20


_Any = TypeVar("_Any")


class Source(Protocol):
    """Observations in blocks, and workers to run steps over them."""

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
        """The least number of each feature, float64. `maximum` holds the greatest."""

    @property
    def maximum(self) -> np.ndarray: ...
    @property
    def fingerprint(self) -> str:
        """What tells these observations, divided into these blocks, from others."""

    def run(self, step: Step) -> list[Any]:
        """Does a step for all blocks, and returns what it comes to."""


class FileSource:
    """Blocks in files, worked on by the workers of an executor."""

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
        return answer(step, self._executor.run(step, grouped(tasks, step.result_bytes)))


def task_runs(block_count: int, slots: int) -> list[range]:
    """Divides blocks into runs of a power of two each, that begin at multiples of it.

    Such a run is a node of the tree that partial sums merge by, so a task has one result.
    """
    length = _power_of_two(block_count // (_TASKS_PER_SLOT * slots))
    return [
        range(first, min(first + length, block_count)) for first in range(0, block_count, length)
    ]


def grouped(tasks: Sequence[_Any], result_bytes: int) -> list[Sequence[_Any]]:
    """Divides tasks into groups whose results workers combine before they are sent.

    There is one level of groups, of about as many tasks as there are groups: a worker that combines
    then takes in about as much as the fit does.
    """
    length = 1
    if len(tasks) * result_bytes > _MOST_RESULT_BYTES:
        length = _power_of_two(math.isqrt(len(tasks)))
    return [tasks[first : first + length] for first in range(0, len(tasks), length)]


def _power_of_two(most: int) -> int:
    # The greatest that is not greater.
    return 1 << max(0, most.bit_length() - 1)
