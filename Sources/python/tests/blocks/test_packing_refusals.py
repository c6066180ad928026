"""Sources that cannot be packed raise one error that names file and row, and leave no blocks."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from packing_sources import (
    OBSERVATIONS,
    ROWS,
    WEIGHTS,
    lists,
    numeric,
    refused,
    save,
    save_parquet,
)

from vq._errors import BlockError
from vq.blocks._packing import pack
from vq.blocks._writing import packing_into, write_block, write_manifest


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize(("row", "column"), [(0, 0), (640, 5), (999, 2)])
def test_an_error_names_a_value_that_is_not_finite(
    tmp_path: Path, pyarrow: Any, value: float, row: int, column: int
) -> None:
    array = OBSERVATIONS.copy()
    array[row, column] = value
    blocks = tmp_path / "blocks"
    refused(array, blocks, rf"row {row} of the source holds {value} as feature {column};")
    parts = np.split(array, [300, 700])
    part = (row >= 300) + (row >= 700)
    where = rf"row {row - (0, 300, 700)[part]} of \S*part-00{part}"
    for make in (numeric, lists):
        folder = tmp_path / make.__name__
        save_parquet(pyarrow, folder, [make(pyarrow, part) for part in parts])
        refused(folder, blocks, rf"{where}\.parquet holds {value} as feature {column};")
    refused(
        save(tmp_path / "npy", parts), blocks, rf"{where}\.npy holds {value} as feature {column};"
    )


def test_the_first_of_several_errors_is_raised(tmp_path: Path) -> None:
    array = OBSERVATIONS.copy()
    array[[100, 400, 900]] = np.nan
    for workers in (1, 2, 5):
        refused(array, tmp_path / "blocks", "row 100 of", n_jobs=workers, block_rows=10)


def test_an_error_names_numbers_that_the_dtype_cannot_hold(tmp_path: Path) -> None:
    blocks = tmp_path / "blocks"
    source = np.array([[1.0, 2.0], [3.0, 1e300]])
    refused(source, blocks, r"row 1 of .* holds 1e\+300 as feature 1, which float32", dtype="f4")
    refused(source / 2, blocks, r"row 0 of .* holds 0\.5 as feature 0, which int8", dtype="i1")
    refused(np.array([[300]]), blocks, "holds 300 as feature 0, which uint8", dtype="u1")
    refused(np.array([[-1]]), blocks, "holds -1 as feature 0, which uint64", dtype="u8")


def test_an_error_names_lists_of_different_lengths(tmp_path: Path, pyarrow: Any) -> None:
    table = pyarrow.table({"v": [[1.0, 2.0]] * 7 + [[1.0]] + [[1.0, 2.0]]})
    source = save_parquet(pyarrow, tmp_path / "source", [table], 3)
    match = r"row 7 of column 'v' of \S*part-000.parquet is a list of 1 values, and row 0 of 2"
    refused(source, tmp_path / "blocks", match)
    empty = save_parquet(pyarrow, tmp_path / "empty", [pyarrow.table({"v": [[], [1.0]]})])
    refused(empty, tmp_path / "blocks", "row 0 of column 'v' of .* is an empty list")


@pytest.mark.parametrize("row", [0, 7])
@pytest.mark.parametrize(
    "values", [[1.0] * 9, [[1.0, 2.0]] * 9, [[None, 2.0]] * 1 + [[1.0, 2.0]] * 8]
)
def test_an_error_names_missing_values(
    tmp_path: Path, pyarrow: Any, values: list[Any], row: int
) -> None:
    has_null_inside = values[0] == [None, 2.0]
    kinds = [pyarrow.float64()]
    if isinstance(values[0], list):
        kinds = [pyarrow.list_(pyarrow.float64()), pyarrow.list_(pyarrow.float64(), 2)]
    for number, kind in enumerate(kinds):
        missing = list(values)
        if has_null_inside:
            missing[0], missing[row] = missing[1], missing[0]
        else:
            missing[row] = None
        table = pyarrow.table({"v": pyarrow.array(missing, kind)})
        source = save_parquet(pyarrow, tmp_path / f"{number}", [table], 4)
        match = rf"row {row} of column 'v' of \S*part-000.parquet is missing \(null\)"
        refused(source, tmp_path / "blocks", match)


def test_an_error_names_files_with_different_columns(tmp_path: Path, pyarrow: Any) -> None:
    blocks = tmp_path / "blocks"
    wide, narrow = np.ones((3, 4)), np.ones((3, 2))
    npy = save(tmp_path / "npy", [wide, narrow])
    refused(npy, blocks, r"part-001.npy has 2 columns, and \S*part-000.npy has 4")
    npy = save(tmp_path / "types", [wide, wide.astype("f4")])
    refused(npy, blocks, r"part-001.npy holds float32, and \S*part-000.npy float64; .*dtype=")
    tables = [lists(pyarrow, wide), lists(pyarrow, narrow)]
    parquet = save_parquet(pyarrow, tmp_path / "lists", tables)
    refused(parquet, blocks, r"part-001.parquet has 2 columns, and \S*part-000.parquet has 4")
    tables = [numeric(pyarrow, wide), numeric(pyarrow, narrow)]
    parquet = save_parquet(pyarrow, tmp_path / "names", tables)
    refused(parquet, blocks, r"part-001.parquet has the columns x0, x1, and .*choose .* columns=")
    refused(parquet, blocks, r"part-001.parquet has no column 'x3'", columns=["x0", "x3"])
    np.save(tmp_path / "names" / "a.npy", wide)
    refused(tmp_path / "names", blocks, r"a.npy and \S*part-000.parquet are of different kinds")


def test_sources_without_observations_are_refused(tmp_path: Path, pyarrow: Any) -> None:
    blocks = tmp_path / "blocks"
    refused(np.empty((0, 3)), blocks, "no observations to pack: the source has no rows")
    refused(save(tmp_path / "npy", [np.empty((0, 3))] * 2), blocks, "the source has no rows")
    table = lists(pyarrow, OBSERVATIONS)[:0]
    refused(
        save_parquet(pyarrow, tmp_path / "pq", [table]), blocks, "part-000.parquet has no rows"
    )
    refused(tmp_path, blocks, r"no \.npy or \.parquet file in .*subfolders are not searched")
    refused(tmp_path / "none", blocks, "there is no file or folder .*none")
    refused([tmp_path / "none.npy"], blocks, "there is no file .*none.npy")
    refused([tmp_path / "none.parquet"], blocks, "there is no file .*none.parquet")
    refused([tmp_path / "none.csv"], blocks, "none.csv is neither a .npy nor a .parquet file")
    refused(np.empty((4, 0)), blocks, "has no columns")


def test_sources_without_numbers_are_refused(tmp_path: Path, pyarrow: Any) -> None:
    blocks = tmp_path / "blocks"
    table = pyarrow.table({"x": [1.0, 2.0], "name": ["a", "b"]})
    source = save_parquet(pyarrow, tmp_path / "text", [table])
    refused(source, blocks, r"column 'name' of \S*parquet has the type string.*columns=")
    assert pack(source, tmp_path / "x", columns="x").columns == 1
    complex_source = save(tmp_path / "complex", [np.ones((2, 2), complex)])
    refused(complex_source, blocks, "holds complex128", dtype="f4")
    refused(np.ones((2, 2), np.longdouble), blocks, "cannot be packed as float128.*dtype=")
    assert pack(np.ones((2, 2), np.longdouble), tmp_path / "y", dtype="f8").dtype == np.float64
    refused(np.ones((2, 2, 2)), blocks, "has 3 dimensions")


def test_an_error_names_damaged_source_files(tmp_path: Path, pyarrow: Any) -> None:
    blocks = tmp_path / "blocks"
    for source in (
        save(tmp_path / "npy", [OBSERVATIONS, OBSERVATIONS]),
        save_parquet(pyarrow, tmp_path / "pq", [numeric(pyarrow, OBSERVATIONS)] * 2),
    ):
        damaged = sorted(source.iterdir())[1]
        whole = damaged.read_bytes()
        for data in (whole[:-100], b"", b"nothing of the kind"):
            damaged.write_bytes(data)
            refused(source, blocks, f"{damaged} cannot be read as")


@pytest.mark.parametrize("weight", [-1.0, np.nan, np.inf])
def test_an_error_names_an_invalid_weight(tmp_path: Path, weight: float) -> None:
    weights = WEIGHTS.copy()
    weights[640] = weight
    refused(
        OBSERVATIONS,
        tmp_path / "b",
        f"row 640 of .* has the weight {weight}",
        sample_weight=weights,
    )


def test_weights_must_be_one_for_each_observation_and_not_all_0(tmp_path: Path) -> None:
    blocks = tmp_path / "blocks"
    refused(
        OBSERVATIONS, blocks, "1000 observations, and weights of 9 rows", sample_weight=np.ones(9)
    )
    refused(OBSERVATIONS, blocks, "and 2 columns", sample_weight=np.ones((ROWS, 2)))
    refused(OBSERVATIONS, blocks, "all weights are 0", sample_weight=np.zeros(ROWS))


def test_an_error_names_columns_that_do_not_exist(tmp_path: Path, pyarrow: Any) -> None:
    blocks = tmp_path / "blocks"
    refused(OBSERVATIONS, blocks, "has no column 6: there are 6", columns=[0, 6])
    refused(OBSERVATIONS, blocks, "have numbers, not names: there is no 'a'", columns=["a"])
    refused(OBSERVATIONS, blocks, "no column of .* is chosen", columns=[])
    source = save_parquet(pyarrow, tmp_path / "pq", [numeric(pyarrow, OBSERVATIONS)])
    refused(source, blocks, "no column 'w'; its columns are 'x0'", sample_weight="w")
    refused(source, blocks, "no column of .* is chosen", columns=[])


def test_invalid_options_are_refused(tmp_path: Path) -> None:
    for rows in (0, 1 << 63):
        with pytest.raises(ValueError, match=f"block_rows must be from 1 to .*, not {rows}"):
            pack(OBSERVATIONS, tmp_path / "blocks", block_rows=rows)
    for columns in (1.5, np.array(1)):
        with pytest.raises(TypeError, match="columns must be names or numbers of columns"):
            pack(OBSERVATIONS, tmp_path / "blocks", columns=columns)
    with pytest.raises(BlockError, match="have numbers, not names: there is no True"):
        pack(OBSERVATIONS, tmp_path / "blocks", columns=[True])
    with pytest.raises(BlockError, match="weights is a single number"):
        pack(OBSERVATIONS, tmp_path / "blocks", sample_weight=1.0)
    with pytest.raises(ValueError, match="n_jobs must not be 0"):
        pack(OBSERVATIONS, tmp_path / "blocks", n_jobs=0)


def test_options_may_be_numpy_integers_and_columns_any_iterable(tmp_path: Path) -> None:
    for number, columns in enumerate((np.array([2, 0]), (c for c in (2, 0)), [np.int64(2), 0])):
        files = pack(
            OBSERVATIONS, tmp_path / str(number), columns=columns, block_rows=np.int64(100)
        )
        assert np.array_equal(files.maximum, OBSERVATIONS[:, [2, 0]].max(axis=0))
    assert pack(OBSERVATIONS, tmp_path / "one", columns=np.int64(3)).columns == 1


def test_only_one_of_two_concurrent_calls_packs_into_a_folder(tmp_path: Path) -> None:
    with packing_into(tmp_path) as folder:
        with pytest.raises(BlockError, match="already holds blocks, or the rest"):
            pack(OBSERVATIONS, tmp_path)
        written = [write_block(folder, 0, OBSERVATIONS)]
        files = write_manifest(folder, written, len(OBSERVATIONS))
    assert sorted(os.listdir(tmp_path)) == ["block-00000.npy", "manifest.json"]
    assert files.rows == len(OBSERVATIONS)


def test_parquet_needs_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").touch()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pip install 'swift-vq\[parquet\]'"):
        pack(tmp_path / "a.parquet", tmp_path / "blocks")
