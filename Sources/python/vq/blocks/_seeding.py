"""Where a clustering starts: k-means|| over steps, or rows at random."""

from __future__ import annotations

import math
from itertools import count

import numpy as np

from .. import _engine
from .._arrays import scalar_for
from . import _hashing
from ._drawing import Draw
from ._source import Source
from ._spread import origin_of_sums
from ._steps import AddUp

# How many candidates each round of k-means|| draws, as shares of the clusters. A round measures the
# distances to all candidates before it, so rounds that grow cost least. These come to 4.25
# distances a row and cluster, those for the weights included: about four iterations.
_ROUNDS = (0.25, 0.75, 2.0)


def starting_centroids(
    source: Source, clusters: int, initialization: str, seed: int, restart: int
) -> np.ndarray:
    """Returns centroids to start a restart from; the same however blocks are spread."""
    if initialization == "points":
        key = _hashing.key(seed, restart)
        drawn = _drawn(source, Draw(key, clusters, _none(source), by_weight=False))
        return np.resize(drawn, (clusters, source.columns))
    drawn = candidates(source, clusters, seed, restart)
    step = AddUp(drawn, origin_of_sums(source), source.block_rows)
    sums = step.finish(source.run(step))
    # Of copies, the first has all the rows.
    chosen = sums.weights > 0
    if np.count_nonzero(chosen) <= clusters:
        return np.resize(drawn[chosen], (clusters, source.columns))
    # Shares are all that matters, and they must fit the scalar.
    weights = sums.weights[chosen] / sums.weights.max()
    return _engine.seed(
        sums.centroids[chosen],
        clusters=clusters,
        scalar=drawn.dtype,
        weights=np.maximum(weights, np.finfo(drawn.dtype).tiny),
        initialization="greedy",
        seed=_hashing.key(seed, restart, _LAST),
    )


def candidates(source: Source, clusters: int, seed: int, restart: int) -> np.ndarray:
    """Draws the candidates of k-means||: rows far from those drawn before, in a few rounds.

    B. Bahmani, B. Moseley, A. Vattani, R. Kumar and S. Vassilvitskii, "Scalable k-means++", PVLDB
    5(7), 2012. Greedy k-means++ then picks among them, each weighted by the rows nearest to it;
    what it picks from are the means of those rows, which lie better than the candidates do.
    """
    drawn = _none(source)
    sizes = [math.ceil(share * clusters) for share in _ROUNDS]
    # Where rows have many copies it may take more rounds, each of which finds another.
    for number in count():
        if number >= len(sizes) and len(np.unique(drawn, axis=0)) >= clusters:
            break
        size = sizes[number] if number < len(sizes) else clusters
        more = _drawn(source, Draw(_hashing.key(seed, restart, number), size, drawn))
        if len(more) == 0:
            break
        drawn = np.concatenate([drawn, more])
    return drawn


# In place of the number of a round.
_LAST = 1 << 32


def _drawn(source: Source, step: Draw) -> np.ndarray:
    (rows,) = source.run(step)
    if len(rows.values) == len(step.drawn) == 0:
        raise ValueError("no weight is positive; at least one must be")
    return np.asarray(rows.values)


def _none(source: Source) -> np.ndarray:
    return np.empty((0, source.columns), scalar_for(source.dtype))
