"""k-means and vector quantization of block files on the workers of a Dask cluster.

What workers do, and so each bit of the result, is as on one machine: see `vq.blocks`. All workers
must see the folder of blocks at the path that it has here.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

# First, since it says how to install what the next need.
from ._cluster import current_client, losses_told, shipped  # isort: skip

import dask
from distributed import Client, Future, as_completed

from .._engine import Fit
from ..blocks._clustering import cluster
from ..blocks._encoding import Codes, encode
from ..blocks._files import BlockFiles
from ..blocks._running import Outcome, Step, Task, combined, perform
from ..blocks._source import FileSource

__all__ = ["kmeans", "vq"]

# How often a task that raised is tried again: more than once, since what it raised is not about its
# blocks, and may pass.
_RETRIES = 3


def kmeans(
    blocks: str | os.PathLike[str] | BlockFiles,
    clusters: int | None = None,
    *,
    client: Client | None = None,
    **options: Any,
) -> Fit:
    """Cluster observations in block files, on the workers of a Dask cluster.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder, which all workers see under this path.
    clusters : int, optional
        The number of clusters; need not be given with `start`.
    client : distributed.Client, optional
        The cluster's; the current one if left out.
    **options
        Those of `vq.blocks.kmeans`, but `workers`: all threads of the cluster take part.

    Returns
    -------
    Fit
        As `vq.blocks.kmeans` returns it, to the last bit.

    Raises
    ------
    BlockError
        If blocks are missing, or are not as they were packed.
    """
    return cluster(FileSource(BlockFiles.of(blocks), _executor(client)), clusters, **options)


def vq(
    blocks: str | os.PathLike[str] | BlockFiles,
    codebook: Any,
    folder: str | os.PathLike[str] | None = None,
    *,
    client: Client | None = None,
) -> Codes:
    """Write the code of each observation in block files, on the workers of a Dask cluster.

    Parameters
    ----------
    blocks, codebook, folder
        Those of `vq.blocks.vq`. All workers see the folders under their paths.
    client : distributed.Client, optional
        The cluster's; the current one if left out.

    Returns
    -------
    Codes
        As `vq.blocks.vq` returns them, to the last bit.

    Raises
    ------
    BlockError
        If blocks are missing, or are not as they were packed.
    """
    return encode(BlockFiles.of(blocks), _executor(client), codebook, folder)


def _executor(client: Client | None) -> DaskExecutor:
    client = client or current_client()
    if client is None:
        raise ValueError(
            "there is no Dask client: make one with distributed.Client(), or pass client="
        )
    if client.asynchronous:
        raise ValueError("the Dask client is asynchronous; use one made without asynchronous=True")
    return DaskExecutor(client)


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
                # With the loop of the default client, which may be another, it could wait for ever.
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
