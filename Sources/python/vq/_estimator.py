"""k-means as an estimator."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from . import _engine, _starts
from ._arrays import naming_columns
from ._checks import workers_of_jobs
from ._errors import ConvergenceWarning, of_scikit_learn
from ._library import library
from ._observations import Observations, as_observations, as_weights
from ._progress import Printer, Progress
from ._protocol import Transformer, Weighted
from ._structures import THRESHOLD

if TYPE_CHECKING:
    from .blocks._fit import Control
    from .blocks._source import Source

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
        returns centroids. An array is the centroids. Over block files, 'k-means++' means
        'k-means||', which takes fewer passes, and a callable is refused.
    n_init : 'auto' or int, default 'auto'
        How many runs to choose the one of lowest inertia from. 'auto' is 10 if `init` is 'random'
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
        The maximum number of threads. None and -1 mean every processor, -2 all but one, as in
        joblib. The result does not depend on it.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features)
        The centroids: of float32 if the observations were, else of float64.
    labels_ : ndarray of shape (n_samples,)
        The code of each observation's nearest centroid, of int32. Not there after a fit of block
        files or of a Spark DataFrame, whose codes may exceed memory: `predict` writes those.
    inertia_ : float
        The sum of squared distances to the nearest centroids, weighted if weights were given.
    distortion_ : float
        The mean distance to the nearest centroids, likewise.
    n_iter_ : int
        The iterations of the run chosen.
    converged_ : bool
        Whether it converged; False if it ended at `max_iter`, or was stopped.
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
    distortion_: float
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

    def fit(
        self,
        X: Any,
        y: Any = None,
        sample_weight: Any = None,
        *,
        executor: Any = None,
        checkpoint: str | os.PathLike[str] | None = None,
        resume: str | os.PathLike[str] | None = None,
        on_progress: Callable[[Progress], object] | None = None,
    ) -> KMeans:
        """Clusters observations.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features), path, BlockFiles or Spark DataFrame
            The observations. Narrow and integer elements are read where they are. A path names a
            folder of block files that `vq.pack` made; of a DataFrame, all columns are features.
        y : ignored
        sample_weight : array-like of shape (n_samples,) or str, optional
            How often each observation counts; of a DataFrame, the column that says it. Block files
            have their weights with them.
        executor : distributed.Client, SparkSession, object or None, default None
            What works on block files: the workers of that cluster, an object with `slots` and `run`
            for another engine, or threads of this process.
        checkpoint : path, optional
            A file to write after every iteration over blocks, in place of the one before.
        resume : path, optional
            Such a file to go on from, to the same bits. Blocks and parameters must be those of the
            fit that wrote it; `random_state` may be None.
        on_progress : callable, optional
            Is told of every step: `phase` ("seeding", "iterating" or "finishing"), `restart`,
            `iteration`, `inertia`, `distortion` and `centroid_shift`. If it returns something true,
            the fit ends with the best run so far. It may be called on another thread.

        Returns
        -------
        KMeans
            The estimator itself.
        """
        if _is_in_blocks(X):
            from .blocks._estimating import source_of
            from .blocks._fit import Control

            source = source_of(X, executor, self.n_jobs, sample_weight)
            return self._fit_source(source, Control(on_progress, checkpoint, resume))
        _refuse_for_arrays(executor=executor, checkpoint=checkpoint, resume=resume)
        self._check_parameters()
        observations = as_observations(X, type(self).__name__)
        array = observations.array
        weights = as_weights(sample_weight, len(array))
        if len(array) < self.n_clusters:
            raise ValueError(f"n_samples={len(array)} should be >= n_clusters={self.n_clusters}.")
        with naming_columns(X):
            best = self._search(array, weights, observations.scalar, on_progress)
        labels = cast(np.ndarray, best.codes)

        found = int(np.count_nonzero(np.bincount(labels, minlength=self.n_clusters)))
        if found < self.n_clusters:
            warnings.warn(
                f"Number of distinct clusters ({found}) found smaller than n_clusters "
                f"({self.n_clusters}). Possibly due to duplicate points in X.",
                of_scikit_learn(ConvergenceWarning),
                stacklevel=2,
            )
        self.labels_ = labels
        self._note_features(observations)
        return self._keep(best, depth=3)

    def _fit_source(
        self,
        source: AbstractContextManager[Source],
        control: Control,
        empty_clusters: str = "relocate",
        depth: int = 4,
    ) -> KMeans:
        """Clusters blocks, which `source` opens once the parameters are checked.

        `depth` is where the user's call is on the stack, for warnings.
        """
        from .blocks._fit import cluster
        from .blocks._options import Options, check_parameters

        self._check_parameters()
        check_parameters(self, empty_clusters)
        control = control._replace(on_progress=self._told(control.on_progress))
        with source as blocks:
            best = cluster(blocks, Options.of(self, blocks, empty_clusters), control)
        for name in ("labels_", "feature_names_in_"):
            self.__dict__.pop(name, None)
        self.n_features_in_ = best.centroids.shape[1]
        return self._keep(best, depth)

    def _keep(self, best: _engine.Fit, depth: int) -> KMeans:
        """Sets what every fit finds; warns the caller at that depth if it ended at `max_iter`."""
        self.cluster_centers_ = best.centroids
        self.inertia_ = best.inertia
        self.distortion_ = best.distortion
        self.n_iter_ = best.iterations
        self.converged_ = best.outcome == "converged"
        if best.outcome == "max_iterations" and self.tol > 0:
            warnings.warn(
                f"The fit ended at max_iter={self.max_iter} iterations before it converged. Raise "
                "max_iter or tol, or pass tol=0 to run a number of iterations on purpose.",
                of_scikit_learn(ConvergenceWarning),
                stacklevel=depth,
            )
        return self

    def predict(self, X: Any, *, executor: Any = None) -> Any:
        """Finds the code of each observation's nearest centroid.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features), path, BlockFiles or Spark DataFrame
            The observations, as `fit` takes them.
        executor : distributed.Client, SparkSession, object or None, default None
            What works on block files, as in `fit`.

        Returns
        -------
        ndarray of int32, vq.blocks.Codes or Spark DataFrame
            The codes. Those of block files are written next to them, for `vq.blocks.read_codes`, and
            `Codes` says where they are; a DataFrame gets a column `code`.

        Examples
        --------
        >>> import tempfile
        >>> import numpy as np
        >>> from vq import KMeans, pack
        >>> from vq.blocks import read_codes
        >>> observations = np.array([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     blocks = pack(observations, folder)
        ...     codes = KMeans(n_clusters=2, init=[[1, 1], [9, 1]]).fit(blocks).predict(blocks)
        ...     read_codes(codes.folder)
        array([0, 0, 0, 1, 1, 1], dtype=int32)
        """
        if _is_in_blocks(X):
            from .blocks._estimating import predict

            self._check_is_fitted()
            return predict(self, X, executor)
        _refuse_for_arrays(executor=executor)
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
        weights = as_weights(sample_weight, len(nearest))
        squared = np.square(nearest, dtype=np.float64)
        return -float(squared.sum() if weights is None else squared @ weights)

    def fit_predict(self, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
        """Clusters observations, and returns their labels, as `predict` does."""
        fitted = self.fit(X, sample_weight=sample_weight)
        return fitted.predict(X) if _is_in_blocks(X) else fitted.labels_

    def fit_transform(self, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
        """Clusters observations, and returns the distance of each to each centroid."""
        _refuse_blocks(X)
        return self.fit(X, sample_weight=sample_weight).transform(X)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Returns the names of the columns that `transform` returns: kmeans0, kmeans1 and so on.

        `input_features`, if given, must be those that were fitted.
        """
        self._fitted_names(input_features)
        prefix = type(self).__name__.lower()
        return np.asarray(
            [f"{prefix}{i}" for i in range(len(self.cluster_centers_))], dtype=object
        )

    # ---- The search

    def _check_parameters(self) -> None:
        self._check_integer("n_clusters")
        if self.n_init != "auto":
            self._check_integer("n_init", " or the str 'auto'")
        self._check_integer("max_iter")
        self._check_not_negative("tol")
        self._check_verbose()
        self._check_choice("algorithm", _algorithms())
        self._check_jobs()
        if not _starts.is_random_state(self.random_state):
            raise self._invalid("random_state", "an int, a RandomState, a Generator or None")
        if isinstance(self.init, str):
            self._check_choice("init", _starts.METHODS, ", a callable or an array-like")
        elif self.init is None:
            raise self._invalid("init", "a str, a callable or an array-like")

    def _search(
        self,
        observations: np.ndarray,
        weights: np.ndarray | None,
        scalar: np.dtype,
        on_progress: Callable[[Progress], object] | None,
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
            on_progress=self._told(on_progress),
        )

    def _told(
        self, on_progress: Callable[[Progress], object] | None
    ) -> Callable[[Progress], object] | None:
        """Returns what to tell of progress: the caller's function, and a printing one if `verbose`."""
        if on_progress is not None and not callable(on_progress):
            raise TypeError(f"on_progress must be callable, not {on_progress!r}")
        if not self.verbose:
            return on_progress

        printer, is_ended = Printer(int(self.max_iter)), False

        def printed(progress: Progress) -> object:
            nonlocal is_ended
            if not is_ended:
                printer(progress)
            is_ended = is_ended or (on_progress is not None and bool(on_progress(progress)))
            return is_ended

        return printed

    # ---- Observations that come after the search

    def _refuse(self, data: Any) -> None:
        _refuse_blocks(data)

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


def _is_in_blocks(data: Any) -> bool:
    """Whether observations are block files or a Spark DataFrame, which `vq.blocks` works on."""
    return isinstance(data, (str, os.PathLike)) or any(
        kind.__module__.startswith("pyspark.sql.") for kind in type(data).__mro__
    )


def _refuse_blocks(data: Any) -> None:
    if _is_in_blocks(data):
        raise TypeError(
            "only fit, fit_predict and predict take block files and Spark DataFrames; for the score "
            "of block files, use -predict(folder).inertia"
        )


def _refuse_for_arrays(**given: Any) -> None:
    for name, value in given.items():
        if value is not None:
            raise TypeError(
                f"{name}= is for block files, and X is in memory; make blocks of it with vq.pack, or "
                f"leave out {name}="
            )
