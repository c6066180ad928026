"""Cuts the rows of a Spark DataFrame into blocks, by their numbers over all partitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from .._arrays import scalar_for
from ..blocks._errors import BlockError
from ..blocks._running import Block
from ._features import Features
from ._survey import Partition, place, read, this_partition

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


def blocks_of(selected: DataFrame, cut: Cut, run_count: int) -> RDD[Block]:
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
