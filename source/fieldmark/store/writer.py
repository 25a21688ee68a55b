"""One thread that writes for many: jobs that wait together share one transaction and so one sync of the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError

from fieldmark.store.journal import Journal, Transaction

T = TypeVar("T")
Job = Callable[[Transaction], Any]
MOST = 500  # jobs in one transaction


class Writer:
    """`run` a job; its future is done only after the commit. A job that raises is taken back alone; where the
    database fails, every job of the transaction gets `Unavailable` and nothing of it is stored."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._queue: SimpleQueue[tuple[Job, Future[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="journal-writer", daemon=True)
        self._thread.start()

    def run(self, job: Callable[[Transaction], T]) -> Future[T]:
        future: Future[T] = Future()
        self._queue.put((job, future))
        return future

    def close(self) -> None:
        """Finish what waits, then end the thread."""
        self._queue.put(None)
        self._thread.join()

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    def _work(self) -> None:
        while (first := self._queue.get()) is not None:
            batch, ends = self._gather(first)
            self._write(batch)
            if ends:
                return

    def _gather(self, first: tuple[Job, Future[Any]]) -> tuple[list[tuple[Job, Future[Any]]], bool]:
        batch = [first]
        while len(batch) < MOST:
            try:
                entry = self._queue.get_nowait()
            except Empty:
                break
            if entry is None:
                return batch, True
            batch.append(entry)
        return batch, False

    def _write(self, batch: list[tuple[Job, Future[Any]]]) -> None:
        done: list[Callable[[], None]] = []
        try:
            with self._journal.transaction() as transaction:
                done = [_attempt(transaction, job, future) for job, future in batch]
        except Exception as error:  # Unavailable, or a bug of ours, which must not end the only writer
            _fail([future for _, future in batch], error)
        else:
            for tell in done:
                tell()


def _attempt(transaction: Transaction, job: Job, future: Future[Any]) -> Callable[[], None]:
    if not future.set_running_or_notify_cancel():  # whoever asked has gone; telling them would end the only writer
        return lambda: None
    mark = transaction.mark()
    try:
        result = job(transaction)
    except Exception as error:
        if isinstance(error, DBAPIError):
            raise
        transaction.back(mark)
        return lambda error=error: future.set_exception(error)  # type: ignore[misc]
    return lambda: future.set_result(result)


def _fail(futures: list[Future[Any]], error: Exception) -> None:
    for future in futures:
        if not future.done():
            future.set_exception(error)
