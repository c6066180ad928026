"""Files of codes, and the manifest that makes them whole.

A folder of codes holds `codes.json`, and for every block of observations `codes-00000.npy`, an
int32 for each.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ._errors import BlockError
from ._replacing import is_unfinished, replacing

_NAME = "codes.json"
_FORMAT = "swift-vq codes"
_VERSION = 1


class CodeFile(NamedTuple):
    """What the manifest says of a file. Travels by pickle."""

    number: int
    """That of the block. Blocks are listed in its order."""
    rows: int
    crc32: int


def file_name(number: int) -> str:
    return f"codes-{number:05}.npy"


def remove_manifest(folder: Path) -> None:
    (folder / _NAME).unlink(missing_ok=True)


def write_manifest(
    folder: Path, files: Sequence[CodeFile], fingerprint: str, block_rows: int
) -> None:
    manifest = {
        "format": _FORMAT,
        "version": _VERSION,
        "blocks": fingerprint,
        "rows": sum(file.rows for file in files),
        "block_rows": block_rows,
        "files": [
            {"file": file_name(file.number), "rows": file.rows, "crc32": f"{file.crc32:08x}"}
            for file in files
        ],
    }
    # What was left by workers that were killed is no longer needed by any.
    for path in folder.iterdir():
        if is_unfinished(path.name, of="codes"):
            path.unlink(missing_ok=True)
    with replacing(folder / _NAME) as file:
        file.write((json.dumps(manifest, indent=1) + "\n").encode())


def read_codes(folder: str | os.PathLike[str]) -> np.ndarray:
    """Read the codes that `vq` wrote.

    Parameters
    ----------
    folder : path
        Where they are.

    Returns
    -------
    ndarray of int32
        The code of each observation, in the order of all blocks.

    Raises
    ------
    BlockError
        If there are none, or not all of those that were written.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> from vq.blocks import pack, read_codes, vq
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     blocks = pack(np.array([[1], [9], [2]]), folder)
    ...     read_codes(vq(blocks, [[1], [9]]).folder)
    array([0, 1, 0], dtype=int32)
    """
    folder = Path(folder)
    manifest = _manifest(folder)
    codes = np.empty(sum(rows for _, rows, _ in manifest), np.int32)
    first = 0
    for name, rows, checksum in manifest:
        codes[first : first + rows] = _read(folder / name, rows, checksum)
        first += rows
    return codes


def _manifest(folder: Path) -> list[tuple[str, int, int]]:
    path = folder / _NAME
    try:
        manifest: Any = json.loads(path.read_bytes())
        if manifest["format"] != _FORMAT or manifest["version"] != _VERSION:
            raise ValueError("it is of another format or version")
        files = [(file["file"], file["rows"], int(file["crc32"], 16)) for file in manifest["files"]]
        if sum(rows for _, rows, _ in files) != manifest["rows"]:
            raise ValueError("rows are missing")
    except (FileNotFoundError, NotADirectoryError):
        raise BlockError(
            f"there are no codes in {folder}, or not all: there is no {_NAME}; call vq first"
        ) from None
    except (ValueError, TypeError, KeyError) as error:
        raise BlockError(f"{path} is damaged ({error}); call vq again") from None
    return files


def _read(path: Path, rows: int, checksum: int) -> np.ndarray:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BlockError(f"{path} is missing; call vq again") from None
    if zlib.crc32(content) != checksum:
        raise BlockError(f"{path} is not as it was written; call vq again")
    codes = np.load(BytesIO(content), allow_pickle=False)
    if codes.shape != (rows,) or codes.dtype != np.int32:
        raise BlockError(f"{path} holds {codes.dtype} of shape {codes.shape}; call vq again")
    return np.asarray(codes)
