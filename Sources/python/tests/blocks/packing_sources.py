"""Sources to pack, and the contents of their blocks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vq._errors import BlockError
from vq.blocks._files import BlockFiles
from vq.blocks._packing import pack

ROWS, COLUMNS = 1000, 6
OBSERVATIONS = np.random.default_rng(1).normal(size=(ROWS, COLUMNS)).astype(np.float32)
WEIGHTS = np.random.default_rng(2).integers(0, 5, ROWS).astype(np.float32)
CUTS = [(), (500,), (1, 2, 3, 999), (127, 128, 640), (0, 300, 300, 1000)]


def content(files: BlockFiles) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(files.folder.iterdir())}


def observations_of(files: BlockFiles) -> np.ndarray:
    blocks = files.task(range(files.block_count))()
    return np.concatenate([np.array(block.rows) for block in blocks])


def weights_of(files: BlockFiles) -> np.ndarray:
    blocks = files.task(range(files.block_count))()
    return np.concatenate([np.array(block.weights) for block in blocks])


def save(folder: Path, arrays: Iterable[np.ndarray]) -> Path:
    folder.mkdir(exist_ok=True)
    for number, array in enumerate(arrays):
        np.save(folder / f"part-{number:03}.npy", array)
    return folder


def save_parquet(
    pyarrow: Any, folder: Path, tables: Iterable[Any], row_group_size: int = 100
) -> Path:
    from pyarrow import parquet

    folder.mkdir(exist_ok=True)
    for number, table in enumerate(tables):
        path = folder / f"part-{number:03}.parquet"
        parquet.write_table(table, path, row_group_size=row_group_size)
    return folder


def numeric(pyarrow: Any, array: np.ndarray, weights: np.ndarray | None = None) -> Any:
    columns = {f"x{i}": array[:, i] for i in range(array.shape[1])}
    return pyarrow.table(columns if weights is None else {"weight": weights, **columns})


def lists(pyarrow: Any, array: np.ndarray) -> Any:
    return pyarrow.table({"vector": pyarrow.array(list(array))})


def fixed_lists(pyarrow: Any, array: np.ndarray) -> Any:
    flat = pyarrow.array(array.reshape(-1))
    return pyarrow.table({"vector": pyarrow.FixedSizeListArray.from_arrays(flat, array.shape[1])})


def refused(source: Any, folder: Path, match: str, **options: Any) -> None:
    with pytest.raises(BlockError, match=match):
        pack(source, folder, **{"block_rows": 128, "n_jobs": 2, **options})
    assert not folder.exists()
