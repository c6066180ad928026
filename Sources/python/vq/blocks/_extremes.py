"""Steps that find a few rows among all: those of the least key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .. import _engine
from .._errors import NotFinite
from . import _hashing
from ._running import Block
from ._steps import gathered, naming


class Rows(NamedTuple):
    """Rows of the least keys, in their order; of equal keys the lower row first."""

    keys: np.ndarray
    numbers: np.ndarray
    """Counted over all blocks."""
    values: np.ndarray
    """What is wanted of each."""


def least(rows: Rows, count: int) -> Rows:
    """Returns the `count` rows of least key, or all if there are fewer."""
    candidates = np.arange(len(rows.keys))
    if len(candidates) > count:
        greatest = np.partition(rows.keys, count - 1)[count - 1]
        candidates = np.flatnonzero(rows.keys <= greatest)
    order = candidates[np.lexsort((rows.numbers[candidates], rows.keys[candidates]))][:count]
    return Rows(*(column[order] for column in rows))


def joined(parts: Iterable[Rows]) -> Rows:
    """Returns the rows of several as one."""
    return Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


@dataclass(frozen=True)
class Draw:
    """Draws rows without putting any back, with chances as k-means|| has them: proportional to
    weight times squared distance from the nearest of those drawn before.

    Each row has the priority weight * distance² / u, with u uniform in (0, 1], and those of
    greatest priority are drawn (N. Duffield, C. Lund and M. Thorup, "Priority sampling for
    estimation of arbitrary subset sums", JACM 54(6), 2007). So exactly as many are drawn as wanted,
    and nobody need know the sum of all chances beforehand. The key is the root of the inverse,
    where squares cannot overflow.
    """

    key: int
    """What u follows from, with the number of the row."""
    count: int
    drawn: np.ndarray
    """Those drawn before, in the scalar to compute in; of none, all distances are 1."""
    by_weight: bool = True
    """Otherwise all rows of a positive weight have weight 1."""

    @property
    def result_bytes(self) -> int:
        return self.count * (16 + self.drawn.itemsize * int(self.drawn.shape[1]))

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        return gathered(self, map(self._of, blocks))

    def combine(self, results: list[Any]) -> list[Any]:
        return [least(joined(results), self.count)]

    def _of(self, block: Block) -> Rows:
        keys = _hashing.uniforms(self.key, block.first_row, len(block.rows))
        if block.weights is not None:
            weights = np.asarray(block.weights, np.float64)
            with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
                keys /= weights if self.by_weight else weights > 0
        with np.errstate(invalid="ignore"):
            np.sqrt(keys, out=keys)
        if len(self.drawn):
            with naming(block), np.errstate(divide="ignore", over="ignore", invalid="ignore"):
                keys /= _engine.assign(block.rows, self.drawn, workers=1)[1]
        # What has no weight, or lies on one drawn before, is never drawn.
        here = np.flatnonzero(np.isfinite(keys))
        first = least(Rows(keys[here], here, here), self.count)
        values = np.asarray(block.rows[first.numbers], self.drawn.dtype)
        for place, column in np.argwhere(~np.isfinite(values)):
            with naming(block):
                raise NotFinite("", int(first.numbers[place]), int(column))
        return Rows(first.keys, block.first_row + first.numbers, values)


class Members(NamedTuple):
    """The rows farthest from their centroids, and how many rows with weight each code has."""

    farthest: Rows
    """Their values are their codes, and their keys the distances, negative."""
    counts: np.ndarray


@dataclass(frozen=True)
class Farthest:
    """Finds the rows that lie farthest from their nearest centroid, and not on it."""

    codebook: np.ndarray
    count: int

    @property
    def result_bytes(self) -> int:
        return 20 * self.count + 8 * len(self.codebook)

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        return gathered(self, map(self._of, blocks))

    def combine(self, results: list[Any]) -> list[Any]:
        rows = least(joined(part.farthest for part in results), self.count)
        return [Members(rows, sum(part.counts for part in results))]

    def _of(self, block: Block) -> Members:
        with naming(block):
            codes, distances = _engine.assign(block.rows, self.codebook, workers=1)
        assert distances is not None
        counted = np.ones(len(codes), bool) if block.weights is None else block.weights > 0
        here = np.flatnonzero(counted & (distances > 0))
        farthest = least(
            Rows(-distances[here].astype(np.float64), block.first_row + here, codes[here]),
            self.count,
        )
        return Members(farthest, np.bincount(codes[counted], minlength=len(self.codebook)))
