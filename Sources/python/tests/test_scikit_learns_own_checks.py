"""scikit-learn's own checks of estimators: all must pass, and none may be skipped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial

import pytest

pytest.importorskip("sklearn")

from sklearn.utils import estimator_checks as checks  # noqa: E402

from vq import KMeans, Whitening  # noqa: E402

_PROGRAM = """
import json, sys, vq, warnings
from sklearn.utils.estimator_checks import check_estimator
warnings.simplefilter("ignore")
estimator = getattr(vq, sys.argv[1])()
results = check_estimator(estimator, on_skip=None, on_fail=None)
print(json.dumps([(r["check_name"], r["status"], str(r["exception"])) for r in results]))
"""

# The number in scikit-learn 1.9.1.
_NUMBERS_OF_CHECKS = {"KMeans": 54, "Whitening": 47}


@pytest.mark.parametrize("name", _NUMBERS_OF_CHECKS)
def test_check_estimator_passes_every_check(name: str) -> None:
    # SciPy reads the variable when it is first imported. Without it, one check is skipped.
    process = subprocess.run(
        [sys.executable, "-c", _PROGRAM, name],
        env={**os.environ, "SCIPY_ARRAY_API": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    results = json.loads(process.stdout)
    assert [result for result in results if result[1] != "passed"] == []
    assert len(results) >= _NUMBERS_OF_CHECKS[name]


# Checks that scikit-learn runs only on its own estimators, or on classes that inherit from its
# own.
_OF_CLUSTERERS = [
    checks.check_clusterer_compute_labels_predict,
    checks.check_clustering,
    partial(checks.check_clustering, readonly_memmap=True),
]
_OF_TRANSFORMERS = [
    checks.check_estimators_partial_fit_n_features,
    checks.check_inplace_ensure_writeable,
    checks.check_dataframe_column_names_consistency,
    checks.check_transformer_get_feature_names_out,
    checks.check_transformer_get_feature_names_out_pandas,
    checks.check_set_output_transform,
    checks.check_set_output_transform_pandas,
    checks.check_set_output_transform_polars,
    checks.check_global_output_transform_pandas,
    checks.check_global_set_output_transform_polars,
]


# These checks transform tables after a fit of arrays, and the reverse, which warns.
@pytest.mark.filterwarnings("ignore:X (has|does not have valid) feature names")
@pytest.mark.parametrize("check", [*_OF_CLUSTERERS, *_OF_TRANSFORMERS], ids=str)
def test_k_means_passes_further_checks(check: object) -> None:
    check("KMeans", KMeans())


@pytest.mark.filterwarnings("ignore:X (has|does not have valid) feature names")
@pytest.mark.parametrize("check", _OF_TRANSFORMERS, ids=str)
def test_whitening_passes_further_checks(check: object) -> None:
    check("Whitening", Whitening())
