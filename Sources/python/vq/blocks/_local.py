"""Runs tasks on threads of this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from .._checks import checked_workers
from .._config import show_config
from ._steps import Block, Outcome, Step, Task, combined, perform


class LocalExecutor:
    """Threads of this process, each with one task at a time: the library lets others run meanwhile.

    A task takes one thread, here as elsewhere, so that it does the same everywhere.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._slots = checked_workers(workers) or _usual_workers()

    @property
    def slots(self) -> int:
        return self._slots

    def run(self, step: Step, groups: Sequence[Sequence[Task]]) -> Iterable[Outcome]:
        stop = Event()
        with ThreadPoolExecutor(self._slots) as threads:
            try:
                # Tasks begin in this order, so results of few groups wait for the rest of theirs.
                pending = [
                    [threads.submit(perform, step, _Interruptible(task, stop)) for task in group]
                    for group in groups
                ]
                pending.reverse()
                while pending:
                    yield combined(step, [future.result() for future in pending.pop()])
            finally:
                # After Ctrl-C, or what a task raised, for instance. Threads finish their block.
                stop.set()
                threads.shutdown(cancel_futures=True)


class _Interruptible:
    """A task that ends before its next block once it is told to."""

    def __init__(self, task: Task, stop: Event) -> None:
        self._task = task
        self._stop = stop

    def __call__(self) -> Iterator[Block]:
        return map(self._passed_on, self._task())

    def _passed_on(self, block: Block) -> Block:
        if self._stop.is_set():
            raise InterruptedError("the call that this task belongs to has ended")
        return block


def _usual_workers() -> int:
    configuration = show_config(mode="dicts")
    assert configuration is not None
    return int(str(configuration["workers"]))
