"""k-means and vector quantization of observations in block files, by path.

`pack` cuts observations into blocks, files in a folder, once; `kmeans` and `vq` then work on them
in passes, so observations may be more than memory holds. Here they run on this machine. `vq.dask`
and `vq.spark` have the same functions for the workers of a cluster, and give the same bits: sums of
blocks are added as a tree over their numbers, whoever has which blocks.
"""

from __future__ import annotations

from .._errors import BlockError
from ._codes import Codes, read_codes
from ._files import BlockFiles
from ._packing import pack
from ._threads import kmeans, vq

__all__ = ["BlockError", "BlockFiles", "Codes", "kmeans", "pack", "read_codes", "vq"]
