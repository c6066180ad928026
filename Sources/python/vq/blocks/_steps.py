"""Work on blocks: how it reaches the workers of an engine, and how results come back.

A *step* is the work on blocks for one pass over all observations; every worker does it for its
blocks. A *task* opens some of the blocks. An *executor* is an adapter for an engine: it ships a
step, runs it for groups of tasks, and returns the outcomes. It does not depend on clustering.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from .. import _partials
from .._config import show_config
from .._errors import BlockError, NotFinite


class Block(NamedTuple):
    """A block of observations in a worker's memory."""

    number: int
    first_row: int
    """The number of its first observation, counted over all blocks."""
    rows: np.ndarray
    weights: np.ndarray | None
    name: str
    """The name for error messages, for instance the path of the file."""


class Step(Protocol):
    """The work on blocks. Is sent by pickle, and gives the same result each time."""

    @property
    def result_bytes(self) -> int:
        """The approximate size of the combined results."""

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        """Works on some blocks in ascending order. Results are sent by pickle too."""

    def combine(self, results: list[Any]) -> list[Any]:
        """Combines the results of some workers into as few as possible."""


# Opens the blocks of a task on a worker. Is sent by pickle, and is small.
Task = Callable[[], Iterable[Block]]


@dataclass(frozen=True)
class Outcome:
    """The results of a task or of a group of tasks, and their origin."""

    results: list[Any]
    failure: str | None
    """The error message, if a repetition would fail in the same way."""
    release: str
    """The version of the library on the worker."""
    host: str
    rows: int = 0
    """The number of processed rows."""


class Executor(Protocol):
    """An adapter for an engine that runs tasks."""

    @property
    def slots(self) -> int:
        """The number of tasks that run at the same time."""

    def run(self, step: Step, groups: Sequence[Sequence[Task]]) -> Iterable[Outcome]:
        """Returns the outcome of every group of tasks, in any order.

        Calls `perform(step, task)` for every task, and `combined(step, outcomes)` for every group.
        """


def perform(step: Step, task: Task) -> Outcome:
    """Does a step for a task. Called on the worker.

    An error that would occur again becomes an outcome, so that the engine neither repeats the task
    nor wraps the message in its own text. All other errors are raised: the engine handles them.
    """
    rows = 0

    def counted(block: Block) -> Block:
        nonlocal rows
        rows += len(block.rows)
        return block

    try:
        results = step(map(counted, task()))
    except BlockError as failure:
        return _outcome([], failure=str(failure))
    return _outcome(results, rows)


def combined(step: Step, outcomes: Iterable[Outcome]) -> Outcome:
    """Combines several outcomes. Called on a worker or on the machine of the fit."""
    outcomes = list(outcomes)
    for outcome in outcomes:
        if outcome.failure is not None:
            return outcome
    try:
        _check_releases(outcomes)
        results = step.combine([result for outcome in outcomes for result in outcome.results])
    except ValueError as failure:
        return _outcome([], failure=str(failure))
    return _outcome(results, sum(outcome.rows for outcome in outcomes))


def answer(step: Step, outcomes: Iterable[Outcome], rows: int | None = None) -> list[Any]:
    """Returns the results of a step from the outcomes of all groups. Called where the fit runs.

    If `rows`, the number of all rows, is given, raises if an executor lost or repeated an outcome.
    The results of some steps would not show this.
    """
    outcomes = list(outcomes)
    failures = sorted(outcome.failure for outcome in outcomes if outcome.failure is not None)
    if failures:
        raise BlockError(failures[0])
    _check_releases([*outcomes, _outcome([])])
    done = sum(outcome.rows for outcome in outcomes)
    if rows is not None and done != rows:
        raise BlockError(
            f"{done} rows were processed, and there are {rows}: the engine lost or repeated a "
            "task; call again"
        )
    return step.combine([result for outcome in outcomes for result in outcome.results])


def _outcome(results: list[Any], rows: int = 0, failure: str | None = None) -> Outcome:
    configuration = show_config(mode="dicts")
    assert configuration is not None
    return Outcome(results, failure, str(configuration["version"]), socket.gethostname(), rows)


def _check_releases(outcomes: Sequence[Outcome]) -> None:
    here = _outcome([])
    for outcome in outcomes:
        if outcome.release != here.release:
            raise BlockError(
                f"swift-vq has version {outcome.release} on {outcome.host} and {here.release} on "
                f"{here.host}; install one version everywhere"
            )


@contextmanager
def naming(block: Block, first: int = 0) -> Iterator[None]:
    """Adds the name of the block to errors; `first` is added to their row numbers."""
    try:
        yield
    except NotFinite as error:
        row = first + error.row
        raise BlockError(
            f"{block.name}: row {row}, column {error.column} (counted from 0; row "
            f"{block.first_row + row} of all) is NaN, infinite or too large; remove or "
            "replace it"
        ) from None
    except ValueError as error:
        raise BlockError(f"{block.name}: {error}") from None


def gathered(step: Step, results: Iterable[Any]) -> list[Any]:
    """Combines results as they arrive, so that a task of many blocks keeps few results.

    If `results` is a `map` over blocks, no block stays open while the next one is opened.
    """
    kept: list[Any] = []
    for result in results:
        kept = step.combine([*kept, result])
    return kept


# The number of rows to work on at a time: results for all rows may be larger than the block.
_PIECE_ROWS = 1 << 16


def pieces(block: Block) -> Iterator[slice]:
    """Divides the rows of a block."""
    for first in range(0, len(block.rows), _PIECE_ROWS):
        yield slice(first, min(first + _PIECE_ROWS, len(block.rows)))


@dataclass(frozen=True)
class AddUp:
    """Assigns blocks to a codebook, and adds them up: the step of an iteration.

    Its results are partial sums, merged to as few nodes of their tree as possible.
    """

    codebook: np.ndarray
    origin: np.ndarray
    block_rows: int
    moved: tuple[np.ndarray, np.ndarray] | None = None
    """Rows, and the codes to add them to instead of the nearest ones."""

    @property
    def result_bytes(self) -> int:
        clusters, columns = self.codebook.shape
        return 8 * int(clusters) * (int(columns) + 2)

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        return gathered(self, map(self.sums, blocks))

    def combine(self, results: list[Any]) -> list[Any]:
        return list(_partials.merged(results))

    def sums(self, block: Block, codes: np.ndarray | None = None) -> bytearray:
        """Returns the partial sums of one block, and writes its codes to `codes` if given."""
        with naming(block):
            return _partials.add_up(
                block.rows,
                self.codebook,
                first_block=block.number,
                block_rows=self.block_rows,
                weights=block.weights,
                origin=self.origin,
                moved=self.moved,
                codes=codes,
                workers=1,
            )

    def finish(self, results: list[Any]) -> _partials.Step:
        """Returns the result of the iteration from the partial sums of all blocks."""
        return _partials.finish(_partials.total(results), self.codebook, origin=self.origin)
