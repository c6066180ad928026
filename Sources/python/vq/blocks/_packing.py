"""`pack`: writes observations of many kinds into block files."""

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

# The module that packs an engine's objects on its workers, by the engine's package.
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
    """Write observations into block files, which the workers of any engine can map.

    Rows are counted over the whole source, so the blocks have the same bytes however the source
    was divided. About one block for each thread is in memory at a time.

    Parameters
    ----------
    source : array-like, table, path, list of paths, Dask array or Spark DataFrame
        The observations. A path names a `.npy` file, a Parquet file, or a folder of such files,
        which are read in the order of their names. In Parquet, a column of lists of the same
        length counts as that many columns.
    folder : path
        A new or empty folder for the blocks. All workers must see it under this path.
    columns : sequence of str or int, str or int, optional
        The columns to pack, in this order: names for Parquet and tables, numbers for arrays. The
        default is all columns except for the weights.
    sample_weight : str, array-like or path, optional
        A weight for each observation: for Parquet and Spark the name of a column, otherwise an
        array or the path of a `.npy` file.
    dtype : dtype, optional
        The dtype of the blocks. The default is that of the source, even one as narrow as uint8.
    block_rows : int, optional
        The number of observations in a block. The default is a power of two that makes about
        64 MB.
    n_jobs : int or None, default None
        The number of threads that read, check and write. None and -1 mean every processor, -2 all
        except one, as in joblib. Dask and Spark use their own workers.

    Returns
    -------
    BlockFiles
        The blocks.

    Raises
    ------
    BlockError
        If the folder already holds blocks, if the source has no rows, if its files do not have
        the same columns and dtype, or if a value is missing, NaN or infinite. The message names
        the file and the row. No blocks are left in the folder.
    ValueError
        If `block_rows` or `n_jobs` is out of range.
    ImportError
        If a package that the source needs is not installed.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> from vq import pack
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
        # `n_jobs` does not apply: an engine chooses its own number of threads.
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
    """Divides blocks into runs, each read by one thread, so that few rows are decoded twice.

    A run holds all blocks that begin between two places where reading can start. For an array,
    each block is a run; for Parquet, all blocks that begin in one row group are a run.
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
    """Does all runs. If several fail, raises the error of the first one."""
    stop = Event()
    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(work, run, stop) for run in runs]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        except BaseException:
            stop.set()
            raise
        finally:
            # Runs start in order, so only the last ones can be cancelled.
            for future in futures:
                future.cancel()
    return [block for future in futures if not future.cancelled() for block in future.result()]


_SUFFIXES = (".npy", ".parquet")


class Opened(NamedTuple):
    """Observations, and their weights (a single column) or None."""

    observations: Parts
    weights: Parts | None


def opened(
    source: Any, columns: Any, weights: Any, dtype: np.dtype | None, workers: int
) -> Opened:
    """Opens a source and its weights; `pack` documents the parameters."""
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
    """Returns the files that `source` names, or None if it names no files."""
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
    """Returns the files of a folder in the order of their names.

    Skips names that begin with . or _, which other tools use for their own files.
    """
    if (folder / NAME).exists() and (folder / block_name(0)).exists():
        raise BlockError(
            f"{folder} already holds blocks; to pack them again with other options, pass a list "
            "of the block files"
        )
    files = sorted(
        file
        for file in folder.iterdir()
        if file.suffix in _SUFFIXES and not file.name.startswith((".", "_"))
    )
    if not files:
        raise BlockError(
            f"there is no .npy or .parquet file in {folder}; its subfolders are not searched"
        )
    _check_one_kind(files)
    return files


def _check_one_kind(files: Sequence[Path]) -> None:
    for file in files:
        if file.suffix != files[0].suffix:
            raise BlockError(
                f"{files[0]} and {file} are of different kinds; pack only .npy files or only "
                ".parquet files"
            )
