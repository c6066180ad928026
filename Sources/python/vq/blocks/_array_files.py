"""Arrays as `.npy` files: written completely or not at all, and mapped after a checksum."""

from __future__ import annotations

import io
import mmap
import os
import socket
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tokenize import TokenError
from typing import IO

import numpy as np

from .._errors import BlockError

UNFINISHED = ".unfinished"


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Opens a file that replaces `path` when it is complete and on the disk."""
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}{UNFINISHED}")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # Names the file: the system's message has the temporary name, or none if a disk is
            # full.
            what = f"{path.name} could not be written: {error.strerror}"
            raise OSError(error.errno, what, str(path)) from None
        raise


def is_unfinished(name: str, of: str = "") -> bool:
    """Returns whether a killed process left the file, whose final name would start with `of`."""
    return name.startswith(f".{of}") and name.endswith(UNFINISHED)


def write_array(path: Path, array: np.ndarray) -> int:
    """Writes an array in C order as a `.npy` file, and returns the CRC-32 of the file."""
    with _telling(path), replacing(path) as file:
        file.write(header_of(array.shape, array.dtype))
        file.write(_elements(array))
    return checksum_of(array)


def checksum_of(array: np.ndarray) -> int:
    """Returns the CRC-32 of the file that `write_array` would write."""
    return zlib.crc32(_elements(array), zlib.crc32(header_of(array.shape, array.dtype)))


def header_of(shape: tuple[int, ...], dtype: np.dtype) -> bytes:
    """Returns the header of an array's file."""
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": dtype.str, "fortran_order": False, "shape": shape}
    )
    return header.getvalue()


def _elements(array: np.ndarray) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """If the folder does not exist, raises an error that names the likely cause."""
    try:
        yield
    except FileNotFoundError:
        if path.parent.is_dir():
            raise
        raise BlockError(
            f"there is no folder {path.parent} on {socket.gethostname()}; put the folder on "
            "storage that every worker sees under this path"
        ) from None


def mapped(path: Path, shape: tuple[int, ...], dtype: np.dtype, checksum: int) -> np.ndarray:
    """Returns the array in a file. The file stays mapped as long as the array exists.

    Raises
    ------
    BlockError
        If the file is missing, or has changed since it was packed.
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
        f"there is no folder {path.parent} on {socket.gethostname()}; every worker must see the "
        "blocks under the path where they were packed"
    )


def _checked_header(file: IO[bytes], path: Path, shape: tuple[int, ...], dtype: np.dtype) -> int:
    """Returns where the elements start in the file."""
    # Compared, not parsed: NumPy parses headers with Python's own parser, which in Python 3.11
    # must not run on two threads at once.
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


# The files whose checksum was verified in this process: path, inode, size, time and checksum.
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
    return BlockError(
        f"{path} has changed since it was packed: it {how}; restore it, or pack again"
    )
