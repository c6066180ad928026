"""Runs calls of the library so that Ctrl-C reaches them.

Python looks for signals between its own instructions only, so during a call it would notice Ctrl-C
at the end. A call that may take long is therefore made on another thread, while the main thread
waits in a way that signals interrupt.
"""

from __future__ import annotations

import threading
from _thread import start_new_thread
from collections.abc import Callable
from ctypes import c_int32

from ._structures import STOP_AT_ONCE

# Multiply-adds that take some milliseconds on one core: a wait that nobody notices, and many times
# what a thread costs.
LONG_WORK = 5e7


def run(call: Callable[[c_int32 | None], int], work: float) -> int:
    """Returns what `call` returns.

    If waiting for it is interrupted (by Ctrl-C, or by what a signal's handler raises), the call is
    told to stop, and the exception goes on once it has: nothing runs on behind the caller's back.

    Parameters
    ----------
    call
        Makes the call. It gets the word to hand to the library that stops it, or None if nothing
        will set one.
    work
        About how many multiply-adds the call takes at most.
    """
    if work < LONG_WORK or threading.current_thread() is not threading.main_thread():
        return call(None)
    return _Attempt(call).result()


class _Attempt:
    def __init__(self, call: Callable[[c_int32 | None], int]) -> None:
        self._call = call
        self._stop = c_int32(0)
        # Whoever gets it decides whether there is a call at all: an interruption may come before
        # the thread has begun.
        self._claim = threading.Lock()
        self._ended = threading.Event()
        self._status = 0
        self._failure: BaseException | None = None

    def result(self) -> int:
        try:
            try:
                start_new_thread(self._run, ())
            except RuntimeError:
                # No thread is to be had, or the interpreter is about to exit: Ctrl-C has to wait.
                self._run()
            self._ended.wait()
        except BaseException:
            self._stop.value = STOP_AT_ONCE
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
