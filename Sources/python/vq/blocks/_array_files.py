"""Arrays as `.npy` files, and the checksums of those files."""

from __future__ import annotations

import io
import socket
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from ._errors import BlockError
from ._replacing import replacing


def write_array(path: Path, array: np.ndarray) -> int:
    """Writes an array in C order as a `.npy` file, and returns the CRC-32 of the file."""
    with _telling(path), replacing(path) as file:
        file.write(header_of(array.shape, array.dtype))
        file.write(_elements(array))
    return checksum_of(array)


def checksum_of(array: np.ndarray) -> int:
    """Returns the CRC-32 of the file that an array in C order would be."""
    return zlib.crc32(_elements(array), zlib.crc32(header_of(array.shape, array.dtype)))


def header_of(shape: tuple[int, ...], dtype: np.dtype) -> bytes:
    """Returns what the file of an array begins with."""
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": dtype.str, "fortran_order": False, "shape": shape}
    )
    return header.getvalue()


def _elements(array: np.ndarray) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Says of a folder that is not there what may be the cause."""
    try:
        yield
    except FileNotFoundError:
        if path.parent.is_dir():
            raise
        raise BlockError(
            f"there is no folder {path.parent} on {socket.gethostname()}; every worker must see "
            "the folder under this path, on shared storage"
        ) from None
