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

# The most bytes of starting centroids to draw at once.
_MOST_START_BYTES = 1 << 26

# SciPy's runs have no limit. An iteration takes longer than a nanosecond, so this is none.
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

    Runs k-means from several starts and keeps the codebook of the run with the lowest distortion. A
    run ends when an iteration changes the distortion by at most `thresh`.

    Parameters
    ----------
    obs : array_like
        One observation a row; see `whiten`. A one-dimensional array holds observations of one
        feature.
    k_or_guess : int or array_like
        The number of centroids to begin with, or these centroids, one a row.
    iter : int, optional
        How many runs to choose from; not the number of iterations. There is one run if
        `k_or_guess` is an array.
    thresh : float, optional
        The change in distortion at which a run ends, in the units of `obs`.
    check_finite : bool, optional
        Taken for SciPy's sake. A NaN or an infinity is an error in any case.
    rng, seed : optional
        What to draw starts from; at most one of them. `rng` goes to `numpy.random.default_rng`,
        unless it is a Generator. `seed` is an integer, a RandomState or a Generator. Without
        either, NumPy's global state is used.
    workers : int, optional
        The most threads to use; every processor by default, or by -1. The result does not depend
        on it.
    init : str, optional
        How a run starts: from observations drawn at random ("points"), by k-means++ ("plusplus"),
        greedy k-means++ ("greedy"), k-means|| ("parallel"), draws from a normal distribution
        ("gaussian"), or as the library chooses ("automatic"). With "points", the same seed gives
        the codebook that SciPy finds.

    Returns
    -------
    codebook : ndarray
        One centroid a row. There are fewer than asked for if some lost all their observations.
    distortion : floating
        The mean distance of the observations to their nearest centroid, not squared.

    See Also
    --------
    kmeans2 : A fixed number of iterations from one start, which also returns codes.

    Examples
    --------
    >>> import numpy as np
    >>> from vq import kmeans
    >>> codebook, distortion = kmeans(np.array([1.0, 2.0, 3.0, 4.0, 10.0]), 1)
    >>> codebook
    array([4.])
    >>> print(distortion)
    2.4
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
            f"k_or_guess has shape {guess.shape}, which does not go with obs of shape {obs.shape}; "
            "it must have as many dimensions and columns"
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
    # The first iteration always changes the distortion, from infinity: a run has two at least.
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
    """Runs that end as SciPy's do."""

    def __init__(
        self, observations: np.ndarray, scalar: np.dtype, threshold: float, workers: int | None
    ) -> None:
        self._observations = observations
        self._scalar = scalar
        self._threshold = threshold
        self._workers = workers

    def run(self, starts: np.ndarray | None, **options: Any) -> Fit:
        """Returns the best of the runs from `starts`, restarts x k x d."""
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
        """Returns the best of runs from observations drawn at random, the first if several are."""
        shape = (k, self._observations.shape[1])
        together = max(1, _MOST_START_BYTES // (k * shape[1] * self._scalar.itemsize))
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
