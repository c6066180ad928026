"""Block files: a folder of observations, cut into blocks that workers map into memory.

The folder holds `manifest.json`, and for every block `block-00000.npy`, a plain NumPy file in C
order and little-endian. If observations are weighted, it also holds `weights-00000.npy` for every
block.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from .._errors import BlockError
from ._array_files import mapped
from ._steps import Block


@dataclass(frozen=True, eq=False)
class BlockFiles(os.PathLike[str]):
    """Block files that `pack` wrote. Can be used wherever a path is expected.

    Attributes
    ----------
    folder : Path
        The absolute path of the folder, which must be the same on all workers.
    rows : int
        The number of observations.
    columns : int
        The number of features.
    dtype : dtype
        The dtype of the observations.
    block_rows : int
        The number of observations in each block, except for the last one, which may have fewer.
    block_count : int
        The number of blocks.
    is_weighted : bool
        Whether each observation has a weight.
    minimum, maximum : ndarray of float64
        The minimum and the maximum of each feature.
    checksums : tuple
        The CRC-32 of each block's file, and of the file of its weights.
    fingerprint : str
        A digest of block sizes and checksums: the same for blocks of the same contents.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> from vq import pack
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = pack(np.arange(12.0).reshape(6, 2), folder, block_rows=4)
    >>> files.rows, files.columns, files.block_rows, files.block_count
    (6, 2, 4, 2)
    >>> files.dtype, files.is_weighted, files.minimum, files.maximum
    (dtype('float64'), False, array([0., 1.]), array([10., 11.]))
    """

    folder: Path
    rows: int
    columns: int
    dtype: np.dtype
    block_rows: int
    is_weighted: bool
    minimum: np.ndarray
    maximum: np.ndarray
    checksums: tuple[Checksums, ...]

    @classmethod
    def open(cls, folder: str | os.PathLike[str]) -> BlockFiles:
        """Open the block files in a folder.

        Reads and checks the manifest. Blocks are checked when they are first used.

        Parameters
        ----------
        folder : path
            The folder that `pack` wrote.

        Returns
        -------
        BlockFiles
            The blocks.

        Raises
        ------
        BlockError
            If there is no manifest, or it is damaged or of another version.

        Examples
        --------
        >>> import tempfile
        >>> import numpy as np
        >>> from vq.blocks import BlockFiles, pack
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     packed = pack(np.arange(12.0).reshape(6, 2), folder)
        ...     BlockFiles.open(folder).rows
        6
        """
        # Symbolic links are not resolved: workers may see the folder under this path only.
        folder = Path(os.path.abspath(folder))
        manifest = read_manifest(folder)
        is_weighted = manifest["is_weighted"]
        return cls(
            folder,
            manifest["rows"],
            manifest["columns"],
            np.dtype(manifest["dtype"]),
            manifest["block_rows"],
            is_weighted,
            np.asarray(manifest["minimum"], np.float64),
            np.asarray(manifest["maximum"], np.float64),
            tuple(
                Checksums(
                    int(block["crc32"], 16),
                    int(block["weights_crc32"], 16) if is_weighted else None,
                )
                for block in manifest["blocks"]
            ),
        )

    @classmethod
    def of(cls, blocks: str | os.PathLike[str] | BlockFiles) -> BlockFiles:
        """Open a folder of block files; return an object that is already open unchanged.

        Parameters
        ----------
        blocks : path or BlockFiles
            The folder that `pack` wrote, or its blocks.

        Returns
        -------
        BlockFiles
            The blocks.

        Raises
        ------
        BlockError
            If there is no manifest, or it is damaged or of another version.
        TypeError
            If `blocks` is neither a path nor block files.

        Examples
        --------
        >>> import tempfile
        >>> import numpy as np
        >>> from vq.blocks import BlockFiles, pack
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     packed = pack(np.arange(12.0).reshape(6, 2), folder)
        ...     BlockFiles.of(folder).rows, BlockFiles.of(packed) is packed
        (6, True)
        """
        if isinstance(blocks, BlockFiles):
            return blocks
        if not isinstance(blocks, (str, os.PathLike)):
            raise TypeError(
                f"blocks must be a folder's path or BlockFiles, not {type(blocks).__name__}; make "
                "blocks of observations with vq.pack"
            )
        return cls.open(blocks)

    def __fspath__(self) -> str:
        return str(self.folder)

    @property
    def block_count(self) -> int:
        """The number of blocks."""
        return len(self.checksums)

    @property
    def fingerprint(self) -> str:
        """A digest of block sizes and checksums: the same for blocks of the same contents."""
        shape = (self.rows, self.columns, self.dtype.str, self.block_rows)
        contents = (shape, *map(tuple, self.checksums))
        return hashlib.sha256(repr(contents).encode()).hexdigest()

    def task(self, numbers: range) -> BlockTask:
        """Return a function that opens some blocks on a worker, one after the other.

        Parameters
        ----------
        numbers : range
            The numbers of neighbouring blocks, in ascending order.

        Returns
        -------
        BlockTask
            A function without parameters that returns an iterator over the blocks. It can be
            pickled, and it is small.

        Raises
        ------
        ValueError
            If there are no such blocks, or the range has a step.

        Notes
        -----
        Iterate with `map`, or delete the loop variable at the end of each turn: while the program
        refers to a block, the block stays mapped.

        Examples
        --------
        >>> import tempfile
        >>> import numpy as np
        >>> from vq import pack
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     files = pack(np.arange(12.0).reshape(6, 2), folder, block_rows=2)
        ...     [block.rows.sum() for block in files.task(range(1, 3))()]
        [np.float64(22.0), np.float64(38.0)]
        """
        if numbers.step != 1 or not 0 <= numbers.start <= numbers.stop <= self.block_count:
            raise ValueError(f"there are no blocks {numbers}: there are {self.block_count}")
        return BlockTask(
            str(self.folder),
            numbers.start,
            tuple(rows_of_block(number, self.block_rows, self.rows) for number in numbers),
            self.columns,
            self.dtype,
            self.block_rows,
            self.checksums[numbers.start : numbers.stop],
        )

    def __repr__(self) -> str:
        return (
            f"BlockFiles({str(self.folder)!r}: {self.rows} rows of {self.columns} {self.dtype}"
            f"{', weighted' if self.is_weighted else ''}, in {self.block_count} blocks of "
            f"{self.block_rows})"
        )


NAME = "manifest.json"
WEIGHTS_DTYPE = np.dtype("<f8")
FORMAT = "swift-vq blocks"
VERSION = 1

Manifest = dict[str, Any]


class Checksums(NamedTuple):
    """The CRC-32 of a block's whole file, and of the file of its weights."""

    rows: int
    weights: int | None


@dataclass(frozen=True)
class BlockTask:
    """Opens neighbouring blocks in ascending order. Is sent to workers by pickle."""

    folder: str
    first: int
    counts: tuple[int, ...]
    """The number of rows of each block."""
    columns: int
    dtype: np.dtype
    block_rows: int
    checksums: tuple[Checksums, ...]

    def __call__(self) -> Iterator[Block]:
        # Not a generator: its frame would keep a block mapped while the next one is opened.
        return map(self._block, range(len(self.counts)))

    def _block(self, place: int) -> Block:
        number, count, checksums = self.first + place, self.counts[place], self.checksums[place]
        path = Path(self.folder, block_name(number))
        rows = mapped(path, (count, self.columns), self.dtype, checksums.rows)
        weights = None
        if checksums.weights is not None:
            beside = Path(self.folder, weights_name(number))
            weights = mapped(beside, (count,), WEIGHTS_DTYPE, checksums.weights)
        return Block(number, number * self.block_rows, rows, weights, str(path))


def block_name(number: int) -> str:
    return f"block-{number:05}.npy"


def weights_name(number: int) -> str:
    return f"weights-{number:05}.npy"


def rows_of_block(number: int, block_rows: int, rows: int) -> int:
    """Returns the number of observations in a block; the last block has the remainder."""
    return min(block_rows, rows - number * block_rows)


def read_manifest(folder: Path) -> Manifest:
    """Reads a manifest, and checks that its numbers are consistent."""
    path = folder / NAME
    try:
        manifest = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise BlockError(_missing(folder)) from None
    except OSError as error:
        raise BlockError(f"{path} cannot be read: {error.strerror}; {_FIX}") from None
    except (ValueError, RecursionError):
        raise BlockError(
            f"{path} is not JSON: it is not a manifest, or it is damaged; {_FIX}"
        ) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BlockError(f"{path} is not a manifest of blocks; name a folder that vq.pack made")
    if (version := manifest.get("version")) != VERSION:
        raise BlockError(
            f"{path} has version {version!r}, and this swift-vq reads version {VERSION}; use the "
            "swift-vq that packed it, or pack again"
        )
    try:
        _check(manifest)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        what = f"there is no {error}" if isinstance(error, KeyError) else str(error)
        raise BlockError(f"{path} is damaged: {what}; {_FIX}") from None
    return manifest


_FIX = "pack again, or restore it"


def _missing(folder: Path) -> str:
    if folder.is_file():
        return (
            f"{folder} is a file, not a folder of blocks; make a folder of blocks from an array, "
            ".npy files or Parquet files with vq.pack"
        )
    if not folder.is_dir():
        return f"there is no folder {folder}; name a folder that vq.pack made"
    if any(os.path.lexists(folder / block_name(number)) for number in (0, 1)):
        return (
            f"{folder / NAME} is missing: packing was interrupted or is still running; pack again "
            "into an empty folder"
        )
    return f"{folder} holds no blocks: there is no {NAME} in it; make them with vq.pack"


def _check(manifest: Manifest) -> None:
    rows, columns, block_rows = (
        _count(manifest, name) for name in ("rows", "columns", "block_rows")
    )
    # As text: NumPy accepts other values as a dtype, and None would mean float64.
    dtype = np.dtype(str(manifest["dtype"]))
    if dtype.kind not in "fiub" or dtype.itemsize > 8 or dtype != dtype.newbyteorder("<"):
        raise ValueError(f"blocks cannot be of dtype {dtype.str!r}")
    minimum, maximum = (_feature_values(manifest, name) for name in ("minimum", "maximum"))
    if minimum.shape != (columns,) or maximum.shape != (columns,):
        raise ValueError(f"minimum and maximum must have {columns} numbers, one for each feature")
    if not (minimum <= maximum).all():
        raise ValueError("a minimum is above its maximum")
    blocks = manifest["blocks"]
    if not isinstance(blocks, list) or len(blocks) != -(-rows // block_rows):
        raise ValueError(f"the list of blocks does not fit {rows} rows in blocks of {block_rows}")
    is_weighted = manifest["is_weighted"]
    if not isinstance(is_weighted, bool):
        raise TypeError("is_weighted must be true or false")
    for number, block in enumerate(blocks):
        if block["file"] != block_name(number):
            raise ValueError(f"block {number} is listed as {block['file']!r}")
        if block["rows"] != rows_of_block(number, block_rows, rows):
            raise ValueError(f"block {number} is listed with {block['rows']} rows")
        if not is_weighted and "weights_crc32" in block:
            raise ValueError(f"block {number} is listed with weights, but is_weighted is false")
        for key in ("crc32", "weights_crc32")[: 1 + is_weighted]:
            int(block[key], 16)


def _count(manifest: Manifest, name: str) -> int:
    number = manifest[name]
    if type(number) is not int or not 0 < number < 1 << 63:
        raise ValueError(f"{name} is {number!r}")
    return number


def _feature_values(manifest: Manifest, name: str) -> np.ndarray:
    values = np.asarray(manifest[name], np.float64)
    if not np.isfinite(values).all():
        raise ValueError(f"{name} is not finite")
    return values
