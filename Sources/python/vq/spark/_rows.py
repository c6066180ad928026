"""Rows of a Spark DataFrame as blocks: written to files, or kept by executors for one fit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .._checks import whole_number
from ..blocks._array_files import checksum_of
from ..blocks._files import BlockFiles, Checksums
from ..blocks._source import grouped, task_runs
from ..blocks._steps import Block, Step, Task, answer
from ..blocks._writing import (
    block_rows_for,
    blocks_dtype,
    packing_into,
    write_block,
    write_manifest,
)
from ._features import Features
from ._partitions import Cut, blocks_of, extent_of, survey
from ._tasks import executor_of, run, spark_errors

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def pack(
    dataframe: DataFrame,
    folder: str | os.PathLike[str],
    *,
    columns: str | Sequence[str] | None = None,
    sample_weight: str | None = None,
    dtype: Any = None,
    block_rows: int | None = None,
) -> BlockFiles:
    """Packs rows in the order of the DataFrame's partitions; `vq.pack` documents the parameters.

    The driver and all executors must see the folder under the same path. The DataFrame must have
    the same rows whenever Spark reads it.
    """
    features = Features.of(dataframe, columns, sample_weight)
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


@contextmanager
def kept_rows(
    dataframe: DataFrame,
    *,
    columns: str | Sequence[str] | None = None,
    sample_weight: str | None = None,
    block_rows: int | None = None,
) -> Iterator[Rows]:
    """A context of rows in blocks, which executors keep in memory or on their disks."""
    from pyspark import StorageLevel

    if block_rows is not None and whole_number(block_rows, "block_rows") < 1:
        raise ValueError(f"block_rows must be at least 1, not {block_rows}")
    rows = Rows(dataframe, Features.of(dataframe, columns, sample_weight), block_rows)
    rows.blocks.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        yield rows
    finally:
        rows.blocks.unpersist()


class Rows:
    """The rows of a DataFrame, in blocks.

    Rows are numbered in the order of the DataFrame's partitions. Spark reads the DataFrame twice,
    to number the rows and to cut them, and again if it loses some. It must have the same rows each
    time.
    """

    def __init__(self, dataframe: DataFrame, features: Features, block_rows: int | None) -> None:
        slots = executor_of(dataframe.sparkSession).slots
        selected = features.select(dataframe)
        partitions = survey(selected, features)
        self.minimum, self.maximum = extent_of(partitions)
        self.rows = sum(partition.rows for partition in partitions)
        self.columns = len(self.minimum)
        self.dtype = features.dtype
        self.is_weighted = features.weights is not None
        self.block_rows = block_rows or block_rows_for(self.columns, self.dtype)
        runs = task_runs(-(-self.rows // self.block_rows), slots)
        cut = Cut(
            features,
            self.columns,
            self.block_rows,
            len(runs[0]),
            # Without the extents, which executors do not need and which may be large.
            {partition.number: replace(partition, extent=None) for partition in partitions},
        )
        with spark_errors():
            self.blocks = blocks_of(selected, cut, len(runs))

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of block files with the same rows."""
        checksums = self.run(_SumUp())
        return BlockFiles(
            Path(),
            self.rows,
            self.columns,
            self.dtype,
            self.block_rows,
            self.is_weighted,
            self.minimum,
            self.maximum,
            tuple(found for _, found in checksums),
        ).fingerprint

    def run(self, step: Step) -> list[Any]:
        count = self.blocks.getNumPartitions()
        groups = grouped(range(count), step.result_bytes)
        tasks = self.blocks.mapPartitionsWithIndex(partial(_as_task, len(groups[0])))
        return answer(step, run(step, tasks, len(groups)), self.rows)


def _as_task(
    group_length: int, partition: int, blocks: Iterator[Block]
) -> Iterator[tuple[int, Task]]:
    yield partition // group_length, partial(iter, blocks)


class _SumUp:
    """Computes the checksums that the files of blocks would have."""

    result_bytes = 0

    def __call__(self, blocks: Iterable[Block]) -> list[tuple[int, Checksums]]:
        return [
            (
                block.number,
                Checksums(
                    checksum_of(block.rows),
                    None if block.weights is None else checksum_of(block.weights),
                ),
            )
            for block in blocks
        ]

    def combine(self, results: list[Any]) -> list[Any]:
        return sorted(results)
