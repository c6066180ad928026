"""A pytest plugin that replaces scipy.cluster.vq by vq, to run SciPy's own tests:

    python -m pytest -p vq_as_scipy --pyargs scipy.cluster.tests.test_vq -W error

The folder of this file must be on the module path. Since SciPy 1.18 the tests are in
scipy.cluster.vq.tests.test_vq.
"""

import types

import numpy as np
import pytest
import scipy.cluster
import scipy.cluster.vq as replaced
from scipy._lib import _array_api

import vq
from vq import _draws


def _krandinit(data, k, rng, xp):
    rows = data if data.ndim == 2 else data[:, np.newaxis]
    return _draws.gaussian(rows, int(k), rng).reshape(-1, *data.shape[1:])


def _compiled_vq(obs, codes):
    # SciPy's compiled function refuses these dtypes, and vq.vq converts them.
    if obs.dtype != codes.dtype or obs.dtype not in (np.float32, np.float64):
        raise TypeError("obs and codes must have one dtype, float32 or float64")
    return vq.vq(obs, codes)


for _name in ("whiten", "vq", "kmeans", "kmeans2"):
    # The test classes look up here which array libraries a function takes.
    _capabilities = _array_api.xp_capabilities_table
    _capabilities[getattr(vq, _name)] = _capabilities[getattr(replaced, _name)]

for _name in ("whiten", "vq", "kmeans", "kmeans2", "py_vq", "ClusterError"):
    setattr(replaced, _name, getattr(vq, _name))

# Without its compiled functions, SciPy's own code would fail if a test still called it.
_private = getattr(replaced, "_vq_impl", replaced)
_private._py_vq = vq.py_vq
_private._krandinit = _krandinit
_private._vq = scipy.cluster._vq = types.SimpleNamespace(vq=_compiled_vq)


def pytest_configure(config):
    # SciPy's conftest uses this marker. Only SciPy's pytest.ini declares it, and that is not
    # installed.
    config.addinivalue_line("markers", "array_api_backends: runs with each array library")


def pytest_collection_modifyitems(items):
    # A test of 1.18 whitens a constant column whose mean rounds. NumPy's standard deviation is
    # then not exactly 0, so SciPy multiplies the rounding errors, and does not warn as it should.
    for item in items:
        if item.originalname == "test_kmeans_distortion_matches_vq_mean_regression_24069":
            item.add_marker(pytest.mark.filterwarnings("ignore:Some columns have standard dev"))


def pytest_runtest_setup(item):
    # Two tests of 1.17 draw their starts without a seed. Sometimes a cluster is then empty, which
    # warns, also with SciPy's own functions. 1.18 seeds these tests in the same way.
    np.random.seed(42)
