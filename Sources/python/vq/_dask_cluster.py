"""The workers of a Dask cluster: whether they can be used, and what is said when they are lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NoReturn

from ._config import show_config

try:
    from distributed import Client, KilledWorker, default_client
except ImportError as failure:
    raise ImportError(
        f"Dask's {failure.name} is not installed: pip install 'swift-vq[dask]'", name=failure.name
    ) from None


def current_client() -> Client | None:
    """Returns the client that Dask computes with, if there is one."""
    try:
        return default_client()
    except ValueError:
        return None


def check_workers(client: Client, workers: Collection[str]) -> None:
    """Refuses workers that lack this package: they cannot read a task, and end instead."""
    try:
        # It reads tasks too, to pass them on.
        client.run_on_scheduler(show_config, "dicts")
    except ImportError as failure:
        _refuse("the Dask scheduler", failure)
    found = client.run(show_config, "dicts", workers=list(workers), on_error="return")
    for worker, answer in found.items():
        # One that cannot be reached is Dask's to replace.
        if isinstance(answer, Exception) and not isinstance(answer, OSError):
            _refuse(f"the Dask worker {worker}", answer)


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


def _refuse(where: str, failure: Exception) -> NoReturn:
    raise ImportError(
        f"swift-vq cannot be used on {where} ({failure}); install there what is installed here",
        name="vq",
    ) from None
