"""What a clustering is asked for, checked before any worker is."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from .._arrays import as_array, as_scalars, scalar_for
from .._checks import check_clusters, check_columns, seeded, whole_number
from .._structures import EMPTY_CLUSTERS
from ._source import Source

INITIALIZATIONS = ("parallel", "points")


@dataclass(frozen=True)
class Options:
    """What a clustering is asked for."""

    clusters: int
    start: np.ndarray | None
    """restarts x clusters x columns centroids."""
    initialization: str
    restarts: int
    max_iterations: int
    threshold: float
    empty_clusters: str
    seed: int | None

    def described(self) -> dict[str, Any]:
        """Returns all but the seed, by name, as what JSON holds and comparisons need."""
        start = self.start
        return {
            "clusters": self.clusters,
            "start": None if start is None else sha256(start.tobytes()).hexdigest(),
            "initialization": self.initialization if start is None else None,
            "restarts": self.restarts,
            "max_iterations": self.max_iterations,
            "threshold": self.threshold,
            "empty_clusters": self.empty_clusters,
        }


def checked(
    source: Source,
    clusters: int | None,
    *,
    start: Any,
    initialization: str,
    restarts: int,
    max_iterations: int,
    threshold: float,
    empty_clusters: str,
    seed: int | None,
) -> Options:
    """Returns the options of a clustering, or raises what is wrong with one."""
    restarts = _at_least_one(restarts, "restarts")
    max_iterations = _at_least_one(max_iterations, "max_iterations")
    if start is not None:
        start = _checked_start(start, source, clusters, restarts)
        clusters = start.shape[1]
    elif clusters is None:
        raise ValueError("give the number of clusters, or centroids to start from")
    clusters = whole_number(clusters, "clusters")
    check_clusters(clusters, None if start is not None else source.rows)
    threshold = _checked_threshold(threshold)
    _check_choice(initialization, INITIALIZATIONS, "initialization")
    _check_choice(empty_clusters, tuple(EMPTY_CLUSTERS), "empty_clusters")
    if seed is not None:
        seed = seeded(whole_number(seed, "the seed"))["seed"]
    return Options(
        clusters,
        start,
        initialization,
        restarts,
        max_iterations,
        threshold,
        empty_clusters,
        seed,
    )


def drawn_seed() -> int:
    """Returns a seed that nobody can foresee."""
    return secrets.randbits(64)


def _checked_start(start: Any, source: Source, clusters: int | None, restarts: int) -> np.ndarray:
    given = as_array(start, "start")
    if given.dtype.kind == "c":
        raise ValueError("start is complex; centroids must be real numbers")
    if clusters is not None:
        clusters = whole_number(clusters, "clusters")
    with np.errstate(over="ignore"):
        centroids = as_scalars(given, scalar_for(source.dtype))
    if centroids.ndim == 2:
        centroids = centroids[np.newaxis]
    count = centroids.shape[1] if clusters is None and centroids.ndim == 3 else clusters
    if centroids.ndim != 3 or centroids.shape[:2] != (restarts, count):
        raise ValueError(
            f"the starting centroids have shape {given.shape}, and {restarts} restarts of "
            f"{'some' if count is None else count} clusters need (restarts, clusters, features)"
        )
    check_columns(centroids, source.columns, "start")
    if not np.isfinite(centroids).all():
        raise ValueError(
            "start holds a number that is NaN, infinite or too large; centroids must be finite"
        )
    return centroids


def _at_least_one(value: int, name: str) -> int:
    value = whole_number(value, name)
    if value < 1:
        raise ValueError(f"{name} must be at least 1, not {value}")
    return value


def _checked_threshold(threshold: float) -> float:
    try:
        value = float(threshold)
    except (TypeError, ValueError, OverflowError):
        raise TypeError(f"the threshold must be a number, not {threshold!r}") from None
    if not value >= 0:
        raise ValueError(f"the threshold must be 0 or more, not {threshold}")
    return value


def _check_choice(name: str, choices: tuple[str, ...], what: str) -> None:
    if not isinstance(name, str) or name not in choices:
        raise ValueError(f"{what} must be one of {', '.join(map(repr, choices))}, not {name!r}")
