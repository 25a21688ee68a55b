"""The same results, in the same order, whoever does the work."""

import os
import subprocess
import sys
import threading
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack

import psutil
import pytest

from fieldmark.marking.workers import AHEAD, Hands, in_order


def square(n):
    return n * n


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_results_come_in_the_order_of_the_jobs(workers):
    with ThreadPoolExecutor(workers) as pool:
        assert list(in_order(pool, square, range(50))) == [n * n for n in range(50)]
    assert list(in_order(None, square, range(50))) == [n * n for n in range(50)]


def test_no_more_jobs_are_under_way_than_memory_is_meant_for():
    taken = []

    def jobs():
        for n in range(100):
            taken.append(n)
            yield n

    with ThreadPoolExecutor(2) as pool:
        results = in_order(pool, square, jobs())
        next(results)
        assert len(taken) == AHEAD
        results.close()


class Dying(Executor):
    """Workers that are killed after some jobs."""

    def __init__(self, after):
        self.left = after

    def submit(self, function, job):
        self.left -= 1
        if self.left < -2:
            raise BrokenExecutor("gone")
        future = Future()
        if self.left < 0:
            future.set_exception(BrokenExecutor("killed"))
        else:
            future.set_result(function(job))
        return future


@pytest.mark.parametrize("after", [0, 3, 20])
def test_the_jobs_of_workers_that_die_are_done_all_the_same(after):
    assert list(in_order(Dying(after), square, range(20))) == [n * n for n in range(20)]


def test_few_submissions_start_no_processes():
    before = threading.active_count()
    with ExitStack() as stack:
        assert Hands(stack).enough_for(10) is None
        given = Dying(1)
        assert Hands(stack, given).enough_for(10) is given
    assert threading.active_count() == before


KILLED = """
import os, time
from fieldmark.marking.workers import executor

if __name__ == "__main__":
    with executor(1) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


def test_workers_end_with_a_parent_that_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(KILLED)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    assert psutil.wait_procs([worker], timeout=10)[1] == []
