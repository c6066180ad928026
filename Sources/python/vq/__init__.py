"""k-means and vector quantization on all cores, exact and reproducible.

`whiten`, `vq`, `kmeans` and `kmeans2` are those of `scipy.cluster.vq`: change the import, and keep the
rest. The library behind them is opened when one of them is first called.
"""

from ._config import show_config
from ._errors import ClusterError
from ._kmeans import kmeans
from ._kmeans2 import kmeans2
from ._quantization import py_vq, vq
from ._whitening import whiten

__all__ = ["ClusterError", "kmeans", "kmeans2", "py_vq", "show_config", "vq", "whiten"]
__version__ = "0.1.0"
