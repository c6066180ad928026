"""Packs observations of many kinds into block files."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from functools import partial
from itertools import groupby
from pathlib import Path
from threading import Event
from typing import Any, cast

import numpy as np

from .._arrays import scalar_for
from .._checks import checked_workers, whole_number
from ._files import BlockFiles
from ._opening import Opened, opened
from ._parts import Parts
from ._writing import (
    WrittenBlock,
    block_rows_for,
    blocks_dtype,
    packing_into,
    write_block,
    write_manifest,
)

# Engines whose objects their own modules pack, on their own workers.
_ENGINES = {"pyspark": "vq.spark._packing", "dask": "vq.dask._packing"}


def pack(
    source: Any,
    folder: str | os.PathLike[str],
    *,
    columns: Any = None,
    weights: Any = None,
    dtype: Any = None,
    block_rows: int | None = None,
    workers: int | None = None,
) -> BlockFiles:
    """Packs observations into block files, which workers of any engine map by path.

    Blocks are cut by the number of a row in the whole source, so they are the same bytes however the
    source was divided. At any time, about a block for each worker is in memory.

    Parameters
    ----------
    source
        An array or a table in memory; the path of a `.npy` or Parquet file, of a folder of such, or a
        list of paths; a Dask array or a Spark DataFrame. Files of a folder are taken in the order of
        their names. In Parquet, a column of lists of one length is so many columns.
    folder
        Where the blocks go: a new or empty folder, on storage that all workers see under this path.
    columns
        Which columns to pack, in this order: names in Parquet and tables, numbers in arrays. All that
        are not weights by default.
    weights
        A weight for each observation: the name of a column in Parquet; otherwise an array, or the path
        of a `.npy` file.
    dtype
        The type of the blocks' elements. That of the source by default, be it as narrow as uint8.
    block_rows
        The observations of a block; by default a power of two that makes about 64 MB.
    workers
        How many threads read, check and write. All processors by default.

    Returns
    -------
    BlockFiles
        The blocks, opened.

    Raises
    ------
    BlockError
        If the folder holds blocks already, if the source has no rows, or its parts are not alike, or
        a value is missing, NaN or infinite: the message names the file and the row. Nothing is left in
        the folder.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> observations = np.arange(12.0).reshape(6, 2)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = pack(observations, folder, block_rows=4)
    >>> files.rows, files.columns, files.block_count
    (6, 2, 2)
    >>> files.maximum
    array([10., 11.])
    """
    if block_rows is not None:
        block_rows = whole_number(block_rows, "block_rows")
        if not 0 < block_rows < 1 << 63:
            raise ValueError(f"block_rows must be from 1 to 2**63 - 1, not {block_rows}")
    engine = _ENGINES.get(type(source).__module__.partition(".")[0])
    if engine is not None:
        # Engines have their own number of workers.
        packed = importlib.import_module(engine).pack(
            source, folder, columns=columns, weights=weights, dtype=dtype, block_rows=block_rows
        )
        return cast(BlockFiles, packed)
    count = checked_workers(workers) or len(os.sched_getaffinity(0))
    chosen = None if dtype is None else np.dtype(dtype)
    opening = opened(source, columns, weights, chosen, count)
    stored = blocks_dtype(chosen or opening.observations.dtype, "observations")
    size = block_rows or block_rows_for(opening.observations.columns, stored)
    with packing_into(folder) as path:
        written = _in_parallel(
            lambda run, stop: list(_write_run(opening, path, run, stored, size, stop)),
            _runs(opening, size),
            count,
        )
        return write_manifest(path, written, size)


def _runs(opening: Opened, block_rows: int) -> list[range]:
    """Divides blocks into runs that are read without reading much twice.

    All blocks that begin between two places where reading can start are one run: those of an array
    each are, and those that begin in a row group of a Parquet file are together.
    """
    observations = opening.observations
    blocks = range(-(-observations.rows // block_rows))
    runs = groupby(blocks, lambda number: observations.start_before(number * block_rows))
    return [range(numbers[0], numbers[-1] + 1) for numbers in (list(run) for _, run in runs)]


def _write_run(
    opening: Opened, folder: Path, run: range, dtype: np.dtype, block_rows: int, stop: Event
) -> Iterator[WrittenBlock]:
    observations, weights = opening
    start, end = run.start * block_rows, min(run.stop * block_rows, observations.rows)
    reader = observations.reader(start, end, dtype)
    weighing = None if weights is None else weights.reader(start, end, scalar_for(dtype))
    for first in range(start, end, block_rows):
        if stop.is_set():
            return
        count = min(block_rows, end - first)
        yield write_block(
            folder,
            first // block_rows,
            reader.read(count),
            None if weighing is None else weighing.read(count)[:, 0],
            where=partial(_where, observations, first),
        )


def _where(observations: Parts, first: int, row: int) -> str:
    return observations.where(first + row)


def _in_parallel(
    work: Callable[[range, Event], list[WrittenBlock]], runs: Sequence[range], workers: int
) -> list[WrittenBlock]:
    """Does all runs; of several that fail, the first one's error is raised."""
    stop = Event()
    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(work, run, stop) for run in runs]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        except BaseException:
            stop.set()
            raise
        finally:
            # Runs begin in order, so those that have not begun follow all that have.
            for future in futures:
                future.cancel()
    return [block for future in futures if not future.cancelled() for block in future.result()]
