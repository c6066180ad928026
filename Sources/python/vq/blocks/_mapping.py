"""Maps block files on a worker, each checked before it is used."""

from __future__ import annotations

import mmap
import os
import socket
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tokenize import TokenError
from typing import IO, NamedTuple

import numpy as np

from .._arrays import scalar_for
from ._array_files import header_of
from ._errors import BlockError
from ._manifest import block_name, weights_name
from ._running import Block


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
            weights = mapped(beside, (count,), scalar_for(self.dtype), checksums.weights)
        return Block(number, number * self.block_rows, rows, weights, str(path))


def mapped(path: Path, shape: tuple[int, ...], dtype: np.dtype, checksum: int) -> np.ndarray:
    """Returns the array in a file, which stays mapped as long as the array is there.

    Raises
    ------
    BlockError
        If the file is missing, or is not the one that was packed.
    """
    try:
        file = path.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        raise BlockError(_missing(path)) from None
    except (PermissionError, IsADirectoryError) as error:
        raise BlockError(
            f"{path} cannot be read: {error.strerror}; restore it, or pack again"
        ) from None
    with file:
        start = _checked_header(file, path, shape, dtype)
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        _check_sum(memory, file, path, checksum)
    return np.ndarray(shape, dtype, memory, start)


def _missing(path: Path) -> str:
    if path.parent.is_dir():
        return f"{path} is missing; restore it, or pack again"
    return (
        f"there is no folder {path.parent} on {socket.gethostname()}; workers need it under the "
        "path where it was packed"
    )


def _checked_header(file: IO[bytes], path: Path, shape: tuple[int, ...], dtype: np.dtype) -> int:
    """Returns where the elements start in the file."""
    # Compared and not read: NumPy has Python's parser read it, which in Python 3.11 must not be at
    # work on two threads at once.
    header = header_of(shape, dtype)
    if file.read(len(header)) != header:
        raise _changed(path, _other_header(file, shape, dtype))
    size = os.fstat(file.fileno()).st_size
    whole = len(header) + dtype.itemsize * int(np.prod(shape))
    if size != whole:
        raise _changed(path, f"has {size} bytes, not {whole}")
    return len(header)


def _other_header(file: IO[bytes], shape: tuple[int, ...], dtype: np.dtype) -> str:
    file.seek(0)
    try:
        np.lib.format.read_magic(file)
        found = np.lib.format.read_array_header_1_0(file)
    except (ValueError, TokenError, RecursionError, MemoryError, SystemError):
        return "has no header of a .npy file"
    if found == (shape, False, dtype):
        return "has another header"
    return f"holds {found[2]} of shape {found[0]}, not {dtype} of {shape}"


# Which files have been summed up in this process: a file's path, what tells its version, and its sum.
_summed_up: set[tuple[str, int, int, int, int]] = set()


def _check_sum(memory: mmap.mmap, file: IO[bytes], path: Path, checksum: int) -> None:
    status = os.fstat(file.fileno())
    key = (str(path), status.st_ino, status.st_size, status.st_mtime_ns, checksum)
    if key in _summed_up:
        return
    if (found := zlib.crc32(memory)) != checksum:
        raise _changed(path, f"has the CRC-32 {found:08x}, not {checksum:08x}")
    _summed_up.add(key)


def _changed(path: Path, how: str) -> BlockError:
    return BlockError(f"{path} is not as it was packed: it {how}; restore it, or pack again")
