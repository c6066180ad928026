"""The columns of a Spark DataFrame that are features, and their numbers as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .._errors import BlockError
from ..blocks._writing import first_not_finite

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import Column, DataFrame

# NumPy's type for each of Spark's types that can be read.
_DTYPES = {
    "tinyint": "i1",
    "smallint": "i2",
    "int": "i4",
    "bigint": "i8",
    "float": "f4",
    "double": "f8",
}
_NAMES = {np.dtype(dtype): name for name, dtype in _DTYPES.items()}

ROWS, WEIGHTS = "_vq_rows", "_vq_weights"


@dataclass(frozen=True)
class Features:
    """The columns of features in a DataFrame, and the column of weights."""

    names: tuple[str, ...]
    type: str
    """Spark's name for the type of the column, or for the array of several columns of numbers."""
    are_numbers: bool
    """Whether there are columns of numbers. Otherwise there is one column of arrays or vectors."""
    dtype: np.dtype
    """The dtype to convert observations to."""
    weights: str | None

    @classmethod
    def of(
        cls,
        dataframe: DataFrame,
        columns: str | Sequence[str] | None = None,
        weights: str | None = None,
    ) -> Features:
        """Finds the features: the named columns, or else all columns except for the weights.

        Raises
        ------
        ValueError
            If a column does not exist, or has neither numbers, nor arrays of numbers, nor vectors.
        """
        if not isinstance(weights, (str, type(None))):
            raise TypeError(
                "the weights of a Spark DataFrame are one of its columns: pass its name as "
                f"sample_weight, not {type(weights).__name__}"
            )
        types = {field.name: field.dataType.simpleString() for field in dataframe.schema.fields}
        if columns is None:
            columns = [name for name in types if name != weights]
        names = (columns,) if isinstance(columns, str) else tuple(columns)
        for name in (*names, *([] if weights is None else [weights])):
            if name not in types:
                raise ValueError(f"there is no column {name!r}; there are {', '.join(types)}")
        if not names:
            raise ValueError("there are no columns of features")
        if weights is not None and types[weights] not in _DTYPES:
            raise ValueError(
                f"the column of weights, {weights!r}, is of type {types[weights]}; choose a "
                "column of numbers with sample_weight="
            )
        if len(names) == 1 and types[names[0]] not in _DTYPES:
            (name,) = names
            return cls(names, types[name], False, _dtype_of_array(name, types[name]), weights)
        for name in names:
            if types[name] not in _DTYPES:
                raise ValueError(
                    f"the column {name!r} is of type {types[name]}: name the columns of features, "
                    "each of numbers (cast decimals to double), or one of arrays"
                )
        dtype = np.result_type(*(np.dtype(_DTYPES[types[name]]) for name in names))
        return cls(names, f"array<{_NAMES[dtype]}>", True, dtype, weights)

    def rows(self) -> Column:
        """Returns the column of observations, each an array."""
        from pyspark.sql import functions as f

        if self.are_numbers:
            # Each column is cast alone: Spark's common type of bigint and float would be float.
            element = self.type.removeprefix("array<").removesuffix(">")
            return f.array(*(_column(name).cast(element) for name in self.names))
        if self.type == "vector":
            from pyspark.ml.functions import vector_to_array

            return vector_to_array(_column(self.names[0]))
        return _column(self.names[0])

    def select(self, dataframe: DataFrame) -> DataFrame:
        """Returns only the observations and weights, in the columns ROWS and WEIGHTS."""
        selected = [self.rows().alias(ROWS)]
        if self.weights is not None:
            selected.append(_column(self.weights).cast("double").alias(WEIGHTS))
        return dataframe.select(*selected)

    def _name_of(self, feature: int) -> str:
        return self.names[feature] if self.are_numbers else f"{self.names[0]}[{feature}]"

    def arrays(
        self, batch: pyarrow.RecordBatch, place: str, before: int, d: int | None
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Returns the observations of a batch that is not empty, and their weights.

        `place` names the partition, `before` is the number of its earlier rows, and `d` the number
        of features, if known. Raises a BlockError if a value is missing or not finite, or if an
        array has another length.
        """

        def refuse(row: int, what: str) -> None:
            raise BlockError(f"{place}, row {before + row} of it (counted from 0): {what}")

        lists = batch.column(ROWS)
        if lists.null_count:
            refuse(_first(lists.is_null()), "the array of features is missing (null)")
        lengths = np.diff(np.asarray(lists.offsets))
        d = int(lengths[0]) if d is None else d
        if (lengths != d).any():
            row = int((lengths != d).argmax())
            refuse(row, f"there are {lengths[row]} features, not {d}")
        if d == 0:
            refuse(0, "there are no features")
        values = lists.flatten()
        if values.null_count:
            row, column = divmod(_first(values.is_null()), d)
            refuse(row, f"{self._name_of(column)} is missing (null)")
        with np.errstate(over="ignore"):  # Numbers that are too large become infinite; see below.
            rows = values.to_numpy().astype(self.dtype, copy=False).reshape(-1, d)
        if (wrong := first_not_finite(rows)) is not None:
            row, column = wrong
            refuse(row, f"{self._name_of(column)} is {rows[wrong]}; remove or replace it")
        if self.weights is None:
            return rows, None
        column = batch.column(WEIGHTS)
        if column.null_count:
            refuse(_first(column.is_null()), f"the weight, {self.weights}, is missing (null)")
        weights = column.to_numpy()
        is_right = np.isfinite(weights) & (weights >= 0)
        if not is_right.all():
            row = int(is_right.argmin())
            refuse(
                row,
                f"the weight, {self.weights}, is {weights[row]}; no weight is negative, NaN "
                "or infinite",
            )
        return rows, weights


def _dtype_of_array(name: str, simple: str) -> np.dtype:
    if simple == "vector":
        return np.dtype(np.float64)
    element = simple.removeprefix("array<").removesuffix(">")
    if element not in _DTYPES:
        raise ValueError(
            f"the column {name!r} is of type {simple}; observations are an array of numbers, a "
            "vector of pyspark.ml, or several columns of numbers (cast decimals to double)"
        )
    return np.dtype(_DTYPES[element])


def _column(name: str) -> Column:
    from pyspark.sql import functions as f

    # Quoted, because a name may contain dots.
    return f.col("`" + name.replace("`", "``") + "`")


def _first(array: Any) -> int:
    return int(array.to_numpy(zero_copy_only=False).argmax())
