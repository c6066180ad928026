"""Converts tables and tensors of other packages to arrays, without a copy where possible.

These packages are not imported here: a caller who passes an object has loaded its package already.
The exception is pyarrow, which reads Arrow streams of unknown objects.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from ._columns import refuse_missing, stacked
from ._interchange import from_interchange

# DLPack's number for memory that the processor reads.
_CPU = 1


class Table(NamedTuple):
    """The numbers of a table, and the names of its columns, if any."""

    array: np.ndarray
    names: list[Any] | None = None


def array_of(data: Any) -> np.ndarray:
    """Returns the numbers of `data`, which may be a table, a tensor or any array-like.

    An array is returned unchanged. A single column gives a one-dimensional array.

    Raises
    ------
    TypeError
        If `data` is a masked array, sparse, or on another device.
    ValueError
        If a value is missing (null). The message names its row and column.
    """
    return table_of(data).array


def table_of(data: Any) -> Table:
    """Returns the numbers of `data`, as `array_of` does, with the names of its columns."""
    _refuse_masked(data)
    if isinstance(data, np.ndarray):
        return Table(np.asarray(data))
    if isinstance(data, (list, tuple, int, float, np.generic)):
        return Table(np.asarray(data))
    for package, convert in _PACKAGES.items():
        module = sys.modules.get(package)
        if module is not None and (table := convert(data, module)) is not None:
            return table
    if hasattr(data, "nnz"):
        raise TypeError("Sparse data is not supported: pass a dense array, such as data.toarray()")
    return _from_protocols(data)


def _refuse_masked(data: Any) -> None:
    """Raises for a masked array or a list of masked arrays: NumPy would ignore the masks."""
    masked = sys.modules.get("numpy.ma")
    if masked is None:
        return
    is_list = isinstance(data, (list, tuple))
    if is_list and data and isinstance(data[0], (int, float, np.generic)):
        return
    parts = data if is_list else (data,)
    if any(isinstance(part, masked.MaskedArray) for part in parts):
        raise TypeError(
            "Masked arrays are not supported: fill in the masked values with array.filled(value), "
            "or drop their rows with numpy.ma.compress_rows(array)"
        )


def _from_protocols(data: Any) -> Table:
    """Reads `data` through a protocol. Table protocols come first, because they have names."""
    is_stream = hasattr(data, "__arrow_c_stream__")
    if is_stream and (table := _from_arrow_stream(data)) is not None:
        return table
    if hasattr(data, "__dataframe__"):
        return Table(*from_interchange(data.__dataframe__()))
    if hasattr(data, "__dlpack_device__") and (array := _from_dlpack(data)) is not None:
        return Table(array)
    if is_stream and not hasattr(data, "__array__"):
        name = type(data).__name__
        raise TypeError(f"reading an Arrow stream of {name} needs pyarrow: pip install pyarrow")
    return Table(np.asarray(data))


# ---- pandas


def _from_pandas(data: Any, pandas: ModuleType) -> Table | None:
    if isinstance(data, pandas.Series):
        return Table(_pandas_column(data, 0, data.name), [data.name])
    if not isinstance(data, pandas.DataFrame):
        return None
    names = list(data.columns)
    types = set(data.dtypes)
    if all(isinstance(dtype, np.dtype) and dtype.kind in "fiub" for dtype in types):
        # A view if all columns have one type and pandas keeps them in one block. The common type
        # of different columns is NumPy's: pandas would choose Python objects in some cases.
        return Table(data.to_numpy(np.result_type(*types)) if types else data.to_numpy(), names)
    columns = [_pandas_column(data.iloc[:, i], i, name) for i, name in enumerate(names)]
    return Table(stacked(columns, names), names)


def _pandas_column(column: Any, number: int, name: Any) -> np.ndarray:
    dtype = column.dtype
    # A NaN among plain numbers is refused later by the search, as in an array.
    if not isinstance(dtype, np.dtype) or dtype.kind not in "fiub":
        missing = column.isna().to_numpy()
        if missing.any():
            refuse_missing(missing.argmax(), number, name)
    return np.asarray(column.to_numpy(getattr(dtype, "numpy_dtype", None)))


# ---- polars


def _from_polars(data: Any, polars: ModuleType) -> Table | None:
    if isinstance(data, polars.LazyFrame):
        raise TypeError("a LazyFrame has no data yet: pass frame.collect()")
    if isinstance(data, polars.Series):
        return Table(_polars_column(data, 0), [data.name])
    if not isinstance(data, polars.DataFrame):
        return None
    columns = [_polars_column(column, i) for i, column in enumerate(data.get_columns())]
    return Table(stacked(columns, data.columns), data.columns)


def _polars_column(column: Any, number: int) -> np.ndarray:
    if column.null_count():
        refuse_missing(column.is_null().arg_max(), number, column.name)
    return np.asarray(column.to_numpy())


# ---- Arrow


def _from_arrow(data: Any, pyarrow: ModuleType) -> Table | None:
    if isinstance(data, (pyarrow.Table, pyarrow.RecordBatch)):
        names = list(data.column_names)
        columns = [
            _arrow_column(data.column(number), (number, name), pyarrow)
            for number, name in enumerate(names)
        ]
        return Table(stacked(columns, names), names)
    if isinstance(data, (pyarrow.Array, pyarrow.ChunkedArray)):
        return Table(_arrow_column(data, (None, None), pyarrow))
    return None


def _from_arrow_stream(data: Any) -> Table | None:
    """Returns the contents of an Arrow stream; None if pyarrow is not installed."""
    try:
        import pyarrow
    except ImportError:
        return None
    column = pyarrow.chunked_array(data)
    is_table = pyarrow.types.is_struct(column.type)
    return _from_arrow(pyarrow.Table.from_struct_array(column) if is_table else column, pyarrow)


def _arrow_column(
    column: Any, place: tuple[int | None, str | None], pyarrow: ModuleType
) -> np.ndarray:
    """Returns a column's values: one for each row, or several if it has lists of a fixed size.

    `place` is the column's number and name in a table.
    """
    if isinstance(column, pyarrow.ChunkedArray):
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if column.null_count:
        refuse_missing(_first_null(column), *place)
    if isinstance(column, pyarrow.ExtensionArray):
        column = column.storage
    if pyarrow.types.is_fixed_size_list(column.type):
        size, values = column.type.list_size, column.flatten()
        if values.null_count:
            row, number = divmod(_first_null(values), size)
            refuse_missing(row, *(place if place[1] is not None else (number,)))
        return _arrow_column(values, place, pyarrow).reshape(len(column), -1)
    if pyarrow.types.is_nested(column.type):
        raise TypeError(
            f"a column of {column.type} has no fixed number of values a row: cast it to a "
            "fixed_size_list first"
        )
    return np.asarray(column.to_numpy(zero_copy_only=False))


def _first_null(column: Any) -> int:
    return int(column.is_null().to_numpy(zero_copy_only=False).argmax())


# ---- Tensors


def _from_torch(data: Any, torch: ModuleType) -> Table | None:
    """Returns a view of a tensor; for bfloat16, which NumPy does not have, a copy in float32.

    A tensor that requires a gradient is detached: no function here propagates gradients.
    """
    if not isinstance(data, torch.Tensor):
        return None
    if data.device.type != "cpu":
        raise TypeError(f"the tensor is on {data.device}: pass tensor.cpu()")
    if data.layout is not torch.strided:
        raise TypeError("Sparse tensors are not supported: pass tensor.to_dense()")
    tensor = data.detach().resolve_conj().resolve_neg()
    if tensor.dtype is torch.bfloat16:
        tensor = tensor.float()
    return Table(np.asarray(tensor.numpy()))


def _from_dlpack(data: Any) -> np.ndarray | None:
    """Returns a view of an object with DLPack, or None if `__array__` must be used instead."""
    kind, number = data.__dlpack_device__()
    if kind != _CPU:
        raise TypeError(
            f"the data is on another device (DLPack's kind {int(kind)}, number {number}): copy it "
            "to the processor's memory first, for instance with .cpu() or jax.device_get"
        )
    try:
        return np.from_dlpack(data)
    except (BufferError, RuntimeError, TypeError) as error:
        if hasattr(data, "__array__"):
            return None
        raise TypeError(f"NumPy cannot read the {type(data).__name__}: {error}") from error


_PACKAGES: dict[str, Callable[[Any, ModuleType], Table | None]] = {
    "pandas": _from_pandas,
    "polars": _from_polars,
    "pyarrow": _from_arrow,
    "torch": _from_torch,
}
