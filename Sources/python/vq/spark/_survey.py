"""What the partitions of a Spark DataFrame hold, found before its rows are cut into blocks."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING

import numpy as np

from ..blocks._errors import BlockError
from ..blocks._extent import Extent, extent
from ._features import Features
from ._running import spark_errors

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame


@dataclass
class Partition:
    """What a partition holds."""

    number: int
    first_row: int = 0
    """The number of its first row, counted over all partitions."""
    rows: int = 0
    columns: int | None = None
    extent: Extent | None = None
    greatest_weight: float = 0.0
    checksum: int = 0
    """Which tells whether it holds the same when it is read again."""
    failure: str = ""


def survey(selected: DataFrame, features: Features) -> list[Partition]:
    """Reads all rows once, and returns what each partition holds that has any.

    Raises
    ------
    BlockError
        If there are no rows, or a number is missing, NaN or infinite, or rows are of different
        lengths, where it names the partition and the row; or if all weights are 0.
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
    if features.weights and not any(partition.greatest_weight for partition in partitions):
        raise BlockError(f"all weights, {features.weights}, are 0; at least one must not be")
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
    """Yields the arrays of a partition's batches, and counts what it has read in `partition`, which
    is up to date at every yield: of this batch not yet."""
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
    """Returns the number of the partition that this worker is at."""
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
                found.greatest_weight = max(found.greatest_weight, float(weights.max()))
    except BlockError as failure:
        # Returned and not raised, or Spark would read all this again to see it fail again.
        found.failure = str(failure)
    packed = pyarrow.array([pickle.dumps(found)], pyarrow.binary())
    yield pyarrow.record_batch([packed], names=["partition"])
