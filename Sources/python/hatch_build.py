"""Puts the C library into the wheel, and names the wheel after the systems that can load it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ENVIRONMENT_VARIABLE = "VQ_LIBRARY"
BUILD = Path(__file__).resolve().parent.parent / "libcvq" / "build"

#: Names of machines, by their number in ELF files.
MACHINES = {62: "x86_64", 183: "aarch64"}

#: The minor version of the oldest glibc on systems with each minor version of GLIBCXX, by the
#: policies of PEP 600.
GLIBC_OF_GLIBCXX = {24: 28, 28: 31, 29: 34, 30: 35, 33: 39}


class CannotBuild(Exception):
    """The library does not exist and cannot be built. The message says what to do."""


class LibraryHook(BuildHookInterface[Any]):
    """Builds the library, unless the environment variable names a built one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the library to a wheel. An editable install needs the environment variable."""
        if version == "editable":
            return
        try:
            library = _library()
        except CannotBuild as failure:
            # An exception would print a traceback.
            self.app.abort(f"swift-vq: {failure}")
        # In a folder of its own: next to the modules, it would look like a Python module.
        build_data["force_include"][str(library)] = "vq/lib/libcvq.so"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag(library.read_bytes())}"


def _library() -> Path:
    if prebuilt := os.environ.get(ENVIRONMENT_VARIABLE):
        library = Path(prebuilt).resolve()
        if not library.is_file():
            raise CannotBuild(
                f"the environment variable {ENVIRONMENT_VARIABLE} names {prebuilt}, which is not "
                "a file; name a library that Sources/libcvq/build made, or unset it"
            )
        return library
    if not sys.platform.startswith("linux"):
        raise CannotBuild(f"wheels are built on Linux only, and this is {sys.platform}")
    if not BUILD.is_file():
        raise CannotBuild(
            f"{BUILD} is missing; build the wheel in a clone of the whole package, with "
            "`pip wheel Sources/python`"
        )
    if shutil.which("swift") is None:
        raise CannotBuild(
            "the engine is written in Swift, and there is no `swift` on the PATH; install Swift "
            f"6.3 from swift.org, or name a built library in the environment variable "
            f"{ENVIRONMENT_VARIABLE}"
        )
    built = subprocess.run([str(BUILD)], stdout=subprocess.PIPE, text=True)
    if built.returncode != 0:
        raise CannotBuild(f"{BUILD} failed; see its last lines above")
    return Path(built.stdout.strip())


def platform_tag(library: bytes) -> str:
    """Returns the tag of the oldest systems that can load a library, from the symbols it needs.

    The versions of symbols are strings in the file, each ended by a NUL.
    """
    machine = MACHINES[int.from_bytes(library[18:20], "little")]
    glibc = max(int(minor) for minor in re.findall(rb"\0GLIBC_2\.(\d+)(?:\.\d+)?(?=\0)", library))
    for minor in re.findall(rb"\0GLIBCXX_3\.4\.(\d+)(?=\0)", library):
        needed = [oldest for newest, oldest in GLIBC_OF_GLIBCXX.items() if int(minor) <= newest]
        if not needed:
            raise ValueError(
                f"the library needs GLIBCXX_3.4.{minor.decode()}, which is not in "
                "GLIBC_OF_GLIBCXX of hatch_build.py; add it"
            )
        glibc = max(glibc, min(needed))
    return f"manylinux_2_{glibc}_{machine}"
