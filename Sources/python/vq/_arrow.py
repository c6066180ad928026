"""Turns Arrow's tables and arrays into arrays, views of their buffers if they allow it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from ._columns import refuse_missing, stacked

Named = tuple[np.ndarray, "list[str] | None"]


def from_arrow(data: Any, pyarrow: ModuleType) -> Named | None:
    """Returns the numbers and the names of the columns of an object of pyarrow, if it is one."""
    if isinstance(data, (pyarrow.Table, pyarrow.RecordBatch)):
        names = list(data.column_names)
        columns = [_column(data.column(i), name, pyarrow) for i, name in enumerate(names)]
        return stacked(columns, names), names
    if isinstance(data, (pyarrow.Array, pyarrow.ChunkedArray)):
        return _column(data, None, pyarrow), None
    return None


def from_arrow_stream(data: Any) -> Named | None:
    """Returns what an object streams, which takes pyarrow; None if that is not installed."""
    try:
        import pyarrow
    except ImportError:
        return None
    column = pyarrow.chunked_array(data)
    is_table = pyarrow.types.is_struct(column.type)
    return from_arrow(pyarrow.Table.from_struct_array(column) if is_table else column, pyarrow)


def _column(column: Any, name: str | None, pyarrow: ModuleType) -> np.ndarray:
    """Returns a column's values: one a row, or several if it is of lists of a fixed size."""
    if isinstance(column, pyarrow.ChunkedArray):
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if column.null_count:
        refuse_missing(_first_null(column), name)
    if isinstance(column, pyarrow.ExtensionArray):
        column = column.storage
    if pyarrow.types.is_fixed_size_list(column.type):
        size, values = column.type.list_size, column.flatten()
        if values.null_count:
            row, place = divmod(_first_null(values), size)
            refuse_missing(row, place if name is None else name)
        return _column(values, name, pyarrow).reshape(len(column), -1)
    if pyarrow.types.is_nested(column.type):
        raise TypeError(
            f"a column of {column.type} has no fixed number of values a row: cast it to a "
            "fixed_size_list first"
        )
    return np.asarray(column.to_numpy(zero_copy_only=False))


def _first_null(column: Any) -> int:
    return int(column.is_null().to_numpy(zero_copy_only=False).argmax())
