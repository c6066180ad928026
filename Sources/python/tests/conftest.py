"""Processes that tests start import the package that the tests import."""

import os
from pathlib import Path

import vq

_folder = str(Path(vq.__file__).resolve().parent.parent)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [_folder, os.environ.get("PYTHONPATH")]))
