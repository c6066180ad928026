"""Partial sums: the contribution of some blocks to the next centroids, as bytes that can be sent.

Sums of neighbouring blocks merge as an aligned binary tree over the block numbers. So the total
has the same bits for any division of the blocks. `cvq.h` specifies the rules and the layout.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from ctypes import byref
from typing import Any, NamedTuple

import numpy as np

from . import _structures as s
from ._arrays import as_scalars, matrix, readable, scalar_for
from ._checks import check_columns, checked_weights, checked_workers
from ._library import fail, library


class Step(NamedTuple):
    """The result of an iteration."""

    centroids: np.ndarray
    inertia: float
    """Of the assignment to the old centroids; `distortion` likewise."""
    distortion: float
    centroid_shift: float
    """The sum of the squared distances that centroids moved."""
    moved_clusters: int
    """The number of centroids that moved."""
    counts: np.ndarray
    """The number of observations of each code."""
    weights: np.ndarray
    """The total weight of each code's observations; without weights, their number."""
    sums: np.ndarray
    """For each code, the weighted sum of its observations' differences from the origin."""


def add_up(
    observations: np.ndarray,
    codebook: np.ndarray,
    *,
    first_block: int,
    block_rows: int,
    weights: np.ndarray | None = None,
    origin: np.ndarray | None = None,
    moved: tuple[np.ndarray, np.ndarray] | None = None,
    codes: np.ndarray | None = None,
    workers: int | None = 1,
) -> bytearray:
    """Assigns neighbouring blocks to a codebook, and returns their partial sums in double.

    `moved` holds row numbers, counted over all blocks, and codes: each of these rows is added to
    its code instead of the nearest one. Rows of other blocks are ignored. `codes`, contiguous and
    int32, receives the code of each row.
    """
    observations = readable(observations)
    scalar = scalar_for(observations.dtype)
    codebook = as_scalars(codebook, _DOUBLE)
    n, d = observations.shape
    k = len(codebook)
    check_columns(codebook, d, "the codebook")
    weights = checked_weights(weights, n)
    options = s.PartialOptions(
        first_block=first_block, block_rows=block_rows, workers=checked_workers(workers)
    )
    if origin is not None:
        origin = as_scalars(origin, _DOUBLE)
        options.origin = origin.ctypes.data
    if moved is not None:
        rows = as_scalars(moved[0], np.dtype(np.int64))
        targets = as_scalars(moved[1], np.dtype(np.int32))
        options.moved_rows, options.moved_codes = rows.ctypes.data, targets.ctypes.data
        options.moved = len(rows)
    opened, error = library(), s.Error()
    partial = bytearray(opened.partial_size(k, d))
    if status := opened.for_scalar[scalar].partial(
        matrix(observations),
        None if weights is None else weights.ctypes.data,
        codebook.ctypes.data,
        k,
        byref(options),
        _address(partial),
        len(partial),
        None if codes is None else codes.ctypes.data,
        byref(error),
    ):
        fail(status, error)
    return partial


def merge(into: bytearray, other: Any) -> None:
    """Adds the sums of the following blocks, which must be the right neighbour in the tree."""
    error = s.Error()
    if status := library().partial_merge(
        _address(into), len(into), _address(other), len(other), byref(error)
    ):
        fail(status, error)


def blocks_of(partial: Any) -> range:
    """Returns the numbers of the blocks in some partial sums."""
    if len(partial) < 40:
        raise ValueError(f"these {len(partial)} bytes are not partial sums")
    return range(*struct.unpack_from("<qq", partial, 24))


def merged(partials: Iterable[Any]) -> list[Any]:
    """Merges partial sums as far as the tree allows if the last block is not known.

    Does not change its arguments.
    """
    stack: list[Any] = []
    own: list[bool] = []
    for partial in sorted(partials, key=lambda partial: blocks_of(partial).start):
        node, is_own = partial, False
        while stack and _are_siblings(blocks_of(stack[-1]), blocks_of(node)):
            left = stack.pop() if own.pop() else bytearray(stack.pop())
            merge(left, node)
            node, is_own = left, True
        stack.append(node)
        own.append(is_own)
    return stack


def total(partials: Iterable[Any]) -> Any:
    """Merges the partial sums of all blocks. Each block must occur once."""
    nodes = merged(partials)
    if not nodes:
        raise ValueError("there are no partial sums to merge")
    expected = 0
    for blocks in map(blocks_of, nodes):
        if blocks.start != expected:
            what = "missing" if blocks.start > expected else "counted twice"
            block = min(blocks.start, expected)
            raise ValueError(f"the partial sums of block {block} are {what}")
        expected = blocks.stop
    whole = nodes.pop()
    while nodes:
        left = bytearray(nodes.pop())
        merge(left, whole)
        whole = left
    return whole


def finish(partial: Any, codebook: np.ndarray, *, origin: np.ndarray | None = None) -> Step:
    """Returns the result of an iteration. The new centroids are always in float64.

    A centroid without observations stays where it is.
    """
    codebook = as_scalars(codebook, _DOUBLE)
    k, d = codebook.shape
    if origin is not None:
        origin = as_scalars(origin, _DOUBLE)
    centroids = np.empty_like(codebook)
    result, error = s.PartialResult(), s.Error()
    if status := library().partial_finish(
        _address(partial),
        len(partial),
        codebook.ctypes.data,
        k,
        d,
        None if origin is None else origin.ctypes.data,
        centroids.ctypes.data,
        byref(result),
        byref(error),
    ):
        fail(status, error)
    return Step(
        centroids,
        result.inertia,
        result.distortion,
        result.centroid_shift,
        result.moved_clusters,
        np.frombuffer(partial, "<i8", k, _HEADER_BYTES).copy(),
        np.frombuffer(partial, "<f8", k, _HEADER_BYTES + 8 * k).copy(),
        np.frombuffer(partial, "<f8", k * d, _HEADER_BYTES + 16 * k).reshape(k, d).copy(),
    )


_HEADER_BYTES = 96
_DOUBLE = np.dtype(np.float64)


def _are_siblings(left: range, right: range) -> bool:
    return (
        len(left) == len(right)
        and left.stop == right.start
        and len(left) & (len(left) - 1) == 0
        and left.start % (2 * len(left)) == 0
    )


def _address(buffer: Any) -> int:
    # Unlike ctypes' from_buffer, this takes read-only bytes too.
    return np.frombuffer(buffer, np.uint8).ctypes.data
