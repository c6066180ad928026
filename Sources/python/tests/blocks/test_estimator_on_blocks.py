"""The estimator takes block files, and gives the results of the functions of `vq.blocks`."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from array_blocks import Spread
from fits import found_by

from vq import KMeans
from vq.blocks import BlockError, BlockFiles, kmeans, pack, read_codes, vq


@pytest.fixture
def rows() -> np.ndarray:
    return np.random.default_rng(8).normal(size=(1000, 3)).astype(np.float32)


@pytest.fixture
def files(tmp_path: Path, rows: np.ndarray) -> BlockFiles:
    return pack(rows, tmp_path / "blocks", block_rows=64)


# ---- Results


@pytest.mark.parametrize("kind", [str, Path, BlockFiles.of])
def test_a_fit_of_a_path_has_the_bits_of_the_function(files, kind):
    model = KMeans(5, random_state=1).fit(kind(files.folder))
    assert found_by(model) == found_by(kmeans(files, 5, random_state=1))
    assert model.n_features_in_ == 3
    assert model.cluster_centers_.dtype == np.float32


def test_the_default_init_is_k_means_parallel_on_blocks(files):
    named = KMeans(5, init="k-means||", random_state=1).fit(files)
    assert found_by(KMeans(5, random_state=1).fit(files)) == found_by(named)


def test_a_fit_from_given_centroids_gives_the_result_of_a_fit_in_memory(files, rows):
    here = KMeans(6, init=rows[:6], tol=0).fit(rows)
    there = KMeans(6, init=rows[:6], tol=0).fit(files)
    np.testing.assert_allclose(there.cluster_centers_, here.cluster_centers_, rtol=1e-5)
    assert there.inertia_ == pytest.approx(here.inertia_, rel=1e-6)
    assert there.distortion_ == pytest.approx(here.distortion_, rel=1e-6)
    assert (there.n_iter_, there.converged_) == (here.n_iter_, here.converged_)


@pytest.mark.parametrize("exponent", [-170, 150])
def test_weights_beyond_float32_count_for_rows_of_float32(tmp_path, rows, exponent):
    weights = np.random.default_rng(1).uniform(0.5, 2, len(rows))
    fits = [
        kmeans(
            pack(rows, tmp_path / name, sample_weight=np.ldexp(weights, power)), 4, random_state=1
        )
        for name, power in (("usual", 0), ("extreme", exponent))
    ]
    np.testing.assert_array_equal(fits[0].cluster_centers_, fits[1].cluster_centers_)
    assert fits[1].inertia_ == np.ldexp(fits[0].inertia_, exponent)


def test_random_init_has_ten_runs_by_default(files):
    for n_init, runs in (("auto", 10), (3, 3)):
        seen = set()
        model = KMeans(3, init="random", n_init=n_init, random_state=0, max_iter=2, tol=0)
        model.fit(files, on_progress=lambda at, seen=seen: seen.add(at.restart))
        assert len(seen) == runs


@pytest.mark.parametrize(
    "make",
    [lambda: 4, lambda: np.random.RandomState(4), lambda: np.random.default_rng(4)],
    ids=["int", "RandomState", "Generator"],
)
def test_any_random_state_fixes_the_draws(files, make):
    one, other = (KMeans(5, random_state=make()).fit(files) for _ in range(2))
    assert found_by(one) == found_by(other)


def test_without_a_random_state_draws_use_numpys_global_state(files):
    found = []
    for _ in range(2):
        np.random.seed(3)
        found.append(found_by(KMeans(5).fit(files)))
    assert found[0] == found[1]
    assert found_by(KMeans(5).fit(files)) != found[0]


def test_predict_writes_codes_next_to_the_blocks(files, rows):
    model = KMeans(5, random_state=1).fit(files)
    codes = model.predict(str(files.folder))
    assert codes.folder == files.folder
    assert codes.inertia == model.inertia_
    assert np.array_equal(read_codes(codes.folder), model.predict(rows))
    assert codes.counts.tolist() == vq(files, model.cluster_centers_).counts.tolist()


def test_fit_predict_writes_the_codes_of_its_fit(files):
    model = KMeans(5, random_state=1)
    codes = model.fit_predict(files)
    assert codes.inertia == model.inertia_


def test_a_model_of_arrays_predicts_blocks(files, rows):
    model = KMeans(5, random_state=1).fit(rows)
    assert np.array_equal(read_codes(model.predict(files).folder), model.labels_)


def test_a_fit_of_blocks_removes_the_results_of_an_earlier_fit(files, rows, pandas):
    model = KMeans(5).fit(pandas.DataFrame(rows, columns=list("abc")))
    model.fit(files)
    assert not hasattr(model, "labels_")
    assert not hasattr(model, "feature_names_in_")
    assert np.array_equal(pickle.loads(pickle.dumps(model)).predict(rows), model.predict(rows))


# ---- Executors, progress and checkpoints


def test_an_executor_of_the_caller_gives_the_same_bits(files):
    model = KMeans(5, random_state=1).fit(files, executor=Spread(5, 3))
    assert found_by(model) == found_by(KMeans(5, random_state=1).fit(files))
    assert model.predict(files, executor=Spread(2, 1)).inertia == model.inertia_


def test_a_dask_client_is_an_executor(files, client):
    model = KMeans(5, random_state=1).fit(files, executor=client)
    assert found_by(model) == found_by(KMeans(5, random_state=1).fit(files))
    assert model.predict(files, executor=client).inertia == model.inertia_


def test_a_stopped_fit_continues_from_its_checkpoint(files, tmp_path):
    path = tmp_path / "fit.npz"
    whole = KMeans(5, random_state=1, tol=0).fit(files)
    stopped = KMeans(5, random_state=1, tol=0)
    stopped.fit(files, checkpoint=path, on_progress=lambda at: at.iteration == 3)
    assert (stopped.n_iter_, stopped.converged_) == (3, False)
    for random_state in (None, 1):
        resumed = KMeans(5, random_state=random_state, tol=0).fit(files, resume=path)
        assert found_by(resumed) == found_by(whole)


def test_progress_of_a_fit_in_memory_is_reported_and_can_end_it(rows):
    told = []
    model = KMeans(5, random_state=1, tol=0)
    model.fit(rows, on_progress=lambda at: told.append(at) or at.iteration == 3)
    assert [at.iteration for at in told if at.phase == "iterating"] == [1, 2, 3]
    assert (model.n_iter_, model.converged_) == (3, False)


def test_verbose_prints_every_iteration_over_blocks(files, capsys):
    model = KMeans(4, random_state=0, verbose=1, max_iter=3, tol=0).fit(files)
    printed = capsys.readouterr().out
    assert printed.count("Iteration ") == model.n_iter_ == 3
    assert kmeans(files, 4, random_state=0, max_iter=1, tol=0).n_iter_ == 1
    assert capsys.readouterr().out == ""


def test_a_fit_of_blocks_that_ends_at_max_iter_warns_the_caller(files):
    for fit in (lambda: KMeans(5, max_iter=2).fit(files), lambda: kmeans(files, 5, max_iter=2)):
        with pytest.warns(UserWarning, match="ended at max_iter=2 iterations") as caught:
            assert not fit().converged_
        assert caught[0].filename == __file__


def test_block_files_need_no_engine(files):
    program = (
        "import sys, vq\n"
        "vq.KMeans(2, n_jobs=1).fit(sys.argv[1])\n"
        "loaded = {'distributed', 'dask', 'pyspark', 'pyarrow'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", program, files.folder], check=True)


# ---- Refusals


@pytest.mark.parametrize("name", ["executor", "checkpoint", "resume"])
def test_options_for_blocks_are_refused_for_arrays(rows, name):
    with pytest.raises(TypeError, match=f"{name}= is for block files, and X is in memory; pack"):
        KMeans(5).fit(rows, **{name: "fit.npz"})


def test_predict_of_arrays_refuses_an_executor(rows):
    with pytest.raises(TypeError, match="executor= is for block files"):
        KMeans(5).fit(rows).predict(rows, executor=Spread(1, 1))


@pytest.mark.parametrize("method", ["transform", "score", "fit_transform"])
def test_methods_that_need_memory_for_each_row_refuse_blocks(files, method):
    model = KMeans(5).fit(files)
    with pytest.raises(TypeError, match="only fit, fit_predict and predict take block files"):
        getattr(model, method)(files)


def test_weights_for_block_files_are_refused(files):
    with pytest.raises(ValueError, match=r"which contain their weights; pass it to vq\.pack"):
        KMeans(5).fit(files, sample_weight=np.ones(1000))


def test_n_jobs_together_with_an_executor_is_refused(files):
    with pytest.raises(
        ValueError, match="n_jobs=2 limits threads of this process, and `executor`"
    ):
        KMeans(5, n_jobs=2).fit(files, executor=Spread(1, 1))


def test_an_object_that_is_not_an_executor_is_refused(files):
    with pytest.raises(TypeError, match="executor must be None for threads .* not 'spark'"):
        KMeans(5).fit(files, executor="spark")


def test_blocks_before_any_fit_are_refused(files):
    with pytest.raises(ValueError, match="is not fitted yet"):
        KMeans(5).predict(files)


def test_an_error_names_a_folder_without_blocks(tmp_path):
    with pytest.raises(BlockError, match="holds no blocks: there is no manifest.json in it"):
        KMeans(5).fit(tmp_path)


def test_blocks_of_other_features_are_refused(files, rows):
    model = KMeans(5).fit(rows[:, :2])
    with pytest.raises(
        ValueError, match="the observations have 3 features, but the codebook has 2"
    ):
        model.predict(files)
