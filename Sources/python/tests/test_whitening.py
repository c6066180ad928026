"""`Whitening`, and the scale that `whiten` returns."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import vq


def test_the_estimator_gives_the_result_of_the_function(observations: np.ndarray) -> None:
    for dtype in (np.float32, np.float64, np.int64):
        numbers = (observations * 100).astype(dtype)
        whitened, scale = vq.whiten(numbers, return_scale=True)
        whitening = vq.Whitening().fit(numbers)
        np.testing.assert_array_equal(whitening.scale_, scale)
        assert whitening.scale_.dtype == whitened.dtype
        np.testing.assert_array_equal(whitening.transform(numbers), whitened)
        np.testing.assert_array_equal(vq.Whitening().fit_transform(numbers), whitened)


def test_later_rows_are_scaled_alike_and_the_scaling_is_reverted(observations: np.ndarray) -> None:
    whitening = vq.Whitening().fit(observations[:300])
    later = whitening.transform(observations[300:])
    np.testing.assert_array_equal(later, observations[300:] / whitening.scale_)
    np.testing.assert_allclose(whitening.inverse_transform(later), observations[300:], rtol=1e-15)


def test_float32_rows_stay_float32(observations: np.ndarray) -> None:
    whitening = vq.Whitening().fit(observations)
    single = observations.astype(np.float32)
    assert whitening.transform(single).dtype == np.float32
    assert whitening.inverse_transform(single).dtype == np.float32
    assert vq.Whitening().fit(single).transform(observations).dtype == np.float64


def test_a_constant_feature_does_not_change() -> None:
    rows = np.array([[1.0, 0.1], [3.0, 0.1]])
    whitening = vq.Whitening().fit(rows)
    assert whitening.scale_.tolist() == [1, 1]
    np.testing.assert_array_equal(whitening.transform(rows), rows)


def test_the_number_of_threads_does_not_change_the_bits() -> None:
    rows = np.random.default_rng(0).normal(size=(200_000, 5))
    scales = [vq.Whitening(n_jobs=n_jobs).fit(rows).scale_ for n_jobs in (1, 2, -1, None)]
    for scale in scales[1:]:
        np.testing.assert_array_equal(scale, scales[0])
    with pytest.raises(ValueError, match="The 'n_jobs' parameter of Whitening must be"):
        vq.Whitening(n_jobs=0).fit(rows)


@pytest.mark.parametrize("shape", [(40, 3), (40,), (40, 2, 3)])
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "i4", "g", "c16"])
def test_the_returned_scale_has_the_shape_of_a_row(shape: tuple[int, ...], dtype: str) -> None:
    rows = (np.random.default_rng(1).random(shape) * 100).astype(dtype)
    whitened, scale = vq.whiten(rows, return_scale=True)
    assert scale.shape == shape[1:]
    np.testing.assert_allclose(whitened * scale, rows, rtol=1e-2 if dtype == "f2" else 1e-6)
    assert vq.whiten(np.empty((0, 3)), return_scale=True)[1].shape == (3,)


def test_feature_names_are_kept(pandas: Any) -> None:
    table = pandas.DataFrame({"a": [1.0, 3.0], "b": [2.0, 8.0]}, index=["x", "y"])
    whitening = vq.Whitening().set_output(transform="pandas")
    found = whitening.fit_transform(table)
    assert list(found.columns) == list(whitening.get_feature_names_out()) == ["a", "b"]
    assert list(found.index) == ["x", "y"]
    with pytest.raises(ValueError, match="input_features is not equal to feature_names_in_"):
        whitening.get_feature_names_out(["a", "c"])
    whitening.fit(table.to_numpy())
    assert whitening.get_feature_names_out().tolist() == ["x0", "x1"]
    assert whitening.get_feature_names_out(["p", "q"]).tolist() == ["p", "q"]


def test_transform_before_fit_is_an_error_and_a_fitted_estimator_survives_pickling(
    observations: np.ndarray,
) -> None:
    whitening = vq.Whitening()
    for method in (whitening.transform, whitening.inverse_transform):
        with pytest.raises(ValueError, match="This Whitening instance is not fitted yet"):
            method(observations)
    again = pickle.loads(pickle.dumps(whitening.fit(observations)))
    np.testing.assert_array_equal(again.scale_, whitening.scale_)
    assert repr(again) == "Whitening()"
