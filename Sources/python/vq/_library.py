"""Opens the library on first use, declares its functions, and lets Ctrl-C end its calls."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from _thread import start_new_thread
from collections.abc import Callable
from ctypes import POINTER, c_int32, c_int64, c_size_t, c_uint32, c_void_p
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
    """The library's functions that compute in one scalar."""

    def __init__(self, library: ctypes.CDLL, suffix: str) -> None:
        # Arrays are passed as plain addresses: a conversion to typed pointers takes longer than a
        # small call.
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
    """The opened library."""

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
        # Not a functools.cached_property: until Python 3.12 it holds a lock while it computes, and
        # a child that is forked at this moment would wait for the lock forever.
        names = self.configuration().algorithms.decode().split()
        self.algorithms = {name: number for number, name in enumerate(names)}
        """The numbers of algorithms, by name."""

    def configuration(self) -> s.Configuration:
        """Returns the version, the kernel sets, the algorithms and the number of threads."""
        found, error = s.Configuration(), s.Error()
        if status := self.get_configuration(ctypes.byref(found), ctypes.byref(error)):
            fail(status, error)
        return found


def _declare(
    library: ctypes.CDLL, name: str, arguments: list[Any], result: Any = c_int32
) -> Callable[..., int]:
    function: Any = getattr(library, name)
    function.argtypes = arguments
    function.restype = result
    return cast("Callable[..., int]", function)


_opened: Library | None = None


def library() -> Library:
    """Returns the library. The first call opens it.

    There is no lock, because a fork might copy it while it is held. If several threads call first
    at the same time, each opens the library, which the system allows, and one result is kept.
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
    # If the user names a library, no other is tried: a fallback would hide a mistyped path.
    if chosen := os.environ.get(ENVIRONMENT_VARIABLE):
        return [(os.path.abspath(chosen), f"from the environment variable {ENVIRONMENT_VARIABLE}")]
    name = "libcvq.dylib" if sys.platform == "darwin" else "libcvq.so"
    folder = os.path.dirname(os.path.realpath(__file__))
    return [(os.path.join(folder, "lib", name), "in the package's folder")]


def fail(status: int, error: s.Error) -> NoReturn:
    """Raises the exception for a status other than OK."""
    message = error.message.decode("utf-8", "replace")
    if status == s.ERROR_NOT_FINITE:
        raise NotFinite(message, error.row, error.column)
    raise _EXCEPTIONS.get(status, RuntimeError)(message)


# ---- Calls that may take long

# About as many multiply-adds take some milliseconds on one core: a delay that no user notices, and
# many times the cost of a thread.
LONG_WORK = 5e7


def run(call: Callable[[c_int32 | None], int], work: float) -> int:
    """Makes a call of the library that Ctrl-C can end, and returns its status.

    Python handles signals only between its own instructions, so it would notice Ctrl-C after the
    call. Therefore, a long call runs on another thread, while the main thread waits in a way that
    signals interrupt.

    If a signal interrupts the wait (Ctrl-C, or a handler that raises), the call is told to stop.
    The exception continues after the call has ended, so nothing keeps running in the background.

    Parameters
    ----------
    call
        Makes the call. Its argument is the word that stops the library, or None if no word is
        needed.
    work
        About the maximum number of multiply-adds of the call.
    """
    if work < LONG_WORK or threading.current_thread() is not threading.main_thread():
        return call(None)
    return _Attempt(call).result()


class _Attempt:
    def __init__(self, call: Callable[[c_int32 | None], int]) -> None:
        self._call = call
        self._stop = c_int32(0)
        # Taken once: by the thread before it calls, or by an interruption before the thread
        # starts, and then there is no call.
        self._claim = threading.Lock()
        self._ended = threading.Event()
        self._status = 0
        self._failure: BaseException | None = None

    def result(self) -> int:
        try:
            try:
                start_new_thread(self._run, ())
            except RuntimeError:
                # The system has no thread left, or the interpreter is exiting: Ctrl-C must wait.
                self._run()
            self._ended.wait()
        except BaseException:
            self._stop.value = s.STOP_AT_ONCE
            if not self._claim.acquire(blocking=False):
                self._wait_whatever_comes()
            raise
        if self._failure is not None:
            raise self._failure
        return self._status

    def _run(self) -> None:
        if not self._claim.acquire(blocking=False):
            return
        try:
            self._status = self._call(self._stop)
        except BaseException as failure:
            self._failure = failure
        finally:
            self._ended.set()

    def _wait_whatever_comes(self) -> None:
        while not self._ended.is_set():
            try:
                self._ended.wait()
            except BaseException:
                continue
