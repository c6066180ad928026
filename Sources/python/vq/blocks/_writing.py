"""Writes blocks, and the manifest that makes block files of them.

A thread here, or a worker of an engine, packs in these steps::

    with packing_into(folder) as folder:                      # once, where packing was called
        written = [write_block(folder, number, rows, weights)  # anywhere, in any order
                   for number, ...]
        files = write_manifest(folder, written)               # once, where packing was called

Every block but the last has `block_rows_for(...)` rows, or what the caller asked for. A block may be
written several times, also at once, as engines do that repeat tasks: a file appears under its
name when it is whole, and the manifest names files only when all of them are.
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

# Enough to keep a core busy for a while, and little compared with the memory of a worker.
_BLOCK_BYTES = 1 << 26

_MARK = f".packing{UNFINISHED}"


class WrittenBlock(NamedTuple):
    """What the manifest is to say of a block. Travels by pickle."""

    number: int
    rows: int
    columns: int
    dtype: str
    crc32: int
    weights_crc32: int | None
    maximum_weight: float
    extent: Extent


def block_rows_for(columns: int, dtype: np.dtype) -> int:
    """Returns the rows of a block of about 64 MB: a power of two."""
    rows = max(1, _BLOCK_BYTES // (columns * dtype.itemsize))
    return 1 << (rows.bit_length() - 1)


@contextmanager
def packing_into(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """Makes a folder for blocks, and takes out again what is in it if packing fails.

    Raises
    ------
    BlockError
        If there are blocks in the folder already; they stay.
    """
    path = Path(os.path.abspath(folder))
    is_new = not path.exists()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise BlockError(f"{path} is not a folder, or lies in a file; name another") from None
    try:
        if any(map(_is_of_blocks, os.listdir(path))):
            raise FileExistsError
        # Of two calls at once, one has the folder. It goes before the manifest is written.
        (path / _MARK).touch(exist_ok=False)
    except FileExistsError:
        raise BlockError(
            f"there are blocks in {path} already, or what an interrupted packing left; delete the "
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
    """Writes a block, and returns what `write_manifest` needs to know of it.

    Parameters
    ----------
    folder
        What `packing_into` gave, under the same path on every worker.
    number
        The number of the block, counted from 0.
    rows
        The block's observations, a matrix of numbers. Their dtype is that of the blocks.
    weights
        A weight for each, if observations are weighted. They are stored as float64.
    where
        Says what a row of the block is in the source, for an error: "row 7 of part-3.parquet".

    Raises
    ------
    BlockError
        If a value is NaN or infinite, or a weight is negative too.
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
    """Writes the manifest of a folder's blocks, and opens it.

    Parameters
    ----------
    folder
        What `packing_into` gave.
    written
        What `write_block` returned for each block, in any order; the same block may be there
        several times.
    block_rows
        The rows of every block but the last.

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
    # What was left by workers that were killed is no longer needed by any.
    _remove(path, is_unfinished)
    text = json.dumps(manifest, indent=1) + "\n"
    with replacing(path / _files.NAME) as file:
        file.write(text.encode())
    return BlockFiles.open(path)


def blocks_dtype(dtype: np.dtype, what: str) -> np.dtype:
    """Returns what blocks store for a dtype: the same, little-endian.

    Raises
    ------
    BlockError
        If it holds no real numbers, or is not of one size on all machines.
    """
    if dtype.kind not in "fiub" or dtype.itemsize > 8:
        raise BlockError(
            f"{what} cannot be packed as {dtype}; choose numeric columns with columns=, or another "
            "element type with dtype="
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
        raise BlockError(f"{len(rows)} rows have weights of shape {weights.shape}; give each one")
    valid = (weights >= 0) & (weights < np.inf)
    if not valid.all():
        row = int(valid.argmin())
        raise BlockError(
            f"{name_of(row)} has the weight {weights[row]}; weights must be finite and not negative"
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
                f"{first.columns} of {first.dtype}; all must be alike"
            )
        if (block.weights_crc32 is not None) != is_weighted:
            raise BlockError(f"of block {number} and block 0, only one has weights")
        if block.rows != block_rows and not (block.rows < block_rows and block is blocks[-1]):
            raise BlockError(f"block {number} has {block.rows} rows, not {block_rows}")
    if is_weighted and not any(block.maximum_weight for block in blocks):
        raise BlockError("all weights are 0; at least one must not be")


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


# NumPy reduces many columns at a time far faster than few, so short rows are taken side by side.
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
    """Returns the extent of rows in C order, of which there is at least one.

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
