"""Whatever stands in a scenario, dialogue, observation, workbook or session, it is reported and never fails."""

import io
import json
import random
import time

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldmark import items
from fieldmark.bank.bench.session import read_session
from fieldmark.bank.checks.practicals import check_practical
from fieldmark.bank.practicals.read import READERS, read_practical
from fieldmark.bank.practicals.read_workbook import read_workbook
from fieldmark.bank.practicals.write_workbook import write_workbook
from fieldmark.bank.source import Source, decode
from fieldmark.model.fault import Weights

WORDS = [
    "id: ", "title: {en: A, zh: B}", "- ", "  ", "faults:", "tests:", "turns:", "watched:", "outcomes:",
    "{x: 0.5, y: 2}",
    "[", "]", "{", "}", "others: a", "prior: 1/0", "prior: 50 %", "cost: -1", "to: [{turn: a, at_most: 99}]",
    "free: maybe",
    "&a ", "*a", "null", "9" * 30, "replies: x", "levels: [1]", "layout: {wires: [[1]]}", "state: ", "\t", "~",
    "rules: {}",
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped(root):
    """(folder, lines) of every practical that ships."""
    folders = [(name, root / "assignments/vfd" / name) for name in READERS]
    return [
        (n, p.read_text(encoding="utf-8").split("\n")) for n, folder in folders for p in sorted(folder.glob("*.yaml"))
    ]


def checked(folder, text):
    source, _ = decode(text.encode(), "f")
    if source is None:
        return
    practical, wrong = read_practical(source, "vfd", folder, Weights())
    for problem in wrong:
        assert 0 <= problem.line <= len(source.lines)
        problem.render("en")
        problem.render("zh")
    if practical and not any(p.severity == "error" for p in wrong):
        found = list(check_practical(practical))
        variant = items.draw(practical.item, secret="s", engineer="e", slot="q")
        items.public(practical.item, variant)
        if not any(p.severity == "error" for p in found):
            items.right(practical.item, variant)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shipped_practicals_cut_and_shuffled(shipped, seed):
    chance = random.Random(seed)
    folder, lines = chance.choice(shipped)
    lines = list(lines)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, chance.choice(lines))
            case 2:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case 3:
                lines[at] = lines[at][: len(lines[at]) - len(lines[at].lstrip())] + chance.choice(WORDS)
            case _:
                other = chance.choice(chance.choice(shipped)[1])
                lines[at] = other
        lines = lines or [""]
    checked(folder, "\n".join(lines))


@given(st.lists(st.sampled_from([*WORDS, "\n", "\n  "]), max_size=40).map("".join), st.sampled_from(sorted(READERS)))
@settings(max_examples=300, deadline=None)
def test_any_yaml_as_a_practical(text, folder):
    checked(folder, text)


@pytest.fixture(scope="module")
def workbook(root):
    source, _ = decode((root / "assignments/vfd/faults/no-start.yaml").read_bytes(), "f")
    practical, _ = read_practical(source, "vfd", "faults", Weights())
    return practical.item, write_workbook(practical.item)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_workbooks_with_cells_changed(workbook, seed):
    chance = random.Random(seed)
    book = openpyxl.load_workbook(io.BytesIO(workbook[1]))
    for _ in range(chance.randrange(1, 12)):
        page = chance.choice(book.worksheets)
        cell = page.cell(chance.randrange(1, page.max_row + 2), chance.randrange(1, page.max_column + 2))
        cell.value = chance.choice(
            [None, 0, -1, 1e300, True, "x", "=1/0", "a: 0.5; b", "中", "9" * 40, "tests:safe", "；"]
        )
    out = io.BytesIO()
    book.save(out)
    for problem in read_workbook(out.getvalue(), "f.xlsx").problems:
        problem.render("zh")


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_as_a_workbook(data):
    assert read_workbook(data, "f.xlsx").problems


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["steps", "test", "state", "replace", "declare", "proof", "violations", "order", "readings", "x"]
            ),
            inner, max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_as_a_session(workbook, data):
    source = Source("s.json", tuple(json.dumps(data).split("\n")))
    for problem in read_session(source, workbook[0].scenario)[1]:
        problem.render("zh")


@pytest.mark.parametrize("folder", sorted(READERS))
@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "faults:\n" + "  - {id: a, prior: 1, cost: 1, title: x}\n" * 3000,
        "turns:\n"
        + "".join(f"  - {{id: t{n}, says: x, replies: [{{id: r, text: x, to: t{n + 1}}}]}}\n" for n in range(2000)),
        "watched:\n" + "  - {id: a, levels: [a, b, c]}\n" * 3000,
        "tests:\n  - id: a\n    outcomes: {" + ", ".join(f"f{n}: x" for n in range(5000)) + "}\n",
        "rules:\n" + "  - {id: r, acts: [" + ", ".join(f"a{n}" for n in range(5000)) + "]}\n",
    ],
    ids=range(6),
)
def test_large_files_take_bounded_time(text, folder):
    start = time.process_time()
    checked(folder, text[:199_000])
    assert time.process_time() - start < 5, "seconds of processor time"
