"""How work on blocks reaches workers, whatever engine they belong to, and comes back.

A *step* is what is done with blocks: one pass over all observations is one step, done on every worker,
on each for the blocks that it has. An *executor* is an adapter for an engine: it ships a step, runs
it for groups of tasks, and brings outcomes back. It knows nothing of clustering.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from .._config import show_config
from ._errors import BlockError


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
    """What is done with blocks. Travels by pickle, and must say the same each time it is done."""

    @property
    def result_bytes(self) -> int:
        """About how large what it makes of some blocks is, once combined."""

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        """Works on some blocks, in ascending order; a result travels by pickle too."""

    def combine(self, results: list[Any]) -> list[Any]:
        """Makes as few results as it can of those of some workers."""


# What opens a task's blocks on a worker. Travels by pickle, and is small.
Task = Callable[[], Iterable[Block]]


@dataclass(frozen=True)
class Outcome:
    """What became of a task or of a group of them, and who did it with what."""

    results: list[Any]
    failure: str | None
    """What was wrong, if trying again would not mend it."""
    release: str
    """The version of the library there."""
    host: str


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

    What another attempt would meet again becomes an outcome, so that no engine tries it again or
    wraps it in pages of its own. All else is raised, and is the engine's to recover from.
    """
    try:
        return _outcome(step(task()))
    except BlockError as failure:
        return _outcome([], str(failure))


def combined(step: Step, outcomes: Iterable[Outcome]) -> Outcome:
    """Makes one outcome of several; called on a worker, or where the engine has none to spare."""
    outcomes = list(outcomes)
    for outcome in outcomes:
        if outcome.failure is not None:
            return outcome
    try:
        _check_releases(outcomes)
        results = step.combine([result for outcome in outcomes for result in outcome.results])
    except ValueError as failure:
        return _outcome([], str(failure))
    return _outcome(results)


def answer(step: Step, outcomes: Iterable[Outcome]) -> list[Any]:
    """Returns what a step comes to, given the outcomes of all groups; called where the fit runs."""
    outcomes = list(outcomes)
    failures = sorted(outcome.failure for outcome in outcomes if outcome.failure is not None)
    if failures:
        raise BlockError(failures[0])
    _check_releases([*outcomes, _outcome([])])
    return step.combine([result for outcome in outcomes for result in outcome.results])


def _outcome(results: list[Any], failure: str | None = None) -> Outcome:
    configuration = show_config(mode="dicts")
    assert configuration is not None
    return Outcome(results, failure, str(configuration["version"]), socket.gethostname())


def _check_releases(outcomes: Sequence[Outcome]) -> None:
    here = _outcome([])
    for outcome in outcomes:
        if outcome.release != here.release:
            raise BlockError(
                f"swift-vq is of version {outcome.release} on {outcome.host} and {here.release} on "
                f"{here.host}; install one version everywhere"
            )
