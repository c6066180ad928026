"""The examples in docstrings are true; blocks/test_spark_doctests.py has those of `vq.spark`."""

import importlib

import doctests
import pytest

import vq
import vq.blocks


@pytest.mark.parametrize(
    "name", [name for package in (vq, vq.blocks) for name in doctests.modules_of(package)]
)
def test_examples_are_true(name):
    assert doctests.failures_in(name) == 0


def test_examples_of_dask_are_true():
    pytest.importorskip("distributed")
    package = importlib.import_module("vq.dask")
    assert [name for name in doctests.modules_of(package) if doctests.failures_in(name)] == []
