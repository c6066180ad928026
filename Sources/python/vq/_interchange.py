"""Reads tables through the dataframe interchange protocol, `__dataframe__`."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._columns import refuse_missing, stacked

# NumPy's letter for each of the protocol's kinds of elements.
_KINDS = {0: "i", 1: "u", 2: "f"}
_BOOLEAN = 20


def from_interchange(table: Any) -> tuple[np.ndarray, list[str]]:
    """Returns a table's numbers and the names of its columns."""
    names = list(table.column_names())
    chunks = list(table.get_chunks()) if table.num_chunks() > 1 else [table]
    first_row = 0
    parts = []
    for chunk in chunks:
        columns = [
            _column(chunk.get_column_by_name(name), (number, name), first_row)
            for number, name in enumerate(names)
        ]
        parts.append(stacked(columns, names))
        first_row += len(parts[-1])
    return parts[0] if len(parts) == 1 else np.concatenate(parts), names


def _column(column: Any, place: tuple[int, str], first_row: int) -> np.ndarray:
    """Returns the values of a column; `place` is its number and its name."""
    kind, bits, _, order = column.dtype
    if int(kind) not in _KINDS and (int(kind) != _BOOLEAN or bits != 8):
        raise TypeError(f"column {place[1]!r} holds no numbers that can be read; convert it first")
    dtype = np.dtype(f"{_KINDS.get(int(kind), 'u')}{bits // 8}").newbyteorder(order)
    buffers = column.get_buffers()
    values = np.asarray(_Buffer(buffers["data"][0], column, dtype))
    if column.null_count:
        refuse_missing(first_row + _first_missing(column, buffers, values), *place)
    return values


def _first_missing(column: Any, buffers: Any, values: np.ndarray) -> int:
    """Returns the row of the first null; nulls are marked in one of four ways."""
    how, marker = column.describe_null
    if how == 1:
        missing = np.isnan(values)
    elif how == 2:
        missing = values == marker
    else:
        bits = np.dtype(np.uint8)
        if how == 3:
            # A bit each, in bytes that begin before the column does.
            length = (column.offset + column.size() + 7) // 8
            packed = np.asarray(_Buffer(buffers["validity"][0], column, bits, 0, length))
            unpacked = np.unpackbits(packed, bitorder="little")
            missing = unpacked[column.offset :][: column.size()] == marker
        else:
            missing = np.asarray(_Buffer(buffers["validity"][0], column, bits)) == marker
    return int(missing.argmax())


class _Buffer:
    """A column's buffer as a NumPy array without a copy. Keeps the column alive."""

    def __init__(
        self,
        buffer: Any,
        column: Any,
        dtype: np.dtype,
        offset: int | None = None,
        length: int | None = None,
    ) -> None:
        self.owner = (buffer, column)
        start = column.offset if offset is None else offset
        self.__array_interface__ = {
            "version": 3,
            "typestr": dtype.str,
            "shape": (column.size() if length is None else length,),
            "data": (buffer.ptr + start * dtype.itemsize, True),
        }
