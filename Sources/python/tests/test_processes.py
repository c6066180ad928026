"""Other processes give the same results, however they were started, and do not hang.

Each case runs this file in a process of its own, which decides where the library is first used. A
hang ends with the case.
"""

import contextlib
import functools
import hashlib
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading

import numpy as np
import pytest

import vq
from vq._library import library

PATIENCE = 120  # seconds; a case takes one or two
CHILDREN = 4
METHODS = ["fork", "forkserver", "spawn"]


def digest(seed: int) -> str:
    """Calls each function; some calls are long enough for several threads."""
    observations = np.random.default_rng(seed).normal(size=(20_000, 8))
    results = [
        vq.whiten(observations),
        *vq.vq(observations, observations[:64]),
        *vq.kmeans(observations[:2000], 8, iter=2, seed=seed),
        *vq.kmeans2(observations, observations[:64].copy(), iter=10),
    ]
    bits = hashlib.sha256()
    for result in results:
        bits.update(np.asarray(result).tobytes())
    return bits.hexdigest()


def check_pool(method: str) -> None:
    with multiprocessing.get_context(method).Pool(CHILDREN) as pool:
        found = pool.map(digest, range(2 * CHILDREN), chunksize=1)
    assert found == [digest(seed) for seed in range(2 * CHILDREN)]


def pool_of_an_unused_parent(method: str) -> None:
    check_pool(method)


def pool_of_a_used_parent(method: str) -> None:
    digest(0)
    check_pool(method)


def pool_of_a_busy_parent(method: str) -> None:
    """Starts processes while a thread is in its first search, then in later ones."""
    observations = np.random.default_rng(1).normal(size=(50_000, 8))
    is_over = threading.Event()

    def search() -> None:
        while not is_over.is_set():
            vq.kmeans2(observations, observations[:128].copy(), iter=20)

    busy = threading.Thread(target=search)
    busy.start()
    try:
        for _ in range(3):
            check_pool(method)
    finally:
        is_over.set()
        busy.join()


def serve(server: socket.socket) -> None:
    while True:
        connection, _ = server.accept()
        with connection:
            connection.sendall(digest(int(connection.recv(16))).encode())


def ask(address: tuple[str, int], seed: int) -> str:
    with socket.create_connection(address) as connection:
        connection.sendall(b"%d" % seed)
        return connection.recv(64, socket.MSG_WAITALL).decode()


def servers_forked_ahead(_: str) -> None:
    """Forks workers after a warm-up, as web servers do."""
    expected = {seed: digest(seed) for seed in range(3)}
    server = socket.create_server(("127.0.0.1", 0))
    children = []
    for _child in range(CHILDREN):
        child = os.fork()
        if child == 0:
            serve(server)
        children.append(child)
    try:
        seeds = list(range(3)) * 8
        found: dict[int, str] = {}
        clients = [
            threading.Thread(
                target=lambda i=i, seed=seed: found.update({i: ask(server.getsockname(), seed)})
            )
            for i, seed in enumerate(seeds)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        assert [found[i] for i in range(len(seeds))] == [expected[seed] for seed in seeds]
        assert digest(0) == expected[0]
    finally:
        for child in children:
            os.kill(child, signal.SIGTERM)
        for child in children:
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGTERM


CASES = {
    case.__name__: case
    for case in [
        pool_of_an_unused_parent,
        pool_of_a_used_parent,
        pool_of_a_busy_parent,
        servers_forked_ahead,
    ]
}


@pytest.mark.parametrize(
    ("case", "method"),
    [(case, method) for case in list(CASES)[:3] for method in METHODS]
    + [("servers_forked_ahead", "fork")],
)
def test_processes_give_the_same_results(case, method):
    run = subprocess.Popen(
        [sys.executable, __file__, case, method],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = run.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        pytest.fail(f"no end after {PATIENCE} seconds")
    finally:
        # In its own process group, so that all children can be killed.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
    assert run.returncode == 0, said


def test_opening_the_library_holds_no_lock_that_a_child_could_inherit():
    kinds = (functools.cached_property, type(threading.Lock()), type(threading.RLock()))
    opened = library()
    values = [*vars(type(opened)).values(), *vars(opened).values()]
    assert not [value for value in values if isinstance(value, kinds)]


if __name__ == "__main__":
    CASES[sys.argv[1]](sys.argv[2])
