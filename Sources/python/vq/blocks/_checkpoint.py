"""Checkpoints: all that a clustering needs to go on where it was, in one file."""

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
    """How far a run has come."""

    restart: int
    centroids: np.ndarray
    """In float64, until the run ends: means have more digits than float32."""
    iterations: int = 0
    empty_iterations: int = 0
    inertia: float = float("nan")
    """Of the last assignment; NaN before the first one. So is `distortion`."""
    distortion: float = float("nan")
    shift: float = float("nan")
    """The sum of the squared distances that centroids moved last."""
    outcome: str = ""
    """Why it ended, if it has."""
    is_measured: bool = False
    """Whether the figures are those of the centroids it ended with."""

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
    """What a checkpoint belongs to."""

    fingerprint: str
    options: dict[str, Any]

    def difference(self, saved: Problem) -> str | None:
        """Says how another differs, if it does."""
        if saved.fingerprint != self.fingerprint:
            return "of other observations, or of other blocks of them"
        for name, value in self.options.items():
            if saved.options.get(name) != value:
                return f"of a clustering with {name}={saved.options.get(name)!r}, not {value!r}"
        return None


@dataclass(frozen=True)
class Checkpoint:
    """How far a clustering has come."""

    seed: int
    mean_variance: float
    run: Run | None = None
    """The run under way, or the last one if it has ended."""
    best: Run | None = None
    """The best of those that ended before."""

    def write(self, path: str | os.PathLike[str], problem: Problem) -> None:
        """Puts a file there that is always whole: the checkpoint before, or this one."""
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
        """Reads a checkpoint of a problem; the seed must be its own, if one is given."""
        try:
            # NumPy reads no further than an array's header says, and may miss that a checksum is off.
            with zipfile.ZipFile(path) as archive:
                if (damaged := archive.testzip()) is not None:
                    raise ValueError(f"the checksum of {damaged} in it is wrong")
            with np.load(path, allow_pickle=False) as file:
                about = json.loads(str(file["about"]))
                if about["version"] != _VERSION:
                    raise ValueError(
                        f"it is of version {about['version']}, and this is version {_VERSION}"
                    )
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
                f"{os.fspath(path)} cannot be resumed: it is no checkpoint, or a damaged one "
                f"({error}); give another one, or start anew without `resume`"
            ) from None
        different = problem.difference(saved)
        if different is None and seed is not None and seed != found.seed:
            different = "of a clustering with another random_state"
        if different is not None:
            raise ValueError(f"{os.fspath(path)} cannot be resumed: it is {different}")
        return found


# What NumPy, zip files and JSON raise when bytes are not what they should be.
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
