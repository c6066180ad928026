"""Files that are always whole."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_TEMPORARY = ".unfinished"


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Opens a file that takes the place of `path` when it is whole, and on the disk."""
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}{_TEMPORARY}")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # By its own name, which the system does not say either when a disk is full.
            what = f"{path.name} could not be written: {error.strerror}"
            raise OSError(error.errno, what, str(path)) from None
        raise


def is_unfinished(name: str, of: str = "") -> bool:
    """Whether a file is what was left where something was killed while it wrote a file whose name
    starts like `of`."""
    return name.startswith(f".{of}") and name.endswith(_TEMPORARY)
