"""The step of a round of k-means||."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import _engine
from .._errors import NotFinite
from . import _hashing
from ._least import LeastSoFar, Rows, least, pieces
from ._running import Block
from ._steps import gathered, naming


@dataclass(frozen=True)
class Draw:
    """Draws rows as a round of k-means|| does: each by itself, with a chance proportional to its
    weight times its squared distance from the nearest row drawn before, or 1 if that is more.

    Each row has the priority weight * distance² / u, with u uniform in (0, 1], and those of
    greatest priority are drawn (N. Duffield, C. Lund and M. Thorup, "Priority sampling for
    estimation of arbitrary subset sums", JACM 54(6), 2007). So exactly as many are drawn as wanted,
    and nobody need know the sum of all shares beforehand. The key is the root of the inverse, where
    squares cannot overflow.
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
        return [least(results, self.count)]

    def _of(self, block: Block) -> Rows:
        # What has no weight, or lies on one drawn before, has an infinite key and is never drawn.
        drawn = LeastSoFar(self.count, np.inf, np.dtype(np.int64))
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
        keys = _hashing.uniforms(self.key, block.first_row + piece.start, piece.stop - piece.start)
        # Zeros among weights and distances give infinity. Weights that cannot be used are refused
        # where they are added up.
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            if block.weights is not None:
                weights = block.weights[piece]
                keys /= weights if self.by_weight else weights > 0
            keys = np.sqrt(keys)
            if len(self.drawn):
                with naming(block, piece.start):
                    keys /= _engine.assign(block.rows[piece], self.drawn, workers=1)[1]
        return np.asarray(keys)
