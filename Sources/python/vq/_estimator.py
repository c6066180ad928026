"""k-means as an estimator."""

from __future__ import annotations

import warnings
from typing import Any, cast

import numpy as np

from . import _engine, _starts
from ._arrays import naming_columns
from ._checks import workers_of_jobs
from ._errors import ConvergenceWarning, of_scikit_learn
from ._library import library
from ._observations import Observations, as_observations, as_weights
from ._progress import Printer
from ._protocol import Transformer, Weighted
from ._structures import THRESHOLD

# scikit-learn's names for methods that the engine has under another name, or has not. All give the
# same result; 'elkan' skips distances by bounds, for which the engine has better ways to choose from.
_ALIASES = {"auto": "automatic", "elkan": "automatic"}


def _algorithms() -> dict[str, str]:
    """The engine's algorithm for each name that a user may give."""
    return _ALIASES | {name: name for name in library().algorithms if name != "automatic"}


class KMeans(Transformer, Weighted):
    """k-means clustering, as an estimator in scikit-learn's conventions.

    scikit-learn need not be installed. From the same starting centroids, the labels are those of
    `sklearn.cluster.KMeans`.

    Parameters
    ----------
    n_clusters : int, default 8
        The number of clusters, and of centroids.
    init : {'k-means++', 'random', 'k-means||'}, callable or array-like, default 'k-means++'
        The centroids to start from: 'k-means++' draws observations far from those drawn before,
        the best of several at a time for up to 1024 clusters, and among a sample of more than 4
        million observations; 'random' draws observations with scikit-learn's draws, so that a
        `random_state` gives what it gives there; 'k-means||' draws many at a time, for very many
        clusters. A callable is called with the observations, `n_clusters` and `random_state=`, and
        returns centroids. An array is the centroids.
    n_init : 'auto' or int, default 'auto'
        How many runs to choose the one of least inertia from. 'auto' is 10 if `init` is 'random'
        or a callable, else 1.
    max_iter : int, default 300
        The most iterations of a run.
    tol : float, default 1e-4
        A run ends when the squared distances that centroids moved sum to at most this, times the
        mean variance of the features. With 0, it ends when no centroid moves. With more, a fit that
        ends at `max_iter` before that warns.
    verbose : int, default 0
        If not 0, prints the inertia of every iteration, in scikit-learn's form.
    random_state : int, RandomState, Generator or None, default None
        Fixes the draws. None draws from NumPy's global state.
    copy_x : bool, default True
        Ignored: the observations are never written to, and never copied for it.
    algorithm : str, default 'auto'
        How nearest centroids are found: 'auto', or an algorithm that `show_config` lists, of which
        'sorted' takes one feature only and 'filtering' at most 16. All find the same; 'auto' takes
        the one expected to be fastest, and so does scikit-learn's 'elkan'.
    n_jobs : int or None, default None
        The most threads to use. None and -1 mean every processor, -2 all but one, as in joblib. The
        result does not depend on it.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features)
        The centroids: of float32 if the observations were, else of float64.
    labels_ : ndarray of shape (n_samples,)
        The code of each observation's nearest centroid, of int32.
    inertia_ : float
        The sum of squared distances to the nearest centroids, weighted if weights were given.
    n_iter_ : int
        The iterations of the run chosen.
    converged_ : bool
        Whether it converged; False if it ended at `max_iter`.
    n_features_in_ : int
        The number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        The names of the features, if they came in a table whose column names are strings.

    Examples
    --------
    >>> import numpy as np
    >>> from vq import KMeans
    >>> observations = np.array([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]])
    >>> kmeans = KMeans(n_clusters=2, init=[[1, 1], [9, 1]]).fit(observations)
    >>> kmeans.labels_
    array([0, 0, 0, 1, 1, 1], dtype=int32)
    >>> kmeans.cluster_centers_
    array([[ 1.,  2.],
           [10.,  2.]])
    >>> kmeans.predict([[0, 0], [12, 3]])
    array([0, 1], dtype=int32)
    """

    cluster_centers_: np.ndarray
    labels_: np.ndarray
    inertia_: float
    n_iter_: int
    converged_: bool
    feature_names_in_: np.ndarray

    _estimator_type = "clusterer"

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Any = "k-means++",
        n_init: Any = "auto",
        max_iter: int = 300,
        tol: float = THRESHOLD,
        verbose: int = 0,
        random_state: Any = None,
        copy_x: bool = True,
        algorithm: str = "auto",
        n_jobs: int | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.verbose = verbose
        self.random_state = random_state
        self.copy_x = copy_x
        self.algorithm = algorithm
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> KMeans:
        """Clusters observations.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features)
            The observations. Narrow and integer elements are read where they are.
        y : ignored
        sample_weight : array-like of shape (n_samples,), optional
            How often each observation counts.

        Returns
        -------
        KMeans
            The estimator itself.
        """
        self._check_parameters()
        observations = as_observations(X, type(self).__name__)
        array = observations.array
        weights = as_weights(sample_weight, len(array), observations.scalar)
        if len(array) < self.n_clusters:
            raise ValueError(f"n_samples={len(array)} should be >= n_clusters={self.n_clusters}.")
        with naming_columns(X):
            best = self._search(array, weights, observations.scalar)
        labels = cast(np.ndarray, best.codes)

        found = int(np.count_nonzero(np.bincount(labels, minlength=self.n_clusters)))
        if found < self.n_clusters:
            warnings.warn(
                f"Number of distinct clusters ({found}) found smaller than n_clusters "
                f"({self.n_clusters}). Possibly due to duplicate points in X.",
                of_scikit_learn(ConvergenceWarning),
                stacklevel=2,
            )
        self.converged_ = best.outcome == "converged"
        if not self.converged_ and self.tol > 0:
            warnings.warn(
                f"The fit ended at max_iter={self.max_iter} iterations before it converged. Raise "
                "max_iter or tol, or pass tol=0 to run a number of iterations on purpose.",
                of_scikit_learn(ConvergenceWarning),
                stacklevel=2,
            )
        self._note_features(observations)
        self.cluster_centers_ = best.centroids
        self.labels_ = labels
        self.inertia_ = best.inertia
        self.n_iter_ = best.iterations
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Returns the code of each observation's nearest centroid."""
        return self._assign(self._new_observations(X), distances=False)[0]

    def transform(self, X: Any) -> Any:
        """Returns the distance of each observation to each centroid."""
        observations = self._new_observations(X)
        codebook, workers = self._codebook(observations), workers_of_jobs(self.n_jobs)
        with naming_columns(X):
            transformed = _engine.distances(observations.array, codebook, workers=workers)
        return self._as_output(transformed, X)

    def score(self, X: Any, y: Any = None, sample_weight: Any = None) -> float:
        """Returns the inertia of observations, with a minus so that more is better."""
        nearest = cast(np.ndarray, self._assign(self._new_observations(X), distances=True)[1])
        weights = as_weights(sample_weight, len(nearest), np.dtype(np.float64))
        squared = np.square(nearest, dtype=np.float64)
        return -float(squared.sum() if weights is None else squared @ weights)

    def fit_predict(self, X: Any, y: Any = None, sample_weight: Any = None) -> np.ndarray:
        """Clusters observations, and returns their labels."""
        return self.fit(X, sample_weight=sample_weight).labels_

    def fit_transform(self, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
        """Clusters observations, and returns the distance of each to each centroid."""
        return self.fit(X, sample_weight=sample_weight).transform(X)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Returns the names of the columns that `transform` returns: kmeans0, kmeans1 and so on.

        `input_features`, if given, must be those that were fitted.
        """
        self._fitted_names(input_features)
        prefix = type(self).__name__.lower()
        return np.asarray([f"{prefix}{i}" for i in range(len(self.cluster_centers_))], dtype=object)

    # ---- The search

    def _check_parameters(self) -> None:
        self._check_integer("n_clusters")
        if self.n_init != "auto":
            self._check_integer("n_init", " or the str 'auto'")
        self._check_integer("max_iter")
        self._check_not_negative("tol")
        self._check_choice("algorithm", _algorithms())
        self._check_jobs()
        if not _starts.is_random_state(self.random_state):
            raise self._invalid("random_state", "an int, a RandomState, a Generator or None")
        if isinstance(self.init, str):
            self._check_choice("init", _starts.METHODS, ", a callable or an array-like")
        elif self.init is None:
            raise self._invalid("init", "a str, a callable or an array-like")

    def _search(
        self, observations: np.ndarray, weights: np.ndarray | None, scalar: np.dtype
    ) -> _engine.Fit:
        workers = workers_of_jobs(self.n_jobs)
        start = _starts.choose(
            self.init,
            self.n_init,
            observations,
            weights,
            clusters=int(self.n_clusters),
            scalar=scalar,
            random_state=self.random_state,
            workers=workers,
        )
        return _engine.fit(
            observations,
            clusters=int(self.n_clusters),
            scalar=scalar,
            start=start.centroids,
            weights=weights,
            restarts=start.restarts,
            max_iterations=int(self.max_iter),
            threshold=float(self.tol),
            algorithm=_algorithms()[self.algorithm],
            initialization=start.initialization,
            seed=start.seed,
            workers=workers,
            on_progress=Printer(int(self.max_iter)) if self.verbose else None,
        )

    # ---- Observations that come after the search

    def _codebook(self, observations: Observations) -> np.ndarray:
        """Returns the centroids, in double if either they or the observations are."""
        scalar = np.result_type(observations.scalar, self.cluster_centers_.dtype)
        return self.cluster_centers_.astype(scalar, copy=False)

    def _assign(
        self, observations: Observations, distances: bool
    ) -> tuple[np.ndarray, np.ndarray | None]:
        codebook, workers = self._codebook(observations), workers_of_jobs(self.n_jobs)
        with naming_columns(observations.data):
            return _engine.assign(
                observations.array, codebook, workers=workers, distances=distances
            )
