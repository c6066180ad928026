"""Opens what is to be packed: an array, a file, a folder or a list of files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from .._arrays import as_array
from .._tables import table_of
from ._array_parts import ArrayPart, NPYPart
from ._errors import BlockError
from ._manifest import NAME, block_name
from ._parquet_parts import ParquetPart
from ._parts import Part, Parts

_SUFFIXES = (".npy", ".parquet")


class Opened(NamedTuple):
    """Observations, and their weights if they have some: a single column."""

    observations: Parts
    weights: Parts | None


def opened(source: Any, columns: Any, weights: Any, dtype: np.dtype | None, workers: int) -> Opened:
    """Opens a source and its weights; `pack` has what they may be."""
    if isinstance(columns, (str, int)):
        columns = [columns]
    files = _files(source)
    weights_column = None
    if files and files[0].suffix == ".parquet" and isinstance(weights, str):
        weights_column = weights
    observations = _parts(source, files, columns, weights_column, dtype, workers)
    if weights is None:
        return Opened(observations, None)
    if weights_column is not None:
        weighing = _parts(source, files, [weights_column], None, np.dtype(float), workers)
    else:
        weighing = _parts(weights, _files(weights), None, None, np.dtype(float), workers)
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
) -> Parts:
    if files is None:
        return Parts([_array_part(source, columns)], dtype)

    def part(path: Path) -> Part:
        if path.suffix == ".npy":
            return NPYPart(path, columns)
        return ParquetPart(path, columns, but)

    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(part, files))
    _check_names([part for part in parts if isinstance(part, ParquetPart)])
    return Parts(parts, dtype)


def _array_part(source: Any, columns: Any) -> ArrayPart:
    table = table_of(source)
    if columns is not None and table.names is not None:
        for column in columns:
            if column not in table.names:
                there = ", ".join(map(repr, table.names))
                raise BlockError(f"the source has no column {column!r}; its columns are {there}")
        columns = [table.names.index(column) for column in columns]
    return ArrayPart(as_array(table.array, "the source"), columns, "the source")


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
