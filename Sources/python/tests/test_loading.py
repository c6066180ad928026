"""Importing is fast and does not open the library; an error names a library that fails to open."""

import os
import subprocess
import sys

import pytest


def python(code, *options, **environment):
    return subprocess.run(
        [sys.executable, *options, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


CALL = "import vq\ntry: vq.vq([[1.0]], [[1.0]])\nexcept ImportError as error: print(error)"


def test_an_error_names_a_missing_library_and_gives_advice(tmp_path):
    missing = tmp_path / "nowhere.so"
    message = python(CALL, VQ_LIBRARY=str(missing)).stdout
    for part in (str(missing), "No such file", "environment variable VQ_LIBRARY", "swift build"):
        assert part in message


def test_an_error_names_a_file_that_is_not_a_library(tmp_path):
    other = tmp_path / "other.so"
    other.write_text("not a library")
    message = python(CALL, VQ_LIBRARY=str(other)).stdout
    assert f"{other} (from the environment variable VQ_LIBRARY): " in message


def test_a_library_without_the_interface_is_refused():
    import _ctypes

    message = python(CALL, VQ_LIBRARY=_ctypes.__file__).stdout
    assert _ctypes.__file__ in message and "cvq_abi_version" in message


def test_a_library_of_another_version_is_refused():
    code = "from vq import _structures\n_structures.ABI_VERSION = 999\n" + CALL
    assert "needs version 999" in python(code).stdout


def test_importing_does_not_open_the_library():
    run = python("import vq; print(vq._library._opened)", VQ_LIBRARY="/nowhere")
    assert run.stdout == "None\n"


def test_importing_takes_less_time_than_importing_numpy():
    """About 15 to 25 ms, compared with 70 to 100. The ratio does not depend on the load."""

    def share():
        report = python("import numpy; import vq", "-X", "importtime").stderr
        lines = [line.split("|") for line in report.splitlines()]
        times = {line[-1].strip(): int(line[1]) for line in lines if line[1].strip().isdigit()}
        return times["vq"] / times["numpy"]

    assert min(share() for _ in range(5)) < 0.6


@pytest.mark.parametrize("module", ["numpy.random", "numpy.typing", "scipy", "sklearn"])
def test_importing_does_not_load_these_modules(module):
    numpy_loads = python(f"import sys, numpy; print({module!r} in sys.modules)").stdout
    assert python(f"import sys, vq; print({module!r} in sys.modules)").stdout == numpy_loads


def test_submodules_are_available_after_importing_the_package():
    code = "import vq; print(hasattr(vq, 'nothing'), vq.blocks.kmeans.__module__)"
    assert python(code).stdout == "False vq.blocks\n"


def test_a_submodule_names_a_missing_dependency():
    code = (
        "import sys, vq\nsys.modules['distributed'] = None\n"
        "try: vq.dask\nexcept ImportError as error: print(error)"
    )
    assert "pip install 'swift-vq[dask]'" in python(code).stdout
