"""The overhead of Python is small."""

import os
import sys
import timeit
from ctypes import byref

import numpy as np
import pytest

import vq
from vq import _arrays, _library, _structures


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_vq_of_150_by_4_takes_little_longer_than_the_c_function(dtype):
    """About 10 microseconds, compared with 8. The ratio does not depend on the load."""
    obs = np.random.default_rng(12).normal(size=(150, 4)).astype(dtype)
    book, codes, distances = obs[:3].copy(), np.empty(150, np.int32), np.empty(150, dtype)
    function = _library.library().for_scalar[obs.dtype].vq
    matrix, error = _arrays.matrix(obs), _structures.Error()
    addresses = [array.ctypes.data for array in (book, codes, distances)]

    def microseconds(call):
        # The minimum of many: the others waited for the machine.
        return min(timeit.repeat(call, number=200, repeat=40)) / 200 * 1e6

    direct = microseconds(
        lambda: function(matrix, addresses[0], 3, None, *addresses[1:], byref(error))
    )
    assert microseconds(lambda: vq.vq(obs, book)) < 4 * direct


@pytest.mark.parametrize("call", [lambda x: vq.kmeans(x, 3), lambda x: vq.kmeans2(x, 3)])
def test_a_call_runs_code_of_at_most_five_files_before_the_library(call):
    obs = np.random.default_rng(12).normal(size=(150, 4))
    folder = os.path.dirname(vq.__file__)
    files = []

    def note(frame, event, argument):
        path = frame.f_code.co_filename
        if event == "call" and path.startswith(folder) and path not in files:
            files.append(path)

    sys.setprofile(note)
    try:
        call(obs)
    finally:
        sys.setprofile(None)
    assert files.index(_library.__file__) <= 5, files
