"""What a clustering over blocks is asked for: the parameters of an estimator, as blocks take them."""

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

# Ways to choose centroids, by the estimator's names. k-means++ takes a pass for each centroid, and
# k-means|| takes a few for all.
_INITIALIZATIONS = {"k-means++": "k-means||", "k-means||": "k-means||", "random": "random"}

# The estimator's algorithms that compute all distances, or leave the choice to us.
_ALGORITHMS = ("auto", "elkan", "lloyd")


def check_parameters(model: KMeans, empty_clusters: str) -> None:
    """Refuses parameters that an estimator takes for arrays, and blocks do not."""
    if callable(model.init):
        raise ValueError(
            "init cannot be a callable for blocks, since it takes all observations in memory; pass "
            "centroids, 'k-means||' or 'random'"
        )
    if model.algorithm not in _ALGORITHMS:
        raise ValueError(
            f"algorithm={model.algorithm!r} is for observations in memory, and blocks are searched "
            "whole in every iteration; choose 'auto' or 'lloyd'"
        )
    choice(EMPTY_CLUSTERS, empty_clusters, "empty_clusters")


@dataclass(frozen=True)
class Options:
    """What a clustering is asked for."""

    clusters: int
    start: np.ndarray | None
    """The centroids to start from, if they were given."""
    initialization: str
    """How to choose them otherwise: "k-means||" or "random"."""
    restarts: int
    max_iterations: int
    threshold: float
    empty_clusters: str
    seed: int | None
    """What draws follow from; None if the caller did not fix it."""

    @classmethod
    def of(cls, model: KMeans, source: Source, empty_clusters: str) -> Options:
        """Returns what the parameters of an estimator mean for a source of blocks.

        `check_parameters` must have accepted them.
        """
        clusters = int(model.n_clusters)
        if source.rows < clusters:
            raise ValueError(f"n_samples={source.rows} should be >= n_clusters={clusters}.")
        start: np.ndarray | None = None
        seed: int | None = 0
        if _starts.is_explicit(model.init):
            # One run, which draws nothing.
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
        """Returns all but the seed by the user's names, as what JSON holds and comparisons need."""
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
