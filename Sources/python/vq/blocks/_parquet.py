"""Parquet files with numeric columns or columns of lists.

A column of lists counts as many columns as its lists have elements.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from .._errors import BlockError
from ._parts import chunk_rows


class ParquetPart:
    """A Parquet file, decoded as it is read."""

    def __init__(self, path: Path, columns: Sequence[str] | None, but: str | None = None) -> None:
        """Opens a file. If `columns` is None, takes all columns except for `but`."""
        self.name, self._path = str(path), path
        with self._open() as file:
            schema, metadata = file.schema_arrow, file.metadata
            names = [name for name in schema.names if name != but]
            self.names = names if columns is None else list(columns)
            if not self.names:
                raise BlockError(f"no column of {self.name} is chosen; name some with columns=")
            fields = [self._field(schema, name) for name in self.names]
            counts = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
            self.starts = list(accumulate(counts[:-1], initial=0))
            self.rows = int(metadata.num_rows)
            # How many columns each column counts as. For lists, the first row decides.
            self._widths = [1] * len(fields)
            self.columns, self.dtype = len(fields), np.dtype(float)
            if not self.rows:
                # The types in an empty file may be arbitrary.
                return
            self.dtype = np.result_type(*(self._dtype(field) for field in fields))
            if any(_is_list(field.type) for field in fields):
                for batch in file.iter_batches(1, columns=self.names, use_threads=False):
                    self._widths = [self._width(batch, field) for field in fields]
                    break
                self.columns = sum(self._widths)

    def chunks(self, start: int, stop: int) -> Iterator[np.ndarray]:
        first = bisect_right(self.starts, start) - 1
        row = self.starts[first]
        groups = range(first, bisect_right(self.starts, stop - 1))
        with self._open() as file:
            for batch in file.iter_batches(
                chunk_rows(self), row_groups=groups, columns=self.names, use_threads=False
            ):
                end = row + len(batch)
                if end > start:
                    skipped = max(0, start - row)
                    wanted = batch.slice(skipped, min(end, stop) - row - skipped)
                    yield self._matrix(wanted, row + skipped)
                if end >= stop:
                    return
                row = end

    @contextmanager
    def _open(self) -> Iterator[Any]:
        arrow, parquet = _pyarrow(), _pyarrow_parquet()
        try:
            # Without this buffer, pyarrow would keep whole column chunks in memory.
            with parquet.ParquetFile(self._path, buffer_size=1 << 16, pre_buffer=False) as file:
                yield file
        except FileNotFoundError:
            raise BlockError(f"there is no file {self.name}") from None
        except (arrow.ArrowException, OSError) as error:
            raise BlockError(f"{self.name} cannot be read as Parquet: {error}") from None

    def _field(self, schema: Any, name: str) -> Any:
        places = schema.get_all_field_indices(name) if isinstance(name, str) else []
        if len(places) == 1:
            return schema.field(places[0])
        there = ", ".join(map(repr, schema.names))
        how_many = "several columns" if places else "no column"
        raise BlockError(f"{self.name} has {how_many} {name!r}; its columns are {there}")

    def _dtype(self, field: Any) -> np.dtype:
        types = _pyarrow().types
        kind = _storage(field.type)
        if _is_list(kind):
            kind = kind.value_type
        if types.is_floating(kind) or types.is_integer(kind) or types.is_boolean(kind):
            dtype: np.dtype = np.dtype(kind.to_pandas_dtype())
            return dtype
        raise BlockError(
            f"column {field.name!r} of {self.name} has the type {field.type}, not numbers; choose "
            "the columns to pack with columns="
        )

    def _width(self, batch: Any, field: Any) -> int:
        if not _is_list(field.type):
            return 1
        column = self._without_nulls(batch.column(field.name), field.name, 0)
        width = len(column.flatten())
        if not width:
            raise BlockError(f"row 0 of column {field.name!r} of {self.name} is an empty list")
        return width

    def _matrix(self, batch: Any, first_row: int) -> np.ndarray:
        matrix = np.empty((len(batch), self.columns), self.dtype)
        place = 0
        for name, width in zip(self.names, self._widths, strict=True):
            column = self._without_nulls(batch.column(name), name, first_row)
            if _is_list(column.type):
                column = self._flat(column, name, width, first_row)
            values = column.to_numpy(zero_copy_only=False).reshape(-1, width)
            matrix[:, place : place + width] = values
            place += width
        return matrix

    def _flat(self, column: Any, name: str, width: int, first_row: int) -> Any:
        lengths = column.value_lengths().to_numpy(zero_copy_only=False)
        if not (lengths == width).all():
            row = int((lengths != width).argmax())
            raise BlockError(
                f"row {first_row + row} of column {name!r} of {self.name} is a list of "
                f"{lengths[row]} values, and row 0 of {width}; all lists must have one length"
            )
        return self._without_nulls(column.flatten(), name, first_row, width)

    def _without_nulls(self, column: Any, name: str, first_row: int, width: int = 1) -> Any:
        column = getattr(column, "storage", column)
        if column.null_count:
            row = int(column.is_null().to_numpy(zero_copy_only=False).argmax()) // width
            raise BlockError(
                f"row {first_row + row} of column {name!r} of {self.name} is missing (null); fill "
                "in missing values or drop their rows"
            )
        return column


def _storage(kind: Any) -> Any:
    return getattr(kind, "storage_type", kind)


def _is_list(kind: Any) -> bool:
    types, kind = _pyarrow().types, _storage(kind)
    return bool(types.is_fixed_size_list(kind) or types.is_list(kind) or types.is_large_list(kind))


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise ImportError(
            "packing Parquet files needs pyarrow: pip install 'swift-vq[parquet]'"
        ) from None
    return pyarrow


def _pyarrow_parquet() -> Any:
    import pyarrow.parquet

    return pyarrow.parquet
