"""The gradebook on a real PostgreSQL: nbgrader's own tables there, and the same rows as in SQLite."""

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

import papers
import pytest

from fieldmark.marking import mark as marking
from fieldmark.marking.mark import mark
from fieldmark.marking.workers import executor
from fieldmark.paper import publish
from fieldmark.paper.build import build
from fieldmark.paper.collect import collect_one
from fieldmark.store import gradebook as book
from fieldmark.store.sealed import read_sealed

pytestmark = pytest.mark.slow
FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """The URL of an empty database, whose server ends with the tests; not run as root, which PostgreSQL refuses."""
    if not FOLDERS:
        pytest.skip("no PostgreSQL on this machine: /usr/lib/postgresql is missing")
    pytest.importorskip("psycopg")
    place = Path("/tmp") / f"fieldmark-pg-{os.getpid()}"
    place.mkdir(mode=0o700)
    run = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    if run:
        try:
            user = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("no system user postgres to run it as")
        os.chown(place, user.pw_uid, user.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    control = [*run, str(FOLDERS[-1] / "pg_ctl"), "-D", str(place / "data"), "-l", str(place / "log"), "-w"]
    try:
        _do([*run, str(FOLDERS[-1] / "initdb"), "-D", str(place / "data"), "-U", "marker", "-A", "trust", "-N"])
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place} -c fsync=off"
        _do([*control, "-o", options, "start"])
        yield f"postgresql+psycopg://marker@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], capture_output=True, check=False, cwd="/")
        shutil.rmtree(place, ignore_errors=True)


def _do(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr


def rows(address):
    """All that marking writes, without ids and times."""
    engine = book.connect(address)
    with engine.begin() as connection:
        found = [[tuple(r) for r in connection.exec_driver_sql(query)] for query in (papers.GRADES, papers.COMMENTS)]
    engine.dispose()
    return [sorted((tuple(map(_plain, r)) for r in part), key=str) for part in found]


def _plain(value):
    return int(value) if isinstance(value, bool) else value


def test_the_same_rows_as_in_sqlite(tmp_path, monkeypatch, database):
    monkeypatch.setattr(publish, "generate", papers.generate_quickly)
    found, tables = [], []
    monkeypatch.setattr(marking, "BATCH", 2)
    for name, address, workers in (("sqlite", "", None), ("postgresql", database, 2)):
        monkeypatch.setenv(book.ADDRESS, address)
        made = papers.workspace(tmp_path / name)
        build(made, papers.content(), secret=lambda: "5e" * 32)
        sealed = read_sealed(made, "basics-before")
        for n in range(6):
            how = (papers.right_answer, papers.partly)[n % 2]
            answers = {s.name: how(sealed, s, f"e{n}") for s in sealed.paper.slots}
            collect_one(made, papers.submission(sealed, f"e{n}", answers))
        with executor(workers) as hands:
            assert not mark(made, workers=hands).problems
        assert mark(made).rows[0]["marked"] == 0
        found.append(rows(book.url(made, papers.COURSE)))
        tables.append((made.tables / "responses.parquet").read_bytes())
        assert made.gradebook(papers.COURSE).exists() == (name == "sqlite")
    assert len(found[0][0]) == 6 * 9
    assert found[0] == found[1]
    assert tables[0] == tables[1]
    assert database in (made.nbgrader(papers.COURSE) / "nbgrader_config.py").read_text(encoding="utf-8")
