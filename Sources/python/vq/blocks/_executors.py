"""Executors: threads of this process, or an engine recognized by the class of an object."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, cast

from .._checks import workers_of_jobs
from .._config import show_config
from ._steps import Block, Executor, Outcome, Step, Task, combined, perform

# The module that adapts an engine's client or session, by the engine's package.
_ENGINES = {"distributed": "vq.dask._workers", "pyspark": "vq.spark._tasks"}


def executor_of(executor: Any, n_jobs: int | None = None) -> Executor:
    """Returns the executor for a caller's `executor` argument; None means threads of this process.

    Raises
    ------
    TypeError
        If the argument is neither a Dask client, nor a Spark session, nor an executor.
    ValueError
        If `n_jobs` is given for an engine, which has threads of its own.
    """
    if executor is None:
        return LocalExecutor(n_jobs)
    if workers_of_jobs(n_jobs) is not None:
        raise ValueError(
            f"n_jobs={n_jobs} limits threads of this process, and `executor` has its own; leave "
            "one of them out"
        )
    engine = adapter_of(executor, _ENGINES)
    if engine is not None:
        return cast(Executor, engine.executor_of(executor))
    if callable(getattr(executor, "run", None)) and hasattr(executor, "slots"):
        return cast(Executor, executor)
    raise TypeError(
        "executor must be None for threads of this process, a Dask client, a Spark session, or an "
        f"object with `slots` and `run`, not {executor!r}"
    )


def adapter_of(thing: Any, modules: Mapping[str, str]) -> Any:
    """Returns the adapter module for the package of an object's class; None if there is none.

    Only this module is imported, so other engines need not be installed.
    """
    for kind in type(thing).__mro__:
        name = modules.get(kind.__module__.partition(".")[0])
        if name is not None:
            return importlib.import_module(name)
    return None


class LocalExecutor:
    """Threads of this process, each with one task at a time. The library releases Python's lock.

    A task uses one thread, as on every engine, so that it does the same everywhere.
    """

    def __init__(self, n_jobs: int | None = None) -> None:
        self._slots = workers_of_jobs(n_jobs) or _usual_threads()

    @property
    def slots(self) -> int:
        return self._slots

    def run(self, step: Step, groups: Sequence[Sequence[Task]]) -> Iterable[Outcome]:
        stop = Event()
        with ThreadPoolExecutor(self._slots) as threads:
            try:
                # Tasks start in the order of groups, so few groups are incomplete at a time.
                pending = [
                    [threads.submit(perform, step, _Interruptible(task, stop)) for task in group]
                    for group in groups
                ]
                pending.reverse()
                while pending:
                    yield combined(step, [future.result() for future in pending.pop()])
            finally:
                # Also after Ctrl-C or an exception of a task. Threads finish their current block.
                stop.set()
                threads.shutdown(cancel_futures=True)


class _Interruptible:
    """A task that ends before its next block after `stop` is set."""

    def __init__(self, task: Task, stop: Event) -> None:
        self._task = task
        self._stop = stop

    def __call__(self) -> Iterator[Block]:
        return map(self._passed_on, self._task())

    def _passed_on(self, block: Block) -> Block:
        if self._stop.is_set():
            raise InterruptedError("the call that this task belongs to has ended")
        return block


def _usual_threads() -> int:
    configuration = show_config(mode="dicts")
    assert configuration is not None
    return int(str(configuration["workers"]))
