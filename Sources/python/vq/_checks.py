"""Checks of arguments before the library is called.

The library cannot check the sizes of arrays: it gets their addresses only.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from ._arrays import as_scalars
from ._library import library


def check_columns(array: np.ndarray, d: int, name: str) -> None:
    if array.shape[-1] != d:
        raise ValueError(
            f"the observations have {d} features, but {name} has {array.shape[-1]}; give both the "
            "same number of columns"
        )


def check_clusters(clusters: int, most: int | None) -> None:
    # The library checks this too, but the array for its result is allocated before.
    if clusters < 1:
        raise ValueError(f"the number of clusters must be at least 1, not {clusters}")
    if most == 0:
        raise ValueError(f"there are no observations, and {clusters} clusters are requested")
    if most is not None and clusters > most:
        raise ValueError(
            f"{clusters} clusters cannot be chosen from {most} observations; request at most "
            f"{most}"
        )


def checked_weights(weights: Any, n: int) -> np.ndarray | None:
    if weights is None:
        return None
    checked = as_scalars(weights, np.dtype(np.float64))
    if checked.shape != (n,):
        raise ValueError(
            f"the weights have shape {checked.shape}; {n} observations need one each, shape ({n},)"
        )
    return checked


def whole_number(value: Any, name: str) -> int:
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {value!r}") from None


def checked_workers(workers: int | None) -> int:
    if workers is None:
        return 0
    number = whole_number(workers, "workers")
    if number == -1:
        return 0
    if number < 1:
        raise ValueError(
            f"workers must be at least 1, or None or -1 for every processor, not {number}"
        )
    return number


def workers_of_jobs(n_jobs: int | None) -> int | None:
    """Returns the maximum number of threads for joblib's `n_jobs`; None means no limit."""
    if n_jobs is None:
        return None
    number = whole_number(n_jobs, "n_jobs")
    if number == 0:
        raise ValueError(
            "n_jobs must not be 0; give a number of threads, or None for all processors"
        )
    if number > 0:
        return number
    return None if number == -1 else max(1, int(library().configuration().workers) + 1 + number)


def seeded(seed: int | None) -> dict[str, int]:
    if seed is None:
        return {}
    if not 0 <= seed < 1 << 64:
        raise ValueError(f"the seed must be from 0 to 2**64 - 1, not {seed}")
    return {"seed": int(seed), "has_seed": 1}


def choice(choices: dict[str, int], name: str, what: str) -> int:
    try:
        return choices[name]
    except (KeyError, TypeError):
        raise ValueError(
            f"{what} must be one of {', '.join(map(repr, choices))}, not {name!r}"
        ) from None
