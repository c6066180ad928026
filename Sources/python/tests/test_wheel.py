"""What is installed: a wheel with its library inside, of one version."""

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


def test_the_wheel_and_its_library_have_one_version():
    assert vq.show_config(mode="dicts")["version"] == metadata.version("swift-vq")


def test_the_library_inside_is_used_without_being_told(tmp_path):
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


def test_type_checkers_find_types():
    assert "vq/py.typed" in FILES
