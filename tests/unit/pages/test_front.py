"""The page as it is sent: one module, one template, nothing from outside, no secret in what a browser may ask for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from unit.board import company

from fieldmark.board.publish import publish
from fieldmark.pages import hosting
from fieldmark.pages.dashboard import Dashboard, front_end, style
from fieldmark.pages.session import Reader, Session


@pytest.fixture(scope="module")
def widget(tmp_path_factory) -> Dashboard:
    made = company.workspace(tmp_path_factory.mktemp("company") / "w", engineers=16)
    publish(made)
    return Dashboard(Session(made, Reader("m01", "Li Wei", ("region:North",), "en")))


def test_the_front_end_is_one_module():
    text = front_end()
    assert not re.search(r"^\s*import\b.*from", text, re.MULTILINE)
    assert len(re.findall(r"^export ", text, re.MULTILINE)) == 1
    names = re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", text, re.MULTILINE)
    assert len(names) == len(set(names)), "two parts use one name"


def test_nothing_is_fetched_from_elsewhere():
    template = (hosting.environment()["JUPYTER_PATH"], "voila/templates/fieldmark/index.html.j2")
    page = Path(*template).read_text(encoding="utf-8")
    for text in (page, style(), front_end()):
        outside = [u for u in re.findall(r"https?://[^\s\"')]+", text) if "www.w3.org" not in u]
        assert not outside


def test_every_class_of_the_front_end_is_styled():
    used = set(re.findall(r"\bfmd-[a-z]+(?:-[a-z]+)*\b(?!-)", front_end()))
    plain = {"fmd-chart", "fmd-table", "fmd-kind-text", "fmd-kind-number", "fmd-list"}
    assert not {name for name in used - plain if f".{name}" not in style()}


def test_synced_state_is_what_the_reader_may_see(widget):
    state = widget.get_state()
    assert set(state) >= {"first", "themes", "_esm", "_css"}
    told = str(state["first"])
    assert "South" not in told
    assert "FIELDMARK" not in told


def test_only_the_bundles_that_are_needed_and_no_overrides():
    settings = hosting.settings()
    assert settings["Voila"]["port_retries"] == 0
    voila = settings["VoilaConfiguration"]
    assert voila["file_allowlist"] == []
    assert voila["allow_template_override"] == "NO"
    assert "anywidget" in voila["extension_allowlist"]
    assert hosting.NOTEBOOK.exists()


def test_the_kernel_gives_plotly_where_the_host_does_not(widget, monkeypatch):
    sent = []
    monkeypatch.setattr(Dashboard, "send", lambda _, content, buffers=None: sent.append((content, buffers)))
    widget._hear({"do": "plotly", "id": 5}, [])
    ((content, buffers),) = sent
    assert content == {"id": 5}
    assert b"plotly" in buffers[0][:300].lower()
