"""Checkpoints: the complete state of a clustering in one file, to continue from."""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from .._engine import Fit
from ._array_files import replacing

_VERSION = 1


@dataclass(frozen=True)
class Run:
    """The state of a run."""

    restart: int
    centroids: np.ndarray
    """In float64 until the run ends, because means have more digits than float32."""
    iterations: int = 0
    empty_iterations: int = 0
    inertia: float = float("nan")
    """Of the last assignment; NaN before the first one. `distortion` likewise."""
    distortion: float = float("nan")
    shift: float = float("nan")
    """The sum of the squared distances that centroids moved in the last iteration."""
    outcome: str = ""
    """Why the run ended; empty while it goes on."""
    is_measured: bool = False
    """Whether the statistics belong to the final centroids."""

    def fit(self, scalar: np.dtype) -> Fit:
        return Fit(
            self.centroids.astype(scalar),
            None,
            self.inertia,
            self.distortion,
            self.iterations,
            self.restart,
            self.empty_iterations,
            self.outcome or "stopped",
        )


@dataclass(frozen=True)
class Problem:
    """The blocks and the options that a checkpoint belongs to."""

    fingerprint: str
    options: dict[str, Any]

    def difference(self, saved: Problem) -> str | None:
        """Describes how a saved problem differs; None if it does not."""
        if saved.fingerprint != self.fingerprint:
            return "from other observations, or from other blocks of the same observations"
        for name, value in self.options.items():
            if saved.options.get(name) != value:
                return f"from a clustering with {name}={saved.options.get(name)!r}, not {value!r}"
        return None


@dataclass(frozen=True)
class Checkpoint:
    """The state of a clustering."""

    seed: int
    mean_variance: float
    run: Run | None = None
    """The current run, or the last one if it has ended."""
    best: Run | None = None
    """The best of the runs that ended before."""

    def write(self, path: str | os.PathLike[str], problem: Problem) -> None:
        """Writes the checkpoint. The file is always complete: the previous one or this one."""
        arrays: dict[str, np.ndarray] = {}
        about: dict[str, Any] = {
            "version": _VERSION,
            "problem": asdict(problem),
            "seed": self.seed,
            "mean_variance": self.mean_variance,
        }
        for name, run in (("run", self.run), ("best", self.best)):
            if run is not None:
                about[name] = {
                    field.name: getattr(run, field.name)
                    for field in fields(Run)
                    if field.name != "centroids"
                }
                arrays[name] = run.centroids
        with replacing(path) as file:
            np.savez(file, allow_pickle=False, about=np.array(json.dumps(about)), **arrays)

    @classmethod
    def read(cls, path: str | os.PathLike[str], problem: Problem, seed: int | None) -> Checkpoint:
        """Reads a checkpoint of a problem; `seed`, unless it is None, must be the checkpoint's."""
        try:
            # NumPy reads only as far as an array's header says, and may miss a wrong checksum.
            with zipfile.ZipFile(path) as archive:
                if (damaged := archive.testzip()) is not None:
                    raise ValueError(f"the checksum of {damaged} in it is wrong")
            with np.load(path, allow_pickle=False) as file:
                about = json.loads(str(file["about"]))
                if about["version"] != _VERSION:
                    raise ValueError(f"it has version {about['version']}, not {_VERSION}")
                saved = Problem(**about["problem"])
                runs = {
                    name: Run(centroids=file[name], **about[name])
                    for name in ("run", "best")
                    if name in about
                }
            found = cls(int(about["seed"]), float(about["mean_variance"]), **runs)
        except FileNotFoundError:
            raise
        except _DAMAGES as error:
            raise ValueError(
                f"{os.fspath(path)} cannot be resumed: it is not a checkpoint, or it is damaged "
                f"({error}); pass another one, or start again without `resume`"
            ) from None
        different = problem.difference(saved)
        if different is None and seed is not None and seed != found.seed:
            different = "from a clustering with another random_state"
        if different is not None:
            raise ValueError(f"{os.fspath(path)} cannot be resumed: it is {different}")
        return found


# The exceptions of NumPy, zipfile and JSON for damaged files.
_DAMAGES = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
