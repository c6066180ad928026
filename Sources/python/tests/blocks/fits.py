"""Fits over blocks with the estimator's parameters, and comparisons of their results."""

from __future__ import annotations

from typing import Any

from vq import KMeans, _engine
from vq.blocks import _fit
from vq.blocks._options import Options
from vq.blocks._source import Source


def cluster(
    source: Source,
    n_clusters: int = 8,
    *,
    empty_clusters: str = "relocate",
    on_progress: Any = None,
    checkpoint: Any = None,
    resume: Any = None,
    **parameters: Any,
) -> _engine.Fit:
    """Clusters as the estimator does, and returns the complete result."""
    options = Options.of(KMeans(n_clusters, **parameters), source, empty_clusters)
    return _fit.cluster(source, options, _fit.Control(on_progress, checkpoint, resume))


def same(one: _engine.Fit, other: _engine.Fit) -> bool:
    """Returns whether two fits have the same bits."""
    return one.centroids.tobytes() == other.centroids.tobytes() and one[2:] == other[2:]


def found_by(model: KMeans) -> tuple[Any, ...]:
    """Returns the results of a fitted estimator as bytes."""
    centroids, inertia = model.cluster_centers_.tobytes(), model.inertia_
    return centroids, inertia, model.distortion_, model.n_iter_, model.converged_
