"""Codes of all observations, in files: one of codes for each of observations."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from .. import _partials
from .._arrays import as_rows, as_scalars, scalar_for
from .._checks import check_columns
from . import _codes
from ._array_files import write_array
from ._files import BlockFiles
from ._running import Block, Executor
from ._source import FileSource
from ._spread import origin_of_sums
from ._steps import AddUp, gathered


class Codes(NamedTuple):
    """What the observations of blocks were coded to."""

    folder: Path
    """Where the codes are, for `read_codes`."""
    counts: np.ndarray
    """The observations of each code."""
    inertia: float
    """The sum of the squared distances to nearest centroids, weighted if there are weights."""
    distortion: float
    """The mean distance, likewise."""


class Encoded(NamedTuple):
    """What some blocks come to."""

    sums: list[Any]
    files: list[_codes.CodeFile]


@dataclass(frozen=True)
class Encode(AddUp):
    """Writes the codes of blocks, and adds them up for the sake of the figures.

    A block may be done several times, also at once: a file appears when it is whole, and is the
    same each time.
    """

    folder: str = ""

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        return gathered(self, map(self._encoded, blocks))

    def combine(self, results: list[Any]) -> list[Any]:
        sums = _partials.merged(node for result in results for node in result.sums)
        return [Encoded(list(sums), sorted(file for result in results for file in result.files))]

    def _encoded(self, block: Block) -> Encoded:
        codes = np.empty(len(block.rows), np.dtype("<i4"))
        sums = self.sums(block, codes)
        checksum = write_array(Path(self.folder, _codes.file_name(block.number)), codes)
        return Encoded([sums], [_codes.CodeFile(block.number, len(codes), checksum)])


def encode(
    files: BlockFiles,
    executor: Executor,
    codebook: Any,
    folder: str | os.PathLike[str] | None = None,
) -> Codes:
    """Writes the code of each observation; `vq` says what parameters are."""
    codebook = checked_codebook(codebook, files.dtype, files.columns)
    path = Path(os.path.abspath(files.folder if folder is None else folder))
    path.mkdir(parents=True, exist_ok=True)
    # Codes that were here before are none any more once the first is replaced.
    _codes.remove_manifest(path)
    source = FileSource(files, executor)
    step = Encode(codebook, origin_of_sums(source), files.block_rows, folder=str(path))
    (encoded,) = source.run(step)
    sums = step.finish(encoded.sums)
    _codes.write_manifest(path, encoded.files, files.fingerprint, files.block_rows)
    return Codes(path, sums.counts, sums.inertia, sums.distortion)


def checked_codebook(codebook: Any, dtype: np.dtype, columns: int) -> np.ndarray:
    """Returns a codebook in the scalar to compute in."""
    with np.errstate(over="ignore"):
        centroids = as_rows(as_scalars(codebook, scalar_for(dtype)), "the codebook")
    check_columns(centroids, columns, "the codebook")
    if len(centroids) == 0 or not np.isfinite(centroids).all():
        raise ValueError("the codebook must hold at least one centroid, and finite numbers alone")
    return centroids
