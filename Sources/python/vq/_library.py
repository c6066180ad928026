"""Finds, opens and declares the library, when it is first needed."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from ctypes import POINTER, c_int32, c_int64, c_size_t, c_uint32, c_void_p
from functools import cached_property
from typing import Any, NoReturn, cast

import numpy as np

from . import _structures as s
from ._errors import ClusterError, NotFinite

ENVIRONMENT_VARIABLE = "VQ_LIBRARY"

_EXCEPTIONS = {
    s.ERROR_ARGUMENT: ValueError,
    s.ERROR_OPTION: ValueError,
    s.ERROR_SHAPE: ValueError,
    s.ERROR_WEIGHT: ValueError,
    s.ERROR_EMPTY_CLUSTER: ClusterError,
    s.ERROR_STOPPED: KeyboardInterrupt,
    s.ERROR_PARTIAL: ValueError,
    s.ERROR_MEMORY: MemoryError,
}


class Functions:
    """The functions that compute in one scalar, ready to be called."""

    def __init__(self, library: ctypes.CDLL, suffix: str) -> None:
        # Arrays are passed as plain addresses: converting them to typed pointers takes longer than
        # a small call.
        matrix, error = POINTER(s.Matrix), POINTER(s.Error)
        self.vq = _declare(
            library,
            f"cvq_vq_{suffix}",
            [matrix, c_void_p, c_int64, POINTER(s.VQOptions), c_void_p, c_void_p, error],
        )
        self.distances = _declare(
            library,
            f"cvq_distances_{suffix}",
            [matrix, c_void_p, c_int64, POINTER(s.VQOptions), c_void_p, error],
        )
        self.kmeans = _declare(
            library,
            f"cvq_kmeans_{suffix}",
            [
                matrix,
                c_void_p,
                c_void_p,
                POINTER(s.KMeansOptions),
                c_void_p,
                c_void_p,
                POINTER(s.KMeansResult),
                error,
            ],
        )
        self.seed = _declare(
            library,
            f"cvq_seed_{suffix}",
            [matrix, c_void_p, POINTER(s.KMeansOptions), c_void_p, error],
        )
        self.whiten = _declare(
            library,
            f"cvq_whiten_{suffix}",
            [matrix, POINTER(s.VQOptions), c_void_p, c_void_p, c_void_p, error],
        )
        self.partial = _declare(
            library,
            f"cvq_partial_{suffix}",
            [
                matrix,
                c_void_p,
                c_void_p,
                c_int64,
                POINTER(s.PartialOptions),
                c_void_p,
                c_size_t,
                c_void_p,
                error,
            ],
        )
        self.partial_origin = _declare(
            library,
            f"cvq_partial_origin_{suffix}",
            [c_void_p, c_void_p, c_int64, c_int64, c_void_p, error],
        )
        self.partial_far = _declare(
            library,
            f"cvq_partial_far_{suffix}",
            [POINTER(s.FarRows), c_void_p, c_void_p, c_void_p, c_int64, c_int64, error],
        )


class Library:
    """The library, opened."""

    def __init__(self, library: ctypes.CDLL, path: str) -> None:
        error = POINTER(s.Error)
        self.path = path
        self.for_scalar = {
            np.dtype(np.float32): Functions(library, "f32"),
            np.dtype(np.float64): Functions(library, "f64"),
        }
        self.partial_size = _declare(library, "cvq_partial_size", [c_int64, c_int64], c_size_t)
        self.partial_merge = _declare(
            library, "cvq_partial_merge", [c_void_p, c_size_t, c_void_p, c_size_t, error]
        )
        self.partial_finish = _declare(
            library,
            "cvq_partial_finish",
            [
                c_void_p,
                c_size_t,
                c_void_p,
                c_int64,
                c_int64,
                c_void_p,
                c_void_p,
                POINTER(s.PartialResult),
                error,
            ],
        )
        self.partial_outcome = _declare(
            library,
            "cvq_partial_outcome",
            [POINTER(s.PartialStep), POINTER(c_int32), POINTER(c_int32), error],
        )
        self.partial_far_capacity = _declare(
            library, "cvq_partial_far_capacity", [c_int64], c_int64
        )
        far = POINTER(s.FarRows)
        self.partial_far_merge = _declare(library, "cvq_partial_far_merge", [far, far, error])
        self.partial_moves = _declare(
            library, "cvq_partial_moves", [far, c_void_p, c_void_p, POINTER(c_int64), error]
        )
        self.get_configuration = _declare(
            library, "cvq_get_configuration", [POINTER(s.Configuration), error]
        )

    def configuration(self) -> s.Configuration:
        """What the library would compute with."""
        found, error = s.Configuration(), s.Error()
        if status := self.get_configuration(ctypes.byref(found), ctypes.byref(error)):
            fail(status, error)
        return found

    @cached_property
    def algorithms(self) -> dict[str, int]:
        """The numbers of algorithms, by name."""
        names = self.configuration().algorithms.decode().split()
        return {name: number for number, name in enumerate(names)}


def _declare(
    library: ctypes.CDLL, name: str, arguments: list[Any], result: Any = c_int32
) -> Callable[..., int]:
    function: Any = getattr(library, name)
    function.argtypes = arguments
    function.restype = result
    return cast("Callable[..., int]", function)


_opened: Library | None = None


def library() -> Library:
    """Returns the library, which the first call opens.

    There is no lock, which a fork might copy while it is held: threads that come first at the same
    time each open it, which the system counts, and one of them is kept.
    """
    global _opened
    if _opened is None:
        _opened = _open()
    return _opened


def _open() -> Library:
    failures = []
    for path, origin in _candidates():
        try:
            opened = ctypes.CDLL(path)
            version = _declare(opened, "cvq_abi_version", [], c_uint32)()
            if version != s.ABI_VERSION:
                raise OSError(
                    f"it has version {version} of the interface, and this package needs version "
                    f"{s.ABI_VERSION}"
                )
            return Library(opened, path)
        except (OSError, AttributeError) as error:
            failures.append(f"  {path} ({origin}): {error}")
    raise ImportError(
        "vq cannot load its library. Tried:\n"
        + "\n".join(failures)
        + "\nInstall a wheel of vq for this system, or build the library with "
        "`swift build -c release --product cvq` and set the environment variable "
        f"{ENVIRONMENT_VARIABLE} to its path.",
        name="vq",
    )


def _candidates() -> list[tuple[str, str]]:
    # One that was asked for by name is the only one that will do: falling back to another would
    # hide a mistyped path.
    if chosen := os.environ.get(ENVIRONMENT_VARIABLE):
        return [(os.path.abspath(chosen), f"from the environment variable {ENVIRONMENT_VARIABLE}")]
    name = "libcvq.dylib" if sys.platform == "darwin" else "libcvq.so"
    folder = os.path.dirname(os.path.realpath(__file__))
    return [(os.path.join(folder, "lib", name), "in the package's folder")]


def fail(status: int, error: s.Error) -> NoReturn:
    """Raises what a status other than OK stands for."""
    message = error.message.decode("utf-8", "replace")
    if status == s.ERROR_NOT_FINITE:
        raise NotFinite(message, error.row, error.column)
    raise _EXCEPTIONS.get(status, RuntimeError)(message)
