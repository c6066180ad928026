"""The options of a clustering over blocks, from the parameters of an estimator."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import _starts
from .._checks import choice
from .._structures import EMPTY_CLUSTERS
from ._codes import checked_codebook
from ._source import Source

if TYPE_CHECKING:
    from .._estimator import KMeans

# The method for each name of the estimator. k-means++ would take a pass for each centroid, and
# k-means|| takes a few passes for all.
_INITIALIZATIONS = {"k-means++": "k-means||", "k-means||": "k-means||", "random": "random"}

# The estimator's algorithms that compute all distances or leave the choice to the library.
_ALGORITHMS = ("auto", "elkan", "lloyd")


def check_parameters(model: KMeans, empty_clusters: str) -> None:
    """Raises for parameters that an estimator takes for arrays, but not for blocks."""
    if callable(model.init):
        raise ValueError(
            "init cannot be a callable for blocks, because it would need all observations in "
            "memory; pass centroids, 'k-means||' or 'random'"
        )
    if model.algorithm not in _ALGORITHMS:
        raise ValueError(
            f"algorithm={model.algorithm!r} is for observations in memory, and iterations over "
            "blocks compute all distances; choose 'auto' or 'lloyd'"
        )
    choice(EMPTY_CLUSTERS, empty_clusters, "empty_clusters")


@dataclass(frozen=True)
class Options:
    """The options of a clustering."""

    clusters: int
    start: np.ndarray | None
    """The starting centroids, if the caller gave them."""
    initialization: str
    """How to choose them otherwise: "k-means||" or "random"."""
    restarts: int
    max_iterations: int
    threshold: float
    empty_clusters: str
    seed: int | None
    """The seed of all draws; None if the caller did not fix it."""

    @classmethod
    def of(cls, model: KMeans, source: Source, empty_clusters: str) -> Options:
        """Returns the options for an estimator's parameters and a source of blocks.

        `check_parameters` must have accepted the parameters.
        """
        clusters = int(model.n_clusters)
        if source.rows < clusters:
            raise ValueError(f"n_samples={source.rows} should be >= n_clusters={clusters}.")
        start: np.ndarray | None = None
        seed: int | None = 0
        if _starts.is_explicit(model.init):
            # One run without any draws.
            initialization, restarts = "", 1
            start = _starts.explicit(model.init, model.n_init, (clusters, source.columns))
            start = checked_codebook(start, source.dtype, source.columns, "init")
        else:
            initialization = _INITIALIZATIONS[model.init]
            restarts = _starts.restarts_of(model.init, model.n_init)
            seed = None if model.random_state is None else _starts.seed_of(model.random_state)
        return cls(
            clusters,
            start,
            initialization,
            restarts,
            int(model.max_iter),
            float(model.tol),
            empty_clusters,
            seed,
        )

    def described(self) -> dict[str, Any]:
        """Returns all options except for the seed, by the user's names, for checkpoints (JSON)."""
        start = self.start
        return {
            "n_clusters": self.clusters,
            "init": self.initialization if start is None else f"centroids {_digest(start)}",
            "n_init": self.restarts,
            "max_iter": self.max_iterations,
            "tol": self.threshold,
            "empty_clusters": self.empty_clusters,
        }


def _digest(array: np.ndarray) -> str:
    return sha256(array.tobytes()).hexdigest()[:16]
