"""A Spark application with two executor processes, and ways to kill them."""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import vq

PATIENCE = 60  # seconds; this takes less than one


def reason_to_skip() -> str:
    """Returns why Spark cannot run here; an empty string if it can."""
    for package in ("pyspark", "pyarrow", "pandas"):
        if not importlib.util.find_spec(package):
            return f"{package} is not installed: pip install 'swift-vq[spark]'"
    java = (
        os.path.join(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"
    )
    if shutil.which(java) is None:
        return "there is no Java, which Spark needs: install 17 or later"
    if subprocess.run([java, "-version"], capture_output=True, check=False).returncode:
        return f"{java} does not run"
    return ""


SKIPPED = reason_to_skip()
MARKS = [
    pytest.mark.skipif(bool(SKIPPED), reason=SKIPPED),
    # A warning of pyspark about its own calls.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]


@contextmanager
def spark_session(folder: Path) -> Iterator[Any]:
    """Starts two executors with one core each, which write only below `folder`."""
    import pyspark
    from pyspark.sql import SparkSession

    # Executors write below SPARK_HOME, which by default is where pyspark is installed.
    home = folder / "home"
    home.mkdir()
    for part in Path(pyspark.__file__).parent.iterdir():
        if part.name != "work":
            (home / part.name).symlink_to(part)
    modules = [Path(vq.__file__).parents[1], Path(__file__).parent]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(home))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_LOCAL_DIRS", str(folder / "local"))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join(map(str, modules)))
        logging.getLogger("py4j").setLevel(logging.ERROR)
        builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("swift-vq tests")
        for name, value in {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "OFF",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.warehouse.dir": str(folder / "warehouse"),
            # Jobs are short, so compiling them takes longer than it saves.
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        }.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        try:
            yield session
        finally:
            session.stop()
            gateway = pyspark.SparkContext._gateway
            assert gateway is not None
            gateway.shutdown()
            # The gateway ends at the end of its input.
            gateway.proc.stdin.close()
            gateway.proc.wait(PATIENCE)
            pyspark.SparkContext._gateway = pyspark.SparkContext._jvm = None


def executors(session: Any) -> list[int]:
    """Returns the process ids of the session's executors."""
    return [
        pid
        for pid in _children(session.sparkContext._gateway.proc.pid)
        if "CoarseGrainedExecutorBackend" in _command(pid)
    ]


def python_workers(session: Any) -> list[int]:
    """Returns the ids of the Python processes that the executors' daemons have forked."""
    daemons = [child for executor in executors(session) for child in _children(executor)]
    return [worker for daemon in daemons for worker in _children(daemon)]


class Killing:
    """A progress callback that kills a process during the next step."""

    def __init__(self, session: Any, processes: Callable[[Any], list[int]]) -> None:
        self._session = session
        self._processes = processes
        self._thread: threading.Thread | None = None
        self.killed: int | None = None

    def __call__(self, progress: Any) -> None:
        if self._thread is None and progress.phase == "iterating":
            self._thread = threading.Thread(target=self._kill)
            self._thread.start()

    def has_killed(self) -> bool:
        assert self._thread is not None
        self._thread.join()
        return self.killed is not None and self.killed not in self._processes(self._session)

    def _kill(self) -> None:
        tracker = self._session.sparkContext.statusTracker()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            stages = map(tracker.getStageInfo, tracker.getActiveStageIds())
            if any(stage is not None and stage.numActiveTasks for stage in stages):
                self.killed = self._processes(self._session)[0]
                os.kill(self.killed, signal.SIGKILL)
                return


def _children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name, in parentheses, may contain anything. The parent is the second field
                # after it.
                after_name = (entry / "stat").read_text().rpartition(")")[2]
            except OSError:
                continue
            if int(after_name.split()[1]) == pid:
                found.append(int(entry.name))
    return sorted(found)


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
