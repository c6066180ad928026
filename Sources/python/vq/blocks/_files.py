"""Block files: observations in a folder, cut into blocks that workers map by path.

A folder of blocks holds `manifest.json`; for every block `block-00000.npy`, a plain file of NumPy in C
order and little-endian; and `weights-00000.npy` next to it if observations are weighted.
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
    """Observations in block files, as `pack` made them. It stands for the path of its folder, too.

    Attributes
    ----------
    folder
        Where they are: an absolute path, which must be the same on all workers.
    rows, columns
        How many observations there are, and how many features.
    dtype
        The type of the elements.
    block_rows
        The observations of each block but the last, which has what is left.
    is_weighted
        Whether there is a weight for each observation.
    minimum, maximum
        The minimum and the maximum of each feature, as float64.
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
    """Of each block's file, and of the file of its weights."""

    @classmethod
    def open(cls, folder: str | os.PathLike[str]) -> BlockFiles:
        """Opens the blocks in a folder, whose manifest is read and checked; the blocks are not.

        Raises
        ------
        BlockError
            If there is no manifest, or it is damaged or of another version.
        """
        # Symbolic links stay: workers may see the folder by this path alone.
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
        """Returns block files as they are, and opens those in a folder."""
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
        return len(self.checksums)

    @property
    def fingerprint(self) -> str:
        """What the blocks hold, as a digest: the same wherever they are, another if any differs."""
        shape = (self.rows, self.columns, self.dtype.str, self.block_rows)
        contents = (shape, *map(tuple, self.checksums))
        return hashlib.sha256(repr(contents).encode()).hexdigest()

    def task(self, numbers: range) -> BlockTask:
        """Returns what opens some blocks on a worker, one after the other.

        Iterate with `map` or delete the loop's variable at the end of each turn: a block that is
        still referred to stays mapped while the next one is.
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
    """The CRC-32 of a block's whole file, and that of the file of its weights."""

    rows: int
    weights: int | None


@dataclass(frozen=True)
class BlockTask:
    """Opens neighbouring blocks in ascending order. Travels by pickle."""

    folder: str
    first: int
    counts: tuple[int, ...]
    """The rows of each block."""
    columns: int
    dtype: np.dtype
    block_rows: int
    checksums: tuple[Checksums, ...]

    def __call__(self) -> Iterator[Block]:
        # Not a generator: its frame would hold on to a block while the next is opened.
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
    """Returns how many observations a block has: as many as all, or, if the last, what is left."""
    return min(block_rows, rows - number * block_rows)


def read_manifest(folder: Path) -> Manifest:
    """Reads a manifest, and checks that its numbers belong together."""
    path = folder / NAME
    try:
        manifest = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise BlockError(_missing(folder)) from None
    except OSError as error:
        raise BlockError(f"{path} cannot be read: {error.strerror}; {_MEND}") from None
    except (ValueError, RecursionError):
        raise BlockError(f"{path} is not JSON: it is no manifest, or damaged; {_MEND}") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BlockError(f"{path} is no manifest of blocks; name a folder that vq.pack made")
    if (version := manifest.get("version")) != VERSION:
        raise BlockError(
            f"{path} is of version {version!r}, and this swift-vq reads version {VERSION}; use the "
            "swift-vq that packed it, or pack again"
        )
    try:
        _check(manifest)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        what = f"there is no {error}" if isinstance(error, KeyError) else str(error)
        raise BlockError(f"{path} is damaged: {what}; {_MEND}") from None
    return manifest


_MEND = "pack again, or restore it"


def _missing(folder: Path) -> str:
    if folder.is_file():
        return (
            f"{folder} is a file, not a folder of blocks; vq.pack makes such a folder from an array, "
            ".npy files or Parquet files"
        )
    if not folder.is_dir():
        return f"there is no folder {folder}; name a folder that vq.pack made"
    if any(os.path.lexists(folder / block_name(number)) for number in (0, 1)):
        return (
            f"{folder / NAME} is missing: packing was interrupted, or still runs; pack again into "
            "an empty folder"
        )
    return f"{folder} holds no blocks: there is no {NAME} in it; make them with vq.pack"


def _check(manifest: Manifest) -> None:
    rows, columns, block_rows = (
        _count(manifest, name) for name in ("rows", "columns", "block_rows")
    )
    # NumPy takes much else for a dtype: no name at all is float64.
    dtype = np.dtype(str(manifest["dtype"]))
    if dtype.kind not in "fiub" or dtype.itemsize > 8 or dtype != dtype.newbyteorder("<"):
        raise ValueError(f"blocks cannot be of dtype {dtype.str!r}")
    minimum, maximum = (_feature_values(manifest, name) for name in ("minimum", "maximum"))
    if minimum.shape != (columns,) or maximum.shape != (columns,):
        raise ValueError(f"minimum and maximum must hold {columns} numbers, one a feature")
    if not (minimum <= maximum).all():
        raise ValueError("a minimum is above its maximum")
    blocks = manifest["blocks"]
    if not isinstance(blocks, list) or len(blocks) != -(-rows // block_rows):
        raise ValueError(f"{rows} rows are not in blocks of {block_rows}, as they are listed")
    is_weighted = manifest["is_weighted"]
    if not isinstance(is_weighted, bool):
        raise TypeError("is_weighted must be true or false")
    for number, block in enumerate(blocks):
        if block["file"] != block_name(number):
            raise ValueError(f"block {number} is listed as {block['file']!r}")
        if block["rows"] != rows_of_block(number, block_rows, rows):
            raise ValueError(f"block {number} is listed with {block['rows']} rows")
        if not is_weighted and "weights_crc32" in block:
            raise ValueError(f"block {number} is listed with weights, and is_weighted is false")
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
