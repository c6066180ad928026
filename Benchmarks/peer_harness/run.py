"""The run: every scenario, by all parties that can do it, in turn."""

import dataclasses
import statistics
import sys
import time

import numpy as np

from . import check, data
from .ours import Ours
from .worker import Failure, Worker

# A pause in seconds: threads of some libraries spin for a while after their work.
REST = 0.3


@dataclasses.dataclass
class Result:
    """The result of one party in one scenario."""

    peer: str
    # Whether it started from the given centroids, and whether it computed all distances.
    takes_start: bool = True
    is_dense: bool = True
    # Whether it is swift-vq through another interface.
    is_ours: bool = False
    seconds: list = dataclasses.field(default_factory=list)
    # The inertia of the resulting centroids or codes, one for each repeat; computed by the
    # harness.
    inertia: list = dataclasses.field(default_factory=list)
    failure: str | None = None

    @property
    def median(self):
        return statistics.median(self.seconds) if self.seconds else None


@dataclasses.dataclass
class Outcome:
    """The results of a scenario, ours first."""

    scenario: object
    results: list
    # From vq-bench: the required operations, and the rates of the machine.
    demand: dict | None
    roofline: dict | None
    # In our last run. If there are any, results may differ: each peer handles them in its own way.
    empty_clusters: int

    @property
    def ours(self):
        return self.results[0]

    def fastest(self, dense=False):
        """Returns the fastest peer, or the fastest one that computes all distances."""
        done = [
            r
            for r in self.results[1:]
            if r.seconds and not r.is_ours and (r.is_dense or not dense)
        ]
        return min(done, key=lambda r: r.median, default=None)

    def ratio(self, dense=False):
        """Returns the time of the fastest peer, divided by ours."""
        fastest = self.fastest(dense)
        return fastest.median / self.ours.median if fastest and self.ours.median else None

    def ratio_by_another_way(self):
        """Returns the time of swift-vq through its other interface, divided by ours."""
        other = next((r for r in self.results[1:] if r.is_ours and r.seconds), None)
        return other.median / self.ours.median if other and self.ours.median else None

    def difference(self, result):
        """Returns the relative difference of the inertia from ours, both as means over repeats."""
        if not result.inertia or not self.ours.inertia:
            return None
        own = statistics.mean(self.ours.inertia)
        return statistics.mean(result.inertia) / own - 1 if own else None

    def verdict(self, result):
        """Returns "ok" or "differs" if the results must agree, else None."""
        difference = self.difference(result)
        if difference is None or not self.scenario.is_comparable or not result.takes_start:
            return None
        return "ok" if abs(difference) <= check.TOLERANCE else "differs"


def start_peers(names):
    """Starts the peers. Returns their workers, and why the others are absent."""
    workers, absent = [], {}
    for name in names:
        try:
            workers.append(Worker(name))
        except Failure as failure:
            absent[name] = str(failure)
            print(f"peers: {name} is left out: {failure}", file=sys.stderr)
    return workers, absent


def run(scenario, workers, ours: Ours, folder, repeats, budget, minimum):
    """Times the scenario's work `repeats` times for each party, in turn.

    A party that takes longer than `budget` seconds for a sample is not timed again. A party that
    takes ten times as long has failed.
    """
    path = data.observations(scenario, folder)
    start = data.start(scenario, path, folder) if scenario.needs_start else None
    array = np.load(path, mmap_mode="r")
    parties = [ours]
    for worker in workers:
        if worker.can(scenario):
            parties.append(worker)
    iterates = scenario.work in ("iterate", "fit")
    results = {
        party.name: Result(
            party.name,
            takes_start=party.kind.takes_start or not iterates,
            is_dense=party.kind.is_dense or not iterates,
            is_ours=party.kind.is_ours,
        )
        for party in parties
    }

    def attempt(party, action):
        """Does `action`. Returns its answer, and the time in seconds."""
        begin = time.perf_counter()
        try:
            return action(), time.perf_counter() - begin
        except Failure as failure:
            results[party.name].failure = str(failure)
            print(f"peers: {party.name} failed in {scenario.name}: {failure}", file=sys.stderr)
            return None, 0

    slow = set()
    for party in parties:
        attempt(party, lambda: (party.load(scenario, path, start), party.warm_up(10 * budget)))
    for repeat in range(repeats):
        for party in parties[1:] + parties[:1]:
            result = results[party.name]
            if result.failure or party.name in slow:
                continue
            time.sleep(REST)
            answer, took = attempt(party, lambda: party.sample(1 + repeat, minimum, 10 * budget))
            if answer is None:
                continue
            result.seconds.append(answer[0])
            if took > budget:
                slow.add(party.name)
            # From the same start, every repeat has the same result.
            if answer[1] is not None and not (scenario.is_comparable and result.inertia):
                result.inertia.append(worth(array, start, answer[1]))
    return Outcome(
        scenario,
        [results[p.name] for p in parties],
        ours.demand,
        ours.roofline,
        ours.empty_clusters,
    )


def worth(array, start, found):
    """Returns the inertia of centroids, or of codes, which are integers."""
    if np.issubdtype(found.dtype, np.integer):
        return check.inertia_of_codes(array, np.load(start), found)
    return check.inertia(array, found)
