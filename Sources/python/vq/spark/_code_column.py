"""The codes of a Spark DataFrame's rows, as additional columns."""

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
    """Returns the DataFrame with a column of codes and, if requested, one of distances."""
    from pyspark.sql import types as t

    # Only executors know how long arrays are. Until then, the codebook's number counts.
    columns = len(features.names) if features.are_numbers else np.shape(codebook)[-1]
    codebook = checked_codebook(codebook, features.dtype, columns)
    distance_type = t.FloatType() if codebook.dtype == np.float32 else t.DoubleType()
    found = [t.StructField(_CODE, t.IntegerType(), False)]
    if distances:
        found.append(t.StructField(_DISTANCE, distance_type, False))
    if taken := {field.name for field in found}.intersection(dataframe.columns):
        raise ValueError(f"the DataFrame already has a column {min(taken)!r}; drop or rename it")
    schema = t.StructType([*dataframe.schema.fields, *found])
    search = _Search(features, codebook, distances, tuple(schema.names))
    # Spark looks up columns by name, which fails for names with dots: numbers replace them.
    rows = dataframe.withColumn(ROWS, features.rows())
    rows = rows.toDF(*map(str, range(len(dataframe.columns))), ROWS)
    return rows.mapInArrow(partial(_coded, search), schema)


@dataclass(frozen=True)
class _Search:
    features: Features
    codebook: np.ndarray
    distances: bool
    names: tuple[str, ...]
    """The names of the resulting columns."""


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
