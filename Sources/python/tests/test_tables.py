"""Tables and tensors of other packages become arrays, where they are if they allow it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import vq
from vq._tables import array_of, table_of

NUMBERS = np.random.default_rng(0).normal(size=(60, 3))
NUMBERS.flags.writeable = False
NAMES = ["height", "width", "depth"]


@pytest.fixture
def pandas() -> Any:
    return pytest.importorskip("pandas")


@pytest.fixture
def polars() -> Any:
    return pytest.importorskip("polars")


@pytest.fixture
def pyarrow() -> Any:
    return pytest.importorskip("pyarrow")


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch")


def _shares(array: np.ndarray, with_array: np.ndarray) -> bool:
    return np.shares_memory(array, with_array)


# ---- Arrays and sequences


def test_an_array_is_returned_as_it_is() -> None:
    assert array_of(NUMBERS) is NUMBERS
    assert table_of(NUMBERS).names is None


def test_sequences_and_scalars_are_what_numpy_makes_of_them() -> None:
    assert array_of([[1, 2], [3, 4]]).shape == (2, 2)
    assert array_of(3).shape == array_of(np.float32(3)).shape == ()
    assert array_of(np.float32(3)).dtype == np.float32


def test_protocols_of_arrays_are_followed_without_a_copy() -> None:
    numbers = NUMBERS.copy()

    class Interface:
        __array_interface__ = numbers.__array_interface__

    class Method:
        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            return numbers

    class Exchange:
        def __dlpack__(self, **options: Any) -> Any:
            return numbers.__dlpack__(**options)

        def __dlpack_device__(self) -> tuple[int, int]:
            return numbers.__dlpack_device__()

    for wrapper in (Interface(), Method(), Exchange(), memoryview(numbers)):
        array = array_of(wrapper)
        np.testing.assert_array_equal(array, NUMBERS)
        assert _shares(array, numbers)


def test_data_on_another_device_is_refused() -> None:
    class OnDevice:
        def __dlpack__(self, **options: Any) -> None:
            raise AssertionError("must not be read")

        def __dlpack_device__(self) -> tuple[int, int]:
            return (2, 0)

    with pytest.raises(TypeError, match="on another device .* copy it to the processor's memory"):
        array_of(OnDevice())


def test_masked_values_are_named() -> None:
    masked = np.ma.masked_array(NUMBERS.copy(), mask=False)
    np.testing.assert_array_equal(table_of(masked).array, NUMBERS)
    masked[7, 2] = np.ma.masked
    with pytest.raises(ValueError, match="row 7 of column 2 is missing"):
        vq.KMeans(2).fit(masked)


def test_sparse_matrices_are_refused() -> None:
    sparse = pytest.importorskip("scipy.sparse").csr_array(NUMBERS)
    for call in (array_of, vq.whiten, vq.KMeans(2).fit):
        with pytest.raises(TypeError, match="Sparse .* not supported.*toarray"):
            call(sparse)


# ---- pandas


@pytest.mark.parametrize("dtype", ["float64", "float32", "int16", "bool"])
def test_a_frame_of_one_block_is_not_copied(pandas: Any, dtype: str) -> None:
    frame = pandas.DataFrame(NUMBERS.astype(dtype), columns=NAMES)
    array, names = table_of(frame)
    assert names == NAMES
    assert array.dtype == dtype
    np.testing.assert_array_equal(array, NUMBERS.astype(dtype))
    assert _shares(array, frame["width"].to_numpy())


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
def test_columns_of_several_types_get_a_common_one(
    pandas: Any, columns: dict[str, Any], dtype: str
) -> None:
    array = array_of(pandas.DataFrame(columns))
    assert array.dtype == dtype
    np.testing.assert_array_equal(array[:, 0], [1, 2])


@pytest.mark.parametrize("dtype", ["Float64", "float64[pyarrow]", "Sparse[float64]", "category"])
def test_columns_of_pandas_own_types_are_numbers(pandas: Any, dtype: str) -> None:
    if "pyarrow" in dtype:
        pytest.importorskip("pyarrow")
    frame = pandas.DataFrame(NUMBERS, columns=NAMES).astype(dtype)
    array = array_of(frame)
    assert array.dtype == np.float64
    np.testing.assert_array_equal(array, NUMBERS)


@pytest.mark.parametrize("dtype", ["Float64", "Int32", "float64[pyarrow]", "object"])
def test_missing_values_of_a_frame_are_named(pandas: Any, dtype: str) -> None:
    if "pyarrow" in dtype:
        pytest.importorskip("pyarrow")
    frame = pandas.DataFrame({"a": [1, 2, 3], "b": [4, None, 6]}).astype({"b": dtype})
    with pytest.raises(ValueError, match="row 1 of column 'b' is missing"):
        array_of(frame)


@pytest.mark.parametrize("method", ["fit", "predict", "transform", "score"])
def test_a_nan_of_a_frame_is_named(pandas: Any, method: str) -> None:
    frame = pandas.DataFrame(NUMBERS.copy(), columns=NAMES)
    kmeans = vq.KMeans(2, random_state=0).fit(frame)
    frame.loc[17, "depth"] = np.nan
    with pytest.raises(ValueError, match="row 17 of column 'depth' is nan"):
        getattr(kmeans, method)(frame)


def test_columns_that_hold_no_numbers_are_named(pandas: Any) -> None:
    frame = pandas.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]})
    with pytest.raises(ValueError, match="column 'b' does not hold numbers.*could not convert"):
        array_of(frame)
    frame["b"] = pandas.Timestamp("2020-01-01")
    with pytest.raises(TypeError, match="column 'b' does not hold numbers: .*datetime64"):
        array_of(frame)


def test_a_series_is_one_dimension(pandas: Any) -> None:
    series = pandas.Series(NUMBERS[:, 0].copy())
    assert _shares(array_of(series), series.to_numpy())
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
    assert _shares(array_of(series), series.to_numpy())
    assert _shares(array_of(series.to_frame()), series.to_numpy())
    assert array_of(arrays.to_frame()).shape == (60, 3)
    assert _shares(array_of(arrays.to_frame()), arrays.to_numpy())


def test_polars_nulls_and_lazy_frames_are_refused(polars: Any) -> None:
    frame = polars.DataFrame({"a": [1.0, 2.0], "b": [3.0, None]})
    with pytest.raises(ValueError, match="row 1 of column 'b' is missing"):
        array_of(frame)
    with pytest.raises(TypeError, match="collect"):
        array_of(frame.lazy())


# ---- Arrow


def test_arrow_columns_at_one_distance_are_not_copied(pyarrow: Any) -> None:
    together = np.asfortranarray(NUMBERS)
    table = pyarrow.table([pyarrow.array(column) for column in together.T], names=NAMES)
    for data in (table, table.to_batches()[0]):
        array, names = table_of(data)
        assert names == NAMES
        np.testing.assert_array_equal(array, NUMBERS)
        assert _shares(array, together)


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
        assert _shares(array, flat)
    np.testing.assert_array_equal(array_of(rows[5:9]), flat.reshape(60, 3)[5:9])
    tensors = pyarrow.FixedShapeTensorArray.from_numpy_ndarray(NUMBERS)
    np.testing.assert_array_equal(array_of(tensors), NUMBERS)


def test_several_chunks_are_put_together(pyarrow: Any) -> None:
    table = pyarrow.concat_tables([pyarrow.table({"a": [1.0, 2.0]}), pyarrow.table({"a": [3.0]})])
    np.testing.assert_array_equal(array_of(table), [[1], [2], [3]])


def test_arrow_nulls_are_named_and_ragged_lists_refused(pyarrow: Any) -> None:
    with pytest.raises(ValueError, match="row 1 of column 'b' is missing"):
        array_of(pyarrow.table({"a": [1.0, 2.0], "b": [3.0, None]}))
    pairs = pyarrow.list_(pyarrow.float64(), 2)
    with pytest.raises(ValueError, match="row 1 is missing"):
        array_of(pyarrow.array([[1.0, 2.0], None], pairs))
    with pytest.raises(ValueError, match="row 1 of column 0 is missing"):
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


def test_an_arrow_stream_takes_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
            raise AssertionError("must not be read")

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TypeError, match="an Arrow stream of Stream takes pyarrow: install it"):
        array_of(Stream())


# ---- The interchange protocol


class _Interchange:
    """Only the protocol, of a table of pyarrow."""

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


def test_nulls_and_text_of_the_interchange_protocol_are_named(pyarrow: Any) -> None:
    values: list[float | None] = [float(i) for i in range(40)]
    values[21] = None
    table = pyarrow.table({"a": values})
    chunks = pyarrow.concat_tables([table[:10], table[10:]])
    for data in (table, chunks):
        with pytest.raises(ValueError, match="row 21 of column 'a' is missing"):
            array_of(_Interchange(data))
    with pytest.raises(TypeError, match="column 'a' holds no numbers"):
        array_of(_Interchange(pyarrow.table({"a": ["x"]})))


# ---- Tensors


def test_a_tensor_is_not_copied(torch: Any) -> None:
    tensor = torch.from_numpy(NUMBERS.copy())
    for given in (tensor, tensor[::2, 1:], tensor.T, tensor.clone().requires_grad_()):
        array = array_of(given)
        assert _shares(array, given.detach().numpy())
        np.testing.assert_array_equal(array, given.detach().numpy())


def test_tensors_of_half_precision_are_read(torch: Any) -> None:
    tensor = torch.from_numpy(NUMBERS.copy())
    assert array_of(tensor.half()).dtype == np.float16
    array = array_of(tensor.bfloat16())
    assert array.dtype == np.float32
    np.testing.assert_array_equal(array, tensor.bfloat16().float().numpy())


def test_tensors_elsewhere_and_sparse_tensors_are_refused(torch: Any) -> None:
    with pytest.raises(TypeError, match=r"the tensor is on meta: pass tensor.cpu\(\)"):
        array_of(torch.zeros(2, 2, device="meta"))
    with pytest.raises(TypeError, match="Sparse tensors are not supported"):
        array_of(torch.eye(3).to_sparse())


# ---- The estimator and the functions on tables


def _pandas(array: np.ndarray) -> Any:
    return pytest.importorskip("pandas").DataFrame(array, columns=NAMES)


def _polars(array: np.ndarray) -> Any:
    return pytest.importorskip("polars").DataFrame(array, schema=NAMES)


def _pyarrow(array: np.ndarray) -> Any:
    return pytest.importorskip("pyarrow").table(list(array.T), names=NAMES)


def _torch(array: np.ndarray) -> Any:
    return pytest.importorskip("torch").from_numpy(array.copy())


@pytest.mark.parametrize("make", [_pandas, _polars, _pyarrow, _torch])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_table_gives_what_its_array_gives(make: Callable[..., Any], dtype: type) -> None:
    array = NUMBERS.astype(dtype)
    table = make(array)
    expected = vq.KMeans(4, init=array[:4]).fit(array)
    found = vq.KMeans(4, init=make(array[:4])).fit(table)
    np.testing.assert_array_equal(found.cluster_centers_, expected.cluster_centers_)
    np.testing.assert_array_equal(found.predict(table), expected.labels_)
    np.testing.assert_array_equal(found.transform(table), expected.transform(array))
    np.testing.assert_array_equal(vq.whiten(table), vq.whiten(array))
    for of_table, of_array in zip(vq.vq(table, make(array[:4])), vq.vq(array, array[:4])):
        np.testing.assert_array_equal(of_table, of_array)


@pytest.mark.parametrize("make", [_pandas, _polars, _pyarrow])
def test_columns_must_be_those_that_were_fitted(make: Callable[..., Any]) -> None:
    table = make(NUMBERS)
    kmeans = vq.KMeans(2).fit(table)
    assert kmeans.feature_names_in_.tolist() == NAMES
    with pytest.raises(ValueError, match="same order as they were in fit"):
        kmeans.predict(table.select(NAMES[::-1]) if make is not _pandas else table[NAMES[::-1]])
    with pytest.warns(UserWarning, match="X does not have valid feature names"):
        kmeans.predict(NUMBERS)
    kmeans.fit(NUMBERS)
    assert not hasattr(kmeans, "feature_names_in_")
    with pytest.warns(UserWarning, match="X has feature names, but KMeans was fitted without"):
        kmeans.predict(table)


def test_names_that_are_partly_strings_are_refused(pandas: Any) -> None:
    with pytest.raises(TypeError, match="only supported if all input features have string names"):
        vq.KMeans(2).fit(pandas.DataFrame(NUMBERS, columns=["a", "b", 2]))
    assert not hasattr(vq.KMeans(2).fit(pandas.DataFrame(NUMBERS)), "feature_names_in_")


@pytest.mark.parametrize("container", ["pandas", "polars"])
def test_transform_returns_the_table_that_was_asked_for(container: str) -> None:
    package = pytest.importorskip(container)
    kmeans = vq.KMeans(2, random_state=0).fit(NUMBERS)
    plain = kmeans.transform(NUMBERS)
    table = kmeans.set_output(transform=container).transform(NUMBERS)
    assert isinstance(table, package.DataFrame)
    assert list(table.columns) == ["kmeans0", "kmeans1"]
    np.testing.assert_array_equal(table.to_numpy(), plain)
    assert kmeans.set_output(transform="default").transform(NUMBERS).tolist() == plain.tolist()
