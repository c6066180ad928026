"""Tables of other packages become arrays, without a copy where possible."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from samples import NAMES, NUMBERS, shares

import vq
from vq._tables import array_of, table_of

# ---- pandas


@pytest.mark.parametrize("dtype", ["float64", "float32", "int16", "bool"])
def test_a_frame_of_one_block_is_not_copied(pandas: Any, dtype: str) -> None:
    frame = pandas.DataFrame(NUMBERS.astype(dtype), columns=NAMES)
    array, names = table_of(frame)
    assert names == NAMES
    assert array.dtype == dtype
    np.testing.assert_array_equal(array, NUMBERS.astype(dtype))
    assert shares(array, frame["width"].to_numpy())


@pytest.mark.parametrize(
    ("columns", "dtype"),
    [
        ({"a": np.float32([1, 2]), "b": np.float32([3, 4])}, "float32"),
        ({"a": np.float32([1, 2]), "b": np.int8([3, 4])}, "float32"),
        ({"a": np.float32([1, 2]), "b": np.int64([3, 4])}, "float64"),
        ({"a": [1.0, 2.0], "b": [True, False]}, "float64"),
        ({"a": [1, 2], "b": ["3", "4"]}, "float64"),
    ],
)
def test_columns_of_several_types_get_a_common_type(
    pandas: Any, columns: dict[str, Any], dtype: str
) -> None:
    array = array_of(pandas.DataFrame(columns))
    assert array.dtype == dtype
    np.testing.assert_array_equal(array[:, 0], [1, 2])


@pytest.mark.parametrize("dtype", ["Float64", "float64[pyarrow]", "Sparse[float64]", "category"])
def test_columns_of_pandas_own_types_are_read(pandas: Any, dtype: str) -> None:
    if "pyarrow" in dtype:
        pytest.importorskip("pyarrow")
    frame = pandas.DataFrame(NUMBERS, columns=NAMES).astype(dtype)
    array = array_of(frame)
    assert array.dtype == np.float64
    np.testing.assert_array_equal(array, NUMBERS)


@pytest.mark.parametrize("dtype", ["Float64", "Int32", "float64[pyarrow]", "object"])
def test_an_error_names_missing_values_of_a_frame(pandas: Any, dtype: str) -> None:
    if "pyarrow" in dtype:
        pytest.importorskip("pyarrow")
    frame = pandas.DataFrame({"a": [1, 2, 3], "b": [4, None, 6]}).astype({"b": dtype})
    with pytest.raises(ValueError, match=r"row 1, column 1 \('b'; counted from 0\) is missing"):
        array_of(frame)


def test_an_error_names_columns_without_numbers(pandas: Any) -> None:
    frame = pandas.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]})
    with pytest.raises(ValueError, match="column 'b' does not hold numbers.*could not convert"):
        array_of(frame)
    frame["b"] = pandas.Timestamp("2020-01-01")
    with pytest.raises(TypeError, match="column 'b' does not hold numbers: .*datetime64"):
        array_of(frame)


def test_a_series_has_one_dimension(pandas: Any) -> None:
    series = pandas.Series(NUMBERS[:, 0].copy())
    assert shares(array_of(series), series.to_numpy())
    weights = pandas.Series(np.arange(1, 61))
    expected = vq.KMeans(3, init=NUMBERS[:3]).fit(NUMBERS, sample_weight=np.arange(1, 61))
    found = vq.KMeans(3, init=NUMBERS[:3]).fit(NUMBERS, sample_weight=weights)
    assert found.inertia_ == expected.inertia_


# ---- polars


def test_a_polars_frame_gives_its_numbers_and_names(polars: Any) -> None:
    array, names = table_of(polars.DataFrame(NUMBERS, schema=NAMES))
    assert names == NAMES
    np.testing.assert_array_equal(array, NUMBERS)
    mixed = polars.DataFrame({"a": polars.Series([1.5], dtype=polars.Float32), "b": [True]})
    assert array_of(mixed).dtype == np.float32


def test_one_polars_column_is_not_copied(polars: Any) -> None:
    series = polars.Series("a", NUMBERS[:, 0].copy())
    arrays = polars.Series("v", NUMBERS.copy(), dtype=polars.Array(polars.Float64, 3))
    assert shares(array_of(series), series.to_numpy())
    assert shares(array_of(series.to_frame()), series.to_numpy())
    assert array_of(arrays.to_frame()).shape == (60, 3)
    assert shares(array_of(arrays.to_frame()), arrays.to_numpy())


def test_polars_nulls_and_lazy_frames_are_refused(polars: Any) -> None:
    frame = polars.DataFrame({"a": [1.0, 2.0], "b": [3.0, None]})
    with pytest.raises(ValueError, match=r"row 1, column 1 \('b'; counted from 0\) is missing"):
        array_of(frame)
    with pytest.raises(TypeError, match="collect"):
        array_of(frame.lazy())


# ---- Arrow


def test_arrow_columns_at_equal_distances_are_not_copied(pyarrow: Any) -> None:
    together = np.asfortranarray(NUMBERS)
    table = pyarrow.table([pyarrow.array(column) for column in together.T], names=NAMES)
    for data in (table, table.to_batches()[0]):
        array, names = table_of(data)
        assert names == NAMES
        np.testing.assert_array_equal(array, NUMBERS)
        assert shares(array, together)


def test_columns_of_separate_buffers_outlive_their_table(pyarrow: Any) -> None:
    for _ in range(20):
        columns = [pyarrow.array(NUMBERS[:, i].tolist()) for i in range(2)]
        array = array_of(pyarrow.table(columns, names=NAMES[:2]))
        del columns
        np.testing.assert_array_equal(array, NUMBERS[:, :2])


def test_lists_of_a_fixed_size_are_rows_that_are_not_copied(pyarrow: Any) -> None:
    flat = NUMBERS.astype(np.float32).reshape(-1)
    rows = pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(flat), 3)
    for data in (rows, pyarrow.chunked_array([rows]), pyarrow.table({"v": rows})):
        array = array_of(data)
        np.testing.assert_array_equal(array, flat.reshape(60, 3))
        assert shares(array, flat)
    np.testing.assert_array_equal(array_of(rows[5:9]), flat.reshape(60, 3)[5:9])
    tensors = pyarrow.FixedShapeTensorArray.from_numpy_ndarray(NUMBERS)
    np.testing.assert_array_equal(array_of(tensors), NUMBERS)


def test_several_chunks_are_joined(pyarrow: Any) -> None:
    table = pyarrow.concat_tables([pyarrow.table({"a": [1.0, 2.0]}), pyarrow.table({"a": [3.0]})])
    np.testing.assert_array_equal(array_of(table), [[1], [2], [3]])


def test_errors_name_arrow_nulls_and_ragged_lists_are_refused(pyarrow: Any) -> None:
    with pytest.raises(ValueError, match=r"row 1, column 1 \('b'; counted from 0\) is missing"):
        array_of(pyarrow.table({"a": [1.0, 2.0], "b": [3.0, None]}))
    pairs = pyarrow.list_(pyarrow.float64(), 2)
    with pytest.raises(ValueError, match=r"row 1 \(counted from 0\) is missing"):
        array_of(pyarrow.array([[1.0, 2.0], None], pairs))
    with pytest.raises(ValueError, match=r"row 1, column 0 \(counted from 0\) is missing"):
        array_of(pyarrow.array([[1.0, 2.0], [None, 3.0]], pairs))
    with pytest.raises(TypeError, match="cast it to a fixed_size_list"):
        array_of(pyarrow.table({"a": [[1.0], [2.0, 3.0]]}))


def test_an_arrow_stream_of_any_package_is_read(pyarrow: Any) -> None:
    table = pyarrow.table({"a": [1.0, 2.0], "b": [3.0, 4.0]})

    class Stream:
        def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
            return table.__arrow_c_stream__(requested_schema)

    array, names = table_of(Stream())
    assert names == ["a", "b"]
    np.testing.assert_array_equal(array, [[1, 3], [2, 4]])
    table = table["b"]
    np.testing.assert_array_equal(array_of(Stream()), [3, 4])


def test_an_arrow_stream_needs_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
            raise AssertionError("must not be read")

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TypeError, match="an Arrow stream of Stream needs pyarrow: pip install"):
        array_of(Stream())


# ---- The interchange protocol


class _Interchange:
    """A table of pyarrow that offers only the protocol."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def __dataframe__(self) -> Any:
        return self.table.__dataframe__()


def test_the_interchange_protocol_is_read_chunk_by_chunk(pyarrow: Any) -> None:
    table = pyarrow.table(list(NUMBERS.T), names=NAMES)
    for data in (table, table[5:30], pyarrow.concat_tables([table[:7], table[9:]])):
        array, names = table_of(_Interchange(data))
        assert names == NAMES
        np.testing.assert_array_equal(array, array_of(data))
    small = pyarrow.table({"a": pyarrow.array([1, 2], pyarrow.int8())})
    assert array_of(_Interchange(small)).dtype == np.int8


def test_errors_name_nulls_and_text_of_the_interchange_protocol(pyarrow: Any) -> None:
    values: list[float | None] = [float(i) for i in range(40)]
    values[21] = None
    table = pyarrow.table({"a": values})
    chunks = pyarrow.concat_tables([table[:10], table[10:]])
    for data in (table, chunks):
        with pytest.raises(
            ValueError, match=r"row 21, column 0 \('a'; counted from 0\) is missing"
        ):
            array_of(_Interchange(data))
    with pytest.raises(TypeError, match="column 'a' holds no numbers"):
        array_of(_Interchange(pyarrow.table({"a": ["x"]})))
