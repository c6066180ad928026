"""Writes files that are there under their names only when they are whole."""

from __future__ import annotations

import errno
import io
import os
import socket
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import numpy as np

from ._errors import BlockError

_TEMPORARY = ".packing"


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Opens a file that takes the place of `path` when it is written, and on the disk.

    Several may write the same file at once: one of theirs is there in the end.
    """
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}{_TEMPORARY}")
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
            raise _told(error, path) from None
        raise


def write_array(path: Path, array: np.ndarray) -> int:
    """Writes an array in C order as a `.npy` file, and returns the CRC-32 of the file."""
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": array.dtype.str, "fortran_order": False, "shape": array.shape}
    )
    elements = array.reshape(-1).view(np.uint8).data
    with replacing(path) as file:
        file.write(header.getbuffer())
        file.write(elements)
    return zlib.crc32(elements, zlib.crc32(header.getbuffer()))


def is_temporary(name: str) -> bool:
    """Returns whether a file of this name is one that was not finished."""
    return name.startswith(".") and name.endswith(_TEMPORARY)


def _told(error: OSError, path: Path) -> Exception:
    """Names the file, which the system does not do when a disk is full."""
    if error.errno == errno.ENOENT and not path.parent.is_dir():
        return BlockError(
            f"there is no folder {path.parent} on {socket.gethostname()}; every worker must see "
            "the folder under this path, on shared storage"
        )
    return OSError(error.errno, f"{path.name} could not be written: {error.strerror}", str(path))
