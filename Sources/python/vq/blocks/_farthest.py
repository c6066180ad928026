"""The step that finds what to give to empty clusters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .. import _engine
from ._least import LeastSoFar, Rows, least, pieces
from ._running import Block
from ._steps import gathered, naming


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
        farthest = least((part.farthest for part in results), self.count)
        return [Members(farthest, sum(part.counts for part in results))]

    def _of(self, block: Block) -> Members:
        farthest = LeastSoFar(self.count, 0, np.dtype(np.int32))
        counts = np.zeros(len(self.codebook), np.int64)
        for piece in pieces(block):
            with naming(block, piece.start):
                codes, distances = _engine.assign(block.rows[piece], self.codebook, workers=1)
            assert distances is not None
            keys, counted = -distances.astype(np.float64), codes
            if block.weights is not None:
                has_weight = block.weights[piece] > 0
                keys, counted = np.where(has_weight, keys, 0), codes[has_weight]
            farthest.offer(keys, block.first_row + piece.start, codes)
            counts += np.bincount(counted, minlength=len(counts))
        return Members(farthest.rows, counts)
