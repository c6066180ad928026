"""Packs Dask arrays into block files, on the cluster that Dask computes on, or on threads here."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

import dask
import dask.array as da
import numpy as np

from ._dask_cluster import check_workers, current_client, losses_told
from .blocks._errors import BlockError
from .blocks._files import BlockFiles
from .blocks._writing import (
    WrittenBlock,
    block_rows_for,
    packing_into,
    write_block,
    write_manifest,
)


def pack(
    array: da.Array,
    folder: str | os.PathLike[str],
    *,
    weights: Any = None,
    dtype: Any = None,
    block_rows: int | None = None,
) -> BlockFiles:
    """Packs a Dask array of two dimensions, in chunks of any shape and of sizes unknown too.

    Unknown sizes are found first: the array is then computed twice.
    """
    if array.ndim != 2:
        raise BlockError(f"observations must be a matrix, not an array of shape {array.shape}")
    client = current_client()
    if client is not None:
        check_workers(client, client.nthreads())
    with losses_told(), packing_into(folder) as path:
        array = _measured(array if dtype is None else array.astype(dtype))
        count, columns = array.shape
        size = block_rows or block_rows_for(columns, array.dtype)
        rows = _blocks(array, size)
        beside = [None] * len(rows) if weights is None else _blocks(_weights(weights, count), size)
        write = dask.delayed(_write, pure=False)
        written = dask.compute(
            *(
                write(path, number, size, count, *block)
                for number, block in enumerate(zip(rows, beside, strict=True))
            )
        )
        return write_manifest(path, written, size)


def _measured(array: da.Array) -> da.Array:
    """Returns an array with the same elements in chunks of known sizes."""
    if any(map(math.isnan, array.shape)):
        # A copy, since this changes the array itself.
        array = da.Array(array.dask, array.name, array.chunks, meta=array._meta)
        array.compute_chunk_sizes()
    return array


def _weights(weights: Any, count: int) -> da.Array:
    weights = _measured(da.asarray(weights))
    if weights.shape != (count,):
        raise BlockError(f"{count} rows have weights of shape {weights.shape}; give each row one")
    return weights


def _blocks(array: da.Array, size: int) -> list[Any]:
    """Cuts an array into blocks of rows, by their numbers in the whole array."""
    if not len(array):
        return []
    # Not by shuffling between workers: neighbours are merely put together or taken apart.
    chunks = array.rechunk({0: size, **dict.fromkeys(range(1, array.ndim), -1)}, method="tasks")
    return list(chunks.to_delayed().ravel())


def _write(
    folder: Path,
    number: int,
    size: int,
    count: int,
    rows: np.ndarray,
    weights: np.ndarray | None,
) -> WrittenBlock:
    first = number * size
    if len(rows) != min(size, count - first):
        # It can be so only if sizes were computed, or declared, and the data differ.
        raise BlockError(
            f"the chunks of the Dask array have other sizes than it says: rows {first} and on came "
            f"as {len(rows)}, not {min(size, count - first)}"
        )
    return write_block(
        folder, number, rows, weights, where=lambda row: f"row {first + row} of the Dask array"
    )
