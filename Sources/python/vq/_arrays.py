"""Converts array arguments to arrays that the library can read, without a copy where possible."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
from numpy.exceptions import AxisError

from ._errors import NotFinite
from ._structures import Matrix
from ._tables import array_of, table_of

_FLOATS = {2: 3, 4: 1, 8: 2}
_SIGNED = {1: 5, 2: 7, 4: 9, 8: 10}
_UNSIGNED = {1: 6, 2: 8, 4: 11, 8: 12}

# The library's number of each element type that it reads, by NumPy's number. NumPy distinguishes C
# types of equal size (long and long long); they share a number here. A Boolean is a byte, 0 or 1.
ELEMENT_TYPES: dict[int, int] = {
    np.dtype(character).num: sizes[np.dtype(character).itemsize]
    for characters, sizes in (("efd", _FLOATS), ("bhilq", _SIGNED), ("?BHILQ", _UNSIGNED))
    for character in characters
}

_FLOAT32, _FLOAT64 = np.dtype(np.float32), np.dtype(np.float64)
_SINGLE = frozenset((np.dtype(np.float16).num, _FLOAT32.num))

_CONVERTIBLE = frozenset("fiub")


def as_array(values: Any, name: str) -> np.ndarray:
    """Returns `values` as a plain array of real or complex numbers; an array is not copied."""
    # A shortcut for nearly all arguments: these types are not tables.
    is_plain = type(values) in (np.ndarray, int, float)
    array = np.asarray(values) if is_plain else array_of(values)
    if array.dtype.kind not in "fiubc":
        raise TypeError(
            f"{name} must hold numbers, but as an array it is of dtype {array.dtype} (its type is "
            f"{type(values).__name__}); convert it first, for instance with numpy.asarray(values, "
            "dtype=float)"
        )
    return array


class naming_columns:
    """Adds the name of the column to an error about a number that is not finite.

    The names are read from `data` only if there is an error, so other calls spend no time on them.
    """

    def __init__(self, data: Any) -> None:
        self._data = data

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if not isinstance(error, NotFinite) or isinstance(self._data, (np.ndarray, list, tuple)):
            return
        names = None
        # A stream that can be read only once fails here; the error then stays without the name.
        with suppress(Exception):
            names = table_of(self._data).names
        if names and 0 <= error.column < len(names) and names[error.column] is not None:
            raise error.in_column(names[error.column]) from None


def readable(array: np.ndarray) -> np.ndarray:
    """Returns a two-dimensional array of real numbers in a form that `matrix` takes.

    Returns `array` itself if possible. Copies it if the library does not read its element type
    (such as long double), if a stride is negative, or if a stride of 0 repeats elements.
    """
    dtype = array.dtype
    if dtype.num not in ELEMENT_TYPES:
        if dtype.kind not in _CONVERTIBLE:
            raise TypeError(f"observations must be real numbers, but their dtype is {dtype}")
        return array.astype(np.float64, order="C")
    rows, columns = array.shape
    row_stride, column_stride = array.strides
    # The stride along an axis of one element is never used, and may be any number.
    if (row_stride > 0 or rows <= 1) and (column_stride > 0 or columns <= 1):
        return array
    return array.copy(order="C")


def matrix(array: np.ndarray) -> Matrix:
    """Describes an array from `readable`. The array must outlive the description."""
    rows, columns = array.shape
    row_stride, column_stride = array.strides
    dtype = array.dtype
    return Matrix(
        array.ctypes.data,
        rows,
        columns,
        row_stride if rows > 1 else 0,
        column_stride if columns > 1 else 0,
        ELEMENT_TYPES[dtype.num],
        not dtype.isnative,
    )


def as_scalars(values: Any, scalar: np.dtype) -> np.ndarray:
    """Returns `values` as an aligned, contiguous array of the scalar; copies only if needed."""
    array = np.ascontiguousarray(values, dtype=scalar)
    # Arrays from pickles and mapped files may be misaligned.
    return array if array.flags.aligned else array.copy()


def as_rows(array: np.ndarray, name: str) -> np.ndarray:
    """Returns real numbers as rows of features; a one-dimensional array has a single feature."""
    if array.dtype.kind == "c":
        raise ValueError(f"{name} is complex; pass real and imaginary parts as two features")
    if array.ndim == 2:
        return array
    if array.ndim == 1:
        return array[:, np.newaxis]
    if array.ndim == 0:
        raise AxisError(f"{name} is a single number; it must have one or two dimensions")
    raise ValueError(
        f"{name} has {array.ndim} dimensions; it must have two, rows of features, or one"
    )


def scalar_for(dtype: np.dtype) -> np.dtype:
    """Returns the scalar to compute in: float32 for float16 and float32, else float64.

    Integers are computed in float64, whatever their size.
    """
    return _FLOAT32 if dtype.num in _SINGLE else _FLOAT64
