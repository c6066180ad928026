"""Runs steps on Spark's executors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from .._errors import BlockError
from ..blocks._steps import Outcome, Step, Task, combined, perform

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.core.broadcast import Broadcast
    from pyspark.core.rdd import RDD


def executor_of(session: Any) -> SparkExecutor:
    """Returns the executors of a session's application. None means the active session.

    Raises
    ------
    ImportError
        If pyspark is not installed.
    ValueError
        If no session is active, or if the session is stopped or one of Spark Connect.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ImportError(
            "vq.spark needs pyspark, which is not installed: pip install 'swift-vq[spark]'"
        ) from None
    session = SparkSession.getActiveSession() if session is None else session
    if session is None:
        raise ValueError(
            "there is no active Spark session: make one with SparkSession.builder.getOrCreate(), "
            "or pass session="
        )
    if type(session).__module__.startswith("pyspark.sql.connect"):
        raise ValueError(
            "this session is one of Spark Connect, which cannot run Python tasks; use a session "
            "in the driver, as spark-submit starts it"
        )
    context = session.sparkContext
    if context._jsc is None:
        raise ValueError(
            "the Spark session is stopped; make another with SparkSession.builder.getOrCreate()"
        )
    return SparkExecutor(context)


class SparkExecutor:
    """Runs tasks on the executors of a Spark application."""

    def __init__(self, context: SparkContext) -> None:
        self._context = context

    @property
    def slots(self) -> int:
        return int(self._context.defaultParallelism)

    def run(self, step: Step, groups: Sequence[Sequence[Task]]) -> list[Outcome]:
        tasks = [(number, task) for number, group in enumerate(groups) for task in group]
        return run(step, self._context.parallelize(tasks, len(tasks)), len(groups))


def run(step: Step, tasks: RDD[tuple[int, Task]], group_count: int) -> list[Outcome]:
    """Does a step for tasks, each with the number of its group, and returns the groups' outcomes.

    Outcomes are the results of tasks, not accumulators: Spark counts the accumulators of a
    repeated task twice.
    """
    shipped = tasks.context.broadcast(step)
    try:
        with spark_errors():
            outcomes = tasks.map(partial(_perform, shipped))
            if tasks.getNumPartitions() == group_count:
                return [outcome for _, outcome in outcomes.collect()]
            groups = outcomes.groupByKey(group_count).values()
            of_groups: list[Outcome] = groups.map(partial(_combined, shipped)).collect()
            return of_groups
    finally:
        shipped.destroy()


def _perform(step: Broadcast[Step], numbered: tuple[int, Task]) -> tuple[int, Outcome]:
    group, task = numbered
    return group, perform(step.value, task)


def _combined(step: Broadcast[Step], outcomes: Iterable[Outcome]) -> Outcome:
    return combined(step.value, outcomes)


@contextmanager
def spark_errors() -> Iterator[None]:
    """Raises an executor's error with its own message, without the pages of Spark around it."""
    try:
        yield
    except Exception as failure:
        said = str(failure)
        if found := re.search(rf"{re.escape(BlockError.__module__)}\.BlockError: (.+)", said):
            raise BlockError(found[1]) from None
        if found := re.search(r"(?:ModuleNotFound|Import)Error: (.+(?:\n  .+)*)", said):
            raise ImportError(
                f"a worker of Spark cannot import what it needs: {found[1]}\nInstall "
                "'swift-vq[spark]' on every executor, for the interpreter that the environment "
                "variable PYSPARK_PYTHON names, or ship an environment that has it with "
                "spark.archives"
            ) from None
        raise
