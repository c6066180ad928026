"""Files of codes, and their manifest.

A folder of codes holds `codes.json`, and for every block `codes-00000.npy` with an int32 for each
observation. The manifest is written last, so it exists only if all codes do.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from .. import _partials
from .._arrays import as_array, as_rows, as_scalars, scalar_for
from .._checks import check_columns
from .._errors import BlockError
from ._array_files import is_unfinished, replacing, write_array
from ._files import BlockFiles
from ._source import FileSource, origin_of_sums
from ._steps import AddUp, Block, Executor, gathered


class Codes(NamedTuple):
    """Codes that were written to files, and their statistics.

    Attributes
    ----------
    folder : Path
        The folder of the codes, for `read_codes`.
    counts : ndarray of int64
        The number of observations of each code.
    inertia : float
        The sum of the squared distances from the observations to their nearest centroids,
        weighted if the observations have weights.
    distortion : float
        The mean distance from an observation to its nearest centroid, weighted alike.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> from vq.blocks import pack, vq
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     codes = vq(pack(np.array([[1], [9], [2]]), folder), [[1], [9]])
    >>> codes.counts, codes.inertia
    (array([2, 1]), 1.0)
    """

    folder: Path
    counts: np.ndarray
    inertia: float
    distortion: float


class Encoded(NamedTuple):
    """The partial sums and the files of codes of some blocks."""

    sums: list[Any]
    files: list[CodeFile]


@dataclass(frozen=True)
class Encode(AddUp):
    """Writes the codes of blocks, and adds up their partial sums for the statistics.

    A block may be processed several times, even at the same time: a file appears only when it is
    complete, and its contents are always the same.
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
        checksum = write_array(Path(self.folder, _file_name(block.number)), codes)
        return Encoded([sums], [CodeFile(block.number, len(codes), checksum)])


def encode(
    files: BlockFiles,
    executor: Executor,
    codebook: Any,
    folder: str | os.PathLike[str] | None = None,
) -> Codes:
    """Writes the code of each observation; `vq.blocks.vq` documents the parameters."""
    codebook = checked_codebook(codebook, files.dtype, files.columns)
    path = Path(os.path.abspath(files.folder if folder is None else folder))
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise BlockError(f"{path} is a file, or is below one; name another folder") from None
    # The old codes are invalid as soon as the first file is replaced.
    _remove_manifest(path)
    source = FileSource(files, executor)
    step = Encode(codebook, origin_of_sums(source), files.block_rows, folder=str(path))
    (encoded,) = source.run(step)
    sums = step.finish(encoded.sums)
    _write_manifest(path, encoded.files, files.fingerprint, files.block_rows)
    return Codes(path, sums.counts, sums.inertia, sums.distortion)


def checked_codebook(
    codebook: Any, dtype: np.dtype, columns: int, name: str = "the codebook"
) -> np.ndarray:
    """Returns a checked codebook in the scalar to compute in; errors call it `name`."""
    centroids = as_rows(as_array(codebook, name), name)
    with np.errstate(over="ignore"):
        centroids = as_scalars(centroids, scalar_for(dtype))
    check_columns(centroids, columns, name)
    if len(centroids) == 0 or not np.isfinite(centroids).all():
        raise ValueError(f"{name} must have at least one centroid and only finite numbers")
    return centroids


_NAME = "codes.json"
_FORMAT = "swift-vq codes"
_VERSION = 1


class CodeFile(NamedTuple):
    """A file's entry in the manifest. Is sent by pickle."""

    number: int
    """The number of the block. Files are listed in this order."""
    rows: int
    crc32: int


def _file_name(number: int) -> str:
    return f"codes-{number:05}.npy"


def _remove_manifest(folder: Path) -> None:
    (folder / _NAME).unlink(missing_ok=True)


def _write_manifest(
    folder: Path, files: Sequence[CodeFile], fingerprint: str, block_rows: int
) -> None:
    manifest = {
        "format": _FORMAT,
        "version": _VERSION,
        "blocks": fingerprint,
        "rows": sum(file.rows for file in files),
        "block_rows": block_rows,
        "files": [
            {"file": _file_name(file.number), "rows": file.rows, "crc32": f"{file.crc32:08x}"}
            for file in files
        ],
    }
    # Removes unfinished files of killed workers.
    for path in folder.iterdir():
        if is_unfinished(path.name, of="codes"):
            path.unlink(missing_ok=True)
    with replacing(folder / _NAME) as file:
        file.write((json.dumps(manifest, indent=1) + "\n").encode())


def read_codes(folder: str | os.PathLike[str] | Codes) -> np.ndarray:
    """Read the codes that `vq` or `KMeans.predict` wrote.

    Parameters
    ----------
    folder : path or Codes
        The folder of the codes, or the object that `vq` or `predict` returned.

    Returns
    -------
    ndarray of int32
        The code of each observation, in the order of the blocks.

    Raises
    ------
    BlockError
        If there are no codes, or a file is missing or damaged.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> from vq.blocks import pack, read_codes, vq
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     blocks = pack(np.array([[1], [9], [2]]), folder)
    ...     read_codes(vq(blocks, [[1], [9]]).folder)
    array([0, 1, 0], dtype=int32)
    """
    folder = folder.folder if isinstance(folder, Codes) else Path(folder)
    manifest = _manifest(folder)
    codes = np.empty(sum(rows for _, rows, _ in manifest), np.int32)
    first = 0
    for name, rows, checksum in manifest:
        codes[first : first + rows] = _read(folder / name, rows, checksum)
        first += rows
    return codes


def _manifest(folder: Path) -> list[tuple[str, int, int]]:
    path = folder / _NAME
    try:
        manifest: Any = json.loads(path.read_bytes())
        if manifest["format"] != _FORMAT or manifest["version"] != _VERSION:
            raise ValueError("it has another format or version")
        files = [
            (file["file"], file["rows"], int(file["crc32"], 16)) for file in manifest["files"]
        ]
        if any(type(rows) is not int or rows < 1 for _, rows, _ in files):
            raise ValueError("a file is listed with no rows")
        if sum(rows for _, rows, _ in files) != manifest["rows"]:
            raise ValueError("rows are missing")
    except (FileNotFoundError, NotADirectoryError):
        raise BlockError(
            f"there are no codes in {folder}, or not all of them: there is no {_NAME}; call "
            "predict or vq first"
        ) from None
    except OSError as error:
        raise BlockError(f"{path} cannot be read: {error.strerror}; call vq again") from None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BlockError(f"{path} is damaged ({error}); call vq again") from None
    return files


def _read(path: Path, rows: int, checksum: int) -> np.ndarray:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BlockError(f"{path} is missing; call vq again") from None
    except OSError as error:
        raise BlockError(f"{path} cannot be read: {error.strerror}; call vq again") from None
    if zlib.crc32(content) != checksum:
        raise BlockError(f"{path} has changed since it was written; call vq again")
    codes = np.load(BytesIO(content), allow_pickle=False)
    if codes.shape != (rows,) or codes.dtype != np.int32:
        raise BlockError(f"{path} holds {codes.dtype} of shape {codes.shape}; call vq again")
    return np.asarray(codes)
