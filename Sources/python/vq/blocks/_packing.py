"""Packs observations of many kinds into block files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from functools import partial
from itertools import groupby
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple, cast

import numpy as np

from .._arrays import as_array
from .._checks import whole_number, workers_of_jobs
from .._errors import BlockError
from .._tables import table_of
from ._executors import adapter_of
from ._files import NAME, WEIGHTS_DTYPE, BlockFiles, block_name
from ._parquet import ParquetPart
from ._parts import ArrayPart, NPYPart, Part, Parts
from ._writing import (
    WrittenBlock,
    block_rows_for,
    blocks_dtype,
    packing_into,
    write_block,
    write_manifest,
)

# Engines whose objects their own modules pack, on their own workers.
_ENGINES = {"pyspark": "vq.spark._rows", "dask": "vq.dask._chunks"}


def pack(
    source: Any,
    folder: str | os.PathLike[str],
    *,
    columns: Any = None,
    sample_weight: Any = None,
    dtype: Any = None,
    block_rows: int | None = None,
    n_jobs: int | None = None,
) -> BlockFiles:
    """Packs observations into block files, which workers of any engine map by path.

    Blocks are cut by the number of a row in the whole source, so they are the same bytes however the
    source was divided. At any time, about a block for each thread is in memory.

    Parameters
    ----------
    source
        An array or a table in memory; the path of a `.npy` or Parquet file, of a folder of such, or a
        list of paths; a Dask array or a Spark DataFrame. Files of a folder are taken in the order of
        their names. In Parquet, a column of lists of one length is as many columns.
    folder
        Where the blocks go: a new or empty folder, on storage that all workers see under this path.
    columns
        Which columns to pack, in this order: names in Parquet and tables, numbers in arrays. All that
        are not weights by default.
    sample_weight
        A weight for each observation: the name of a column in Parquet; otherwise an array, or the path
        of a `.npy` file.
    dtype
        The type of the blocks' elements. That of the source by default, also if it is as narrow as uint8.
    block_rows
        The observations of a block; by default a power of two that makes about 64 MB.
    n_jobs
        How many threads read, check and write: None and -1 mean every processor, -2 all but one.

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
    engine = adapter_of(source, _ENGINES)
    if engine is not None:
        # Engines have their own number of threads.
        packed = engine.pack(
            source,
            folder,
            columns=columns,
            sample_weight=sample_weight,
            dtype=dtype,
            block_rows=block_rows,
        )
        return cast(BlockFiles, packed)
    count = workers_of_jobs(n_jobs) or len(os.sched_getaffinity(0))
    chosen = None if dtype is None else np.dtype(dtype)
    opening = opened(source, columns, sample_weight, chosen, count)
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
    weighing = None if weights is None else weights.reader(start, end, WEIGHTS_DTYPE)
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


_SUFFIXES = (".npy", ".parquet")


class Opened(NamedTuple):
    """Observations, and their weights if they have some: a single column."""

    observations: Parts
    weights: Parts | None


def opened(
    source: Any, columns: Any, weights: Any, dtype: np.dtype | None, workers: int
) -> Opened:
    """Opens a source and its weights; `pack` has what they may be."""
    if columns is not None:
        columns = _listed(columns)
    files = _files(source)
    weights_column = None
    if files and files[0].suffix == ".parquet" and isinstance(weights, str):
        weights_column = weights
    observations = _parts(source, files, columns, weights_column, dtype, workers, "the source")
    if weights is None:
        return Opened(observations, None)
    if weights_column is not None:
        weighing = _parts(source, files, [weights_column], None, np.dtype(float), workers, "")
    else:
        weighing = _parts(
            weights, _files(weights), None, None, np.dtype(float), workers, "weights"
        )
    if (weighing.rows, weighing.columns) != (observations.rows, 1):
        raise BlockError(
            f"there are {observations.rows} observations, and weights of {weighing.rows} rows and "
            f"{weighing.columns} columns; give one weight for each observation"
        )
    return Opened(observations, weighing)


def _parts(
    source: Any,
    files: Sequence[Path] | None,
    columns: Any,
    but: str | None,
    dtype: np.dtype | None,
    workers: int,
    name: str,
) -> Parts:
    if files is None:
        return Parts([_array_part(source, columns, name)], dtype)

    def part(path: Path) -> Part:
        if path.suffix == ".npy":
            return NPYPart(path, columns)
        return ParquetPart(path, columns, but)

    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(part, files))
    _check_names([part for part in parts if isinstance(part, ParquetPart)])
    return Parts(parts, dtype)


def _listed(columns: Any) -> list[Any]:
    if isinstance(columns, (str, int, np.integer)):
        return [columns]
    try:
        return list(columns)
    except TypeError:
        raise TypeError(f"columns must be names or numbers of columns, not {columns!r}") from None


def _array_part(source: Any, columns: Any, name: str) -> ArrayPart:
    table = table_of(source)
    if columns is not None and table.names is not None:
        for column in columns:
            if column not in table.names:
                there = ", ".join(map(repr, table.names))
                raise BlockError(f"the source has no column {column!r}; its columns are {there}")
        columns = [table.names.index(column) for column in columns]
    return ArrayPart(as_array(table.array, name), columns, name)


def _check_names(parts: Sequence[ParquetPart]) -> None:
    for part in parts:
        if part.names != parts[0].names:
            raise BlockError(
                f"{part.name} has the columns {', '.join(part.names)}, and {parts[0].name} has "
                f"{', '.join(parts[0].names)}; choose those to pack with columns="
            )


def _files(source: Any) -> list[Path] | None:
    """Returns the files that are meant, or None if it is something else."""
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        if path.is_dir():
            return _in_folder(path)
        if not path.exists():
            raise BlockError(f"there is no file or folder {path}")
        files = [path]
    elif (
        isinstance(source, (list, tuple))
        and source
        and all(isinstance(item, (str, os.PathLike)) for item in source)
    ):
        files = [Path(item) for item in source]
    else:
        return None
    for file in files:
        if file.suffix not in _SUFFIXES:
            raise BlockError(f"{file} is neither a .npy nor a .parquet file")
    _check_one_kind(files)
    return files


def _in_folder(folder: Path) -> list[Path]:
    """Returns the files of a folder by name; what begins with . or _ is others' bookkeeping."""
    if (folder / NAME).exists() and (folder / block_name(0)).exists():
        raise BlockError(
            f"{folder} holds blocks, which need no packing; to cut them anew, pass a list of the "
            "files of blocks"
        )
    files = sorted(
        file
        for file in folder.iterdir()
        if file.suffix in _SUFFIXES and not file.name.startswith((".", "_"))
    )
    if not files:
        raise BlockError(
            f"there is no .npy or .parquet file in {folder}; folders in it are not searched"
        )
    _check_one_kind(files)
    return files


def _check_one_kind(files: Sequence[Path]) -> None:
    for file in files:
        if file.suffix != files[0].suffix:
            raise BlockError(f"{files[0]} and {file} are of two kinds; pack one kind at a time")
