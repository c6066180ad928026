"""Codes of a Spark DataFrame's rows, as columns beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from .._engine import assign
from ..blocks._codes import checked_codebook
from ._features import ROWS, Features
from ._partitions import place, this_partition

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

_CODE, _DISTANCE = "code", "distance"


def with_codes(
    dataframe: DataFrame, features: Features, codebook: Any, distances: bool
) -> DataFrame:
    """Returns the DataFrame with a column of codes, and one of distances if they are wanted."""
    from pyspark.sql import types as t

    # How long arrays are is known on executors alone.
    columns = len(features.names) if features.are_numbers else np.shape(codebook)[-1]
    codebook = checked_codebook(codebook, features.dtype, columns)
    distance_type = t.FloatType() if codebook.dtype == np.float32 else t.DoubleType()
    found = [t.StructField(_CODE, t.IntegerType(), False)]
    if distances:
        found.append(t.StructField(_DISTANCE, distance_type, False))
    if taken := {field.name for field in found}.intersection(dataframe.columns):
        raise ValueError(f"the DataFrame has a column {min(taken)!r} already; drop or rename it")
    schema = t.StructType([*dataframe.schema.fields, *found])
    search = _Search(features, codebook, distances, tuple(schema.names))
    # Spark finds what it hands over by names, and cannot if there are dots in them.
    rows = dataframe.withColumn(ROWS, features.rows())
    rows = rows.toDF(*map(str, range(len(dataframe.columns))), ROWS)
    return rows.mapInArrow(partial(_coded, search), schema)


@dataclass(frozen=True)
class _Search:
    features: Features
    codebook: np.ndarray
    distances: bool
    names: tuple[str, ...]
    """Of the columns there are to be."""


def _coded(
    search: _Search, batches: Iterator[pyarrow.RecordBatch]
) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    before = 0
    for batch in batches:
        if batch.num_rows == 0:
            continue
        rows, _ = search.features.arrays(
            batch, place(this_partition()), before, search.codebook.shape[1]
        )
        codes, distances = assign(rows, search.codebook, workers=1, distances=search.distances)
        columns = [*batch.columns[:-1], pyarrow.array(codes)]
        if distances is not None:
            columns.append(pyarrow.array(distances))
        yield pyarrow.RecordBatch.from_arrays(columns, search.names)
        before += len(rows)
