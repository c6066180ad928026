"""Processes that tests start import what the tests import; SciPy is a peer from 1.17 on."""

import os
from pathlib import Path

import scipy

import vq

_folder = str(Path(vq.__file__).resolve().parent.parent)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [_folder, os.environ.get("PYTHONPATH")]))

_has_peer = tuple(map(int, scipy.__version__.split(".")[:2])) >= (1, 17)
collect_ignore_glob = [] if _has_peer else ["test_*_like_scipy.py", "test_scipys_own_tests.py"]


def pytest_report_header():
    return None if _has_peer else f"SciPy {scipy.__version__} behaves otherwise: not compared with"
