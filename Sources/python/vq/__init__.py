"""k-means clustering and vector quantization on all processors, exact and reproducible.

`whiten`, `vq`, `kmeans` and `kmeans2` have the signatures and the results of
`scipy.cluster.vq`: change the import and keep the rest of the program. `KMeans` and `Whitening`
are estimators in scikit-learn's conventions; scikit-learn need not be installed. `pack`,
`vq.blocks`, `vq.dask` and `vq.spark` cluster observations that exceed memory.

The engine is a shared library, which the first call opens.
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
    # Only the library holds the version.
    if name == "__version__":
        configuration = show_config(mode="dicts")
        assert configuration is not None
        return configuration["version"]
    # Imported on first use, so that `import vq` stays fast.
    if name == "pack":
        from .blocks import pack

        return pack
    # After `import vq`, `vq.blocks.kmeans` works without another import.
    if name in ("blocks", "dask", "spark"):
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
