"""Dask workers as an executor: what travels to them, and what is said when they are lost."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from ..blocks._steps import Outcome, Step, Task, combined, perform

try:
    import dask
    from distributed import Client, Future, KilledWorker, as_completed, default_client
except ImportError as failure:
    raise ImportError(
        f"Dask's {failure.name} is not installed: pip install 'swift-vq[dask]'", name=failure.name
    ) from None


def executor_of(client: Client | None) -> DaskExecutor:
    """Returns the cluster of a client as an executor; that of Dask's current client if it is None."""
    if client is None:
        try:
            client = default_client()
        except ValueError:
            raise ValueError(
                "there is no Dask client: make one with distributed.Client(), or pass client="
            ) from None
    if client.status in ("closed", "closing"):
        raise ValueError("the Dask client is closed; make another with distributed.Client()")
    if client.asynchronous:
        raise ValueError("the Dask client is asynchronous; use one made without asynchronous=True")
    return DaskExecutor(client)


def shipped(function: Callable[..., Any]) -> Callable[..., Any]:
    """Returns a function to do the work of another of this package on workers.

    It travels with its code. One that travels by its name ends a worker which lacks this package, and
    the next one after it; this one says what is wrong.
    """
    module, name = function.__module__, function.__name__

    def call(*arguments: Any) -> Any:
        from importlib import import_module
        from socket import gethostname

        try:
            found = getattr(import_module(module), name)
        except ImportError as failure:
            raise ImportError(
                f"swift-vq is needed on all workers of Dask, and cannot be used on {gethostname()}: "
                f"{failure}",
                name="vq",
            ) from None
        return found(*arguments)

    call.__name__ = name
    return call


@contextmanager
def losses_told() -> Iterator[None]:
    """Says what it means when Dask gives up on a task."""
    try:
        yield
    except KilledWorker as failure:
        raise RuntimeError(
            "Dask workers died one after another at the same task, most often for want of memory; "
            f"the log of the last one, {failure.last_worker.address}, may say more"
        ) from None


# How often a task that raised is tried again: more than once, since what it raised is not about its
# blocks, and may pass.
_RETRIES = 3


class DaskExecutor:
    """The workers of a Dask cluster.

    A task goes to the same worker in each step as long as the workers are the same: it has checked
    the task's files already, and they may still be in its memory.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def slots(self) -> int:
        return len(self._threads())

    def run(self, step: Step, groups: Sequence[Sequence[Task]]) -> Iterable[Outcome]:
        futures = self._submit(step, groups)
        try:
            with losses_told():
                # With the loop of the default client, which may be another, it could wait forever.
                results = as_completed(futures, loop=self._client.loop, with_results=True)
                return [pickle.loads(outcome) for _, outcome in results]
        finally:
            # Also those that have not begun, after Ctrl-C for instance.
            for future in futures:
                future.release()

    def _submit(self, step: Step, groups: Sequence[Sequence[Task]]) -> list[Future[bytes]]:
        # A step can be large. As a task of its own it is sent once, workers have it from each other,
        # and Dask can make it again when the workers that had it are lost.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
            sent = self._client.submit(bytes, pickle.dumps(step), pure=False)
        tasks = [task for group in groups for task in group]
        outcomes = [
            future
            for worker, placed in _placed(tasks, self._threads()).items()
            for future in self._client.map(
                shipped(_perform),
                [sent] * len(placed),
                list(map(pickle.dumps, placed)),
                key=type(step).__name__,
                pure=False,
                retries=_RETRIES,
                workers=[worker],
                allow_other_workers=True,
            )
        ]
        return [
            # One outcome is combined already.
            part[0]
            if len(part) == 1
            else self._client.submit(shipped(_combined), sent, part, pure=False)
            for part in _divided(outcomes, map(len, groups))
        ]

    def _threads(self) -> list[str]:
        """Returns the address of each thread's worker, those of a worker next to each other."""
        threads = self._client.nthreads()
        if not threads:
            raise RuntimeError(
                "the Dask cluster has no workers yet; start some, and wait for them with "
                "client.wait_for_workers(1)"
            )
        return [worker for worker in sorted(threads) for _ in range(threads[worker])]


def _placed(tasks: Sequence[Task], threads: Sequence[str]) -> dict[str, list[Task]]:
    """Divides tasks evenly among threads, neighbours together, and returns each worker's."""
    placed: dict[str, list[Task]] = {}
    for number, task in enumerate(tasks):
        worker = threads[number * len(threads) // len(tasks)]
        placed.setdefault(worker, []).append(task)
    return placed


def _divided(
    futures: Iterable[Future[bytes]], lengths: Iterable[int]
) -> Iterator[list[Future[bytes]]]:
    rest = iter(futures)
    return (list(islice(rest, length)) for length in lengths)


# All that workers take and give is bytes, which also those hand on that could not unpickle them.


def _perform(step: bytes, task: bytes) -> bytes:
    return pickle.dumps(perform(pickle.loads(step), pickle.loads(task)))


def _combined(step: bytes, outcomes: Sequence[bytes]) -> bytes:
    return pickle.dumps(combined(pickle.loads(step), map(pickle.loads, outcomes)))
