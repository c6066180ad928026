"""The manifest: what blocks there are in a folder, and what each must be.

A folder of blocks holds `manifest.json`; for every block `block-00000.npy`, a plain file of NumPy in C
order and little-endian; and `weights-00000.npy` beside it if observations are weighted.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from ._errors import BlockError

NAME = "manifest.json"
FORMAT = "swift-vq blocks"
VERSION = 1

Manifest = dict[str, Any]


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
    except ValueError:
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
    dtype = np.dtype(manifest["dtype"])
    if dtype.kind not in "fiub" or dtype != dtype.newbyteorder("<"):
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
        for key in ("crc32", "weights_crc32")[: 1 + is_weighted]:
            int(block[key], 16)


def _count(manifest: Manifest, name: str) -> int:
    number = manifest[name]
    if type(number) is not int or number < 1:
        raise ValueError(f"{name} is {number!r}")
    return number


def _feature_values(manifest: Manifest, name: str) -> np.ndarray:
    values = np.asarray(manifest[name], np.float64)
    if not np.isfinite(values).all():
        raise ValueError(f"{name} is not finite")
    return values
