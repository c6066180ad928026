"""Blocks in memory instead of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from vq.blocks._executors import LocalExecutor
from vq.blocks._source import FileSource
from vq.blocks._steps import Block, Outcome, Step, Task, combined, perform


@dataclass(frozen=True, eq=False)
class ArrayBlocks:
    """An array with the interface that clustering expects of `BlockFiles`."""

    array: np.ndarray
    block_rows: int
    weights: np.ndarray | None = None

    @property
    def rows(self) -> int:
        return len(self.array)

    @property
    def columns(self) -> int:
        return self.array.shape[1]

    @property
    def dtype(self) -> np.dtype:
        return self.array.dtype

    @property
    def is_weighted(self) -> bool:
        return self.weights is not None

    @property
    def minimum(self) -> np.ndarray:
        return self.array.min(axis=0).astype(np.float64)

    @property
    def maximum(self) -> np.ndarray:
        return self.array.max(axis=0).astype(np.float64)

    @property
    def fingerprint(self) -> str:
        return sha256(self.array.tobytes() + repr(self.block_rows).encode()).hexdigest()

    @property
    def block_count(self) -> int:
        return -(-self.rows // self.block_rows)

    def task(self, numbers: range) -> Run:
        return Run(self, numbers)

    def source(self, workers: int = 2) -> FileSource:
        return FileSource(self, LocalExecutor(workers))


@dataclass(frozen=True)
class Run:
    """The task for a run of blocks."""

    blocks: ArrayBlocks
    numbers: range

    def __call__(self) -> Iterator[Block]:
        for number in self.numbers:
            first = number * self.blocks.block_rows
            rows = slice(first, first + self.blocks.block_rows)
            weights = self.blocks.weights
            yield Block(
                number,
                first,
                self.blocks.array[rows],
                None if weights is None else weights[rows],
                f"block {number}",
            )


class Spread:
    """An executor that runs tasks in another order, in groups of any size."""

    def __init__(self, slots: int, group: int) -> None:
        self.slots = slots
        self._group = group

    def run(self, step: Step, groups: Sequence[Sequence[Task]]) -> Iterable[Outcome]:
        tasks = [task for group in groups for task in group][::-1]
        for first in range(0, len(tasks), self._group):
            group = tasks[first : first + self._group]
            yield combined(step, [perform(step, task) for task in group])
