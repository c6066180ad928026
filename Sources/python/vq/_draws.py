"""Random draws with NumPy, in the same order and number as SciPy's.

So the same seed gives the same starting centroids, and leaves a generator in the same state.
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
    # Not at run time: this would load numpy.random, which NumPy loads only on first use.
    Generator = np.random.Generator | np.random.RandomState

Function = TypeVar("Function", bound=Callable[..., Any])


def takes_rng(function: Function) -> Function:
    """Gives the keywords `rng` and `seed` the meanings that they have in SciPy since 1.15.

    Converts `rng` to a Generator. `rng=None` means fresh entropy; without both keywords, NumPy's
    global state is used. `generator` checks `seed`, when it is first needed.
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
    """Returns the source of draws for the `rng` and `seed` that `takes_rng` passed on."""
    if rng is not None:
        return rng
    if seed is None or seed is np.random:
        # The global state of numpy.random.seed and numpy.random.rand. It has no public name.
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
        # Names the row of the observation. The library would name that of a drawn centroid.
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
    """Returns a matrix R with transpose(R) R equal to the covariance."""
    root: np.ndarray
    try:
        root = np.linalg.cholesky(covariance).T
    except np.linalg.LinAlgError:
        # Constant or linearly dependent features have no Cholesky factor.
        values, vectors = np.linalg.eigh(covariance)
        root = (vectors * np.sqrt(np.maximum(values, 0))).T
    return root


def plusplus(
    data: np.ndarray, k: int, generator: Generator, *, workers: int | None = None
) -> np.ndarray:
    """Returns k rows drawn by k-means++ with one candidate for each centroid.

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
        # Every row equals a chosen row.
        return 0
    if not np.isfinite(largest):
        raise ValueError("the observations are too large to measure; scale the data down")
    # A power of two, which does not change the rounding: squares neither overflow nor underflow.
    scale = np.ldexp(1.0, -int(np.clip(np.frexp(largest)[1], -1000, 1000)))
    shares = np.square(np.multiply(distances, scale, out=room), out=room)
    cumulative = np.cumsum(np.divide(shares, shares.sum(), out=room), out=room)
    # The last cumulative sum may round to less than 1, and so to less than `uniform`.
    return min(int(np.searchsorted(cumulative, uniform)), len(distances) - 1)


def library_seed(generator: Generator) -> int:
    """Draws a seed for the library's own draws."""
    if isinstance(generator, np.random.Generator):
        return int(generator.integers(1 << 63))
    return int(generator.randint(1 << 63, dtype=np.uint64))


def _check_finite(data: np.ndarray, workers: int | None = None) -> None:
    # An assignment to a single centroid reads and checks every number.
    assign(data, np.zeros((1, data.shape[1])), workers=workers, distances=False)
