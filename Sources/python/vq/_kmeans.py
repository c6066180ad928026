"""`kmeans`, as SciPy has it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from ._arrays import as_array, as_rows, naming_columns, readable, scalar_for
from ._checks import check_clusters, whole_number
from ._draws import generator, library_seed, points, takes_rng
from ._engine import Fit, fit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from ._draws import Generator

# Starting centroids are drawn for as many runs at a time as fit into this many bytes.
_MAXIMUM_START_BYTES = 1 << 26

# SciPy's runs have no limit. At a nanosecond an iteration, this one is reached after 146 years.
_UNLIMITED = 1 << 62


@takes_rng
def kmeans(
    obs: ArrayLike,
    k_or_guess: ArrayLike,
    iter: int = 20,
    thresh: float = 1e-5,
    check_finite: bool = True,
    *,
    rng: Any = None,
    seed: Any = None,
    workers: int | None = None,
    init: str = "points",
) -> tuple[np.ndarray, np.floating]:
    """Find a codebook of low distortion.

    Runs k-means from several starts and returns the codebook of the run with the lowest
    distortion. A run ends when an iteration changes the distortion by at most `thresh`.

    Parameters
    ----------
    obs : array_like
        One observation a row. The features should have comparable variance; see `whiten`. A
        one-dimensional array holds observations of one feature.
    k_or_guess : int or array_like
        The number of centroids, or an array of centroids to start from, one a row.
    iter : int, optional
        The number of runs, not of iterations. If `k_or_guess` is an array, there is one run.
    thresh : float, optional
        The change in distortion at which a run ends, in the units of `obs`.
    check_finite : bool, optional
        Accepted for compatibility with SciPy and ignored: NaN and infinity are always errors.
    rng : Generator, int or None, optional
        The source of random draws: anything that `numpy.random.default_rng` takes. If neither
        `rng` nor `seed` is given, draws come from NumPy's global state.
    seed : int, RandomState, Generator or None, optional
        The source of random draws, in SciPy's older form. `rng` and `seed` exclude each other.
    workers : int or None, optional
        The maximum number of threads. None and -1 mean every processor. The result does not
        depend on it.
    init : str, optional
        How a run chooses its starting centroids: 'points' draws observations at random,
        'plusplus' is k-means++, 'greedy' is greedy k-means++, 'parallel' is k-means||, 'gaussian'
        draws from a normal distribution, and 'automatic' lets the library choose. With 'points',
        the same seed gives the codebook that SciPy finds. Ignored if `k_or_guess` is an array.

    Returns
    -------
    codebook : ndarray
        One centroid a row. There are fewer than requested if some lost all their observations.
    distortion : floating
        The mean distance from an observation to its nearest centroid. Euclidean, not squared.

    Raises
    ------
    ValueError
        If a number is NaN or infinite, if there are fewer observations than centroids, or if an
        argument has a wrong value or shape.
    TypeError
        If an argument has a wrong type, or both `rng` and `seed` are given.

    See Also
    --------
    kmeans2 : A fixed number of iterations from one start, which also returns codes.
    KMeans : An estimator with more options.

    Examples
    --------
    >>> import numpy as np
    >>> from vq import kmeans
    >>> observations = np.array([[1.0, 1.0], [1.0, 2.0], [8.0, 8.0], [9.0, 8.0]])
    >>> codebook, distortion = kmeans(observations, 2, rng=7)
    >>> codebook[codebook[:, 0].argsort()]
    array([[1. , 1.5],
           [8.5, 8. ]])
    >>> print(distortion)
    0.5
    """
    data, obs = obs, as_array(obs, "obs")
    observations = readable(as_rows(obs, "obs"))
    guess = as_array(k_or_guess, "k_or_guess")
    try:
        is_run = bool(iter >= 1)
    except TypeError:
        raise TypeError(f"iter must be an integer, not {iter!r}") from None
    if not is_run:
        raise ValueError(f"iter must be at least 1, got {iter}")
    if not isinstance(init, str):
        raise TypeError(
            f"init must be a name, such as 'plusplus', not {type(init).__name__}; pass starting "
            "centroids as k_or_guess"
        )
    if guess.size == 0:
        raise ValueError("k_or_guess holds no centroids; ask for at least one cluster")
    threshold = _threshold(thresh)
    if guess.ndim == 0:
        k = _count(guess)
        iter = whole_number(iter, "iter")
        check_clusters(k, len(observations))
    elif guess.ndim != obs.ndim or as_rows(guess, "k_or_guess").shape[1] != observations.shape[1]:
        raise ValueError(
            f"k_or_guess has shape {guess.shape}, which does not go with obs of shape "
            f"{obs.shape}; it must have as many dimensions and columns"
        )
    scalar = scalar_for(obs.dtype)
    if observations.shape[1] == 0:
        return np.empty((1, 0), scalar), scalar.type(0)
    search = _Search(observations, scalar, threshold, workers)
    with naming_columns(data):
        if guess.ndim > 0:
            best = search.run(as_rows(guess, "k_or_guess")[np.newaxis])
        elif init == "points":
            best = search.best_of(iter, k, generator(rng, seed))
        else:
            drawn = library_seed(generator(rng, seed))
            best = search.run(None, clusters=k, restarts=iter, initialization=init, seed=drawn)
    codebook = best.centroids if obs.ndim == 2 else best.centroids[:, 0].copy()
    return codebook, scalar.type(best.distortion)


def _threshold(thresh: float) -> float:
    try:
        is_met = bool(thresh >= 0)
    except TypeError:
        raise TypeError(f"thresh must be a number, not {thresh!r}") from None
    if not is_met:
        raise ValueError(f"thresh must be 0 or more, got {thresh}")
    # A finite maximum: the first iteration changes the distortion from infinity and must not end
    # the run. So a run has at least two iterations.
    return min(float(thresh), sys.float_info.max)


def _count(guess: np.ndarray) -> int:
    if guess.dtype.kind == "c":
        raise ValueError(
            f"k_or_guess must be a whole number or an array of centroids, not {guess}"
        )
    if not np.isfinite(guess) or guess < 1:
        raise ValueError(f"k_or_guess must be at least 1 and finite, not {guess}")
    count = int(guess)
    if count != guess:
        raise ValueError(
            f"k_or_guess must be a whole number or an array of centroids, not {guess}"
        )
    return count


class _Search:
    """Runs that end by SciPy's rules."""

    def __init__(
        self, observations: np.ndarray, scalar: np.dtype, threshold: float, workers: int | None
    ) -> None:
        self._observations = observations
        self._scalar = scalar
        self._threshold = threshold
        self._workers = workers

    def run(self, starts: np.ndarray | None, **options: Any) -> Fit:
        """Returns the best of the runs from `starts`, an array of shape (restarts, k, d)."""
        if starts is not None:
            options.update(restarts=starts.shape[0], clusters=starts.shape[1])
        return fit(
            self._observations,
            scalar=self._scalar,
            start=starts,
            max_iterations=_UNLIMITED,
            stopping="distortion_change",
            threshold=self._threshold,
            empty_clusters="drop",
            preference="distortion",
            workers=self._workers,
            codes=False,
            **options,
        )

    def best_of(self, runs: int, k: int, generator: Generator) -> Fit:
        """Returns the best of runs that start from random observations; on a tie, the first."""
        shape = (k, self._observations.shape[1])
        together = max(1, _MAXIMUM_START_BYTES // (k * shape[1] * self._scalar.itemsize))
        best = None
        for first in range(0, runs, together):
            starts = np.empty((min(together, runs - first), *shape), self._scalar)
            for start in starts:
                start[...] = points(self._observations, k, generator)
            found = self.run(starts)
            if best is None or found.distortion < best.distortion:
                best = found
        assert best is not None
        return best
