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

# scikit-learn's names that the engine does not have. All algorithms give the same result. 'elkan'
# skips distances by bounds; 'automatic' chooses among the engine's own algorithms of this kind.
_ALIASES = {"auto": "automatic", "elkan": "automatic"}


def _algorithms() -> dict[str, str]:
    """Returns the engine's name of each algorithm that a user may choose."""
    return _ALIASES | {name: name for name in library().algorithms if name != "automatic"}


class KMeans(Transformer, Weighted):
    """Cluster observations by k-means, as an estimator in scikit-learn's conventions.

    From the same starting centroids, the labels are those of `sklearn.cluster.KMeans`.
    scikit-learn need not be installed.

    Parameters
    ----------
    n_clusters : int, default 8
        The number of clusters, which is the number of centroids.
    init : {'k-means++', 'random', 'k-means||'}, callable or array-like, default 'k-means++'
        The starting centroids. 'k-means++' draws observations that are far from those drawn
        before. Up to 1024 clusters it is greedy: each time, it keeps the best of several draws.
        It uses a sample if there are more than 4 million observations. 'random' draws
        observations uniformly, with scikit-learn's draws, so that the same `random_state` gives
        the same start. 'k-means||' draws many observations at a time, for very many clusters. A
        callable is called as ``init(X, n_clusters, random_state=...)`` and returns the centroids.
        An array is the centroids. For block files, 'k-means++' means 'k-means||', which takes
        fewer passes, and a callable is refused.
    n_init : 'auto' or int, default 'auto'
        The number of runs, of which the one of lowest inertia is the result. 'auto' means 10 if
        `init` is 'random' or a callable, else 1.
    max_iter : int, default 300
        The maximum number of iterations of a run.
    tol : float, default 1e-4
        A run ends when the sum of the squared distances that the centroids moved is at most `tol`
        times the mean variance of the features. With 0, it ends when no centroid moves. If `tol`
        is above 0, a fit that ends at `max_iter` warns.
    verbose : int, default 0
        If not 0, prints the inertia of every iteration, in scikit-learn's form.
    random_state : int, RandomState, Generator or None, default None
        The source of random draws. None means NumPy's global state.
    copy_x : bool, default True
        Ignored: the observations are never changed.
    algorithm : str, default 'auto'
        How to find nearest centroids: 'auto', or an algorithm that `show_config` lists. 'sorted'
        takes one feature only, and 'filtering' at most 16. All give the same result. 'auto', and
        scikit-learn's 'elkan', choose the algorithm that is expected to be fastest.
    n_jobs : int or None, default None
        The maximum number of threads. None and -1 mean every processor, -2 all except one, as in
        joblib. The result does not depend on it.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features)
        The centroids, in float32 if the observations are float32, else in float64.
    labels_ : ndarray of int32 of shape (n_samples,)
        The code of each observation. Not set by a fit of block files or of a Spark DataFrame,
        because their codes may exceed memory: `predict` writes them.
    inertia_ : float
        The sum of the squared distances from the observations to their nearest centroids,
        weighted if weights were given.
    distortion_ : float
        The mean distance from an observation to its nearest centroid, weighted if weights were
        given.
    n_iter_ : int
        The number of iterations of the best run.
    converged_ : bool
        Whether the best run converged. False if it ended at `max_iter` or was stopped.
    n_features_in_ : int
        The number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        The names of the features. Set only if `fit` got a table whose column names are strings.

    See Also
    --------
    vq.kmeans : SciPy's function.
    vq.pack : Writes block files, for observations that exceed memory.

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
        """Find clusters among observations.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features), path, BlockFiles or DataFrame
            The observations. Arrays of float16 and integers are not converted to a wider type
            first. A path names a folder of block files that `vq.pack` wrote. A DataFrame is one
            of Spark; all its columns are features, except for the one that `sample_weight` names.
        y : ignored
            Accepted for scikit-learn's conventions.
        sample_weight : array-like of shape (n_samples,) or str, optional
            The weight of each observation: a row of weight 2 counts as two rows. For a Spark
            DataFrame, the name of a column. Not for block files, which contain their weights.
        executor : distributed.Client, SparkSession, object or None, default None
            Where to work on block files: on the workers of a Dask client, on the executors of a
            Spark session, or on another engine through an object with `slots` and `run`. None
            means threads of this process.
        checkpoint : path, optional
            A file that is replaced after every iteration over blocks.
        resume : path, optional
            A checkpoint to continue from; the result has the same bits as without interruption.
            Blocks and parameters must be those of the fit that wrote it, except that
            `random_state` may be None.
        on_progress : callable, optional
            Called after every step with an object that has the attributes `phase` ("seeding",
            "iterating" or "finishing"), `restart`, `iteration`, `inertia`, `distortion` and
            `centroid_shift`. If it returns a true value, the fit ends with the best result so
            far. It may be called on another thread.

        Returns
        -------
        KMeans
            The estimator itself.

        Warns
        -----
        ConvergenceWarning
            If the fit ended at `max_iter` although `tol` is above 0, or if there are fewer
            distinct observations than clusters.

        Raises
        ------
        ValueError
            If a parameter is invalid, if there are fewer observations than clusters, or if a
            number is NaN, infinite or missing.
        TypeError
            If `X` does not hold numbers, or an argument for block files comes with an array.
        BlockError
            If block files are missing or damaged, or a Spark DataFrame holds invalid rows.

        Examples
        --------
        >>> import numpy as np
        >>> from vq import KMeans
        >>> observations = np.random.default_rng(7).normal(size=(1000, 2))
        >>> model = KMeans(n_clusters=4, random_state=7).fit(
        ...     observations, on_progress=lambda at: at.phase == "iterating" and at.iteration == 3
        ... )
        >>> model.n_iter_, model.converged_
        (3, False)
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
        """Clusters blocks, which `source` opens after the parameters are checked.

        `depth` is the stack level of the user's call, for warnings.
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
        """Sets the attributes that every fit has, and warns if it ended at `max_iter`.

        `depth` is the stack level of the user's call.
        """
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
        """Find the code of each observation: the index of its nearest centroid.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features), path, BlockFiles or DataFrame
            The observations, as for `fit`.
        executor : distributed.Client, SparkSession, object or None, default None
            Where to work on block files, as for `fit`.

        Returns
        -------
        ndarray of int32, vq.blocks.Codes or Spark DataFrame
            For arrays and tables, the codes. For block files, a `Codes` object: the codes are
            written next to the blocks, and `vq.blocks.read_codes` reads them. For a Spark
            DataFrame, the DataFrame with an additional column `code`.

        Examples
        --------
        >>> from vq import KMeans
        >>> model = KMeans(n_clusters=2, init=[[1, 1], [9, 1]])
        >>> model.fit([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]]).predict([[0, 0]])
        array([0], dtype=int32)

        Of block files:

        >>> import tempfile
        >>> import numpy as np
        >>> from vq import pack
        >>> from vq.blocks import read_codes
        >>> observations = np.array([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     blocks = pack(observations, folder)
        ...     codes = model.fit(blocks).predict(blocks)
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
        """Compute the distance from each observation to each centroid.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features)
            The observations.

        Returns
        -------
        ndarray or table of shape (n_samples, n_clusters)
            The Euclidean distances, not squared. `set_output` chooses the kind of container.

        Examples
        --------
        >>> from vq import KMeans
        >>> model = KMeans(n_clusters=2, init=[[0, 0], [9, 9]]).fit([[0, 0], [9, 9]])
        >>> model.transform([[3, 4]])
        array([[5.        , 7.81024968]])
        """
        observations = self._new_observations(X)
        codebook, workers = self._codebook(observations), workers_of_jobs(self.n_jobs)
        with naming_columns(X):
            transformed = _engine.distances(observations.array, codebook, workers=workers)
        return self._as_output(transformed, X)

    def score(self, X: Any, y: Any = None, sample_weight: Any = None) -> float:
        """Return the negative inertia of observations, so that higher is better.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features)
            The observations.
        y : ignored
            Accepted for scikit-learn's conventions.
        sample_weight : array-like of shape (n_samples,), optional
            The weight of each observation.

        Returns
        -------
        float
            Minus the sum of the squared distances to the nearest centroids.

        Examples
        --------
        >>> from vq import KMeans
        >>> model = KMeans(n_clusters=2, init=[[0, 0], [9, 9]]).fit([[0, 0], [9, 9]])
        >>> model.score([[1, 0], [9, 7]])
        -5.0
        """
        nearest = cast(np.ndarray, self._assign(self._new_observations(X), distances=True)[1])
        weights = as_weights(sample_weight, len(nearest))
        squared = np.square(nearest, dtype=np.float64)
        return -float(squared.sum() if weights is None else squared @ weights)

    def fit_predict(self, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
        """Find clusters among observations, and return the code of each observation.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features), path, BlockFiles or DataFrame
            The observations, as for `fit`.
        y : ignored
            Accepted for scikit-learn's conventions.
        sample_weight : array-like of shape (n_samples,) or str, optional
            The weight of each observation, as for `fit`.

        Returns
        -------
        ndarray of int32, vq.blocks.Codes or Spark DataFrame
            The codes, as `predict` returns them.

        Examples
        --------
        >>> from vq import KMeans
        >>> KMeans(n_clusters=2, init=[[0, 0], [9, 9]]).fit_predict([[1, 1], [8, 8], [0, 1]])
        array([0, 1, 0], dtype=int32)
        """
        fitted = self.fit(X, sample_weight=sample_weight)
        return fitted.predict(X) if _is_in_blocks(X) else fitted.labels_

    def fit_transform(self, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
        """Find clusters among observations, and return the distance to each centroid.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features)
            The observations.
        y : ignored
            Accepted for scikit-learn's conventions.
        sample_weight : array-like of shape (n_samples,), optional
            The weight of each observation.

        Returns
        -------
        ndarray or table of shape (n_samples, n_clusters)
            The distances, as `transform` returns them.

        Examples
        --------
        >>> from vq import KMeans
        >>> KMeans(n_clusters=2, init=[[0], [9]]).fit_transform([[1], [8], [10]])
        array([[0., 8.],
               [7., 1.],
               [9., 1.]])
        """
        _refuse_blocks(X)
        return self.fit(X, sample_weight=sample_weight).transform(X)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return the names of the columns that `transform` returns: kmeans0, kmeans1 and so on.

        Parameters
        ----------
        input_features : array-like of str or None, default None
            If given, must be the names of the features in the fit.

        Returns
        -------
        ndarray of str objects
            A name for each cluster.

        Examples
        --------
        >>> from vq import KMeans
        >>> KMeans(n_clusters=2, init=[[0], [9]]).fit([[1], [8]]).get_feature_names_out()
        array(['kmeans0', 'kmeans1'], dtype=object)
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
        """Returns the function to call after a step: the caller's, and a printer if `verbose`."""
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

    # ---- Observations after the search

    def _refuse(self, data: Any) -> None:
        _refuse_blocks(data)

    def _codebook(self, observations: Observations) -> np.ndarray:
        """Returns the centroids, in float64 if either they or the observations are in float64."""
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
    """Returns whether `data` is block files or a Spark DataFrame, which `vq.blocks` works on."""
    return isinstance(data, (str, os.PathLike)) or any(
        kind.__module__.startswith("pyspark.sql.") for kind in type(data).__mro__
    )


def _refuse_blocks(data: Any) -> None:
    if _is_in_blocks(data):
        raise TypeError(
            "only fit, fit_predict and predict take block files and Spark DataFrames; for the "
            "score of block files, use -predict(folder).inertia"
        )


def _refuse_for_arrays(**given: Any) -> None:
    for name, value in given.items():
        if value is not None:
            raise TypeError(
                f"{name}= is for block files, and X is in memory; pack X into block files with "
                f"vq.pack, or leave out {name}="
            )
