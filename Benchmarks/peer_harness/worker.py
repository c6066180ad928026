"""A process for each peer, so that their libraries do not interfere, and one may fail."""

import multiprocessing
import time
import warnings

import numpy as np

from . import peers


class Failure(Exception):
    """A peer could not do a request."""


class Worker:
    """A peer in a process of its own, which keeps the observations between requests."""

    def __init__(self, name):
        self.name = name
        self.kind = peers.ALL[name]
        self.start()
        self.version = self.ask("version", limit=120)

    def start(self):
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other, self.name), daemon=True)
        self.process.start()
        other.close()

    def can(self, scenario):
        return self.ask("can", scenario)

    def load(self, scenario, data, start):
        self.ask("load", scenario, data, start)

    def warm_up(self, limit):
        self.ask("warm_up", limit=limit)

    def sample(self, seed, minimum, limit):
        """Returns the seconds of the scenario's work, and its result."""
        return self.ask("sample", seed, minimum, limit=limit)

    def ask(self, *request, limit=600):
        if not self.process.is_alive():
            self.start()
        try:
            self.connection.send(request)
            if not self.connection.poll(limit):
                # Stopped, because its late answer would be taken for that of another request.
                self.stop()
                raise Failure(f"took longer than {limit:.0f} s")
            ok, answer = self.connection.recv()
        except (EOFError, OSError):
            self.stop()
            raise Failure("its process died") from None
        if not ok:
            raise Failure(answer)
        return answer

    def stop(self):
        self.process.kill()
        self.process.join()


def serve(connection, name):
    """Runs in the worker process: answers requests until the connection closes."""
    warnings.simplefilter("ignore")
    session = None
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        try:
            session = session or Session(peers.ALL[name]())
            connection.send((True, getattr(session, request[0])(*request[1:])))
        except BaseException as error:  # the run continues without this peer
            name = "" if isinstance(error, Failure) else f"{type(error).__name__}: "
            connection.send((False, f"{name}{error}"))


class Session:
    """The requests to a peer, in its process."""

    def __init__(self, peer):
        self.peer = peer

    def version(self):
        return self.peer.version()

    def can(self, scenario):
        return self.peer.can(scenario)

    def load(self, scenario, data, start):
        self.scenario = scenario
        self.data = np.load(data)
        self.start = np.load(start) if start else None

    def warm_up(self):
        """Does one iteration, which starts the threads and reads the observations."""
        if self.scenario.work != "call" and hasattr(self.peer, "iterate"):
            k = self.scenario.k
            rows = np.linspace(0, len(self.data) - 1, k).astype(int)
            self.peer.iterate(self.data, self.data[rows] if self.start is None else self.start, 1)

    def sample(self, seed, minimum):
        begin = time.perf_counter()
        total = count = 0
        # If a difference of times is not positive, it is noise: more samples are needed.
        while count == 0 or time.perf_counter() - begin < minimum or (total <= 0 and count < 5):
            seconds, found = getattr(self, self.scenario.work)(seed)
            total, count = total + seconds, count + 1
        if total <= 0:
            raise Failure("its time is lost in noise")
        return total / count, found

    def iterate(self, seed):
        """Returns (time of 1 + m iterations - time of 1) / m, which excludes work done once."""
        m = self.scenario.iterations
        one, _ = timed(lambda: self.peer.iterate(self.data, self.start, 1))
        many, centroids = timed(lambda: self.peer.iterate(self.data, self.start, 1 + m))
        return (many - one) / m, centroids

    def fit(self, seed):
        return timed(lambda: self.peer.fit(self.data, self.start, self.scenario.iterations))

    def seed(self, seed):
        return timed(lambda: self.peer.seed(self.data, self.scenario, seed))

    def restarts(self, seed):
        return timed(lambda: self.peer.restarts(self.data, self.scenario, seed))

    def search(self, seed):
        return timed(lambda: self.peer.search(self.data, self.scenario, seed))

    def assign(self, seed):
        return timed(self.peer.assign(self.data, self.start))

    def call(self, seed):
        work = self.peer.call(self.scenario.call, self.data, self.start)
        count = 1
        while True:
            seconds, _ = timed(lambda: [work() for _ in range(count)] and None)
            if seconds >= 0.05:
                return seconds / count, None
            count *= 2


def timed(work):
    begin = time.perf_counter()
    found = work()
    return time.perf_counter() - begin, found
