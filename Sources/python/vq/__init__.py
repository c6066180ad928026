"""k-means and vector quantization on all cores, exact and reproducible.

`whiten`, `vq`, `kmeans` and `kmeans2` are those of `scipy.cluster.vq`: change the import, and keep
the rest. `KMeans` and `Whitening` are estimators in the conventions of scikit-learn, which need not
be installed.
The library behind them is opened when one of them is first called.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ._config import show_config
from ._errors import ClusterError
from ._estimator import KMeans
from ._kmeans import kmeans
from ._kmeans2 import kmeans2
from ._quantization import py_vq, vq
from ._whitening import Whitening, whiten

if TYPE_CHECKING:
    from . import blocks as blocks
    from . import dask as dask
    from . import spark as spark
    from .blocks import pack

__all__ = [
    "ClusterError",
    "KMeans",
    "Whitening",
    "kmeans",
    "kmeans2",
    "pack",
    "py_vq",
    "show_config",
    "vq",
    "whiten",
]


def __getattr__(name: str) -> object:
    # There is one version, and the library knows it.
    if name == "__version__":
        configuration = show_config(mode="dicts")
        assert configuration is not None
        return configuration["version"]
    # Whoever has no blocks need not wait for what works on them.
    if name == "pack":
        from .blocks import pack

        return pack
    # `import vq` is enough for `vq.blocks.kmeans`. What a submodule needs is imported on first use.
    if name in ("blocks", "dask", "spark"):
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
