"""`fieldmark demo --serve` lets go of what it needed to make the sample."""

import os
import sys

from click.testing import CliRunner

from fieldmark import demo
from fieldmark.cli import main, sample


def test_it_goes_on_as_a_plain_serve_of_the_same_workspace(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(demo, "make_demo", lambda workspace, **sizes: None)
    monkeypatch.setattr(sample, "run_all", lambda workspace, as_json: None)
    monkeypatch.setattr(os, "execv", lambda program, words: told.append((program, words)))
    place = tmp_path / "w"
    (place / "assignments").mkdir(parents=True)
    (place / "courses").mkdir()
    ended = CliRunner().invoke(main, ["demo", "--serve", "--port", "8123", "--json", "--workspace", str(place)])
    assert ended.exit_code == 0, ended.output
    ((program, words),) = told
    assert (program, words[1:3]) == (sys.executable, ["-m", "fieldmark.cli"])
    with main.make_context("fieldmark", words[3:]) as context:
        serving = main.commands["serve"].make_context("serve", words[4:], parent=context)
    assert (words[3], serving.params) == ("serve", {"port": 8123, "folder": place, "as_json": True})
