"""Arrays of every layout and type give the same results, and are not copied."""

import resource
import sys

import numpy as np
import pytest

import vq
from vq import _arrays, _engine

X = np.random.default_rng(6).normal(size=(60, 4)) * 20


def read_only(x):
    x = x.copy()
    x.flags.writeable = False
    return x


def unaligned(x):
    memory = np.empty(x.nbytes + 1, np.uint8)
    view = memory[1:].view(x.dtype).reshape(x.shape)
    view[...] = x
    return view


UNCOPIED = {
    "C order": lambda x: x,
    "Fortran order": np.asfortranarray,
    "row stride": lambda x: np.repeat(x, 3, axis=0)[::3],
    "column stride": lambda x: np.repeat(x, 2, axis=1)[:, ::2],
    "both strides": lambda x: np.repeat(np.repeat(x, 2, axis=1), 2, axis=0)[::2, ::2],
    "some columns": lambda x: np.hstack([x, x])[:, : x.shape[1]],
    "byte-swapped": lambda x: x.astype(x.dtype.newbyteorder("S")),
    "read-only": read_only,
    "unaligned": unaligned,
    "a field of records": lambda x: np.rec.fromarrays([x, x], names="a,b").a,
}
COPIED = {
    "negative row stride": lambda x: x[::-1].copy()[::-1],
    "negative column stride": lambda x: x[:, ::-1].copy()[:, ::-1],
    "matrix": np.matrix,
    "list": lambda x: x.tolist(),
    "memory view": memoryview,
}
TYPES = ["float32", "float64", "float16", "bool", "int8", "uint8", "int16", "uint16", "int32"]
TYPES += ["uint32", "int64", "uint64"]


def results(x, plain):
    return [
        vq.whiten(x),
        *vq.vq(x, plain[:5].astype(np.float64)),
        *vq.kmeans(x, 3, seed=1),
        *vq.kmeans2(x, 3, minit="++", seed=1),
    ]


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize("layout", [*UNCOPIED, *COPIED])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int16"])
def test_every_layout_gives_the_same_bits(layout, dtype):
    plain = X.astype(dtype)
    x = {**UNCOPIED, **COPIED}[layout](plain)
    if layout == "list" and dtype == "float32":
        pytest.skip("the numbers of a list are float64")
    for ours, want in zip(results(x, plain), results(plain, plain), strict=True):
        np.testing.assert_array_equal(ours, want)


def test_centroids_and_weights_need_not_be_aligned():
    centroids, weights = X[:5], np.arange(1.0, 61)
    np.testing.assert_array_equal(vq.vq(X, unaligned(centroids))[0], vq.vq(X, centroids)[0])
    ours, want = (
        _engine.fit(X, clusters=5, scalar=float, start=laid(centroids), weights=laid(weights))
        for laid in (unaligned, np.array)
    )
    np.testing.assert_array_equal(ours.centroids, want.centroids)


@pytest.mark.parametrize("layout", UNCOPIED)
@pytest.mark.parametrize("dtype", TYPES)
def test_arrays_that_the_library_reads_are_passed_without_a_copy(layout, dtype):
    x = UNCOPIED[layout](X.astype(dtype))
    taken = _arrays.readable(_arrays.as_rows(_arrays.as_array(x, "x"), "x"))
    assert _arrays.matrix(taken).data == x.__array_interface__["data"][0]


@pytest.mark.parametrize("dtype", ["uint32", "uint64", "longdouble"])
def test_other_types_give_the_same_bits_as_float64(dtype):
    plain = np.abs(X).astype(dtype)
    for ours, want in zip(
        vq.kmeans2(plain, 3, seed=1), vq.kmeans2(plain.astype(float), 3, seed=1), strict=True
    ):
        np.testing.assert_array_equal(ours, want)


def test_rows_and_columns_may_repeat_memory():
    for x in (np.broadcast_to(X[0], (60, 4)), np.broadcast_to(X[:, :1], (60, 4))):
        np.testing.assert_array_equal(vq.vq(x, X)[0], vq.vq(x.copy(), X)[0])
    windows = np.lib.stride_tricks.sliding_window_view(X.ravel(), 4)
    np.testing.assert_array_equal(vq.vq(windows, X)[0], vq.vq(windows.copy(), X)[0])


@pytest.mark.parametrize("shape", [(1, 4), (60, 1), (1, 1)])
def test_strides_of_single_rows_and_columns_do_not_matter(shape):
    x = np.lib.stride_tricks.as_strided(X, shape, tuple(8 if n > 1 else -999 for n in shape))
    np.testing.assert_array_equal(vq.vq(x, x)[1], np.zeros(shape[0]))


def test_a_large_array_needs_no_additional_memory():
    def peak():
        scale = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale

    x = np.ones((4_000_000, 16), np.float32)
    vq.vq(x[:1000], x[:2])
    before = peak()
    codes, _ = _engine.assign(x[::2, ::2], x[:2, ::2], distances=False)
    # Only the codes and the tiles of the threads, much less than the 64 MB that were read.
    assert peak() - before < codes.nbytes + 16e6


@pytest.mark.parametrize("bad", [X.astype(object), X.astype(str), X.astype("M8[s]"), None, {}])
@pytest.mark.parametrize("name", ["whiten", "vq", "kmeans", "kmeans2"])
def test_data_without_numbers_are_a_type_error(name, bad):
    arguments = [] if name == "whiten" else [X[:2]]
    with pytest.raises(TypeError, match="must hold numbers"):
        getattr(vq, name)(bad, *arguments)
