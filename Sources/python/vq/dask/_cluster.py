"""What travels to the workers of a Dask cluster, and what is said when they are lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

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
