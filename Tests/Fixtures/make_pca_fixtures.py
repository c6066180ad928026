"""Writes pca.json: principal components by NumPy, for the tests of VQPlot."""

import json
import pathlib

import numpy as np

import generator

CASES = [
    dict(rows=150, columns=3, clusters=3, seed=1, narrowing=2),
    dict(rows=178, columns=13, clusters=4, seed=2, narrowing=1),
    dict(rows=300, columns=64, clusters=7, seed=3, narrowing=2),
    dict(rows=250, columns=90, clusters=5, seed=4, narrowing=2),
    dict(rows=20, columns=70, clusters=3, seed=5, narrowing=1),
]


def answer(case):
    rows = generator.blobs(**case).astype(np.float64)
    values, vectors = np.linalg.eigh(np.cov(rows, rowvar=False))
    return case | {
        "mean": rows.mean(axis=0).tolist(),
        "variances": values[::-1][:2].tolist(),
        "totalVariance": float(values.sum()),
        "directions": vectors[:, ::-1][:, :2].T.tolist(),
    }


if __name__ == "__main__":
    target = pathlib.Path(__file__).parent / "pca.json"
    lines = ",\n".join(json.dumps(answer(case)) for case in CASES)
    target.write_text(f"[\n{lines}\n]\n")
