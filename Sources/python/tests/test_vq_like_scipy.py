"""vq and py_vq compared with SciPy's."""

import numpy as np
import pytest
import scipy.cluster.vq as scipy_vq

import vq

# Deprecated in SciPy, but still the reference, because it subtracts before it squares.
pytestmark = pytest.mark.filterwarnings("ignore:.*py_vq:DeprecationWarning")

SHAPES = [(1, 1, 1), (7, 3, 2), (150, 3, 4), (1000, 50, 5), (333, 20, 17), (20, 40, 3)]
SHAPES += [(64, 9, 130)]
FLOATS = [np.float32, np.float64]


def sample(n, k, d, dtype, seed=0):
    generator = np.random.default_rng(seed)
    return generator.normal(size=(n, d)).astype(dtype), generator.normal(size=(k, d)).astype(dtype)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("n,k,d", SHAPES)
def test_codes_and_dtypes_equal_scipys(n, k, d, dtype):
    obs, book = sample(n, k, d, dtype)
    code, dist = vq.vq(obs, book)
    theirs, their_dist = scipy_vq.vq(obs, book)
    assert code.dtype == theirs.dtype and dist.dtype == their_dist.dtype
    np.testing.assert_array_equal(code, theirs)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("n,k,d", SHAPES)
def test_distances_are_exact_to_rounding(n, k, d, dtype):
    # SciPy's py_vq subtracts before it squares, in double. Its vq loses digits from five features
    # on.
    obs, book = sample(n, k, d, dtype)
    _, exact = scipy_vq.py_vq(obs.astype(np.float64), book.astype(np.float64))
    _, dist = vq.vq(obs, book)
    np.testing.assert_allclose(dist, exact, rtol=4 * np.finfo(dtype).eps)


@pytest.mark.parametrize("offset", [0, 10, 100, 1000])
def test_codes_far_from_the_origin_are_those_of_the_true_nearest_centroid(offset):
    # Here, up to 87 % of SciPy's float32 codes are wrong.
    generator = np.random.default_rng(1)
    obs = (generator.random((3000, 8)) + offset).astype(np.float32)
    book = (generator.random((60, 8)) + offset).astype(np.float32)
    exact, _ = scipy_vq.py_vq(obs.astype(np.float64), book.astype(np.float64))
    np.testing.assert_array_equal(vq.vq(obs, book)[0], exact)


NUMBERS = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]
NUMBERS += ["float32", "float64"]


@pytest.mark.parametrize("obs_dtype", NUMBERS)
@pytest.mark.parametrize("book_dtype", NUMBERS)
def test_dtypes_are_promoted_as_in_scipy(obs_dtype, book_dtype):
    generator = np.random.default_rng(2)
    obs = generator.integers(0, 100, (30, 3)).astype(obs_dtype)
    book = generator.integers(0, 100, (5, 3)).astype(book_dtype)
    code, dist = vq.vq(obs, book)
    theirs, their_dist = scipy_vq.vq(obs, book)
    assert (code.dtype, dist.dtype) == (theirs.dtype, their_dist.dtype)
    np.testing.assert_array_equal(code, theirs)
    np.testing.assert_allclose(dist, their_dist, rtol=4 * np.finfo(dist.dtype).eps)


@pytest.mark.parametrize("dtype,result", [("float16", "float32"), ("longdouble", "float64")])
def test_element_types_that_scipy_refuses_are_computed(dtype, result):
    obs, book = (array.astype(dtype) for array in sample(50, 4, 3, np.float64))
    code, dist = vq.vq(obs, book)
    exact, exact_dist = scipy_vq.py_vq(obs.astype(np.float64), book.astype(np.float64))
    np.testing.assert_array_equal(code, exact)
    np.testing.assert_allclose(dist, exact_dist, rtol=1e-6)
    assert code.dtype == np.int32 and dist.dtype == result


@pytest.mark.parametrize("dtype", ["int64", "float16", "float32", "float64"])
def test_py_vq_returns_the_result_of_scipys(dtype):
    obs, book = ((10 * array).astype(dtype) for array in sample(200, 7, 6, np.float64))
    code, dist = vq.py_vq(obs, book)
    theirs, their_dist = scipy_vq.py_vq(obs, book)
    assert (code.dtype, dist.dtype) == (theirs.dtype, their_dist.dtype)
    np.testing.assert_array_equal(code, theirs)
    np.testing.assert_allclose(dist, their_dist, rtol=1e-15)


def test_one_dimension_and_lists_are_accepted():
    ours, theirs = vq.vq([1.0, 5.0, 9.0], [8.0, 2.0]), scipy_vq.vq([1.0, 5.0, 9.0], [8.0, 2.0])
    np.testing.assert_array_equal(ours[0], theirs[0])
    np.testing.assert_array_equal(ours[1], theirs[1])


@pytest.mark.parametrize("dtype", FLOATS)
def test_ties_go_to_the_lowest_code(dtype):
    book = np.repeat(np.array([[1, 0], [-1, 0], [0, 1]], dtype), 2, axis=0)
    code, _ = vq.vq(np.array([[0, 0], [0, 5], [-3, 0]], dtype), book)
    np.testing.assert_array_equal(code, [0, 4, 2])


def test_there_may_be_no_observations_and_no_features():
    code, dist = vq.vq(np.empty((0, 3)), np.ones((2, 3)))
    assert code.shape == dist.shape == (0,) and code.dtype == np.int32
    code, dist = vq.vq(np.empty((4, 0), np.float32), np.empty((2, 0), np.float32))
    np.testing.assert_array_equal(code, [0] * 4)
    np.testing.assert_array_equal(dist, np.zeros(4, np.float32), strict=True)


def test_an_empty_codebook_is_an_error():
    # SciPy returns uninitialized memory.
    with pytest.raises(ValueError, match="no centroids"):
        vq.vq(np.ones((3, 2)), np.empty((0, 2)))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_unchecked_observations_get_a_code_and_a_distance_that_is_not_finite(bad):
    obs, book = np.array([[0.0, 1.0], [bad, 0.0], [3.0, 3.0]]), np.array([[3.0, 3.0], [0.0, 0.0]])
    for function in (vq.vq, vq.py_vq):
        code, dist = function(obs, book, check_finite=False)
        np.testing.assert_array_equal(code, [1, 0, 0])
        np.testing.assert_array_equal(np.isfinite(dist), [True, False, True])
        with pytest.raises(ValueError):
            function(obs, book)


def test_results_do_not_depend_on_the_number_of_workers():
    obs, book = sample(20000, 30, 6, np.float32)
    one = vq.vq(obs, book, workers=1)
    for workers in (2, 5, None, -1):
        for a, b in zip(one, vq.vq(obs, book, workers=workers), strict=True):
            np.testing.assert_array_equal(a, b)
