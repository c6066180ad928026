"""A pytest plugin that puts vq in the place of scipy.cluster.vq, to run SciPy's own tests:

    python -m pytest -p vq_as_scipy --pyargs scipy.cluster.tests.test_vq -W error

The folder of this file must be on the module path.
"""

import sys
import types

import numpy as np
import scipy.cluster
import scipy.cluster._vq
import scipy.cluster.vq
from scipy._lib import _array_api

import vq
from vq import _draws


def _krandinit(data, k, rng, xp):
    rows = data if data.ndim == 2 else data[:, np.newaxis]
    return _draws.gaussian(rows, int(k), rng).reshape(-1, *data.shape[1:])


def _compiled_vq(obs, codes):
    # What the compiled function refuses, and vq.vq promotes.
    if obs.dtype != codes.dtype or obs.dtype not in (np.float32, np.float64):
        raise TypeError("obs and codes must have one dtype, float32 or float64")
    return vq.vq(obs, codes)


def _replace(name, contents):
    module = types.ModuleType(f"scipy.cluster.{name}")
    vars(module).update(contents)
    sys.modules[module.__name__] = module
    setattr(scipy.cluster, name, module)


for _name in ("whiten", "vq", "kmeans", "kmeans2"):
    # SciPy's test classes look up there what array libraries a function takes.
    _capabilities = _array_api.xp_capabilities_table
    _capabilities[getattr(vq, _name)] = _capabilities[getattr(scipy.cluster.vq, _name)]

_replace("vq", {name: getattr(vq, name) for name in vq.__all__} | {"_krandinit": _krandinit})
_replace("_vq", {"vq": _compiled_vq})


def pytest_configure(config):
    # SciPy's conftest uses it before declaring it; its pytest.ini, which is not installed, has it.
    config.addinivalue_line("markers", "array_api_backends: runs with each array library")


def pytest_runtest_setup(item):
    # Two of the tests draw without a seed starts that now and then leave a cluster empty, a warning
    # with SciPy's own functions as well. SciPy 1.18 seeds them alike.
    np.random.seed(42)
