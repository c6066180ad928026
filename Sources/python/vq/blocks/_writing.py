"""Writes blocks and their manifest.

Threads of this process, or the workers of an engine, pack in these steps::

    with packing_into(folder) as folder:                      # once, where packing was called
        written = [write_block(folder, number, rows, weights)  # anywhere, in any order
                   for number, ...]
        files = write_manifest(folder, written)               # once, where packing was called

Every block except for the last has `block_rows_for(...)` rows, or the number that the caller
requested. An engine may repeat a task, so a block may be written several times, even at the same
time: a file appears under its name only when it is complete. The manifest is written last.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .._errors import BlockError
from . import _files
from ._array_files import UNFINISHED, is_unfinished, replacing, write_array
from ._files import WEIGHTS_DTYPE, BlockFiles

# Enough work for a core, and little compared with a worker's memory.
_BLOCK_BYTES = 1 << 26

_MARK = f".packing{UNFINISHED}"


class WrittenBlock(NamedTuple):
    """A block's entry for the manifest. Is sent by pickle."""

    number: int
    rows: int
    columns: int
    dtype: str
    crc32: int
    weights_crc32: int | None
    maximum_weight: float
    extent: Extent


def block_rows_for(columns: int, dtype: np.dtype) -> int:
    """Returns the number of rows in a block of about 64 MB: a power of two."""
    rows = max(1, _BLOCK_BYTES // (columns * dtype.itemsize))
    return 1 << (rows.bit_length() - 1)


@contextmanager
def packing_into(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """Makes a folder for blocks. If packing fails, removes the blocks again.

    Raises
    ------
    BlockError
        If there are blocks in the folder already. They are not removed.
    """
    path = Path(os.path.abspath(folder))
    is_new = not path.exists()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise BlockError(f"{path} is a file, or is below one; name another folder") from None
    try:
        if any(map(_is_of_blocks, os.listdir(path))):
            raise FileExistsError
        # If two calls pack into the folder at the same time, only one creates this file. It is
        # removed before the manifest is written.
        (path / _MARK).touch(exist_ok=False)
    except FileExistsError:
        raise BlockError(
            f"{path} already holds blocks, or the rest of an interrupted packing; delete the "
            "folder or name another"
        ) from None
    try:
        yield path
    except BaseException:
        _remove(path, _is_of_blocks)
        if is_new:
            with suppress(OSError):
                path.rmdir()
        raise


def write_block(
    folder: str | os.PathLike[str],
    number: int,
    rows: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    where: Callable[[int], str] | None = None,
) -> WrittenBlock:
    """Writes a block, and returns its entry for `write_manifest`.

    Parameters
    ----------
    folder
        The folder from `packing_into`, under the same path on every worker.
    number
        The number of the block, counted from 0.
    rows
        The observations of the block, a matrix of numbers in the dtype of the blocks.
    weights
        A weight for each observation, or None. Weights are stored as float64.
    where
        Describes a row of the block in the source, for an error: "row 7 of part-3.parquet".

    Raises
    ------
    BlockError
        If a value or a weight is NaN or infinite, or a weight is negative.
    """
    name_of = where or (lambda row: f"row {row} of block {number}")
    dtype = blocks_dtype(rows.dtype, "the observations")
    rows = np.ascontiguousarray(rows, dtype)
    if rows.ndim != 2 or not rows.size:
        raise BlockError(f"a block must be rows of features, but it has shape {rows.shape}")
    reached = extent(rows)
    if not (np.isfinite(reached.minimum).all() and np.isfinite(reached.maximum).all()):
        _refuse_not_finite(rows, name_of)
    maximum_weight, weights_crc32 = 0.0, None
    if weights is not None:
        weights = _checked_weights(weights, rows, name_of)
        maximum_weight = float(weights.max())
        weights_crc32 = write_array(Path(folder, _files.weights_name(number)), weights)
    crc32 = write_array(Path(folder, _files.block_name(number)), rows)
    return WrittenBlock(
        number, len(rows), rows.shape[1], dtype.str, crc32, weights_crc32, maximum_weight, reached
    )


def write_manifest(
    folder: str | os.PathLike[str], written: Iterable[WrittenBlock], block_rows: int
) -> BlockFiles:
    """Writes the manifest of a folder's blocks, and opens the blocks.

    Parameters
    ----------
    folder
        The folder from `packing_into`.
    written
        The results of `write_block`, in any order. A block may occur several times.
    block_rows
        The number of rows in every block except for the last.

    Raises
    ------
    BlockError
        If there are no blocks, or they do not belong together.
    """
    path = Path(folder)
    blocks = [block for _, block in sorted({block.number: block for block in written}.items())]
    _check_belong_together(blocks, block_rows)
    first, reached = blocks[0], blocks[0].extent
    for block in blocks:
        reached = reached.joined(block.extent)
    manifest = {
        "format": _files.FORMAT,
        "version": _files.VERSION,
        "rows": sum(block.rows for block in blocks),
        "columns": first.columns,
        "dtype": first.dtype,
        "block_rows": block_rows,
        "is_weighted": first.weights_crc32 is not None,
        "minimum": reached.minimum.tolist(),
        "maximum": reached.maximum.tolist(),
        "blocks": [_listed(block) for block in blocks],
    }
    # Removes unfinished files of killed workers.
    _remove(path, is_unfinished)
    text = json.dumps(manifest, indent=1) + "\n"
    with replacing(path / _files.NAME) as file:
        file.write(text.encode())
    return BlockFiles.open(path)


def blocks_dtype(dtype: np.dtype, what: str) -> np.dtype:
    """Returns the dtype of blocks: the same dtype, little-endian.

    Raises
    ------
    BlockError
        If the dtype is not of real numbers, or its size depends on the machine.
    """
    if dtype.kind not in "fiub" or dtype.itemsize > 8:
        raise BlockError(
            f"{what} cannot be packed as {dtype}; choose numeric columns with columns=, or "
            "another element type with dtype="
        )
    return dtype.newbyteorder("<")


def _refuse_not_finite(rows: np.ndarray, name_of: Callable[[int], str]) -> None:
    place = first_not_finite(rows)
    assert place is not None
    row, column = place
    raise BlockError(
        f"{name_of(row)} holds {rows[row, column]} as feature {column}; observations must be "
        "finite: remove or replace it"
    )


def _checked_weights(
    weights: np.ndarray, rows: np.ndarray, name_of: Callable[[int], str]
) -> np.ndarray:
    weights = np.ascontiguousarray(weights, WEIGHTS_DTYPE)
    if weights.shape != (len(rows),):
        raise BlockError(
            f"{len(rows)} rows have weights of shape {weights.shape}; give one weight a row"
        )
    valid = (weights >= 0) & (weights < np.inf)
    if not valid.all():
        row = int(valid.argmin())
        raise BlockError(
            f"{name_of(row)} has the weight {weights[row]}; weights must be finite and not "
            "negative"
        )
    return weights


def _check_belong_together(blocks: list[WrittenBlock], block_rows: int) -> None:
    if not blocks:
        raise BlockError("there are no observations to pack: the source has no rows")
    first = blocks[0]
    is_weighted = first.weights_crc32 is not None
    for number, block in enumerate(blocks):
        if block.number != number:
            raise BlockError(f"block {number} was not written; pack again")
        if (block.columns, block.dtype) != (first.columns, first.dtype):
            raise BlockError(
                f"block {number} has {block.columns} columns of {block.dtype}, and block 0 has "
                f"{first.columns} of {first.dtype}; all blocks must have the same"
            )
        if (block.weights_crc32 is not None) != is_weighted:
            raise BlockError(f"only one of block {number} and block 0 has weights")
        if block.rows != block_rows and not (block.rows < block_rows and block is blocks[-1]):
            raise BlockError(f"block {number} has {block.rows} rows, not {block_rows}")
    if is_weighted and not any(block.maximum_weight for block in blocks):
        raise BlockError("all weights are 0; at least one must be positive")


def _listed(block: WrittenBlock) -> dict[str, str | int]:
    listed: dict[str, str | int] = {
        "file": _files.block_name(block.number),
        "rows": block.rows,
        "crc32": f"{block.crc32:08x}",
    }
    if block.weights_crc32 is not None:
        listed["weights_file"] = _files.weights_name(block.number)
        listed["weights_crc32"] = f"{block.weights_crc32:08x}"
    return listed


def _is_of_blocks(name: str) -> bool:
    is_array = name.startswith(("block-", "weights-")) and name.endswith(".npy")
    return is_array or name == _files.NAME or is_unfinished(name)


def _remove(folder: Path, is_meant: Callable[[str], bool]) -> None:
    for name in os.listdir(folder):
        if is_meant(name):
            with suppress(FileNotFoundError):
                (folder / name).unlink()


# NumPy reduces many columns much faster than few, so several short rows are reduced side by side.
_WIDTH = 256


class Extent(NamedTuple):
    """The minimum and the maximum of each feature, as float64."""

    minimum: np.ndarray
    maximum: np.ndarray

    def joined(self, other: Extent) -> Extent:
        return Extent(
            np.minimum(self.minimum, other.minimum), np.maximum(self.maximum, other.maximum)
        )


def extent(rows: np.ndarray) -> Extent:
    """Returns the extent of at least one row, in C order.

    A feature with a NaN has NaN for both.
    """
    with np.errstate(invalid="ignore"):
        return Extent(_reduced(np.minimum, rows), _reduced(np.maximum, rows))


def first_not_finite(rows: np.ndarray) -> tuple[int, int] | None:
    """Returns the row and the column of the first value that is NaN or infinite."""
    if rows.dtype.kind != "f":
        return None
    is_finite = np.isfinite(rows).reshape(-1)
    place = int(is_finite.argmin())
    return None if is_finite[place] else divmod(place, rows.shape[1])


def _reduced(function: np.ufunc, rows: np.ndarray) -> np.ndarray:
    n, d = rows.shape
    beside = min(n, max(1, _WIDTH // d))
    whole = n - n % beside
    wide = function.reduce(rows[:whole].reshape(-1, beside * d), axis=0).reshape(beside, d)
    reduced = function.reduce(np.concatenate([wide, rows[whole:]]), axis=0)
    return np.asarray(reduced, np.float64)
