"""Whatever is in a workspace's files, `read` reports and never fails, and does so in bounded time."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldmark import items
from fieldmark.bank import read
from fieldmark.bank.blueprints import read_blueprint
from fieldmark.bank.build import build
from fieldmark.bank.checks import ITEM_CHECKS
from fieldmark.bank.courses import read_course
from fieldmark.bank.sections import drafts
from fieldmark.bank.source import Source, decode
from fieldmark.store.workspace import Workspace

ITEMS = "assignments/c/items/a.md"
PIECES = [
    "## ", "### zh ", "### ", "# ", "id: ", "kind: ", "kind: matching", "kind: ordering", "kind: long", "kind: short",
    "skills: ", "points: 1", "parameters: u = 1 | 2", "shuffle: no", "- [x] ", "- [ ] ", "- [", "= ", "= true",
    "= {u} V ± 2 %", "| a | b |", "|---|---|", "1. ", "> ", "  > ", "  ", "\t", "```", "{u}", "{", "}", "±", "*", "|",
    "<b>", "![x](y)", "中文", "：", "\n", "\n\n", "\r\n", "a", "0", "- a (1): b", "\u2028", "\ufeff",
]  # fmt: skip


def _checked(text: str) -> None:
    source = Source("f", tuple(text.split("\n")))
    found, wrong = drafts(source, "c")
    for draft in found:
        problems = [p for check in ITEM_CHECKS for p in check(draft)] + list(wrong)
        for problem in problems:
            assert 0 <= problem.line <= len(source.lines)
            problem.render("en")
            problem.render("zh")
        if draft.kind and not any(p.severity == "error" for p in problems):
            item = build(draft)
            variant = items.draw(item, secret="s", engineer="e", slot="q")
            items.public(item, variant)
            items.right(item, variant)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_pieces_in_any_order(text):
    _checked(text)


@given(st.lists(st.sampled_from(PIECES), max_size=20), st.lists(st.sampled_from(PIECES), max_size=20))
@settings(max_examples=600, deadline=None)
def test_lines_in_any_order(fields, body):
    _checked("\n".join(["## T", "id: a", "points: 1", *fields, "", "What?", "", *body]))


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_as_items(text):
    _checked(text)


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes(data):
    source, wrong = decode(data, "f")
    assert (source is None) == bool(wrong)
    if source:
        read_course(source, "c")
        read_blueprint(source, "c")
        drafts(source, "c")


YAML = [
    "id: ", "title: ", "{en: A, zh: B}", "- ", "  ", "\n", "draws:", "forms:", "groups:", "skills:", "[", "]", "{",
    "}", "count: 2", "points: 1", "difficulty: [1, 9]", "opens: 2026", "&a ", "*a", "!!python/object:os.system ", "|",
    ">", "'", '"', "~", "null", "---", "...", ": ", "? ", "\t", "# ", "<<: *a", "%TAG", "1e999", "9" * 30,
]  # fmt: skip


@given(st.lists(st.sampled_from(YAML), max_size=40).map("".join))
@settings(max_examples=600, deadline=None)
def test_any_yaml(text):
    source = Source("f", tuple(text.split("\n")))
    for wrong in (read_course(source, "c")[1], read_blueprint(source, "c")[1]):
        for problem in wrong:
            assert 0 <= problem.line <= len(source.lines)
            problem.render("zh")


@given(seed=st.integers(0, 10**9))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_shipped_content_cut_and_shuffled(root, tmp_path, seed):
    """Real files with lines lost, doubled, cut in the middle, bytes changed."""
    chance = random.Random(seed)
    for path in [
        *root.glob("courses/*/course.yaml"),
        *root.glob("assignments/*/*/*.md"),
        *root.glob("assignments/*/papers/*.yaml"),
    ]:
        target = tmp_path / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_spoilt(path.read_bytes(), chance))
    found = read(Workspace(tmp_path))
    for problem in found.problems:
        problem.render("en")
    for item in found.items:
        items.public(item, items.draw(item, secret="s", engineer="e", slot="q"))


def _spoilt(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    for _ in range(chance.randrange(8)):
        at = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, chance.choice(lines))
            case 2:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case 3:
                lines[at] = chance.choice([b"\t", b"  ", b"- ", b"= ", b"## ", b"> "]) + lines[at]
            case _:
                lines[at] += bytes([chance.randrange(256)])
        lines = lines or [b""]
    return b"\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "## T\n" + "id: a\n" * 50_000,
        "## T\n" * 100_000,
        "## T\nid: a\n\n" + "- [x] a\n" * 60_000,
        "## T\nid: a\n\n= " + "(" * 200_000,
        "## T\nid: a\n\n= " + "9" * 200_000 + " V",
        "## T\nid: a\n\n" + "{" * 300_000,
        "## T\nid: a\n\n" + "<a " * 100_000,
        "## T\nid: a\n\n" + "![" * 200_000,
        "## T\nid: a\nparameters: " + "u=" * 100_000,
        "## T\nid: a\nskills: " + "x," * 100_000,
        "## T\nid: a\nkind: short\n\n= " + "*a" * 200_000,
        "## T\nid: a\n\n| " + "a | " * 100_000,
        "#" * 900_000,
        " " * 900_000,
        "## T\nid: a\n\nx\n\n" + "- [x] a\n  > " + "long " * 100_000,
    ],
    ids=range(15),
)
def test_large_and_odd_files_take_bounded_time(tmp_path, text):
    path = tmp_path / ITEMS
    path.parent.mkdir(parents=True)
    path.write_text(text[:999_000])
    start = time.process_time()
    read(Workspace(tmp_path))
    assert time.process_time() - start < 5, "seconds of processor time"


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{c}: &{c} [*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p}]\n"
            for p, c in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        "[" * 20_000,
        "{a: " * 5_000,
        "- " * 5_000,
        "a: &a\n  b: *a\n",
        "id: p\ndraws:\n" + "  - {count: 200, points: 1, pool: 50}\n" * 3000,
        "x" * 190_000,
    ],
    ids=range(7),
)
def test_hostile_yaml_takes_bounded_time(tmp_path, text):
    for name in ("courses/c/course.yaml", "assignments/c/papers/p.yaml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    start = time.process_time()
    assert read(Workspace(tmp_path)).problems
    assert time.process_time() - start < 5, "seconds of processor time"
