"""Functions that tests run on Dask workers, and steps and tasks that show what happens to them.

Workers import this module, so it imports the package only in its functions.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_hidden: dict[str, Any] = {}


def hide_package() -> None:
    """Hides the package, as if it were not installed."""
    for name in list(sys.modules):
        if name.partition(".")[0] == "vq":
            _hidden[name] = sys.modules[name]
            sys.modules[name] = None  # type: ignore[assignment]


def show_package() -> None:
    sys.modules.update(_hidden)


def claim_version(version: str | None) -> None:
    """Makes the package report another version; None restores its own."""
    from vq import _config
    from vq.blocks import _steps

    found = _config.show_config(mode="dicts")
    other = {**found, "version": version}
    _steps.show_config = _config.show_config if version is None else lambda mode: other


def die_at_block(count: int) -> None:
    """Makes the process kill itself before it opens one more block than `count`."""
    from vq.blocks import _files

    mapped, calls = _files.mapped, itertools.count()

    def mapped_or_dead(*arguments: Any) -> Any:
        if next(calls) == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return mapped(*arguments)

    _files.mapped = mapped_or_dead


def _block(number: int) -> Any:
    import numpy as np

    from vq.blocks._steps import Block

    return Block(number, number, np.zeros((1, 1)), None, "")


class Where:
    """A step that reports which process did which block. It can be large."""

    result_bytes = 0

    def __init__(self, size: int = 0) -> None:
        self.content = bytes(size)
        self.pickled = 0
        """How often it was pickled."""

    def __getstate__(self) -> dict[str, Any]:
        self.pickled += 1
        return self.__dict__

    def __call__(self, blocks: Iterable[Any]) -> list[Any]:
        return [(block.number, os.getpid()) for block in blocks]

    def combine(self, results: list[Any]) -> list[Any]:
        return sorted(results)


class Sleep:
    """A task that takes a while."""

    def __init__(self, number: int, seconds: float) -> None:
        self.number = number
        self.seconds = seconds

    def __call__(self) -> list[int]:
        time.sleep(self.seconds)
        return [_block(self.number)]


class Fail:
    """A task that fails at the first attempt."""

    def __init__(self, attempts: Path) -> None:
        self.attempts = attempts

    def __call__(self) -> list[int]:
        with self.attempts.open("a") as attempts:
            attempts.write(".")
        if self.attempts.stat().st_size == 1:
            raise OSError("the storage does not answer")
        return [_block(0)]


class Die:
    """A task that ends its worker every time."""

    def __call__(self) -> list[int]:
        os.kill(os.getpid(), signal.SIGKILL)
        return []
