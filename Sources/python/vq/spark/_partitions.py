"""The partitions of a Spark DataFrame: a summary of each, and how rows are cut into blocks."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from .._errors import BlockError
from ..blocks._files import WEIGHTS_DTYPE
from ..blocks._steps import Block
from ..blocks._writing import Extent, extent
from ._features import Features
from ._tasks import spark_errors

if TYPE_CHECKING:
    import pyarrow
    from pyspark.core.rdd import RDD
    from pyspark.sql import DataFrame


@dataclass
class Partition:
    """A summary of a partition."""

    number: int
    first_row: int = 0
    """The number of its first row, counted over all partitions."""
    rows: int = 0
    columns: int | None = None
    extent: Extent | None = None
    maximum_weight: float = 0.0
    checksum: int = 0
    """Shows whether the partition has the same rows when it is read again."""
    failure: str = ""


def survey(selected: DataFrame, features: Features) -> list[Partition]:
    """Reads all rows once, and returns a summary of each partition that has rows.

    Raises
    ------
    BlockError
        If there are no rows, or all weights are 0. If a number is missing, NaN or infinite, or
        rows have different lengths; the message then names the partition and the row.
    """
    with spark_errors():
        found = selected.mapInArrow(partial(_surveyed, features), "partition binary").collect()
    partitions = sorted(
        (pickle.loads(row.partition) for row in found), key=lambda partition: partition.number
    )
    for partition in partitions:
        if partition.failure:
            raise BlockError(partition.failure)
    partitions = [partition for partition in partitions if partition.rows]
    if not partitions:
        raise BlockError("the DataFrame has no rows")
    if features.weights and not any(partition.maximum_weight for partition in partitions):
        raise BlockError(
            f"all weights in the column {features.weights!r} are 0; at least one must be positive"
        )
    total = 0
    for partition in partitions:
        if partition.columns != partitions[0].columns:
            raise BlockError(
                f"{place(partition.number)} has rows of {partition.columns} features, and "
                f"{place(partitions[0].number)} of {partitions[0].columns}"
            )
        partition.first_row = total
        total += partition.rows
    return partitions


def extent_of(partitions: Iterable[Partition]) -> Extent:
    """Returns the extent of all rows."""
    extents = (partition.extent for partition in partitions if partition.extent is not None)
    return reduce(Extent.joined, extents)


def read(
    features: Features, batches: Iterator[pyarrow.RecordBatch], partition: Partition
) -> Iterator[tuple[np.ndarray, np.ndarray | None]]:
    """Yields the arrays of a partition's batches, and updates the summary `partition`.

    At every yield, the summary covers all earlier batches, but not the current one.
    """
    for batch in batches:
        if batch.num_rows == 0:
            continue
        rows, weights = features.arrays(
            batch, place(partition.number), partition.rows, partition.columns
        )
        yield rows, weights
        partition.rows += len(rows)
        partition.columns = rows.shape[1]
        for array in (rows, weights):
            if array is not None:
                partition.checksum = zlib.crc32(array.data, partition.checksum)


def place(partition: int) -> str:
    return f"partition {partition} of the DataFrame"


def this_partition() -> int:
    """Returns the number of the partition that this worker is processing."""
    from pyspark import TaskContext

    context = TaskContext.get()
    assert context is not None
    return int(context.partitionId())


def _surveyed(
    features: Features, batches: Iterator[pyarrow.RecordBatch]
) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    found = Partition(this_partition())
    try:
        for rows, weights in read(features, batches, found):
            here = extent(rows)
            found.extent = here if found.extent is None else found.extent.joined(here)
            if weights is not None:
                found.maximum_weight = max(found.maximum_weight, float(weights.max()))
    except BlockError as failure:
        # Returned, not raised: otherwise Spark would read all rows again, to fail again.
        found.failure = str(failure)
    packed = pyarrow.array([pickle.dumps(found)], pyarrow.binary())
    yield pyarrow.record_batch([packed], names=["partition"])


@dataclass(frozen=True)
class Cut:
    """How rows are cut into blocks. Is sent by pickle."""

    features: Features
    columns: int
    block_rows: int
    run_blocks: int
    """The number of neighbouring blocks in a task."""
    partitions: dict[int, Partition]
    """The summary of each partition that has rows."""


def blocks_of(selected: DataFrame, cut: Cut, run_count: int) -> RDD[Block]:
    """Cuts rows into pieces of one block each, and joins the pieces of each block."""
    pieces = selected.mapInArrow(
        partial(_pieces, cut), "run int, block long, row long, rows binary, weights binary"
    )
    # A task has one run. Spark versions without `repartitionById` search for ranges that divide
    # the runs well, which takes another read of the rows.
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
            f"{place(number)} had other rows when it was read again; read the DataFrame from "
            "files, or cache() it, and if its order is not fixed, sort it before that"
        )


def _joined(cut: Cut, pieces: Iterable[Any]) -> Iterator[Block]:
    for number, block in groupby(pieces, attrgetter("block")):
        parts = list(block)
        rows = _array([part.rows for part in parts], cut.features.dtype)
        weights = None
        if cut.features.weights is not None:
            weights = _array([part.weights for part in parts], WEIGHTS_DTYPE)
        yield Block(
            number,
            number * cut.block_rows,
            rows.reshape(-1, cut.columns),
            weights,
            f"block {number} of the DataFrame",
        )


def _array(parts: Sequence[bytes], dtype: np.dtype) -> np.ndarray:
    return np.concatenate([np.frombuffer(part, dtype) for part in parts])
