"""The starting centroids of a clustering over blocks: by k-means||, or random rows."""

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

# The number of candidates that each round of k-means|| draws, as shares of the number of clusters.
# A round computes the distances to all earlier candidates, so growing rounds are cheapest. With
# those for the weights, this makes 4.25 distances a row and cluster, as many as about four
# iterations.
_ROUNDS = (0.25, 0.75, 2.0)


def starting_centroids(
    source: Source, clusters: int, initialization: str, seed: int, restart: int
) -> np.ndarray:
    """Returns the starting centroids of a restart. They do not depend on where blocks are."""
    if initialization == "random":
        key = key_of(seed, restart)
        drawn = _drawn(source, Draw(key, clusters, _none(source), by_weight=False))
        return np.resize(drawn, (clusters, source.columns))
    drawn = candidates(source, clusters, seed, restart)
    step = AddUp(drawn, origin_of_sums(source), source.block_rows)
    sums = step.finish(source.run(step))
    # Among equal candidates, the first one gets all the rows.
    chosen = sums.weights > 0
    if np.count_nonzero(chosen) <= clusters:
        return np.resize(drawn[chosen], (clusters, source.columns))
    # Only the ratios of the weights matter. No weight may round to 0.
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
    """Draws the candidates of k-means||, in a few rounds: rows far from those drawn before.

    B. Bahmani, B. Moseley, A. Vattani, R. Kumar and S. Vassilvitskii, "Scalable k-means++", PVLDB
    5(7), 2012. Greedy k-means++ then chooses among the means of the rows nearest to each
    candidate, weighted by these rows; the means are better centroids than the candidates.
    """
    drawn = _none(source)
    sizes = [math.ceil(share * clusters) for share in _ROUNDS]
    # If rows have many copies, more rounds may be needed. Each of them finds a new candidate.
    for number in count():
        if number >= len(sizes) and len(np.unique(drawn, axis=0)) >= clusters:
            break
        size = sizes[number] if number < len(sizes) else clusters
        more = _drawn(source, Draw(key_of(seed, restart, number), size, drawn))
        if len(more) == 0:
            break
        drawn = np.concatenate([drawn, more])
    return drawn


# Used in place of a round's number, for the draws after the last round.
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
    """Draws the rows of a round of k-means||.

    Each row is drawn independently, with a probability that is proportional to its weight times
    its squared distance from the nearest row drawn before, and at most 1.

    Each row has the priority weight * distance² / u, with u uniform in (0, 1], and the rows of
    highest priority are drawn (N. Duffield, C. Lund and M. Thorup, "Priority sampling for
    estimation of arbitrary subset sums", JACM 54(6), 2007). So the number of rows is exact, and
    the sum over all rows need not be known. The key is the square root of the inverse priority,
    because squares could overflow.
    """

    key: int
    """u is a hash of this key and the number of the row."""
    count: int
    drawn: np.ndarray
    """The rows drawn before, in the scalar to compute in. Without any, all distances are 1."""
    by_weight: bool = True
    """If false, every row of positive weight has the weight 1."""

    @property
    def result_bytes(self) -> int:
        return self.count * (16 + self.drawn.itemsize * int(self.drawn.shape[1]))

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        return gathered(self, map(self._of, blocks))

    def combine(self, results: list[Any]) -> list[Any]:
        return [with_smallest_keys(results, self.count)]

    def _of(self, block: Block) -> Rows:
        # A row of weight 0, or equal to a row drawn before, has an infinite key: it is never
        # drawn.
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
        # Weights and distances of 0 give infinity. `AddUp` raises for invalid weights.
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            if block.weights is not None:
                weights = block.weights[piece]
                # A root for each: a division by the smallest weights would give infinity.
                keys /= np.sqrt(weights, dtype=np.float64) if self.by_weight else weights > 0
            if len(self.drawn):
                with naming(block, piece.start):
                    keys /= _engine.assign(block.rows[piece], self.drawn, workers=1)[1]
        return np.asarray(keys)


class Rows(NamedTuple):
    """The rows of smallest key, in ascending order of keys, then of row numbers."""

    keys: np.ndarray
    numbers: np.ndarray
    """Counted over all blocks."""
    values: np.ndarray
    """A value or a row of values for each."""


def with_smallest_keys(parts: Iterable[Rows], count: int) -> Rows:
    """Returns the `count` rows of smallest key, or all rows if there are fewer."""
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
        # Later rows lose a tie, so most rows are rejected by their key alone.
        self._below = below
        self.rows = Rows(np.empty(0), np.empty(0, np.int64), np.empty(0, values))

    def offer(self, keys: np.ndarray, first: int, values: np.ndarray) -> None:
        """Keeps the offered rows of small key; `first` is the number of the first one."""
        here = np.flatnonzero(keys < self._below)
        if len(here) == 0:
            return
        offered = Rows(keys[here], first + here, values[here])
        self.rows = with_smallest_keys([self.rows, offered], self._count)
        if len(self.rows.keys) == self._count:
            self._below = self.rows.keys[-1]


def key_of(*words: int) -> int:
    """Returns a hash of some integers, for instance a seed, a restart and a round."""
    state = np.zeros(1, np.uint64)
    for word in words:
        state = _mixed(state + np.uint64(word) + _STEP)
    return int(state[0])


def uniforms(of_key: int, first: int, count: int) -> np.ndarray:
    """Returns a number in (0, 1] for each of `count` rows from `first` on."""
    rows = np.arange(first + 1, first + 1 + count, dtype=np.uint64)
    rows *= _STEP
    rows += np.uint64(of_key)
    bits = _mixed(rows) >> np.uint64(11)
    return np.asarray((bits + np.uint64(1)) * 2.0**-53)


# SplitMix64: G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number
# generators", OOPSLA 2014. Its n-th number depends only on the seed and on n.
_STEP = np.uint64(0x9E3779B97F4A7C15)


def _mixed(words: np.ndarray) -> np.ndarray:
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(words ^ (words >> np.uint64(31)))
