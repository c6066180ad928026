"""Chooses the centroids that an estimator's runs start from."""

from __future__ import annotations

import warnings
from numbers import Integral
from typing import Any, NamedTuple, Union

import numpy as np

from . import _engine
from ._tables import array_of

# Quoted, since `numpy.random` takes time to load, and few ask for it by name.
Generator = Union["np.random.RandomState", "np.random.Generator"]

# The engine's name for each method that it carries out.
_INITIALIZATIONS = {"k-means++": "automatic", "k-means||": "parallel"}

METHODS = ("k-means++", "k-means||", "random")

# Runs with n_init='auto' if what one finds is a matter of luck.
_RESTARTS = 10

# Up to as many observations are put in order before centroids are drawn from them.
_ORDERED_OBSERVATIONS = 1024


class Start(NamedTuple):
    """Centroids for each run, or how the engine is to choose them and with which seed."""

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
    """Chooses as the parameters `init`, `n_init` and `random_state` of an estimator say."""
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
    """Tells whether `init` is the centroids to start from."""
    return not isinstance(init, str) and not callable(init)


def explicit(init: Any, n_init: Any, shape: tuple[int, int]) -> np.ndarray:
    """Returns the centroids that `init` gives, and warns if they are to serve several runs."""
    if n_init not in ("auto", 1):
        warnings.warn(
            "Explicit initial center position passed: performing only one init instead of "
            f"n_init={n_init}.",
            RuntimeWarning,
            stacklevel=5,
        )
    return _of_shape(array_of(init), shape)


def restarts_of(init: Any, n_init: Any) -> int:
    """Returns how many runs `n_init` means for a way to choose centroids."""
    if n_init != "auto":
        return int(n_init)
    return _RESTARTS if callable(init) or init == "random" else 1


def seed_of(random_state: Any) -> int:
    """Draws a seed from what an estimator has as `random_state`."""
    return _draw_seed(_as_generator(random_state))


def is_random_state(value: Any) -> bool:
    """Tells whether draws can be fixed by a value."""
    kinds = (Integral, np.random.RandomState, np.random.Generator)
    return value is None or value is np.random or isinstance(value, kinds)


def _as_generator(random_state: Any) -> Generator:
    """Returns what draws: NumPy's global state for None, a new one for an integer."""
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

    Weights that the type cannot hold are left as they are.
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
    """Returns the distinct observations in order, with the weight of each, if there are few.

    Draws among them depend neither on the order of the rows nor on whether a row is there twice or
    has weight 2. Of many observations, putting them in order would take longer than the search.
    """
    if len(observations) > _ORDERED_OBSERVATIONS:
        return None
    values = observations.astype(scalar, copy=False)
    if not np.isfinite(values).all():
        # The search will refuse it, with its row.
        return None
    order = np.argsort(values[:, 0])
    if (np.diff(values[order, 0]) > 0).all():
        # Continuous data, as a rule: the first feature tells all of them apart.
        distinct = values[order]
        summed = np.ones(len(values)) if weights is None else weights[order]
    else:
        distinct, places = np.unique(values, axis=0, return_inverse=True)
        summed = np.bincount(places.reshape(-1), weights)
    positive = summed > 0
    return distinct[positive], summed[positive].astype(np.float64, copy=False)
