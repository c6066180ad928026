"""Where a clustering starts: k-means|| over steps, or rows at random."""

from __future__ import annotations

import math

import numpy as np

from .. import _engine
from .._arrays import scalar_for
from . import _hashing
from ._extremes import Draw
from ._source import Source
from ._spread import origin_of_sums
from ._steps import AddUp

# How many candidates each round of k-means|| draws, as shares of the clusters.
ROUNDS = (0.5, 2.0)


def starting_centroids(
    source: Source, clusters: int, initialization: str, seed: int, restart: int
) -> np.ndarray:
    """Returns centroids to start a restart from; the same however blocks are spread."""
    if initialization == "points":
        drawn = _drawn(
            source, _none(source), clusters, _hashing.key(seed, restart), by_weight=False
        )
        return np.resize(drawn, (clusters, source.columns))
    return _parallel(source, clusters, seed, restart)


def _parallel(source: Source, clusters: int, seed: int, restart: int) -> np.ndarray:
    """k-means|| (B. Bahmani, B. Moseley, A. Vattani, R. Kumar and S. Vassilvitskii, "Scalable
    k-means++", PVLDB 5(7), 2012): a few rounds draw many candidates each, and greedy k-means++
    picks the centroids among them, each weighted by the rows nearest to it.

    Rounds grow, since every one measures the distances to all candidates drawn before it.
    """
    candidates = _none(source)
    sizes = [math.ceil(share * clusters) for share in ROUNDS]
    round_number = 0
    while sizes or len(np.unique(candidates, axis=0)) < clusters:
        # Few distinct rows among many copies may take more rounds, each of which finds another.
        size = sizes.pop(0) if sizes else clusters
        key = _hashing.key(seed, restart, round_number)
        drawn = _drawn(source, candidates, size, key)
        if len(drawn) == 0:
            break
        candidates = np.concatenate([candidates, drawn])
        round_number += 1
    step = AddUp(candidates, origin_of_sums(source), source.block_rows)
    sums = step.finish(source.run(step))
    # Of copies, the first has all the rows.
    chosen = sums.weights > 0
    candidates, weights = candidates[chosen], sums.weights[chosen]
    if len(candidates) <= clusters:
        return np.resize(candidates, (clusters, source.columns))
    # Shares are all that matters, and they must fit the scalar.
    shares = (weights / weights.max()).astype(candidates.dtype)
    return _engine.seed(
        candidates,
        clusters=clusters,
        scalar=candidates.dtype,
        weights=np.maximum(shares, np.finfo(candidates.dtype).tiny),
        initialization="greedy",
        seed=_hashing.key(seed, restart, round_number),
    )


def _drawn(
    source: Source, before: np.ndarray, count: int, key: int, by_weight: bool = True
) -> np.ndarray:
    (rows,) = source.run(Draw(key, count, before, by_weight))
    values: np.ndarray = rows.values
    return values


def _none(source: Source) -> np.ndarray:
    return np.empty((0, source.columns), scalar_for(source.dtype))
