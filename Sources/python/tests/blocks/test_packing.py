"""Packing gives the same blocks from any source, or one clear error and nothing."""

from __future__ import annotations

import errno
import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vq.blocks._errors import BlockError
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


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, bytes]:
    return content(pack(OBSERVATIONS, tmp_path / "expected", block_rows=128))


# ---- The same blocks from any source


def test_an_array_comes_back_from_its_blocks(tmp_path: Path) -> None:
    files = pack(OBSERVATIONS, tmp_path / "blocks", block_rows=128, weights=WEIGHTS)
    np.testing.assert_array_equal(observations_of(files), OBSERVATIONS)
    np.testing.assert_array_equal(weights_of(files), WEIGHTS)
    np.testing.assert_array_equal(files.minimum, OBSERVATIONS.min(axis=0))
    np.testing.assert_array_equal(files.maximum, OBSERVATIONS.max(axis=0))
    assert (files.rows, files.columns, files.dtype) == (ROWS, COLUMNS, np.float32)
    assert (files.block_rows, files.block_count, files.is_weighted) == (128, 8, True)
    assert files.folder == tmp_path / "blocks"


def test_any_tool_reads_a_block(tmp_path: Path) -> None:
    files = pack(OBSERVATIONS, tmp_path / "blocks", block_rows=128)
    np.testing.assert_array_equal(
        np.load(files.folder / "block-00007.npy"), OBSERVATIONS[7 * 128 :]
    )


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("cuts", CUTS)
@pytest.mark.parametrize("order", ["C", "F"])
def test_blocks_of_npy_files_do_not_depend_on_their_boundaries(
    tmp_path: Path,
    expected: dict[str, bytes],
    cuts: tuple[int, ...],
    workers: int,
    order: Any,
) -> None:
    parts = [np.array(part, order=order) for part in np.split(OBSERVATIONS, cuts)]
    folder = save(tmp_path / "source", parts)
    files = pack(folder, tmp_path / "blocks", block_rows=128, workers=workers)
    assert content(files) == expected
    listed = pack(sorted(folder.iterdir()), tmp_path / "listed", block_rows=128, workers=workers)
    assert content(listed) == expected


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("row_group_size", [7, 100, 1000])
@pytest.mark.parametrize("cuts", CUTS)
@pytest.mark.parametrize("table", [numeric, lists, fixed_lists])
def test_blocks_of_parquet_do_not_depend_on_its_layout(
    tmp_path: Path,
    pyarrow: Any,
    expected: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    cuts: tuple[int, ...],
    table: Any,
    row_group_size: int,
    workers: int,
) -> None:
    monkeypatch.setattr("vq.blocks._parts._CHUNK_BYTES", 24 * 33)
    parts = (table(pyarrow, part) for part in np.split(OBSERVATIONS, cuts))
    folder = save_parquet(pyarrow, tmp_path / "source", parts, row_group_size)
    files = pack(folder, tmp_path / "blocks", block_rows=128, workers=workers)
    assert content(files) == expected


def test_a_table_in_memory_is_packed(
    tmp_path: Path, pandas: Any, expected: dict[str, bytes]
) -> None:
    frame = pandas.DataFrame(OBSERVATIONS, columns=list("abcdef"))
    assert content(pack(frame, tmp_path / "blocks", block_rows=128)) == expected
    files = pack(frame, tmp_path / "two", columns=["e", "b"])
    np.testing.assert_array_equal(observations_of(files), OBSERVATIONS[:, [4, 1]])


def test_columns_are_chosen_in_the_order_given(tmp_path: Path, pyarrow: Any) -> None:
    npy = save(tmp_path / "npy", [OBSERVATIONS])
    parquet = save_parquet(pyarrow, tmp_path / "parquet", [numeric(pyarrow, OBSERVATIONS)])
    by_number = pack(npy, tmp_path / "a", columns=[5, 0], block_rows=128)
    by_name = pack(parquet, tmp_path / "b", columns=["x5", "x0"], block_rows=128)
    np.testing.assert_array_equal(observations_of(by_number), OBSERVATIONS[:, [5, 0]])
    assert content(by_number) == content(by_name)


def test_lists_and_numbers_stand_beside_each_other(tmp_path: Path, pyarrow: Any) -> None:
    table = lists(pyarrow, OBSERVATIONS[:, 1:]).append_column("x", [OBSERVATIONS[:, 0]])
    folder = save_parquet(pyarrow, tmp_path / "source", [table])
    files = pack(folder, tmp_path / "blocks", columns=["x", "vector"])
    np.testing.assert_array_equal(observations_of(files), OBSERVATIONS)


@pytest.mark.parametrize("cuts", CUTS)
def test_weights_come_as_a_column_an_array_or_a_file(
    tmp_path: Path, pyarrow: Any, cuts: tuple[int, ...]
) -> None:
    expected = content(pack(OBSERVATIONS, tmp_path / "array", weights=WEIGHTS, block_rows=128))
    pairs = zip(np.split(OBSERVATIONS, cuts), np.split(WEIGHTS, cuts))
    tables = [numeric(pyarrow, *pair) for pair in pairs]
    parquet = save_parquet(pyarrow, tmp_path / "parquet", tables)
    npy = save(tmp_path / "npy", np.split(OBSERVATIONS, cuts))
    np.save(tmp_path / "weights.npy", WEIGHTS.astype(np.float64))
    by_file = save(tmp_path / "weights", np.split(WEIGHTS, [333]))
    for number, (source, weights) in enumerate(
        [
            (parquet, "weight"),
            (npy, WEIGHTS.tolist()),
            (npy, tmp_path / "weights.npy"),
            (str(npy), str(tmp_path / "weights.npy")),
            (npy, by_file),
        ]
    ):
        files = pack(source, tmp_path / f"b{number}", weights=weights, block_rows=128, workers=2)
        assert content(files) == expected


@pytest.mark.parametrize(
    ("dtype", "weights_dtype"),
    [
        ("u1", "f8"),
        ("i1", "f8"),
        ("f2", "f4"),
        (">f4", "f4"),
        (">f8", "f8"),
        (">i2", "f8"),
        ("?", "f8"),
        ("i8", "f8"),
        ("u8", "f8"),
    ],
)
def test_blocks_keep_the_sources_dtype_little_endian(
    tmp_path: Path, dtype: str, weights_dtype: str
) -> None:
    array = np.arange(60).reshape(20, 3).astype(dtype)
    for number, source in enumerate([array, save(tmp_path / "source", [array[:7], array[7:]])]):
        files = pack(source, tmp_path / f"blocks{number}", block_rows=8, weights=np.ones(20))
        found = observations_of(files)
        assert found.dtype == files.dtype == np.dtype(dtype).newbyteorder("<")
        np.testing.assert_array_equal(found, array)
        np.testing.assert_array_equal(files.maximum, array.max(axis=0).astype(float))
        assert weights_of(files).dtype == weights_dtype


@pytest.mark.parametrize("dtype", ["float16", "uint8", "int64", "bool", "float64"])
def test_parquet_keeps_its_dtype(tmp_path: Path, pyarrow: Any, dtype: str) -> None:
    array = np.arange(60).reshape(20, 3).astype(dtype)
    for make in (numeric, fixed_lists, lists):
        folder = save_parquet(pyarrow, tmp_path / make.__name__, [make(pyarrow, array)])
        files = pack(folder, tmp_path / f"{make.__name__}-blocks")
        assert files.dtype == dtype
        np.testing.assert_array_equal(observations_of(files), array)


def test_blocks_are_cut_anew_from_their_files(tmp_path: Path, expected: dict[str, bytes]) -> None:
    files = pack(OBSERVATIONS, tmp_path / "blocks", block_rows=77, weights=WEIGHTS)
    refused(files.folder, tmp_path / "again", "holds blocks, .* pass a list of the files")
    listed = sorted(files.folder.glob("block-*.npy"))
    assert content(pack(listed, tmp_path / "again", block_rows=128)) == expected


def test_a_dtype_is_converted_to(tmp_path: Path, pyarrow: Any) -> None:
    arrays = [np.arange(10, dtype="i4")[:, None], np.arange(10, 20, dtype="f8")[:, None]]
    for number, source in enumerate(
        [
            save(tmp_path / "npy", arrays),
            save_parquet(pyarrow, tmp_path / "parquet", [numeric(pyarrow, a) for a in arrays]),
        ]
    ):
        for dtype in ("float32", "uint8"):
            files = pack(source, tmp_path / f"{dtype}-{number}", dtype=dtype, block_rows=16)
            assert files.dtype == dtype
            np.testing.assert_array_equal(observations_of(files)[:, 0], np.arange(20))


def test_one_dimension_is_one_column(tmp_path: Path) -> None:
    files = pack(save(tmp_path / "source", [np.arange(5.0)]), tmp_path / "blocks")
    np.testing.assert_array_equal(observations_of(files), np.arange(5.0)[:, None])


def test_blocks_are_about_64_mb_by_default(tmp_path: Path) -> None:
    for columns, dtype, block_rows in [
        (1, "f4", 1 << 24),
        (32, "f4", 1 << 19),
        (100, "f8", 1 << 16),
        (3, "u1", 1 << 24),
    ]:
        files = pack(np.ones((2, columns), dtype), tmp_path / f"{columns}")
        assert files.block_rows == block_rows


def test_packing_is_imported_when_it_is_used() -> None:
    program = (
        "import sys, vq\n"
        "assert 'vq.blocks' not in sys.modules\n"
        "assert vq.pack is sys.modules['vq.blocks'].pack\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# ---- Refusals: the file, the row, and nothing left


def refused(source: Any, folder: Path, match: str, **options: Any) -> None:
    with pytest.raises(BlockError, match=match):
        pack(source, folder, **{"block_rows": 128, "workers": 2, **options})
    assert not folder.exists()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize(("row", "column"), [(0, 0), (640, 5), (999, 2)])
def test_a_value_that_is_not_finite_is_named(
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


def test_of_several_errors_the_first_is_raised(tmp_path: Path) -> None:
    array = OBSERVATIONS.copy()
    array[[100, 400, 900]] = np.nan
    for workers in (1, 2, 5):
        refused(array, tmp_path / "blocks", "row 100 of", workers=workers, block_rows=10)


def test_numbers_that_the_dtype_cannot_hold_are_named(tmp_path: Path) -> None:
    blocks = tmp_path / "blocks"
    source = np.array([[1.0, 2.0], [3.0, 1e300]])
    refused(source, blocks, r"row 1 of .* holds 1e\+300 as feature 1, which float32", dtype="f4")
    refused(source / 2, blocks, r"row 0 of .* holds 0\.5 as feature 0, which int8", dtype="i1")
    refused(np.array([[300]]), blocks, "holds 300 as feature 0, which uint8", dtype="u1")
    refused(np.array([[-1]]), blocks, "holds -1 as feature 0, which uint64", dtype="u8")


def test_ragged_lists_are_named(tmp_path: Path, pyarrow: Any) -> None:
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
def test_missing_values_are_named(
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


def test_files_that_are_not_alike_are_named(tmp_path: Path, pyarrow: Any) -> None:
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
    refused(tmp_path / "names", blocks, r"a.npy and \S*part-000.parquet are of two kinds")


def test_sources_without_observations_are_refused(tmp_path: Path, pyarrow: Any) -> None:
    blocks = tmp_path / "blocks"
    refused(np.empty((0, 3)), blocks, "no observations to pack: the source has no rows")
    refused(save(tmp_path / "npy", [np.empty((0, 3))] * 2), blocks, "the source has no rows")
    table = lists(pyarrow, OBSERVATIONS)[:0]
    refused(save_parquet(pyarrow, tmp_path / "pq", [table]), blocks, "no rows: .*part-000.parquet")
    refused(tmp_path, blocks, r"no \.npy or \.parquet file in .*folders in it are not searched")
    refused(tmp_path / "none", blocks, "there is no file or folder .*none")
    refused([tmp_path / "none.npy"], blocks, "there is no file .*none.npy")
    refused([tmp_path / "none.parquet"], blocks, "there is no file .*none.parquet")
    refused([tmp_path / "none.csv"], blocks, "none.csv is neither a .npy nor a .parquet file")
    refused(np.empty((4, 0)), blocks, "has no columns")


def test_what_holds_no_numbers_is_refused(tmp_path: Path, pyarrow: Any) -> None:
    blocks = tmp_path / "blocks"
    table = pyarrow.table({"x": [1.0, 2.0], "name": ["a", "b"]})
    source = save_parquet(pyarrow, tmp_path / "text", [table])
    refused(source, blocks, r"column 'name' of \S*parquet is of string.*columns=")
    assert pack(source, tmp_path / "x", columns="x").columns == 1
    complex_source = save(tmp_path / "complex", [np.ones((2, 2), complex)])
    refused(complex_source, blocks, "holds complex128", dtype="f4")
    refused(np.ones((2, 2), np.longdouble), blocks, "cannot be packed as float128.*dtype=")
    assert pack(np.ones((2, 2), np.longdouble), tmp_path / "y", dtype="f8").dtype == np.float64
    refused(np.ones((2, 2, 2)), blocks, "has 3 dimensions")


def test_damaged_source_files_are_named(tmp_path: Path, pyarrow: Any) -> None:
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
def test_a_bad_weight_is_named(tmp_path: Path, weight: float) -> None:
    weights = WEIGHTS.copy()
    weights[640] = weight
    refused(OBSERVATIONS, tmp_path / "b", f"row 640 of .* has the weight {weight}", weights=weights)


def test_weights_must_be_one_for_each_observation_and_not_all_0(tmp_path: Path) -> None:
    blocks = tmp_path / "blocks"
    refused(OBSERVATIONS, blocks, "1000 observations, and weights of 9 rows", weights=np.ones(9))
    refused(OBSERVATIONS, blocks, "and 2 columns", weights=np.ones((ROWS, 2)))
    refused(OBSERVATIONS, blocks, "all weights are 0", weights=np.zeros(ROWS))


def test_columns_that_are_not_there_are_named(tmp_path: Path, pyarrow: Any) -> None:
    blocks = tmp_path / "blocks"
    refused(OBSERVATIONS, blocks, "has no column 6: there are 6", columns=[0, 6])
    refused(OBSERVATIONS, blocks, "have numbers, not names: there is no 'a'", columns=["a"])
    refused(OBSERVATIONS, blocks, "no column of .* is chosen", columns=[])
    source = save_parquet(pyarrow, tmp_path / "pq", [numeric(pyarrow, OBSERVATIONS)])
    refused(source, blocks, "no column 'w'; its columns are 'x0'", weights="w")
    refused(source, blocks, "no column of .* is chosen", columns=[])


def test_bad_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="block_rows must be at least 1"):
        pack(OBSERVATIONS, tmp_path / "blocks", block_rows=0)
    with pytest.raises(ValueError, match="workers must be at least 1"):
        pack(OBSERVATIONS, tmp_path / "blocks", workers=0)


def test_parquet_takes_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").touch()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pip install 'swift-vq\[parquet\]'"):
        pack(tmp_path / "a.parquet", tmp_path / "blocks")


# ---- Nothing is lost, and nothing half-written is taken for blocks


def test_a_folder_that_holds_blocks_is_refused_and_stays(tmp_path: Path) -> None:
    files = pack(OBSERVATIONS, tmp_path / "blocks", block_rows=128)
    before = content(files)
    with pytest.raises(BlockError, match="there are blocks in .*blocks already"):
        pack(OBSERVATIONS[:5], tmp_path / "blocks")
    assert content(BlockFiles.open(tmp_path / "blocks")) == before
    (tmp_path / "file").touch()
    for name in ("file", "file/blocks"):
        with pytest.raises(BlockError, match="is not a folder, or lies in a file"):
            pack(OBSERVATIONS, tmp_path / name)


def test_other_files_of_a_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    array = OBSERVATIONS.copy()
    array[999] = np.nan
    with pytest.raises(BlockError, match="row 999"):
        pack(array, tmp_path, block_rows=128)
    assert os.listdir(tmp_path) == ["notes.txt"]
    assert pack(OBSERVATIONS, tmp_path).block_count == 1
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_full_disk_names_the_file_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = itertools.count()

    def full(descriptor: int) -> None:
        if next(synced) == 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left on device.*block-00005.npy") as caught:
        pack(OBSERVATIONS, tmp_path / "blocks", block_rows=128, workers=1)
    assert caught.value.errno == errno.ENOSPC
    assert not (tmp_path / "blocks").exists()


def test_a_limit_on_the_size_of_files_leaves_nothing(tmp_path: Path) -> None:
    # The system itself refuses to write, in a process that may not write as much.
    program = (
        "import resource, signal, sys, numpy\n"
        "from vq.blocks._packing import pack\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "pack(numpy.ones((1000, 6)), sys.argv[1], block_rows=500)\n"
    )
    ended = run(program, tmp_path / "blocks")
    assert ended.returncode == 1
    assert "File too large: " in ended.stderr.splitlines()[-1]
    assert not (tmp_path / "blocks").exists()


_WAITING = (
    "import os, sys, threading, numpy\n"
    "from vq.blocks._packing import pack\n"
    "written, replace = [], os.replace\n"
    "def wait(*names):\n"
    "    replace(*names)\n"
    "    written.append(names)\n"
    "    if len(written) == 3:\n"
    "        print('written', flush=True)\n"
    "        threading.Event().wait(WAIT)\n"
    "os.replace = wait\n"
    "pack(numpy.ones((1000, 6)), sys.argv[1], block_rows=128, workers=1)\n"
)


def test_blocks_of_a_killed_process_are_not_opened(tmp_path: Path) -> None:
    process = started(_WAITING.replace("WAIT", "60"), tmp_path / "blocks")
    assert process.stdout is not None and process.stdout.readline() == "written\n"
    process.kill()
    process.communicate()
    assert (tmp_path / "blocks" / "block-00002.npy").exists()
    with pytest.raises(BlockError, match=r"manifest.json is missing: packing was interrupted"):
        BlockFiles.open(tmp_path / "blocks")
    with pytest.raises(BlockError, match="what an interrupted packing left; delete the folder"):
        pack(OBSERVATIONS, tmp_path / "blocks")


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    process = started(_WAITING.replace("WAIT", "0.5"), tmp_path / "blocks")
    assert process.stdout is not None and process.stdout.readline() == "written\n"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert errors.splitlines()[-1] == "KeyboardInterrupt"
    assert not (tmp_path / "blocks").exists()


def started(program: str, folder: Path) -> subprocess.Popen[str]:
    # Where tests run in the background, Ctrl-C is ignored, and children inherit that.
    program = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n" + program
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False
    )


_MEASURED = """
import sys, pyarrow
from vq.blocks import _packing

def anonymous():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) >> 10 for line in lines if line.startswith("RssAnon"))

write, measured = _packing.write_block, []

def measuring(*arguments, **options):
    measured.append(anonymous())
    return write(*arguments, **options)

_packing.write_block = measuring
_packing.pack(sys.argv[1], sys.argv[1] + "-blocks", block_rows=1 << 14, workers=2)
arrow = pyarrow.default_memory_pool().max_memory() >> 20
print(len(measured), max(measured) - measured[0], arrow)
"""


def test_memory_is_a_few_blocks(tmp_path: Path, pyarrow: Any) -> None:
    # 64 MB in one row group, in blocks of 1 MB.
    from pyarrow import parquet

    array = np.random.default_rng(3).random((1 << 20, 16), np.float32)
    table = numeric(pyarrow, array)
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=1 << 20, use_dictionary=False)
    np.save(tmp_path / "a.npy", array)
    for name in ("a.parquet", "a.npy"):
        ended = run(_MEASURED, tmp_path / name)
        assert ended.returncode == 0, ended.stderr
        blocks, grown, arrow = map(int, ended.stdout.split())
        assert blocks == 64
        assert grown < 16
        assert arrow < 16


def test_blocks_are_written_by_all_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vq.blocks import _packing

    write, together = _packing.write_block, threading.Barrier(3, timeout=30)

    def meeting(*arguments: Any, **options: Any) -> Any:
        together.wait()
        return write(*arguments, **options)

    monkeypatch.setattr(_packing, "write_block", meeting)
    files = pack(OBSERVATIONS[:900], tmp_path / "blocks", block_rows=300, workers=3)
    assert files.block_count == 3
