"""The guides' commands do what they say, in order, on the small company that one of them makes."""

import json
import re
import shlex

import pytest
from click.testing import CliRunner
from unit.house.test_docs import FENCED, ROOT, quoted

from fieldmark.cli import main
from fieldmark.store.people import read_people
from fieldmark.store.workspace import open_workspace

pytestmark = pytest.mark.slow


def told(page):
    """The commands in the page's blocks, in order, as words."""
    whole = [shlex.split(line, comments=True) for line, in_a_block in quoted(ROOT / "docs" / page) if in_a_block]
    return [words[1:] for words in whole if words[0] == "fieldmark"]


def example(page, kind, holding=""):
    """The body of the page's block of this kind that holds a text."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return next(body for k, body in FENCED.findall(text) if k == kind and holding in body)


def fieldmark(words, typed=None):
    ended = CliRunner().invoke(main, words, input=typed)
    assert ended.exit_code == 0, f"fieldmark {shlex.join(words)}\n{ended.output}\n{ended.exception}"
    return ended.output


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    place = tmp_path_factory.mktemp("guides") / "company"
    (small,) = [words for words in told("administrator/sample-company.md") if "--tickets" in words]
    fieldmark(["init", str(place)])
    fieldmark([*small, "--workspace", str(place)])
    return place


@pytest.fixture
def here(company, monkeypatch):
    monkeypatch.chdir(company)
    return company


def test_faults(here):
    page = "trainer/faults.md"
    text = example(page, "yaml", "id: pump-silent").replace("seals", "isolation")  # a skill of the sample course
    (here / "assignments/vfd/faults/pump-silent.yaml").write_text(text, encoding="utf-8")
    (here / "session.json").write_text(example(page, "json"), encoding="utf-8")
    commands = told(page)
    assert [words[1] for words in commands if words[0] == "faults"] == [
        *("check", "score", "export", "import", "priors", "priors"),
    ]
    for words in commands:
        fieldmark(words)
    assert "id: pump-silent" in (here / "assignments/vfd/faults/pump-silent.yaml").read_text(encoding="utf-8")


def test_writing_a_course(here):
    commands = told("trainer/writing-a-course.md")
    assert ["check"] in commands
    for words in commands:
        fieldmark(words)


def test_marking_by_people(here):
    for words in told("trainer/marking-by-people.md"):
        assert "--apply" not in words
        fieldmark(words)


def test_entering_people(here):
    page = "administrator/running-the-site.md"
    before = set(read_people(open_workspace(here)))
    (here / "people.csv").write_text(example(page, "", "user,name,role"), encoding="utf-8")
    commands = [words for words in told(page) if words[0] == "people"]
    assert [words[1] for words in commands] == ["import", "add", "list", "remove"]
    for words in commands:
        fieldmark(words, typed="right horse\n")
    people = read_people(open_workspace(here))
    assert set(people) == (before | {"lin", "mia"}) - {"e017"}
    assert people["mia"].units == ("region:North", "team:E1")


def test_the_reports_of_the_managers_guides(here):
    pages = [p.read_text(encoding="utf-8") for p in (ROOT / "docs/manager").glob("*.md")]
    named = {words for page in pages for words in re.findall(r"`fieldmark (measure|kpis|outcome|publish)`", page)}
    assert named == {"measure", "kpis", "outcome", "publish"}
    for step in sorted(named):
        assert json.loads(fieldmark([step, "--json"]))["summary"]
