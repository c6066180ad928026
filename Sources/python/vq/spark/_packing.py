"""Packs the rows of a Spark DataFrame into block files, on Spark's executors."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..blocks._files import BlockFiles
from ..blocks._running import Block
from ..blocks._writing import blocks_dtype, packing_into, write_block, write_manifest
from ._features import Features
from ._rows import Rows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def pack(
    dataframe: DataFrame,
    folder: str | os.PathLike[str],
    *,
    columns: str | Sequence[str] | None = None,
    weights: str | None = None,
    dtype: Any = None,
    block_rows: int | None = None,
) -> BlockFiles:
    """Packs rows in the order of the DataFrame's partitions; `vq.pack` says what parameters are.

    The folder must be on storage that the driver and all executors see under the same path. The
    DataFrame must hold the same rows whenever Spark reads it.
    """
    features = Features.of(dataframe, columns, weights)
    if dtype is not None:
        features = replace(features, dtype=blocks_dtype(np.dtype(dtype), "the observations"))
    with packing_into(folder) as path:
        rows = Rows(dataframe, features, block_rows)
        return write_manifest(path, rows.run(_Write(path)), rows.block_rows)


@dataclass(frozen=True)
class _Write:
    """Writes blocks to files."""

    folder: Path
    result_bytes = 0

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        return [
            write_block(self.folder, block.number, block.rows, block.weights) for block in blocks
        ]

    def combine(self, results: list[Any]) -> list[Any]:
        return results
