"""Packs Dask arrays into block files, on the cluster or the threads that Dask computes on."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

import dask.array as da
import numpy as np
from dask.base import compute
from dask.delayed import delayed

from .._arrays import as_array
from .._errors import BlockError
from ..blocks._files import BlockFiles
from ..blocks._parts import checked_columns, copy_into
from ..blocks._writing import (
    WrittenBlock,
    block_rows_for,
    blocks_dtype,
    packing_into,
    write_block,
    write_manifest,
)
from ._workers import losses_told, shipped

# The name for error messages.
_NAME = "the Dask array"


def pack(
    array: da.Array,
    folder: str | os.PathLike[str],
    *,
    columns: Any = None,
    sample_weight: Any = None,
    dtype: Any = None,
    block_rows: int | None = None,
) -> BlockFiles:
    """Packs a Dask array; `vq.pack` documents the parameters.

    Chunks may have any shape. If their sizes are unknown, they are counted first, so the array is
    computed twice.
    """
    if not isinstance(array, da.Array):
        raise BlockError(
            f"a {type(array).__name__} of Dask cannot be packed; pack an array of its columns, "
            "frame[names].to_dask_array()"
        )
    stored = blocks_dtype(array.dtype if dtype is None else np.dtype(dtype), "observations")
    with losses_told(), packing_into(folder) as path:
        array = _chosen(_measured(array), columns)
        count = len(array)
        size = block_rows or block_rows_for(array.shape[1], stored)
        rows = _blocks(array, size)
        beside = [None] * len(rows)
        if sample_weight is not None:
            beside = _blocks(_weights(sample_weight, count), size)
        write = delayed(shipped(_write_or_tell), pure=False)
        written = compute(
            *(
                write(path, number, size, count, stored, *block)
                for number, block in enumerate(zip(rows, beside, strict=True))
            )
        )
        for block in written:
            if isinstance(block, BlockError):
                raise block
        return write_manifest(path, written, size)


def _chosen(array: da.Array, columns: Any) -> da.Array:
    if array.ndim > 2:
        raise BlockError(f"{_NAME} has {array.ndim} dimensions; it must have two, or one")
    matrix = array[:, np.newaxis] if array.ndim == 1 else array
    if not matrix.shape[1]:
        raise BlockError(f"{_NAME} has no columns")
    numbers = checked_columns(
        [columns] if isinstance(columns, int) else columns, matrix.shape[1], _NAME
    )
    return matrix if numbers is None else matrix[:, numbers]


def _measured(array: da.Array) -> da.Array:
    """Returns an array with the same elements in chunks of known sizes."""
    if any(map(math.isnan, array.shape)):
        # A copy, because `compute_chunk_sizes` changes the array itself.
        array = da.Array(array.dask, array.name, array.chunks, meta=array._meta)
        array.compute_chunk_sizes()
    return array


def _weights(weights: Any, count: int) -> da.Array:
    weights = _measured(da.asarray(weights))
    if weights.shape != (count,):
        raise BlockError(
            f"{count} rows have weights of shape {weights.shape}; give one weight a row"
        )
    return weights


def _blocks(array: da.Array, size: int) -> list[Any]:
    """Cuts an array into blocks; rows are counted over the whole array."""
    if not len(array):
        return []
    # "tasks", not a shuffle between workers: blocks need only parts of neighbouring chunks.
    chunks = array.rechunk({0: size, **dict.fromkeys(range(1, array.ndim), -1)}, method="tasks")
    return list(chunks.to_delayed().ravel())


def _write_or_tell(*arguments: Any) -> WrittenBlock | BlockError:
    # An exception would end the call while other tasks still write into the folder.
    try:
        return _write(*arguments)
    except BlockError as error:
        return error


def _write(
    folder: Path,
    number: int,
    size: int,
    count: int,
    dtype: np.dtype,
    rows: Any,
    weights: Any,
) -> WrittenBlock:
    first = number * size

    def where(row: int) -> str:
        return f"row {first + row} of {_NAME}"

    rows = as_array(rows, _NAME)
    if len(rows) != min(size, count - first):
        # The chunks were declared with wrong sizes, or have changed since they were counted.
        raise BlockError(
            f"{_NAME} has chunks of other sizes than it declares: from row {first} on there are "
            f"{len(rows)} rows, not {min(size, count - first)}; declare the right chunks"
        )
    block = np.empty(rows.shape, dtype)
    copy_into(block, rows, where)
    return write_block(folder, number, block, weights, where=where)
