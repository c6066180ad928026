"""Work on blocks: how it reaches the workers of any engine, and how results come back.

A *step* is what is done with blocks: one pass over all observations is one step, done on every worker,
on each for the blocks that it has. An *executor* is an adapter for an engine: it ships a step, runs
it for groups of tasks, and brings outcomes back. It knows nothing of clustering.
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
    """A block of observations, where a worker has it."""

    number: int
    first_row: int
    """The number of its first observation, counted over all blocks."""
    rows: np.ndarray
    weights: np.ndarray | None
    name: str
    """What errors call it: the path of its file, for instance."""


class Step(Protocol):
    """What is done with blocks. Travels by pickle, and gives the same result each time."""

    @property
    def result_bytes(self) -> int:
        """About how large the combined results are."""

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        """Works on some blocks, in ascending order; a result travels by pickle too."""

    def combine(self, results: list[Any]) -> list[Any]:
        """Combines the results of some workers into as few as possible."""


# Opens the blocks of a task on a worker. Travels by pickle, and is small.
Task = Callable[[], Iterable[Block]]


@dataclass(frozen=True)
class Outcome:
    """The results of a task or of a group of tasks, and where they come from."""

    results: list[Any]
    failure: str | None
    """The error, if another attempt would meet it again."""
    release: str
    """The version of the library there."""
    host: str
    rows: int = 0
    """The number of rows that were worked on."""


class Executor(Protocol):
    """An adapter for what runs tasks."""

    @property
    def slots(self) -> int:
        """How many tasks run at the same time."""

    def run(self, step: Step, groups: Sequence[Sequence[Task]]) -> Iterable[Outcome]:
        """Does `perform(step, task)` for every task and `combined(step, outcomes)` for every group, and
        returns the groups' outcomes in any order."""


def perform(step: Step, task: Task) -> Outcome:
    """Does a step for a task; called on the worker.

    An error that another attempt would meet again becomes an outcome, so that no engine tries again
    or wraps it in its own text. All other errors are raised, and the engine recovers from them.
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
    """Makes one outcome of several; called on a worker or where the fit runs."""
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
    """Returns the results of a step, given the outcomes of all groups; called where the fit runs.

    With the number of all rows, it refuses outcomes that an executor lost or brought twice, which
    the results of some steps would not show.
    """
    outcomes = list(outcomes)
    failures = sorted(outcome.failure for outcome in outcomes if outcome.failure is not None)
    if failures:
        raise BlockError(failures[0])
    _check_releases([*outcomes, _outcome([])])
    done = sum(outcome.rows for outcome in outcomes)
    if rows is not None and done != rows:
        raise BlockError(
            f"{done} rows were worked on, and there are {rows}: what ran the tasks lost one or "
            "brought it twice; call again"
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
                f"swift-vq is of version {outcome.release} on {outcome.host} and {here.release} on "
                f"{here.host}; install one version everywhere"
            )


@contextmanager
def naming(block: Block, first: int = 0) -> Iterator[None]:
    """Makes errors name the block; row numbers in them count from `first`."""
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
    """Combines results as they come, so that a task of many blocks holds few of them.

    With `map` to make them, no block is held either while the next one is opened.
    """
    kept: list[Any] = []
    for result in results:
        kept = step.combine([*kept, result])
    return kept


# How many rows of a block are worked on at a time: results of all its rows may exceed the block.
_PIECE_ROWS = 1 << 16


def pieces(block: Block) -> Iterator[slice]:
    """Divides the rows of a block."""
    for first in range(0, len(block.rows), _PIECE_ROWS):
        yield slice(first, min(first + _PIECE_ROWS, len(block.rows)))


@dataclass(frozen=True)
class AddUp:
    """Assigns blocks to a codebook, and adds them up: the step of an iteration.

    Its results are partial sums, of as few nodes of their tree as can be.
    """

    codebook: np.ndarray
    origin: np.ndarray
    block_rows: int
    moved: tuple[np.ndarray, np.ndarray] | None = None
    """Rows, and the codes to add them to in place of their nearest."""

    @property
    def result_bytes(self) -> int:
        clusters, columns = self.codebook.shape
        return 8 * int(clusters) * (int(columns) + 2)

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        return gathered(self, map(self.sums, blocks))

    def combine(self, results: list[Any]) -> list[Any]:
        return list(_partials.merged(results))

    def sums(self, block: Block, codes: np.ndarray | None = None) -> bytearray:
        """Returns the partial sums of one block, and writes its codes to `codes` if it is given."""
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
        """Returns the next centroids and the figures from the partial sums of all blocks."""
        return _partials.finish(_partials.total(results), self.codebook, origin=self.origin)
