"""The library's functions for NumPy arrays.

Observations are two-dimensional arrays of real numbers, which are not copied: of any element type
in `_arrays`, with any strides that are not negative, in either byte order. `scalar`, numpy.float32
or numpy.float64, is the type to compute in.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import byref, c_int32, pointer
from typing import Any, Literal, NamedTuple

import numpy as np

from . import _structures as s
from ._arrays import as_scalars, matrix, readable
from ._checks import (
    check_clusters,
    check_columns,
    checked_weights,
    checked_workers,
    choice,
    seeded,
)
from ._library import fail, library, run
from ._progress import Progress, Reporter

# The number of iterations to assume in an estimate of the work, if `max_iterations` is larger.
_USUAL_ITERATIONS = 300


class Fit(NamedTuple):
    """The result of a fit."""

    centroids: np.ndarray
    codes: np.ndarray | None
    inertia: float
    distortion: float
    iterations: int
    restart: int
    empty_iterations: int
    outcome: str
    """Why the best run ended: converged, max_iterations, stopped or stopped_while_seeding."""


def _comparable(observations: np.ndarray, codebook: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns both in a form that the library reads; raises if their columns differ."""
    observations, codebook = readable(observations), as_scalars(codebook, codebook.dtype)
    check_columns(codebook, observations.shape[1], "the codebook")
    return observations, codebook


def assign(
    observations: np.ndarray,
    codebook: np.ndarray,
    *,
    check_finite: bool = True,
    workers: int | None = None,
    distances: bool = True,
) -> tuple[np.ndarray, np.ndarray | None]:
    """Returns the code of each observation and, unless `distances` is false, its distance.

    Computes in the codebook's dtype, float32 or float64.
    """
    observations, codebook = _comparable(observations, codebook)
    (n, d), k, scalar = observations.shape, len(codebook), codebook.dtype
    functions = library().for_scalar[scalar]
    codes = np.empty(n, np.int32)
    distance = np.empty(n, scalar) if distances else None
    source, error = matrix(observations), s.Error()

    def call(stop: c_int32 | None) -> int:
        return functions.vq(
            source,
            codebook.ctypes.data,
            k,
            _vq_options(check_finite, workers, stop),
            codes.ctypes.data,
            None if distance is None else distance.ctypes.data,
            byref(error),
        )

    if status := run(call, n * k * d):
        fail(status, error)
    return codes, distance


def distances(
    observations: np.ndarray, codebook: np.ndarray, *, workers: int | None = None
) -> np.ndarray:
    """Returns the distance of each observation to each centroid, in the codebook's dtype."""
    observations, codebook = _comparable(observations, codebook)
    (n, d), k, scalar = observations.shape, len(codebook), codebook.dtype
    measured = np.empty((n, k), scalar)
    source, error = matrix(observations), s.Error()

    def call(stop: c_int32 | None) -> int:
        return (
            library()
            .for_scalar[scalar]
            .distances(
                source,
                codebook.ctypes.data,
                k,
                _vq_options(True, workers, stop),
                measured.ctypes.data,
                byref(error),
            )
        )

    if status := run(call, n * k * d):
        fail(status, error)
    return measured


def fit(
    observations: np.ndarray,
    *,
    clusters: int,
    scalar: Any,
    start: np.ndarray | None = None,
    weights: np.ndarray | None = None,
    restarts: int = 1,
    max_iterations: int = 300,
    stopping: str = "centroid_shift",
    threshold: float = s.THRESHOLD,
    algorithm: str = "automatic",
    initialization: str = "automatic",
    empty_clusters: str = "relocate",
    preference: str = "inertia",
    codes_of: str = "result",
    seed: int | None = None,
    workers: int | None = None,
    codes: bool = True,
    on_progress: Callable[[Progress], object] | None = None,
) -> Fit:
    """Clusters observations.

    `start` has the shape (k, d), or (restarts, k, d). `on_progress` is called after every step. If
    it returns a true value, the fit ends with the best result so far; if it raises, the fit raises
    the same exception. It runs on the thread of the library's call, which is not the main thread
    if the main thread waits for Ctrl-C.
    """
    observations = readable(observations)
    scalar = np.dtype(scalar)
    n, d = observations.shape
    check_clusters(clusters, None if start is not None else n)
    if start is not None:
        start = as_scalars(start, scalar)
        if start.ndim == 2:
            start = start[np.newaxis]
        if start.shape != (restarts, clusters, d):
            raise ValueError(
                f"the starting centroids have shape {start.shape}, and {restarts} restarts of "
                f"{clusters} clusters of {d} features need {(restarts, clusters, d)}"
            )
    weights = checked_weights(weights, n)
    centroids = np.empty((clusters, d), scalar)
    code = np.empty(n, np.int32) if codes else None
    reporter = Reporter(on_progress) if on_progress is not None else None
    options = s.KMeansOptions(
        clusters=clusters,
        restarts=restarts,
        max_iterations=max_iterations,
        threshold=threshold,
        stopping=choice(s.STOPPING, stopping, "stopping"),
        algorithm=choice(library().algorithms, algorithm, "algorithm"),
        initialization=choice(s.INITIALIZATIONS, initialization, "init"),
        empty_clusters=choice(s.EMPTY_CLUSTERS, empty_clusters, "empty_clusters"),
        preference=choice(s.PREFERENCES, preference, "preference"),
        codes_of=choice(s.CODES_OF, codes_of, "codes_of"),
        workers=checked_workers(workers),
        pruning_memory=-1,
        **seeded(seed),
        **({"on_progress": reporter.function} if reporter else {}),
    )
    source, result, error = matrix(observations), s.KMeansResult(), s.Error()
    functions = library().for_scalar[scalar]

    def call(stop: c_int32 | None) -> int:
        if reporter is not None:
            stop = reporter.share(stop)
        if stop is not None:
            options.stop = pointer(stop)
        return functions.kmeans(
            source,
            None if weights is None else weights.ctypes.data,
            None if start is None else start.ctypes.data,
            byref(options),
            centroids.ctypes.data,
            None if code is None else code.ctypes.data,
            byref(result),
            byref(error),
        )

    status = run(call, n * clusters * d * restarts * min(max_iterations, _USUAL_ITERATIONS))
    if reporter is not None and reporter.failure is not None:
        raise reporter.failure
    if status:
        fail(status, error)
    if result.clusters < clusters:
        centroids = centroids[: result.clusters].copy()
    return Fit(
        centroids,
        code,
        result.inertia,
        result.distortion,
        result.iterations,
        result.restart,
        result.empty_iterations,
        s.OUTCOMES[result.outcome],
    )


def seed(
    observations: np.ndarray,
    *,
    clusters: int,
    scalar: Any,
    weights: np.ndarray | None = None,
    initialization: str = "automatic",
    seed: int | None = None,
    workers: int | None = None,
) -> np.ndarray:
    """Returns the centroids that the first restart of `fit` would start from."""
    observations = readable(observations)
    scalar = np.dtype(scalar)
    n, d = observations.shape
    check_clusters(clusters, n)
    weights = checked_weights(weights, n)
    centroids = np.empty((clusters, d), scalar)
    options = s.KMeansOptions(
        clusters=clusters,
        restarts=1,
        max_iterations=1,
        initialization=choice(s.INITIALIZATIONS, initialization, "init"),
        workers=checked_workers(workers),
        pruning_memory=-1,
        **seeded(seed),
    )
    source, error = matrix(observations), s.Error()
    functions = library().for_scalar[scalar]

    def call(stop: c_int32 | None) -> int:
        if stop is not None:
            options.stop = pointer(stop)
        return functions.seed(
            source,
            None if weights is None else weights.ctypes.data,
            byref(options),
            centroids.ctypes.data,
            byref(error),
        )

    if status := run(call, n * clusters * d):
        fail(status, error)
    return centroids


def whiten(
    observations: np.ndarray,
    *,
    scalar: Any,
    check_finite: bool = True,
    workers: int | None = None,
    whitened: bool = True,
) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
    """Returns the whitened observations, the scales, and which features are constant.

    The scale of a feature is its standard deviation, or 1 if it is constant. The observations are
    None if `whitened` is false.
    """
    observations = readable(observations)
    scalar = np.dtype(scalar)
    n, d = observations.shape
    scales = np.empty(d, scalar)
    constants = np.empty(d, np.bool_)
    # The library writes columns one after the other if it reads such columns of its scalar.
    flags, is_scalar = observations.flags, observations.dtype == scalar
    order: Literal["C", "F"] = "F" if flags.fnc and flags.aligned and is_scalar else "C"
    output = np.empty((n, d), scalar, order) if whitened else None
    source, error = matrix(observations), s.Error()
    functions = library().for_scalar[scalar]

    def call(stop: c_int32 | None) -> int:
        return functions.whiten(
            source,
            _vq_options(check_finite, workers, stop),
            scales.ctypes.data,
            constants.ctypes.data,
            None if output is None else output.ctypes.data,
            byref(error),
        )

    # Three passes. Reading a number takes as long as a few multiply-adds.
    if status := run(call, 10 * n * d):
        fail(status, error)
    return output, scales, constants


def _vq_options(check_finite: bool, workers: int | None, stop: c_int32 | None) -> Any:
    if check_finite and workers is None and stop is None:
        return None
    options = s.VQOptions(workers=checked_workers(workers), check_finite=bool(check_finite))
    if stop is not None:
        options.stop = pointer(stop)
    return byref(options)
