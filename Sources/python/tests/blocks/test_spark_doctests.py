"""The examples in the docstrings of `vq.spark` are true."""

import doctests
from spark_cluster import MARKS, spark_session

import vq.spark

pytestmark = MARKS


def test_examples_of_spark_are_true(tmp_path):
    # The examples call `getOrCreate()`, which returns this session.
    with spark_session(tmp_path):
        assert [name for name in doctests.modules_of(vq.spark) if doctests.failures_in(name)] == []
