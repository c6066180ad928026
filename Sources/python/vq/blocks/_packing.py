"""Packs observations of many kinds into block files."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from ._files import BlockFiles
from ._writing import block_rows_for, packing_into, write_block, write_manifest


def pack(
    source: Any,
    folder: str | os.PathLike[str],
    *,
    columns: Any = None,
    weights: Any = None,
    dtype: Any = None,
    block_rows: int | None = None,
    workers: int | None = None,
) -> BlockFiles:
    """Packs observations into block files (arrays only so far)."""
    array = np.asarray(source, dtype)
    size = block_rows or block_rows_for(array.shape[1], array.dtype)
    with packing_into(folder) as path:
        written = [
            write_block(
                path,
                number,
                array[first : first + size],
                None if weights is None else weights[first : first + size],
            )
            for number, first in enumerate(range(0, len(array), size))
        ]
        return write_manifest(path, written, size)
