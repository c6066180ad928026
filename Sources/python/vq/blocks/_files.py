"""Block files: observations in a folder, cut into blocks that workers map by path."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ._manifest import read_manifest, rows_of_block
from ._mapping import BlockTask, Checksums


@dataclass(frozen=True, eq=False)
class BlockFiles:
    """Observations in block files, as `pack` made them.

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
        The least and the greatest value of each feature, as float64.
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
    """Of each block's file and of that of its weights."""

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
