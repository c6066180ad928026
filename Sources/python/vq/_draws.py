"""Random choices made with NumPy, draw for draw as SciPy makes them.

So the same seed leads to the same starting centroids, and leaves a generator in the same state.
"""

from __future__ import annotations

import functools
import numbers
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ._checks import check_clusters
from ._engine import assign

if TYPE_CHECKING:
    # At run time it would load numpy.random, which NumPy itself leaves until it is used.
    Generator = np.random.Generator | np.random.RandomState

Function = TypeVar("Function", bound=Callable[..., Any])


def takes_rng(function: Function) -> Function:
    """Gives the keywords `rng` and `seed` the meanings they have in SciPy since 1.15.

    `rng` is made a Generator at once, also if it is None: that means fresh entropy, while leaving
    both out means NumPy's global state. A `seed` is looked at by `generator`, when first needed.
    """

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if "rng" in kwargs:
            if "seed" in kwargs:
                raise TypeError(
                    f"{function.__name__}() got multiple values for argument now known as `rng`. "
                    "Specify one of `rng` or `seed`."
                )
            kwargs["rng"] = np.random.default_rng(kwargs["rng"])
        return function(*args, **kwargs)

    return wrapper  # type: ignore[return-value]


def generator(rng: np.random.Generator | None, seed: Any) -> Generator:
    """Returns what to draw from, given what `takes_rng` passed on."""
    if rng is not None:
        return rng
    if seed is None or seed is np.random:
        # The state behind numpy.random.seed and numpy.random.rand, which has no public name.
        return np.random.mtrand._rand
    if isinstance(seed, (numbers.Integral, np.integer)):
        return np.random.RandomState(int(seed))
    if isinstance(seed, (np.random.RandomState, np.random.Generator)):
        return seed
    raise ValueError(
        f"{seed!r} cannot seed a generator; give an integer from 0 to 2**32 - 1, a "
        "numpy.random.RandomState, a numpy.random.Generator or None"
    )


def points(data: np.ndarray, k: int, generator: Generator) -> np.ndarray:
    """Returns k distinct rows, drawn uniformly."""
    check_clusters(k, len(data))
    drawn = data[generator.choice(len(data), size=k, replace=False)]
    if not np.isfinite(drawn).all():
        # The library would name the row of a centroid, which the caller never saw.
        _check_finite(data)
    return drawn


def gaussian(
    data: np.ndarray, k: int, generator: Generator, *, workers: int | None = None
) -> np.ndarray:
    """Returns k draws from the normal distribution with the mean and covariance of the rows."""
    n, d = data.shape
    if n < 2:
        raise ValueError("one observation has no covariance; start from 'points' or '++' instead")
    _check_finite(data, workers)
    with np.errstate(over="ignore", invalid="ignore"):
        mean = data.mean(axis=0, dtype=np.float64)
        spread = data - mean if d > n else np.atleast_2d(np.cov(data, rowvar=False))
    if not np.isfinite(spread).all():
        raise ValueError("the observations are too large for a covariance; scale the data down")
    if d > n:
        _, values, vectors = np.linalg.svd(spread, full_matrices=False)
        root = values[:, np.newaxis] * vectors / np.sqrt(n - 1.0)
    else:
        root = _root(spread)
    drawn: np.ndarray = mean + generator.standard_normal((k, len(root))) @ root
    return drawn


def _root(covariance: np.ndarray) -> np.ndarray:
    """Returns a matrix whose transpose times itself is the covariance."""
    root: np.ndarray
    try:
        root = np.linalg.cholesky(covariance).T
    except np.linalg.LinAlgError:
        # Features that are constant, or sums of others, have no Cholesky factor.
        values, vectors = np.linalg.eigh(covariance)
        root = (vectors * np.sqrt(np.maximum(values, 0))).T
    return root


def plusplus(
    data: np.ndarray, k: int, generator: Generator, *, workers: int | None = None
) -> np.ndarray:
    """Returns k rows drawn by k-means++, one candidate for each.

    D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.
    """
    n, d = data.shape
    _check_finite(data, workers)
    chosen = np.empty((k, d))
    nearest = np.full(n, np.inf)
    row = _below(n, generator)
    for i in range(k):
        if i > 0:
            _, distances = assign(data, chosen[i - 1 : i], check_finite=False, workers=workers)
            assert distances is not None
            np.minimum(nearest, distances, out=nearest)
            row = _in_proportion_to_squares(nearest, generator.uniform(), room=distances)
        chosen[i] = data[row]
    return chosen


def _below(bound: int, generator: Generator) -> int:
    if isinstance(generator, np.random.Generator):
        return int(generator.integers(bound))
    return int(generator.randint(bound, dtype=np.int64))


def _in_proportion_to_squares(distances: np.ndarray, uniform: float, room: np.ndarray) -> int:
    largest = distances.max()
    if largest == 0:
        # Every row has been chosen, or equals one that was.
        return 0
    if not np.isfinite(largest):
        raise ValueError("the observations are too large to measure; scale the data down")
    # A power of two, so that squares neither overflow nor vanish, and round as without it.
    scale = np.ldexp(1.0, -int(np.clip(np.frexp(largest)[1], -1000, 1000)))
    shares = np.square(np.multiply(distances, scale, out=room), out=room)
    cumulative = np.cumsum(np.divide(shares, shares.sum(), out=room), out=room)
    # The last sum may round to less than 1, and to less than the number drawn.
    return min(int(np.searchsorted(cumulative, uniform)), len(distances) - 1)


def library_seed(generator: Generator) -> int:
    """Returns a seed for choices that the library makes."""
    if isinstance(generator, np.random.Generator):
        return int(generator.integers(1 << 63))
    return int(generator.randint(1 << 63, dtype=np.uint64))


def _check_finite(data: np.ndarray, workers: int | None = None) -> None:
    # An assignment to a single centroid is a look at every number.
    assign(data, np.zeros((1, data.shape[1])), workers=workers, distances=False)
