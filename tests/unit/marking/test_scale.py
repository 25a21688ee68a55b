"""The same rows from one worker, two or eight, and from a cluster that loses a worker in the middle."""

import os
import shutil
import signal
import subprocess
import sys

import papers
import pytest

from fieldmark.marking import mark as marking
from fieldmark.marking.mark import mark
from fieldmark.marking.workers import executor
from fieldmark.model.problem import Refused
from fieldmark.model.report import quiet
from fieldmark.paper import publish
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect_one
from fieldmark.store.sealed import read_sealed
from fieldmark.store.workspace import Workspace

TEAM = [f"e{n:03}" for n in range(1, 25)]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    made = papers.workspace(tmp_path_factory.mktemp("template") / "w")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(publish, "generate", papers.generate_quickly)
        build(made, papers.content(), secret=lambda: "5e" * 32)
    sealed = read_sealed(made, "basics-before")
    for n, engineer in enumerate(TEAM):
        how = (papers.right_answer, papers.partly)[n % 2]
        collect_one(
            made, papers.submission(sealed, engineer, {s.name: how(sealed, s, engineer) for s in sealed.paper.slots})
        )
    return made


def marked(template, folder, workers=None, dask=None, progress=quiet):
    """Every row with its id, and the table, after marking a copy."""
    shutil.copytree(template.root, folder)
    copy = Workspace(folder)
    with pytest.MonkeyPatch.context() as patched, executor(workers, dask) as hands:
        patched.setattr(marking, "BATCH", 3)
        assert not mark(copy, workers=hands, notebooks=False, progress=progress).problems
    table = (copy.tables / "responses.parquet").read_bytes()
    return papers.read_gradebook(copy.gradebook(papers.COURSE)), table


@pytest.mark.slow
def test_one_two_and_eight_workers_leave_the_same_rows(template, tmp_path):
    alone = marked(template, tmp_path / "alone")
    assert len(alone[0]["grades"]) == len(TEAM) * 9
    for workers in (1, 2, 8):
        assert marked(template, tmp_path / str(workers), workers) == alone


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two worker processes of a real Dask cluster on loopback: its address and the workers."""
    Client = pytest.importorskip("distributed").Client
    started = []
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}

    def start(*words):
        command = [sys.executable, "-W", "ignore", "-m", "distributed.cli." + words[0], *words[1:]]
        with (tmp_path / f"{words[0]}.log").open("ab") as log:
            started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=tmp_path))
        return started[-1]

    place = tmp_path / "scheduler.json"
    start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place))
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--scheduler-file", str(place))
    workers = [start("dask_worker", *options, "--local-directory", str(tmp_path)) for _ in range(2)]
    with Client(scheduler_file=str(place), timeout=60, set_as_default=False) as client:  # each waits for that file
        client.wait_for_workers(2, timeout=60)
        address = client.scheduler.address
    yield address, workers
    for process in reversed(started):
        if process.poll() is None:
            process.kill()
        process.wait(10)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_in_the_middle_leaves_the_same_rows(template, tmp_path, cluster):
    address, workers = cluster
    alone = marked(template, tmp_path / "alone")
    with executor(dask=address) as hands:
        assert {hands.submit(os.getpid).result() for _ in range(8)} <= {w.pid for w in workers}
    here = []

    def one_dies(done, *_):
        if 3 <= done < len(TEAM):
            workers[0].send_signal(signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("fieldmark.marking.submissions.outcome", lambda *_: here.append(1))
        assert marked(template, tmp_path / "cluster", dask=address, progress=one_dies) == alone
    assert workers[0].wait(10) == -signal.SIGKILL
    assert here == []  # this process marked nothing itself


def test_an_address_without_a_scheduler_is_told(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("fieldmark.marking.workers.PATIENCE", 1)
    with pytest.raises(Refused) as refused, executor(dask="tcp://127.0.0.1:9"):
        pass
    assert refused.value.problems[0].code == "M041"
