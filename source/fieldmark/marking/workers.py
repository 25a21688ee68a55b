"""Work for several processes behind the one interface of `concurrent.futures`: a process pool here, the executor of a
cluster elsewhere."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from typing import TypeVar

from fieldmark.marking import problems
from fieldmark.marking.handwritten.inside.confine import end_with_parent
from fieldmark.model.problem import Refused

J = TypeVar("J")
R = TypeVar("R")

WORTH_IT = 1000  # submissions, below which starting processes costs more than they save
PATIENCE = 15  # seconds for a scheduler to answer
AHEAD = 6  # batches under way at once, so that memory does not grow with their number


class Hands:
    """Who does the work: the executor that was given, else a process for each core, started once there is enough to
    do, and ended with the stack."""

    def __init__(self, stack: ExitStack, given: Executor | None = None) -> None:
        self._stack = stack
        self._executor = given
        self._cores = len(os.sched_getaffinity(0))

    def enough_for(self, submissions: int) -> Executor | None:
        """None where this process alone is sooner done."""
        if self._executor is None and submissions >= WORTH_IT and self._cores > 1:
            self._executor = self._stack.enter_context(processes(self._cores))
        return self._executor


def processes(count: int) -> ProcessPoolExecutor:
    """Processes that end with this one, also where it is killed: else they would wait for work for ever."""
    context = get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=end_with_parent, initargs=(os.getpid(),))


@contextmanager
def executor(workers: int | None = None, dask: str | None = None) -> Iterator[Executor | None]:
    """The executor that was asked for: `workers` processes of this machine, or the cluster whose scheduler is at the
    address `dask`; None lets marking choose. Refused (M040, M041) where the cluster cannot be used."""
    if dask:
        with _cluster(dask) as cluster:
            yield cluster
    elif workers == 1:
        with ThreadPoolExecutor(1) as one:  # in this process
            yield one
    elif workers:
        with processes(workers) as pool:
            yield pool
    else:
        yield None


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    """Dask moves the work of a worker that dies to another one. Its workers have to see the workspace's folders."""
    try:
        from distributed import Client
    except ImportError:
        raise Refused(problems.NO_DASK.at()) from None
    try:
        client = Client(address, timeout=f"{PATIENCE}s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise Refused(problems.NO_CLUSTER.at(address=address, why=type(error).__name__)) from error
    try:
        yield client.get_executor(pure=False)
    finally:
        client.close()


def in_order(workers: Executor | None, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
    """The results in the order of the jobs, whoever finishes first. Where workers die or fail, their jobs are done
    here; a fault of the job itself shows again then."""
    if workers is None:
        yield from map(function, jobs)
        return
    waiting: deque[tuple[J, Future[R] | None]] = deque()
    try:
        for job in jobs:
            waiting.append((job, _handed(workers, function, job)))
            if len(waiting) >= AHEAD:
                yield _result(function, *waiting.popleft())
        while waiting:
            yield _result(function, *waiting.popleft())
    finally:
        for _, future in waiting:
            if future:
                future.cancel()


def _handed(workers: Executor, function: Callable[[J], R], job: J) -> Future[R] | None:
    try:
        return workers.submit(function, job)
    except Exception:  # whatever an executor raises when its workers are gone
        return None


def _result(function: Callable[[J], R], job: J, future: Future[R] | None) -> R:
    try:
        return future.result() if future else function(job)
    except (Exception, CancelledError):  # of the worker or the way to it
        return function(job)
