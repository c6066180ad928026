"""The estimator and the functions give the same result for a table and for its array."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from samples import NAMES, NUMBERS

import vq


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
def test_a_table_gives_the_result_of_its_array(make: Callable[..., Any], dtype: type) -> None:
    array = NUMBERS.astype(dtype)
    table = make(array)
    expected = vq.KMeans(4, init=array[:4]).fit(array)
    found = vq.KMeans(4, init=make(array[:4])).fit(table)
    np.testing.assert_array_equal(found.cluster_centers_, expected.cluster_centers_)
    np.testing.assert_array_equal(found.predict(table), expected.labels_)
    np.testing.assert_array_equal(found.transform(table), expected.transform(array))
    np.testing.assert_array_equal(vq.whiten(table), vq.whiten(array))
    for of_table, of_array in zip(
        vq.vq(table, make(array[:4])), vq.vq(array, array[:4]), strict=True
    ):
        np.testing.assert_array_equal(of_table, of_array)


@pytest.mark.parametrize("make", [_pandas, _polars, _pyarrow])
def test_columns_must_be_those_of_the_fit(make: Callable[..., Any]) -> None:
    table = make(NUMBERS)
    kmeans = vq.KMeans(2).fit(table)
    assert kmeans.feature_names_in_.tolist() == NAMES
    with pytest.raises(ValueError, match="same order as they were in fit"):
        kmeans.predict(table.select(NAMES[::-1]) if make is not _pandas else table[NAMES[::-1]])
    for method in (kmeans.predict, kmeans.transform, kmeans.score):
        with pytest.warns(UserWarning, match="X does not have valid feature names") as told:
            method(NUMBERS)
        assert told[0].filename == __file__
    kmeans.fit(NUMBERS)
    assert not hasattr(kmeans, "feature_names_in_")
    with pytest.warns(UserWarning, match="X has feature names, but KMeans was fitted without"):
        kmeans.predict(table)


def test_names_that_are_partly_strings_are_refused(pandas: Any) -> None:
    with pytest.raises(TypeError, match="only supported if all input features have string names"):
        vq.KMeans(2).fit(pandas.DataFrame(NUMBERS, columns=["a", "b", 2]))
    assert not hasattr(vq.KMeans(2).fit(pandas.DataFrame(NUMBERS)), "feature_names_in_")


@pytest.mark.parametrize("container", ["pandas", "polars"])
def test_transform_returns_the_requested_kind_of_table(container: str) -> None:
    package = pytest.importorskip(container)
    kmeans = vq.KMeans(2, random_state=0).fit(NUMBERS)
    plain = kmeans.transform(NUMBERS)
    table = kmeans.set_output(transform=container).transform(NUMBERS)
    assert isinstance(table, package.DataFrame)
    assert list(table.columns) == ["kmeans0", "kmeans1"]
    np.testing.assert_array_equal(table.to_numpy(), plain)
    assert kmeans.set_output(transform="default").transform(NUMBERS).tolist() == plain.tolist()


def _with_nan(make: Callable[..., Any]) -> Any:
    array = NUMBERS.copy()
    array[17, 2] = np.nan
    return make(array)


@pytest.mark.parametrize("make", [_pandas, _polars, _pyarrow])
def test_an_error_names_row_and_column_of_a_nan_in_a_table(make: Callable[..., Any]) -> None:
    table, start = _with_nan(make), NUMBERS[:2]
    kmeans = vq.KMeans(2, random_state=0).fit(make(NUMBERS))
    whitening = vq.Whitening().fit(make(NUMBERS))
    for call in (
        lambda: vq.whiten(table),
        lambda: vq.vq(table, start),
        lambda: vq.py_vq(table, start),
        lambda: vq.kmeans(table, 2),
        lambda: vq.kmeans(table, start),
        lambda: vq.kmeans2(table, 2),
        lambda: vq.kmeans2(table, 2, minit="++"),
        lambda: vq.KMeans(2).fit(table),
        lambda: kmeans.predict(table),
        lambda: kmeans.transform(table),
        lambda: kmeans.score(table),
        lambda: vq.Whitening().fit(table),
        lambda: whitening.transform(table),
        lambda: whitening.inverse_transform(table),
    ):
        with pytest.raises(
            ValueError, match=r"row 17, column 2 \('depth'; counted from 0\) is NaN or infinite"
        ):
            call()


def test_an_error_names_a_nan_in_a_one_time_stream_by_numbers(pyarrow: Any) -> None:
    class Once:
        streams = [_with_nan(_pyarrow).__arrow_c_stream__()]

        def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
            return self.streams.pop()

    with pytest.raises(
        ValueError, match=r"row 17, column 2 \(counted from 0\) is NaN or infinite"
    ):
        vq.whiten(Once())
