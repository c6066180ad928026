"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

import vq
import vq.blocks

MODULES = [
    module.name
    for package in (vq, vq.blocks)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    with np.printoptions(legacy=False):
        failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


@pytest.mark.parametrize("name", vq.__all__)
def test_everything_public_is_documented(name):
    text = getattr(vq, name).__doc__
    assert text and (">>>" in text or isinstance(getattr(vq, name), type))
