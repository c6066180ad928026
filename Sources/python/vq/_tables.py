"""Turns tables and tensors of other packages into arrays, views of their memory if they allow it.

None of these packages is imported for it: whoever passes an object has loaded its package already.
Only an object of an unknown package that offers an Arrow stream is read with pyarrow.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from ._arrow import from_arrow, from_arrow_stream
from ._columns import refuse_missing, stacked
from ._interchange import from_interchange
from ._tensors import from_dlpack, from_torch


class Table(NamedTuple):
    """The numbers of a table, and the names of its columns if it has any."""

    array: np.ndarray
    names: list[Any] | None = None


def array_of(data: Any) -> np.ndarray:
    """Returns the numbers of `data`, which may be a table, a tensor or any array-like.

    An array is returned as it is. A single column gives a one-dimensional array.

    Raises
    ------
    TypeError
        If `data` is sparse, or not in this process's memory but on another device.
    ValueError
        If a value is missing (null); its row and column are named.
    """
    return data if isinstance(data, np.ndarray) else table_of(data).array


def table_of(data: Any) -> Table:
    """Returns the numbers of `data`, as `array_of` does, with the names of its columns."""
    if isinstance(data, np.ndarray):
        return Table(_unmasked(data))
    if isinstance(data, (list, tuple, int, float, np.generic)):
        return Table(np.asarray(data))
    for package, convert in _PACKAGES.items():
        module = sys.modules.get(package)
        if module is not None and (table := convert(data, module)) is not None:
            return table
    if hasattr(data, "nnz"):
        raise TypeError(
            "Sparse data is not supported: pass a dense array, for instance that of .toarray()"
        )
    return _from_protocols(data)


def _from_protocols(data: Any) -> Table:
    """Tables first, since they also offer `__array__`, but without the names."""
    is_stream = hasattr(data, "__arrow_c_stream__")
    if is_stream and (table := from_arrow_stream(data)) is not None:
        return Table(*table)
    if hasattr(data, "__dataframe__"):
        return Table(*from_interchange(data.__dataframe__()))
    if hasattr(data, "__dlpack_device__") and (array := from_dlpack(data)) is not None:
        return Table(array)
    if is_stream and not hasattr(data, "__array__"):
        name = type(data).__name__
        raise TypeError(f"reading an Arrow stream of {name} takes pyarrow: install it")
    return Table(np.asarray(data))


def _unmasked(array: np.ndarray) -> np.ndarray:
    if np.ma.is_masked(array):
        refuse_missing(*np.argwhere(np.ma.getmaskarray(array))[0][:2])
    return np.asarray(array)


# ---- pandas


def _from_pandas(data: Any, pandas: ModuleType) -> Table | None:
    if isinstance(data, pandas.Series):
        return Table(_pandas_column(data, data.name), [data.name])
    if not isinstance(data, pandas.DataFrame):
        return None
    names = list(data.columns)
    types = set(data.dtypes)
    if all(isinstance(dtype, np.dtype) and dtype.kind in "fiub" for dtype in types):
        # Of one type, this is a view if pandas keeps the columns in one block. Of several, pandas
        # would make Python objects where NumPy knows a common type.
        return Table(data.to_numpy(np.result_type(*types)) if types else data.to_numpy(), names)
    columns = [_pandas_column(data.iloc[:, i], name) for i, name in enumerate(names)]
    return Table(stacked(columns, names), names)


def _pandas_column(column: Any, name: Any) -> np.ndarray:
    dtype = column.dtype
    # A NaN among plain numbers is for the search to refuse, as it is in an array.
    if not isinstance(dtype, np.dtype) or dtype.kind not in "fiub":
        missing = column.isna().to_numpy()
        if missing.any():
            refuse_missing(missing.argmax(), name)
    return np.asarray(column.to_numpy(getattr(dtype, "numpy_dtype", None)))


# ---- polars


def _from_polars(data: Any, polars: ModuleType) -> Table | None:
    if isinstance(data, polars.LazyFrame):
        raise TypeError("a LazyFrame has no data yet: pass that of .collect()")
    if isinstance(data, polars.Series):
        return Table(_polars_column(data), [data.name])
    if not isinstance(data, polars.DataFrame):
        return None
    columns = [_polars_column(column) for column in data.get_columns()]
    return Table(stacked(columns, data.columns), data.columns)


def _polars_column(column: Any) -> np.ndarray:
    if column.null_count():
        refuse_missing(column.is_null().arg_max(), column.name)
    return np.asarray(column.to_numpy())


# ---- Others


def _from_arrow(data: Any, pyarrow: ModuleType) -> Table | None:
    table = from_arrow(data, pyarrow)
    return None if table is None else Table(*table)


def _from_torch(data: Any, torch: ModuleType) -> Table | None:
    return Table(from_torch(data, torch)) if isinstance(data, torch.Tensor) else None


_PACKAGES: dict[str, Callable[[Any, ModuleType], Table | None]] = {
    "pandas": _from_pandas,
    "polars": _from_polars,
    "pyarrow": _from_arrow,
    "torch": _from_torch,
}
