"""Dask workers as an executor: what they are sent, and the errors if they are lost."""

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
    """Returns a client's cluster as an executor. None means Dask's current client."""
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
    """Returns a function for workers that calls a function of this package.

    It is sent with its code. A function that is sent by its name would kill a worker that lacks
    this package, and then the next worker; this one raises an error that says what is missing.
    """
    module, name = function.__module__, function.__name__

    def call(*arguments: Any) -> Any:
        from importlib import import_module
        from socket import gethostname

        try:
            found = getattr(import_module(module), name)
        except ImportError as failure:
            raise ImportError(
                f"swift-vq must be installed on all Dask workers, and it cannot be imported on "
                f"{gethostname()}: {failure}",
                name="vq",
            ) from None
        return found(*arguments)

    call.__name__ = name
    return call


@contextmanager
def losses_told() -> Iterator[None]:
    """If Dask gives up on a task, raises an error that explains it."""
    try:
        yield
    except KilledWorker as failure:
        raise RuntimeError(
            "Dask workers died one after another at the same task, usually for lack of "
            f"memory; see the log of the last one, {failure.last_worker.address}"
        ) from None


# How often to repeat a task that raised. Its error is not about its blocks, so it may not recur.
_RETRIES = 3


class DaskExecutor:
    """The workers of a Dask cluster.

    While the workers stay the same, a task goes to the same worker in each step: this worker has
    checked the task's files, and may have them in its page cache.
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
                # The loop of the default client, which may be another client, could wait forever.
                results = as_completed(futures, loop=self._client.loop, with_results=True)
                return [pickle.loads(outcome) for _, outcome in results]
        finally:
            # This also cancels the tasks that have not started, for instance after Ctrl-C.
            for future in futures:
                future.release()

    def _submit(self, step: Step, groups: Sequence[Sequence[Task]]) -> list[Future[bytes]]:
        # A step can be large. As a task of its own, it is sent once, workers get it from each
        # other, and Dask can recompute it if the workers that had it are lost.
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
            # A single outcome needs no combining.
            part[0]
            if len(part) == 1
            else self._client.submit(shipped(_combined), sent, part, pure=False)
            for part in _divided(outcomes, map(len, groups))
        ]

    def _threads(self) -> list[str]:
        """Returns the worker's address for each thread; threads of a worker are neighbours."""
        threads = self._client.nthreads()
        if not threads:
            raise RuntimeError(
                "the Dask cluster has no workers yet; start some, and wait for them with "
                "client.wait_for_workers(1)"
            )
        return [worker for worker in sorted(threads) for _ in range(threads[worker])]


def _placed(tasks: Sequence[Task], threads: Sequence[str]) -> dict[str, list[Task]]:
    """Divides tasks evenly among threads, in order, and returns the tasks of each worker."""
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


# Workers take and return bytes only: Dask can pass these on even where vq is not installed.


def _perform(step: bytes, task: bytes) -> bytes:
    return pickle.dumps(perform(pickle.loads(step), pickle.loads(task)))


def _combined(step: bytes, outcomes: Sequence[bytes]) -> bytes:
    return pickle.dumps(combined(pickle.loads(step), map(pickle.loads, outcomes)))
