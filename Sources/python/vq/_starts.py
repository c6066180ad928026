"""Chooses the starting centroids of an estimator's runs."""

from __future__ import annotations

import warnings
from numbers import Integral
from typing import Any, NamedTuple, Union

import numpy as np

from . import _engine
from ._tables import array_of

# Quoted, so that `numpy.random`, which is slow to load, is loaded only when it is used.
Generator = Union["np.random.RandomState", "np.random.Generator"]

# The engine's name of each method that the engine carries out.
_INITIALIZATIONS = {"k-means++": "automatic", "k-means||": "parallel"}

METHODS = ("k-means++", "k-means||", "random")

# The number of runs with n_init='auto' if the result of a single run depends much on its start.
_RESTARTS = 10

# Up to this many observations are sorted before centroids are drawn from them.
_ORDERED_OBSERVATIONS = 1024


class Start(NamedTuple):
    """The starting centroids of each run, or the method and the seed for the engine to use."""

    centroids: np.ndarray | None
    restarts: int
    initialization: str = "automatic"
    seed: int | None = None


def choose(
    init: Any,
    n_init: Any,
    observations: np.ndarray,
    weights: np.ndarray | None,
    *,
    clusters: int,
    scalar: np.dtype,
    random_state: Any,
    workers: int | None,
) -> Start:
    """Chooses a start by an estimator's parameters `init`, `n_init` and `random_state`."""
    shape = (clusters, observations.shape[1])
    if is_explicit(init):
        return Start(explicit(init, n_init, shape), 1)

    generator = _as_generator(random_state)
    restarts = restarts_of(init, n_init)
    runs = range(restarts)
    if callable(init):
        chosen = [array_of(init(observations, clusters, random_state=generator)) for _ in runs]
        return Start(np.stack([_of_shape(centroids, shape) for centroids in chosen]), restarts)
    if init == "random":
        if weights is None:
            weights = np.ones(len(observations), scalar)
        else:
            weights = _of_type(weights, scalar)
        rows = [_drawn_rows(weights, clusters, generator) for _ in runs]
        return Start(observations[np.stack(rows)], restarts)

    initialization = _INITIALIZATIONS[init]
    ordered = _ordered(observations, weights, scalar)
    if ordered is None or len(ordered[0]) < clusters:
        return Start(None, restarts, initialization, _draw_seed(generator))
    distinct, summed = ordered
    seeded = [
        _engine.seed(
            distinct,
            clusters=clusters,
            scalar=scalar,
            weights=summed,
            initialization=initialization,
            seed=_draw_seed(generator),
            workers=workers,
        )
        for _ in runs
    ]
    return Start(np.stack(seeded), restarts)


def is_explicit(init: Any) -> bool:
    """Returns whether `init` is the starting centroids themselves."""
    return not isinstance(init, str) and not callable(init)


def explicit(init: Any, n_init: Any, shape: tuple[int, int]) -> np.ndarray:
    """Returns the centroids in `init`; warns if several runs are requested."""
    if n_init not in ("auto", 1):
        warnings.warn(
            "Explicit initial center position passed: performing only one init instead of "
            f"n_init={n_init}.",
            RuntimeWarning,
            stacklevel=5,
        )
    return _of_shape(array_of(init), shape)


def restarts_of(init: Any, n_init: Any) -> int:
    """Returns the number of runs that `n_init` means for an `init`."""
    if n_init != "auto":
        return int(n_init)
    return _RESTARTS if callable(init) or init == "random" else 1


def seed_of(random_state: Any) -> int:
    """Draws a seed from an estimator's `random_state`."""
    return _draw_seed(_as_generator(random_state))


def is_random_state(value: Any) -> bool:
    """Returns whether a value is allowed as `random_state`."""
    kinds = (Integral, np.random.RandomState, np.random.Generator)
    return value is None or value is np.random or isinstance(value, kinds)


def _as_generator(random_state: Any) -> Generator:
    """Returns the generator: NumPy's global state for None, a new one for an integer."""
    if random_state is None or random_state is np.random:
        return np.random.mtrand._rand
    if isinstance(random_state, (np.random.RandomState, np.random.Generator)):
        return random_state
    return np.random.RandomState(random_state)


def _draw_seed(generator: Generator) -> int:
    if isinstance(generator, np.random.Generator):
        return int(generator.integers(2**63))
    return int(generator.randint(2**63 - 1, dtype=np.int64))


def _of_type(weights: np.ndarray, scalar: np.dtype) -> np.ndarray:
    """Rounds weights to the type of the observations, as scikit-learn does before it draws.

    Returns the weights unchanged if the type cannot hold them.
    """
    with np.errstate(over="ignore"):
        rounded = weights.astype(scalar, copy=False)
    is_held = np.isfinite(rounded.sum()) and ((rounded > 0) == (weights > 0)).all()
    return rounded if is_held else weights


def _drawn_rows(weights: np.ndarray, clusters: int, generator: Generator) -> np.ndarray:
    """Draws distinct rows in proportion to their weights, as scikit-learn does."""
    chances = weights / weights.sum()
    return generator.choice(len(weights), size=clusters, replace=False, p=chances)


def _of_shape(centroids: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    if centroids.shape != shape:
        raise ValueError(
            f"The shape of the initial centers {centroids.shape} does not match the number of "
            f"clusters {shape[0]} and the number of features of the data {shape[1]}."
        )
    return centroids


def _ordered(
    observations: np.ndarray, weights: np.ndarray | None, scalar: np.dtype
) -> tuple[np.ndarray, np.ndarray] | None:
    """Returns the sorted distinct observations and their weights; None if there are many.

    Draws from them depend neither on the order of the rows nor on whether a row occurs twice or
    has weight 2. With many observations, sorting would take longer than the search.
    """
    if len(observations) > _ORDERED_OBSERVATIONS:
        return None
    values = observations.astype(scalar, copy=False)
    if not np.isfinite(values).all():
        # The search will raise the error, with the row.
        return None
    order = np.argsort(values[:, 0])
    if (np.diff(values[order, 0]) > 0).all():
        # The usual case for continuous data: all rows differ in the first feature.
        distinct = values[order]
        summed = np.ones(len(values)) if weights is None else weights[order]
    else:
        distinct, places = np.unique(values, axis=0, return_inverse=True)
        summed = np.bincount(places.reshape(-1), weights)
    positive = summed > 0
    return distinct[positive], summed[positive].astype(np.float64, copy=False)
