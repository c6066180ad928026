"""Where a clustering starts: k-means|| over steps, or rows at random."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

import numpy as np

from .. import _engine
from .._arrays import scalar_for
from .._errors import NotFinite
from ._source import Source, origin_of_sums
from ._steps import AddUp, Block, gathered, naming, pieces

# How many candidates each round of k-means|| draws, as shares of the clusters. A round measures the
# distances to all candidates before it, so rounds that grow are cheapest. Their total is
# 4.25 distances a row and cluster, those for the weights included: about four iterations.
_ROUNDS = (0.25, 0.75, 2.0)


def starting_centroids(
    source: Source, clusters: int, initialization: str, seed: int, restart: int
) -> np.ndarray:
    """Returns centroids to start a restart from; the same however blocks are spread."""
    if initialization == "random":
        key = key_of(seed, restart)
        drawn = _drawn(source, Draw(key, clusters, _none(source), by_weight=False))
        return np.resize(drawn, (clusters, source.columns))
    drawn = candidates(source, clusters, seed, restart)
    step = AddUp(drawn, origin_of_sums(source), source.block_rows)
    sums = step.finish(source.run(step))
    # Of equal candidates, the first has all the rows.
    chosen = sums.weights > 0
    if np.count_nonzero(chosen) <= clusters:
        return np.resize(drawn[chosen], (clusters, source.columns))
    # Only the ratios of weights matter, and none of them may become 0.
    weights = sums.weights[chosen] / sums.weights.max()
    return _engine.seed(
        sums.centroids[chosen],
        clusters=clusters,
        scalar=drawn.dtype,
        weights=np.maximum(weights, np.finfo(np.float64).tiny),
        initialization="greedy",
        seed=key_of(seed, restart, _LAST),
    )


def candidates(source: Source, clusters: int, seed: int, restart: int) -> np.ndarray:
    """Draws the candidates of k-means||: rows far from those drawn before, in a few rounds.

    B. Bahmani, B. Moseley, A. Vattani, R. Kumar and S. Vassilvitskii, "Scalable k-means++", PVLDB
    5(7), 2012. Greedy k-means++ then picks among the means of the rows nearest to each candidate,
    weighted by those rows; the means are better centroids than the candidates.
    """
    drawn = _none(source)
    sizes = [math.ceil(share * clusters) for share in _ROUNDS]
    # Where rows have many copies it may take more rounds, each of which finds another.
    for number in count():
        if number >= len(sizes) and len(np.unique(drawn, axis=0)) >= clusters:
            break
        size = sizes[number] if number < len(sizes) else clusters
        more = _drawn(source, Draw(key_of(seed, restart, number), size, drawn))
        if len(more) == 0:
            break
        drawn = np.concatenate([drawn, more])
    return drawn


# Stands for the number of a round.
_LAST = 1 << 32


def _drawn(source: Source, step: Draw) -> np.ndarray:
    (rows,) = source.run(step)
    if len(rows.values) == len(step.drawn) == 0:
        raise ValueError("no weight is positive; at least one must be")
    return np.asarray(rows.values)


def _none(source: Source) -> np.ndarray:
    return np.empty((0, source.columns), scalar_for(source.dtype))


@dataclass(frozen=True)
class Draw:
    """Draws rows as a round of k-means|| does: each by itself, with a chance proportional to its
    weight times its squared distance from the nearest row drawn before, or 1 if that is more.

    Each row has the priority weight * distance² / u, with u uniform in (0, 1], and the rows of
    maximum priority are drawn (N. Duffield, C. Lund and M. Thorup, "Priority sampling for
    estimation of arbitrary subset sums", JACM 54(6), 2007). So the number of rows is exact, and the
    sum of all shares need not be known. The key is the root of the inverse, where squares cannot
    overflow.
    """

    key: int
    """u is a hash of this and the number of the row."""
    count: int
    drawn: np.ndarray
    """The rows drawn before, in the scalar to compute in. Without any, all distances are 1."""
    by_weight: bool = True
    """If false, all rows of positive weight have weight 1."""

    @property
    def result_bytes(self) -> int:
        return self.count * (16 + self.drawn.itemsize * int(self.drawn.shape[1]))

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        return gathered(self, map(self._of, blocks))

    def combine(self, results: list[Any]) -> list[Any]:
        return [with_smallest_keys(results, self.count)]

    def _of(self, block: Block) -> Rows:
        # A row of weight 0, or equal to one drawn before, has an infinite key and is never drawn.
        drawn = SmallestSoFar(self.count, np.inf, np.dtype(np.int64))
        for piece in pieces(block):
            keys = self._keys(block, piece)
            drawn.offer(keys, piece.start, np.arange(piece.start, piece.stop))
        keys, _, places = drawn.rows
        values = np.asarray(block.rows[places], self.drawn.dtype)
        for number, column in np.argwhere(~np.isfinite(values)):
            with naming(block):
                raise NotFinite("", int(places[number]), int(column))
        return Rows(keys, block.first_row + places, values)

    def _keys(self, block: Block, piece: slice) -> np.ndarray:
        keys = uniforms(self.key, block.first_row + piece.start, piece.stop - piece.start)
        keys = np.sqrt(keys)
        # Weights and distances of 0 give infinity. Invalid weights are refused by `AddUp`.
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            if block.weights is not None:
                weights = block.weights[piece]
                # Two roots: a number divided by the smallest weights would be infinite.
                keys /= np.sqrt(weights, dtype=np.float64) if self.by_weight else weights > 0
            if len(self.drawn):
                with naming(block, piece.start):
                    keys /= _engine.assign(block.rows[piece], self.drawn, workers=1)[1]
        return np.asarray(keys)


class Rows(NamedTuple):
    """Rows of the smallest keys, in ascending order; of equal keys the lower row first."""

    keys: np.ndarray
    numbers: np.ndarray
    """Counted over all blocks."""
    values: np.ndarray
    """A value or a row of values for each."""


def with_smallest_keys(parts: Iterable[Rows], count: int) -> Rows:
    """Returns the `count` rows of smallest key, or all if there are fewer."""
    rows = Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    kept = np.arange(len(rows.keys))
    if len(kept) > count:
        last = np.partition(rows.keys, count - 1)[count - 1]
        kept = np.flatnonzero(rows.keys <= last)
    order = kept[np.lexsort((rows.numbers[kept], rows.keys[kept]))][:count]
    return Rows(*(column[order] for column in rows))


class SmallestSoFar:
    """The rows of smallest key among rows that are offered in ascending order."""

    def __init__(self, count: int, below: float, values: np.dtype) -> None:
        self._count = count
        # Later rows lose a tie, so for most rows only the key is read.
        self._below = below
        self.rows = Rows(np.empty(0), np.empty(0, np.int64), np.empty(0, values))

    def offer(self, keys: np.ndarray, first: int, values: np.ndarray) -> None:
        """Keeps the offered rows that have the smallest keys; `first` is the number of the first one."""
        here = np.flatnonzero(keys < self._below)
        if len(here) == 0:
            return
        offered = Rows(keys[here], first + here, values[here])
        self.rows = with_smallest_keys([self.rows, offered], self._count)
        if len(self.rows.keys) == self._count:
            self._below = self.rows.keys[-1]


def key_of(*words: int) -> int:
    """Returns a hash of some words, for instance a seed, a restart and a round."""
    state = np.zeros(1, np.uint64)
    for word in words:
        state = _mixed(state + np.uint64(word) + _STEP)
    return int(state[0])


def uniforms(of_key: int, first: int, count: int) -> np.ndarray:
    """Returns a number above 0, and at most 1, for each of `count` rows from `first` on."""
    rows = np.arange(first + 1, first + 1 + count, dtype=np.uint64)
    rows *= _STEP
    rows += np.uint64(of_key)
    bits = _mixed(rows) >> np.uint64(11)
    return np.asarray((bits + np.uint64(1)) * 2.0**-53)


# SplitMix64: G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number
# generators", OOPSLA 2014. Its n-th number is a function of the seed and n alone.
_STEP = np.uint64(0x9E3779B97F4A7C15)


def _mixed(words: np.ndarray) -> np.ndarray:
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(words ^ (words >> np.uint64(31)))
