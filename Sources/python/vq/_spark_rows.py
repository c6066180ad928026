"""Rows of a Spark DataFrame as blocks, which executors keep: for where there is no shared storage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np

from ._arrays import scalar_for
from ._spark_features import Features
from ._spark_running import context_of, run, spark_errors
from ._spark_survey import Partition, extent_of, place, read, survey, this_partition
from .blocks._errors import BlockError
from .blocks._files import BlockFiles
from .blocks._mapping import Checksums
from .blocks._running import Block, Step, Task, answer
from .blocks._source import grouped, task_runs
from .blocks._writing import block_rows_for, checksum_of

if TYPE_CHECKING:
    import pyarrow
    from pyspark.core.rdd import RDD
    from pyspark.sql import DataFrame


@dataclass(frozen=True)
class Cut:
    """How rows are cut into blocks. Travels by pickle."""

    features: Features
    columns: int
    block_rows: int
    run_blocks: int
    """The neighbouring blocks that one task has."""
    partitions: dict[int, Partition]
    """What each partition holds that has rows."""


class Rows:
    """The rows of a DataFrame, in blocks that executors keep until it is closed.

    Rows are numbered in the order of the DataFrame's partitions. Spark reads it twice, to number the
    rows and to cut them, and again where it lost some: it must then hold the same rows.
    """

    def __init__(self, dataframe: DataFrame, features: Features, block_rows: int | None) -> None:
        executor_slots = int(context_of(dataframe.sparkSession).defaultParallelism)
        selected = features.select(dataframe)
        partitions = survey(selected, features)
        self.minimum, self.maximum = extent_of(partitions)
        self.rows = sum(partition.rows for partition in partitions)
        self.columns = len(self.minimum)
        self.dtype = features.dtype
        self.is_weighted = features.weights is not None
        self.block_rows = block_rows or block_rows_for(self.columns, self.dtype)
        runs = task_runs(-(-self.rows // self.block_rows), executor_slots)
        cut = Cut(
            features,
            self.columns,
            self.block_rows,
            len(runs[0]),
            {partition.number: partition for partition in partitions},
        )
        with spark_errors():
            self._blocks = _blocks(selected, cut, len(runs))

    def keep(self) -> None:
        """Has executors keep the blocks, in memory or on their disks, once they have been made."""
        from pyspark import StorageLevel

        self._blocks.persist(StorageLevel.MEMORY_AND_DISK)

    def close(self) -> None:
        self._blocks.unpersist()

    def __enter__(self) -> Rows:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def fingerprint(self) -> str:
        """That of block files with the same rows."""
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
        count = self._blocks.getNumPartitions()
        groups = grouped(range(count), step.result_bytes)
        tasks = self._blocks.mapPartitionsWithIndex(partial(_as_task, len(groups[0])))
        return answer(step, run(step, tasks, len(groups)))


def _blocks(selected: DataFrame, cut: Cut, run_count: int) -> RDD[Block]:
    """Cuts rows into pieces that lie in one block each, and brings the pieces of a block together."""
    pieces = selected.mapInArrow(
        partial(_pieces, cut), "run int, block long, row long, rows binary, weights binary"
    )
    # A task has a run. Where Spark cannot be told so, it looks for bounds of ranges that divide the
    # runs well, and reads the rows once more for that.
    if hasattr(pieces, "repartitionById"):
        pieces = pieces.repartitionById(run_count, "run")
    else:
        pieces = pieces.repartitionByRange(run_count, "run")
    return pieces.sortWithinPartitions("block", "row").rdd.mapPartitions(partial(_joined, cut))


def _pieces(cut: Cut, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    number = this_partition()
    known = cut.partitions.get(number, Partition(number))
    found = Partition(number, columns=cut.columns)
    for rows, weights in read(cut.features, batches, found):
        first = known.first_row + found.rows
        end = first + len(rows)
        edges = range(first - first % cut.block_rows + cut.block_rows, end, cut.block_rows)
        for start, stop in zip([first, *edges], [*edges, end], strict=True):
            block = start // cut.block_rows
            piece = slice(start - first, stop - first)
            columns = [
                pyarrow.array([block // cut.run_blocks], pyarrow.int32()),
                pyarrow.array([block], pyarrow.int64()),
                pyarrow.array([start], pyarrow.int64()),
                pyarrow.array([rows[piece].tobytes()], pyarrow.binary()),
                pyarrow.array(
                    [None if weights is None else weights[piece].tobytes()], pyarrow.binary()
                ),
            ]
            yield pyarrow.record_batch(columns, names=["run", "block", "row", "rows", "weights"])
    if (found.rows, found.checksum) != (known.rows, known.checksum):
        raise BlockError(
            f"{place(number)} held other rows when it was read again; read the DataFrame from "
            "files, or cache() it, and if its order is not fixed, sort it before that"
        )


def _joined(cut: Cut, pieces: Iterable[Any]) -> Iterator[Block]:
    for number, block in groupby(pieces, attrgetter("block")):
        parts = list(block)
        rows = _array([part.rows for part in parts], cut.features.dtype)
        weights = None
        if cut.features.weights is not None:
            weights = _array([part.weights for part in parts], scalar_for(cut.features.dtype))
        yield Block(
            number,
            number * cut.block_rows,
            rows.reshape(-1, cut.columns),
            weights,
            f"block {number} of the DataFrame",
        )


def _array(parts: Sequence[bytes], dtype: np.dtype) -> np.ndarray:
    return np.concatenate([np.frombuffer(part, dtype) for part in parts])


def _as_task(
    group_length: int, partition: int, blocks: Iterator[Block]
) -> Iterator[tuple[int, Task]]:
    yield partition // group_length, partial(iter, blocks)


class _SumUp:
    """Finds the checksums that files of blocks would have."""

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
