"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

import vq
import vq.blocks

_PACKAGES = (vq, vq.blocks)


def _modules_of(package):
    prefix = f"{package.__name__}."
    return [module.name for module in pkgutil.iter_modules(package.__path__, prefix)]


@pytest.mark.parametrize(
    "name",
    [name for package in _PACKAGES for name in (package.__name__, *_modules_of(package))],
)
def test_examples(name):
    with np.printoptions(legacy=False):
        failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


@pytest.mark.parametrize(
    ("package", "name"), [(package, name) for package in _PACKAGES for name in package.__all__]
)
def test_everything_public_is_documented(package, name):
    thing = getattr(package, name)
    assert thing.__doc__ and (">>>" in thing.__doc__ or isinstance(thing, type))
