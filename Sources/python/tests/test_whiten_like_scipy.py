"""whiten compared with SciPy's."""

import warnings

import numpy as np
import pytest
import scipy.cluster.vq as scipy_vq

import vq

DTYPES = ["bool", "int8", "int32", "uint64", "float16", "float32", "float64", "longdouble"]
DTYPES += ["complex64", "complex128", ">f4", ">f8", ">i2"]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(11,), (11, 3), (11, 1), (11, 2, 3)])
def test_values_dtype_and_shape_are_scipys(shape, dtype):
    obs = (100 * np.random.default_rng(3).random(shape)).astype(dtype)
    obs.flat[0] = 0  # so that Booleans vary
    if dtype == "bool":
        obs = np.random.default_rng(3).random(shape) < 0.5
    ours, theirs = vq.whiten(obs), scipy_vq.whiten(obs)
    assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
    # SciPy sums in the type of the data, even in half precision: a few units in the last place.
    np.testing.assert_allclose(ours, theirs, rtol=8 * np.finfo(theirs.dtype).eps)


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "int64"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_memory_order_follows_the_input(dtype, order):
    obs = np.asarray((100 * np.random.default_rng(4).random((9, 4))).astype(dtype), order=order)
    assert vq.whiten(obs).flags[f"{order}_CONTIGUOUS"]
    np.testing.assert_array_equal(vq.whiten(obs), vq.whiten(np.ascontiguousarray(obs)))


def outcome(function, *arguments):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = function(*arguments)
    return result, [(w.category, str(w.message)) for w in caught], [w.filename for w in caught]


@pytest.mark.parametrize("check_finite", [None, True, False])
@pytest.mark.parametrize(
    "obs", [[[1.0, 2.0], [1.0, 3.0]], [[1.0, 2.0]], [5.0, 5.0], [[7, 1], [7, 2]]]
)
def test_constant_columns_stay_with_a_warning_as_in_scipy(obs, check_finite):
    ours, our_warnings, files = outcome(vq.whiten, obs, check_finite)
    theirs, their_warnings, _ = outcome(scipy_vq.whiten, obs, check_finite)
    np.testing.assert_array_equal(ours, theirs)
    assert our_warnings == their_warnings
    assert files in ([], [__file__])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_constant_columns_whose_mean_rounds_are_constant(dtype):
    # SciPy divides these columns by the rounding error of their mean, and does not warn.
    obs = np.full((1000, 1), 0.1, dtype)
    with pytest.warns(RuntimeWarning, match="Some columns have standard deviation zero"):
        np.testing.assert_array_equal(vq.whiten(obs), obs)


def test_tiny_and_large_columns_are_scaled():
    obs = np.array([[1.0, 1.0], [3.0, 2.0], [8.0, 4.0]]) * [1e-150, 1e150]
    np.testing.assert_allclose(vq.whiten(obs).std(axis=0), 1)


def test_single_precision_keeps_its_digits_far_from_zero():
    # Here, SciPy's scale is wrong by a factor of 7.6.
    obs = (np.random.default_rng(5).random((200_000, 2)) + 1000).astype(np.float32)
    exact = obs / obs.std(axis=0, dtype=np.float64)
    np.testing.assert_allclose(vq.whiten(obs), exact, rtol=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_columns_with_a_number_that_is_not_finite_become_nan(bad, dtype):
    obs = np.array([[1, bad], [2, 5], [4, 8]], dtype)
    for check_finite in (None, True):
        with pytest.raises(ValueError):
            vq.whiten(obs, check_finite)
    ours = vq.whiten(obs, False)
    assert np.isnan(ours[:, 1]).all()
    np.testing.assert_allclose(ours[:, 0], obs[:, 0] / obs[:, 0].std(), rtol=1e-6)


def test_empty_arrays_keep_their_shape():
    assert vq.whiten(np.empty((0, 3))).shape == (0, 3)
    assert vq.whiten(np.empty((3, 0), np.float32)).dtype == np.float32
    assert vq.whiten([]).shape == (0,)
