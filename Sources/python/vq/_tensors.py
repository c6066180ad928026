"""Turns tensors into arrays that are views of their memory."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

# DLPack's number for memory that the processor reads.
_CPU = 1


def from_torch(tensor: Any, torch: ModuleType) -> np.ndarray:
    """Returns a view of a tensor; of bfloat16, which NumPy does not have, a copy in float32.

    A tensor that requires a gradient is detached: nothing here passes a gradient on.
    """
    if tensor.device.type != "cpu":
        raise TypeError(f"the tensor is on {tensor.device}: pass tensor.cpu()")
    if tensor.layout is not torch.strided:
        raise TypeError("Sparse tensors are not supported: pass that of .to_dense()")
    tensor = tensor.detach().resolve_conj().resolve_neg()
    if tensor.dtype is torch.bfloat16:
        tensor = tensor.float()
    return np.asarray(tensor.numpy())


def from_dlpack(data: Any) -> np.ndarray | None:
    """Returns a view of anything that speaks DLPack, or None if `__array__` is to be asked."""
    kind, number = data.__dlpack_device__()
    if kind != _CPU:
        raise TypeError(
            f"the data is on another device (DLPack's kind {int(kind)}, number {number}): copy it "
            "to the processor's memory first, for instance with .cpu() or jax.device_get"
        )
    try:
        return np.from_dlpack(data)
    except (BufferError, RuntimeError, TypeError) as error:
        if hasattr(data, "__array__"):
            return None
        raise TypeError(f"NumPy cannot read the {type(data).__name__}: {error}") from error
