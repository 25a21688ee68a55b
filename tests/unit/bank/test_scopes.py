"""What an oscilloscope draws, as a trainer writes it: read, checked, to Excel and back."""

import pytest
from unit.bank.cases import content
from unit.bank.test_practicals import SCENARIO, SOUND

from fieldmark import bank
from fieldmark.bank.practicals.document import scenario_document
from fieldmark.bank.practicals.read_workbook import read_workbook
from fieldmark.bank.practicals.write_workbook import write_workbook
from fieldmark.model.trace import SHAPES, Channel, Screen
from fieldmark.store.workspace import Workspace

SCOPE = SOUND.replace(
    "rules:\n",
    """  - id: wave
    title: {en: Ripple, zh: 纹波}
    instrument: oscilloscope
    cost: 3
    readings: {big: {en: Large, zh: 大}, small: {en: Small, zh: 小}}
    outcomes: {motor: big, others: small}
    screen: {time: 20, low: -1, high: 6}
    traces:
      big: {shape: sine, size: 2, level: 2.5, period: 4, noise: 0.1}
      small:
        - {name: A, points: [[0, 1], [10, 5], [20, 1]]}
        - {name: B, shape: pulses, high: 5, period: 2, missing: 3}
rules:
""",
)


def codes(folder, text):
    return [(p.code, p.line) for p in content(folder, **{SCENARIO: text}).problems]


def wave(folder):
    (item,) = content(folder, **{SCENARIO: SCOPE}).items
    return next(t for t in item.scenario.tests if t.id == "wave")


def test_a_screen_and_its_lines(tmp_path):
    test = wave(tmp_path)
    assert test.screen == Screen(20, -1, 6, "ms", "V")
    assert test.traces["big"] == (Channel("sine", {"size": 2, "level": 2.5, "period": 4, "noise": 0.1}),)
    assert test.traces["small"][0] == Channel("points", {}, ((0, 1), (10, 5), (20, 1)), "A")
    assert codes(tmp_path, SCOPE) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("instrument: oscilloscope", "instrument: listen", "Q610"),
        ("      big: {shape: sine, size: 2, level: 2.5, period: 4, noise: 0.1}\n", "", "Q611"),
        ("size: 2, level", "size: 50, level", "Q612"),
        ("period: 4, noise", "period: 0.1, noise", "Q613"),
        ("    screen: {time: 20, low: -1, high: 6}\n", "", "Q404"),
        ("[10, 5], [20, 1]", "[10, 5], [9, 1]", "Q405"),
        ("shape: sine, size: 2, ", "shape: sinus, size: 5, ", "Q410"),
        ("shape: sine, size: 2, ", "shape: sine, ", "Q404"),
        ("big: {shape", "huge: {shape", "Q410"),
        ("high: 5, period: 2", "high: 5, period: 0", "Q405"),
    ],
)
def test_the_checker_says_when_a_trace_is_wrong(tmp_path, old, new, code):
    assert old in SCOPE
    found = codes(tmp_path, SCOPE.replace(old, new, 1))
    assert code in [c for c, _ in found], found
    assert all(line > SCOPE[: SCOPE.index("id: wave")].count("\n") for _, line in found), "said at its place"


def test_readings_that_look_alike_are_a_warning(tmp_path):
    start, end = SCOPE.index("      small:\n"), SCOPE.index("rules:\n")
    same = SCOPE[:start] + "      small: {shape: sine, size: 2, level: 2.5, period: 4, noise: 0.1}\n" + SCOPE[end:]
    assert [c for c, _ in codes(tmp_path, same)] == ["Q614"]


def test_excel_holds_the_same(tmp_path, root):
    shipped = [i for i in bank.read(Workspace(root)).items if i.kind == "fault"]
    (own,) = content(tmp_path, **{SCENARIO: SCOPE}).items
    assert sum(any(t.traces for t in i.scenario.tests) for i in shipped) >= 2
    for item in (*shipped, own):
        again = read_workbook(write_workbook(item), "x.xlsx").practical.item
        assert scenario_document(again) == scenario_document(item)
        assert [t.traces for t in again.scenario.tests] == [t.traces for t in item.scenario.tests]


def test_a_wrong_cell_is_told_with_its_place(tmp_path):
    import io

    import openpyxl

    (item,) = content(tmp_path, **{SCENARIO: SCOPE}).items
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(item)))
    assert "size: 2" in book["traces"]["E2"].value
    book["traces"]["E2"] = "size: big; period: 4"
    out = io.BytesIO()
    book.save(out)
    found = read_workbook(out.getvalue(), "x.xlsx").problems
    assert [(p.code, p.file) for p in found if p.severity == "error"] == [("Q405", "x.xlsx[traces!E2]")]


def test_the_guide_names_every_shape(root):
    guide = (root / "docs/trainer/faults.md").read_text(encoding="utf-8")
    assert [shape for shape in SHAPES if f"`{shape}`" not in guide] == []
