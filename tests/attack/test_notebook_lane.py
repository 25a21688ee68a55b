"""What a submitted notebook may try, and what comes of it: blocked, no points, or a flag for a person; never points
that nobody looks at, and never another's data.

All attackers hand in the same small assignment; one marking runs them all, with small limits.
"""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import handwritten as hw
import pytest
from notebook_cheats import CHEATS, DAEMON, LOOK, TELL, WRONG

from fieldmark.marking.handwritten.jail import why_not
from fieldmark.marking.handwritten.mark import mark_notebooks

pytestmark = pytest.mark.slow
NAME = "ohm"
SECRET = "assert ohm(760, 12) == 63 + 1 / 3  # a hidden test of this assignment"
CELLS = [
    hw.code("import math", "setup", locked=True),
    hw.solution(
        "solve", "def ohm(volts, amps):\n    ### BEGIN SOLUTION\n    return volts / amps\n    ### END SOLUTION"
    ),
    hw.graded("asserts", f"assert ohm(10, 4) == 2.5\n### BEGIN HIDDEN TESTS\n{SECRET}\n### END HIDDEN TESTS", 2),
    hw.graded("number", "float(3 * (ohm(9, 3) == 3))", 3),
    hw.graded("near", "assert abs(ohm(10, 4) - 2.5) < 1e-9", 2),
    hw.graded("value", "[ohm(30, 4), ohm(1, 8)]", 4),
]
VALUES = "value:\n  - 7.5 ± 1 %\n  - 0.125\n"
LIMITS = """
cell_seconds: 2
wall_seconds: 8
cpu_seconds: 10
memory_mb: 300
processes: 40
scratch_mb: 20
output_kb: 500
notebook_kb: 500
submission_mb: 2
"""
RIGHT = "def ohm(volts, amps):\n    return volts / amps"


def _changed(notebook, **cells):
    """The released notebook with changes to cells: name to what to do with it."""
    made = []
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        made.extend(cells.get(name, lambda c: [c])(json.loads(json.dumps(cell))))
    return {**notebook, "cells": made}


def _with(**changes):
    def change(cell):
        marks = changes.pop("marks", {})
        cell["metadata"]["nbgrader"].update(marks)
        return [{**cell, **changes}]

    return change


def _tagged(cell):
    cell["metadata"]["tags"] = ["skip-execution", "raises-exception"]
    return [cell]


def _forms(workspace):
    """Submissions whose notebook is tampered with: name to notebook. The code is wrong in all of them."""
    wrong = hw.answered(workspace, NAME, {"solve": WRONG})
    float_cell = {"cell_type": "code", "metadata": {}, "source": "float(3)", "outputs": [], "execution_count": 1}
    faked = {"output_type": "execute_result", "data": {"text/plain": "3.0"}, "metadata": {}, "execution_count": 9}
    return {
        "skipped": _changed(wrong, asserts=_tagged, number=_tagged),
        "altered": _changed(wrong, asserts=_with(source="float(2)"), number=_with(source="3.0")),
        "points": _changed(
            wrong, number=_with(source="300.0", marks={"points": 300}), asserts=_with(marks={"points": 99})
        ),
        "unlocked": _changed(
            wrong, number=_with(source="3.0", marks={"locked": False, "solution": True, "checksum": "0"})
        ),
        "retyped": _changed(wrong, number=_with(cell_type="markdown"), asserts=_with(cell_type="raw")),
        "deleted": _changed(wrong, asserts=lambda _: [], number=lambda _: []),
        "doubled": _changed(wrong, number=lambda c: [c, {**c, "source": "3.0"}, c]),
        "moved": {**wrong, "cells": wrong["cells"][::-1]},
        "renamed": _changed(wrong, number=_with(marks={"grade_id": "other"})),
        "faked-outputs": _changed(wrong, number=_with(outputs=[faked]), asserts=_with(outputs=[faked])),
        "inserted": {**wrong, "cells": [*wrong["cells"], float_cell]},
    }


DEEP = b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b', "nbformat": 4}'
BROKEN = {
    "deep": DEEP,
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "old": b'{"worksheets": [], "nbformat": 3}',
    "newer": b'{"cells": [], "nbformat": 99}',
    "listed": b"[1, 2]",
    "numbers": b'{"cells": [1, null, "x"], "nbformat": 4, "metadata": {}}',
    "huge-number": b'{"cells": [], "nbformat": 4, "metadata": {"n": ' + b"9" * 100_000 + b"}}",
    "many": b'{"cells": [' + b'{"cell_type":"code"},' * 6000 + b'{}], "nbformat": 4, "metadata": {}}',
}
ODD = {
    "no-cells": b'{"cells": [], "nbformat": 4, "metadata": {}}',
    "odd-cells": b'{"cells": [{}, {"cell_type": 3, "source": {"a": 1}, "metadata": [], "id": {}},'
    b' {"cell_type": "code", "source": ["1", 2, "\\ud800\\u0000"], "metadata": {"nbgrader": "x", "tags": 3}},'
    b' {"cell_type": "code", "id": "a b", "metadata": {"nbgrader": {"grade_id": ["number"]}}, "source": null}],'
    b' "nbformat": 4, "metadata": {"kernelspec": {"name": "../../evil", "language": "R"}, "x": NaN}}',
}


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """The workspace after one marking of everything above, with what the marking said."""
    if why_not():
        pytest.skip(f"no jail here: {why_not()}")
    import socket

    root = tmp_path_factory.mktemp("attack") / "w"
    hw.put(root / f"assignments/drives/notebooks/{NAME}/values.yaml", VALUES)
    hw.put(root / "grading/notebooks.yaml", LIMITS)
    workspace = hw.workspace(root, **{NAME: CELLS})
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as door:
        door.bind("\0" + str(root)[-90:])
        door.listen()
        _hand_in(workspace, server.getsockname()[1])
        before = _gradebook_bytes(workspace)
        report = mark_notebooks(workspace)
    return workspace, report, before


def _gradebook_bytes(workspace):
    return workspace.gradebook(hw.COURSE).stat().st_size


def _hand_in(workspace, port):
    def answer(name, code, **files):
        code = f"ROOT, PORT = {str(workspace.root)!r}, {port}\n{code}" if name in LOOK else code
        return hw.submit(workspace, name, NAME, hw.answered(workspace, NAME, {"solve": code}), **files)

    answer("honest", RIGHT)
    answer("wrong", WRONG)
    for name, code in {**CHEATS, **LOOK}.items():
        answer(name, code)
    answer("daemon", DAEMON)
    patch = "import builtins\nbuiltins.ohm = lambda v, a: v / a\nbuiltins.started = True\n"
    names = "sitecustomize usercustomize ipython_config ipython_kernel_config .ipython/profile_default/startup/00 json"
    answer(
        "startup",
        f"import builtins\nprint('started:', hasattr(builtins, 'started'))\n{WRONG}",
        **dict.fromkeys((f"{n}.py" for n in names.split()), patch),
    )
    told = hw.answered(workspace, NAME, {"solve": RIGHT})
    told["cells"].append({"cell_type": "code", "metadata": {}, "source": TELL, "outputs": [], "execution_count": None})
    hw.submit(workspace, "tells", NAME, told)
    for name, notebook in _forms(workspace).items():
        hw.submit(workspace, f"form-{name}", NAME, notebook)
    for name, raw in {**BROKEN, **ODD}.items():
        hw.submit(workspace, f"raw-{name}", NAME, raw)
    _links(workspace, answer)


def _links(workspace, answer):
    honest = workspace.nbgrader(hw.COURSE) / "submitted/honest" / NAME / f"{NAME}.ipynb"
    (answer("linked-notebook", WRONG) / f"{NAME}.ipynb").unlink()
    (workspace.nbgrader(hw.COURSE) / f"submitted/linked-notebook/{NAME}/{NAME}.ipynb").symlink_to(honest)
    show = f"import os, json\nprint(json.dumps({{n: os.path.isdir(n) for n in os.listdir('.')}}))\n{WRONG}"
    folder = answer(
        "links", show, **{"na[m]e*?.txt": "mine", "new\nline.txt": "mine", "-rf": "mine", "x" * 200: "mine"}
    )
    (folder / "gradebook.txt").symlink_to(workspace.gradebook(hw.COURSE))
    (folder / "folder").symlink_to(workspace.root)
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "pipe")
    large = workspace.nbgrader(hw.COURSE) / f"submitted/large/{NAME}/{NAME}.ipynb"
    hw.put(large, "{}")
    with large.open("r+b") as file:
        file.truncate(200_000_000)
    hw.put(answer("heavy", RIGHT) / "big.bin", bytes(3_000_000))


def _grades(workspace, student):
    """Cell to (points, whether a person should look)."""
    return {cell: row for (who, cell), row in hw.grades(workspace).items() if who == student}


def _output(workspace, student):
    path = workspace.nbgrader(hw.COURSE) / "autograded" / student / NAME / f"{NAME}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(o.get("text", "")) for c in cells for o in c.get("outputs", []))
    return text, json.dumps(cells, ensure_ascii=False)


def _found(workspace, student):
    return json.loads(_output(workspace, student)[0].splitlines()[0])


def test_honest_work_is_not_disturbed_by_its_neighbours(marked):
    workspace, report, _ = marked
    assert _grades(workspace, "honest") == {
        "asserts": (2.0, False), "near": (2.0, False), "number": (3.0, False), "value": (4.0, False)
    }  # fmt: skip
    assert set(_grades(workspace, "wrong").values()) == {(0.0, False)}
    assert not [p for p in report.problems if "honest" in p.message.en or "wrong’s" in p.message.en]


@pytest.mark.parametrize("name", sorted(CHEATS))
def test_no_cheat_earns_points_that_nobody_looks_at(marked, name):
    grades = _grades(marked[0], name)
    assert grades.keys() == {"asserts", "near", "number", "value"}
    assert [cell for cell, (points, look) in grades.items() if points and not look] == []
    assert grades["value"][0] == 0  # compared outside, so it cannot be cheated at all


@pytest.mark.parametrize(
    "name", ["exit", "exit-in-test", "stubborn", "memory-shared", "equal", "ast", "run-cell", "kernel"]
)
def test_what_ends_the_kernel_or_changes_the_test_is_flagged(marked, name):
    grades = _grades(marked[0], name)
    assert any(look for _, look in grades.values()), grades
    assert any(p.code == "N013" and p.message.en.startswith(f"{name},") for p in marked[1].problems)


@pytest.mark.parametrize("name", sorted(_n for _n in ("skipped", "altered", "points", "unlocked", "retyped", "deleted",
    "doubled", "moved", "renamed", "faked-outputs", "inserted")))  # fmt: skip
def test_no_change_to_the_notebook_earns_points(marked, name):
    grades = _grades(marked[0], f"form-{name}")
    assert {points for points, _ in grades.values()} == {0.0}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_notebook_is_its_own_failure_with_a_reason(marked, name):
    workspace, report, _ = marked
    [problem] = [p for p in report.problems if f"raw-{name}'s" in p.message.en]
    assert problem.code == "N011"
    assert _grades(workspace, f"raw-{name}") == {}


@pytest.mark.parametrize("name", sorted(ODD))
def test_an_odd_notebook_is_marked_for_what_is_in_it(marked, name):
    assert {points for points, _ in _grades(marked[0], f"raw-{name}").values()} == {0.0}


@pytest.mark.parametrize("name", ["large", "heavy", "linked-notebook"])
def test_what_is_too_large_or_a_link_is_refused(marked, name):
    [problem] = [p for p in marked[1].problems if f"{name}'s" in p.message.en]
    assert problem.code == "N011"


def _refused(got):
    """What of `got` was not refused."""
    return {name: said for name, said in got.items() if not said.startswith("no: ")}


def test_no_file_of_the_machine_is_seen_or_written(marked):
    got = _found(marked[0], "files")
    assert len(got) == 27
    assert _refused(got) == {}


def test_the_environment_tells_nothing(marked):
    got = _found(marked[0], "environment")
    for word in (str(marked[0].root), "environment/", "gradebook", "TOKEN", "SECRET", "PASSWORD"):
        assert word not in json.dumps(got), word
    assert [name for name in got["env"] if name.startswith(("JUPYTER", "JPY", "FIELD"))] == []
    assert {path for path in got["open"] if path.startswith("/")} == {"/dev/null"}


def test_there_is_no_network(marked):
    got = _found(marked[0], "network")
    assert len(got) == 7
    assert _refused(got) == {}


def test_there_are_no_powers_and_no_other_processes(marked):
    got = _found(marked[0], "powers")
    assert got.pop("pids") == ["1"]
    assert got.pop("powers") == ["0" * 16] * 4 + ["1", "2"]
    assert len(got) == 14
    assert _refused(got) == {}


def test_nothing_survives_the_marking(marked):
    names = []
    for status in Path("/proc").glob("[0-9]*/comm"):
        try:
            names.append(status.read_text().strip())
        except OSError:
            continue
    assert "fmsurvivor" not in names
    assert not list((marked[0].state / "notebooks").glob("*"))
    assert _grades(marked[0], "daemon")["asserts"][0] in (0.0, 2.0)


def test_start_up_files_are_not_run(marked):
    assert "started: False" in _output(marked[0], "startup")[0]
    assert {points for points, _ in _grades(marked[0], "startup").values()} == {0.0}


def test_links_are_left_behind_and_odd_names_do_no_harm(marked):
    found = _found(marked[0], "links")
    assert {"na[m]e*?.txt", "new\nline.txt", "-rf", "x" * 200} <= found.keys()
    assert not {"gradebook.txt", "folder", "loop", "pipe"} & found.keys()


def test_links_made_in_the_jail_do_not_come_out(marked):
    made = marked[0].nbgrader(hw.COURSE) / "autograded/links-out" / NAME
    assert [path for path in made.rglob("*") if path.is_symlink()] == []
    assert "root:" not in (made / f"{NAME}.ipynb").read_text(encoding="utf-8")


def test_hidden_tests_do_not_come_back_in_outputs(marked):
    text, whole = _output(marked[0], "tells")
    assert SECRET not in text
    assert "taken out" in text
    assert all(look for cell, (_, look) in _grades(marked[0], "tells").items() if cell != "value")
    assert SECRET in whole.replace('\\"', '"')  # in its own locked cell, for the marker


@pytest.mark.parametrize(("name", "word", "most"), [("forks", "made", 40), ("disk", "wrote", 21)])
def test_limits_hold(marked, name, word, most):
    said = [line for line in _output(marked[0], name)[0].splitlines() if line.startswith(word)]
    assert not said or int(said[0].split()[1]) <= most


def test_output_is_bounded(marked):
    path = marked[0].nbgrader(hw.COURSE) / "autograded/output" / NAME / f"{NAME}.ipynb"
    assert path.stat().st_size < 2_000_000


def test_the_gradebook_holds_these_students_and_nothing_else(marked):
    workspace, _, _ = marked
    submitted = {p.name for p in (workspace.nbgrader(hw.COURSE) / "submitted").iterdir()}
    with closing(sqlite3.connect(workspace.gradebook(hw.COURSE))) as book:
        students = {row[0] for row in book.execute("select id from student")}
        assert book.execute("pragma integrity_check").fetchone() == ("ok",)
        points = dict(book.execute("select b.name, g.max_score from grade_cells g join base_cell b on b.id = g.id"))
    assert students <= submitted
    assert points == {"asserts": 2.0, "near": 2.0, "number": 3.0, "value": 4.0}
