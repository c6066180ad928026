"""Runs the examples in the docstrings of a module."""

import doctest
import importlib
import pkgutil
from types import ModuleType

import numpy as np


def modules_of(package: ModuleType) -> list[str]:
    """Returns the names of a package and of its modules."""
    prefix = f"{package.__name__}."
    modules = pkgutil.iter_modules(package.__path__, prefix)
    return [package.__name__, *(module.name for module in modules if not module.ispkg)]


def failures_in(name: str) -> int:
    """Runs the examples of a module and returns how many fail.

    Examples run without the module's own names, so each one shows all imports that it needs.
    """
    runner = doctest.DocTestRunner()
    with np.printoptions(legacy=False):
        for test in doctest.DocTestFinder().find(importlib.import_module(name), globs={}):
            runner.run(test)
    return runner.failures
