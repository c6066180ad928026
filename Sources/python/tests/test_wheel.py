"""The installed wheel contains its library, of the same version."""

import os
import subprocess
import sys
from importlib import metadata

import pytest

import vq

try:
    FILES = {str(file): file for file in metadata.files("swift-vq") or []}
except metadata.PackageNotFoundError:
    FILES = {}

pytestmark = pytest.mark.skipif("vq/lib/libcvq.so" not in FILES, reason="vq is not from a wheel")


def test_the_wheel_and_its_library_have_the_same_version():
    assert vq.show_config(mode="dicts")["version"] == metadata.version("swift-vq")


def test_the_library_in_the_wheel_is_used_by_default(tmp_path):
    environment = {key: value for key, value in os.environ.items() if key != "VQ_LIBRARY"}
    program = "import vq; print(vq.show_config(mode='dicts')['library'])"
    used = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
    )
    assert os.path.samefile(used.stdout.strip(), FILES["vq/lib/libcvq.so"].locate())


def test_type_checkers_find_the_types():
    assert "vq/py.typed" in FILES
