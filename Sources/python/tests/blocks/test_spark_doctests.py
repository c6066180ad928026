"""The examples in the docstrings of `vq.spark` are true."""

import doctests
from spark_cluster import MARKS

import vq.spark

pytestmark = MARKS


def test_examples_of_spark_are_true(session):
    # The examples call `getOrCreate()`, which returns the session of the tests.
    assert [name for name in doctests.modules_of(vq.spark) if doctests.failures_in(name)] == []
