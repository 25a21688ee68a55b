"""`fieldmark faults score` gives the reference numbers for sessions that are written down."""

import json
import os

import pytest
from click.testing import CliRunner

from fieldmark.cli import main

CONVEYOR = "tests/oracle/conveyor.yaml"
OFF, ON = {"state": "lock-out"}, {"state": "restore"}


def test(name):
    return {"test": name}


test.__test__ = False


def swap(fault):
    return [OFF, {"replace": fault}]


SESSIONS = {
    "sound but dear": ("estop", [test("v-fuse"), test("v-coil"), test("plc-led"), OFF, test("r-estop"),
                                 {"replace": "estop"}, "declare"], [1, 1], [1.6, 2.375, 0, 4, 0], 0, 1,
                       0.5513, 0.1679, 0, 71.82),
    "parts-swapper": ("estop", [*swap("contactor"), *swap("fuse"), *swap("estop")], [1, 1],
                      [21.7, 3.5294, 10.1538], 0, 1, 0.2169, 0.0463, 2, 48.29),
    "right guess": ("cable", [test("pull-in"), {"declare": "cable"}], [1, 2], [0, 6], 0, 0.5, 0.6203, 0.2647, 0, 50.68),
    "wrong guess": ("cable", [test("pull-in"), {"declare": "motor"}], [1, 2], [0, 77], 33, 0, 0.0818, 0.0726, 0, 8.95),
    "guess at once": ("cable", [{"declare": "fuse"}], [0, 1], [4], 50.375, 0, 0.1527, 0.1024, 0, 6.88),
    "swap, then method": ("estop", [*swap("fuse"), test("pull-in"), test("plc-led"), OFF, test("r-estop"),
                                    {"replace": "estop"}, {"declare": "estop"}], [1, 1], [4, 0, 0, 0, 0], 0, 1,
                          0.7101, 0.5776, 1, 78.52),
}  # fmt: skip


@pytest.fixture
def score(root, tmp_path, monkeypatch):
    """Runs the command on a session; gives its JSON."""
    monkeypatch.chdir(tmp_path)

    def run(true, session, scenario=str(root / CONVEYOR), text="json"):
        (tmp_path / f"session.{text}").write_text(json.dumps(session), encoding="utf-8")
        arguments = ["faults", "score", scenario, "--true", true, "--session", f"session.{text}", "--json"]
        done = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return run


@pytest.mark.parametrize("name", SESSIONS)
def test_reference_sessions(score, name):
    true, steps, proof, regrets, left, i, r, e, u, points = SESSIONS[name]
    got = score(true, {"steps": steps, "proof": proof})
    assert got["problems"] == []
    assert [round(s["regret"], 4) for s in got["steps"]] == regrets
    assert (got["left_broken"], got["I"], got["U"], got["G"]) == (left, i, u, 1)
    assert (round(got["R"], 4), round(got["E"], 4), got["score"]) == (r, e, points)
    assert got["P"] == proof[0] / proof[1]
    assert (got["best_cost"], got["diagnosis_cost"]) == (44.3, 9.8)


def test_a_violation_of_severity_one(score):
    steps = [test("pull-in"), OFF, test("r-cable"), {"replace": "cable"}]
    assert score("cable", {"steps": steps, "proof": [1, 1]})["score"] == 100
    for violations in ([1], ["live-ohms"], [0.5, 0.5]):
        got = score("cable", {"steps": steps, "proof": [1, 1], "violations": violations})
        assert (got["G"], got["score"]) == (0, 0)
    live = score("cable", [test("r-cable"), OFF, {"replace": "cable"}])
    assert (live["G"], live["journal"][0]["violations"]) == (0, ["live-ohms"])


def test_a_plain_list_and_yaml_say_the_same(score):
    steps = SESSIONS["parts-swapper"][1]
    listed, written = score("estop", steps), score("estop", {"steps": steps}, text="yaml")
    assert listed == written
    assert listed["score"] == 48.29  # a scenario without proof points asks for none


def test_a_state_may_be_named_instead_of_the_change_to_it(score):
    by_change = score("fuse", [OFF, {"replace": "fuse"}, OFF, ON])
    by_state = score("fuse", [{"state": "off"}, {"replace": "fuse"}, {"state": "off"}, {"state": "on"}])
    assert by_change == by_state
    assert by_change["regrets"] == pytest.approx(4 + 6)  # what leads to nothing costs its price


def test_a_step_in_the_wrong_state_is_refused_and_told_unless_states_are_added(score):
    steps = [test("pull-in"), {"replace": "cable"}]
    plain = score("cable", steps)
    (problem,) = plain["problems"]
    assert (problem["code"], problem["severity"]) == ("Q706", "warning")
    assert "lock-out" in problem["hint"]["en"]
    assert (plain["I"], len(plain["steps"]), plain["journal"][1]["refused"]) == (0, 1, "not-possible")
    helped = score("cable", {"steps": steps, "auto_state": True})
    assert helped["problems"] == []
    assert [j["id"] for j in helped["journal"]] == ["pull-in", "lock-out", "cable"]
    assert helped["I"] == 1


def test_nothing_counts_after_the_declaration(score):
    got = score("fuse", [{"declare": "fuse"}, test("pull-in")])
    assert got["journal"][1]["refused"] == "finished"
    assert [s["act"] for s in got["steps"]] == ["replace:fuse"]


def test_the_work_order_and_readings_that_can_err(score, root):
    steps = [test("lines-above"), {"state": "lock-out"}, {"state": "discharge"}, {"replace": "network"}, "declare"]
    shipped = {
        "steps": steps,
        "readings": {"lines-above": "unequal"},
        "order": {"cause": "supply", "action": "repaired"},
    }
    name = str(root / "assignments/vfd/faults/input-phase-intermittent.yaml")
    got = score("network", shipped, name)
    assert (got["P"], got["I"], got["journal"][0]["reading"]) == (pytest.approx(3 / 5), 1, "unequal")
    assert score("network", {**shipped, "proof": ["dead-first", "cause"]}, name)["P"] == pytest.approx(2 / 5)


BAD = [
    ({"steps": [test("v-fus")]}, "Q705", "v-fuse"),
    ({"steps": [{"state": "of"}]}, "Q705", "“of”"),
    ({"steps": [{"test": "v-fuse", "state": "on"}]}, "Q704", "Step 1"),
    ({"steps": ["declare"]}, "Q704", "declare"),
    ({"steps": 5}, "Q709", "steps"),
    ({"steps": [], "proof": [2, 1]}, "Q709", "proof"),
    ({"steps": [], "violations": ["nothing"]}, "Q709", "violations"),
    ({"steps": [], "order": {"couse": "x"}}, "Q709", "order"),
    ({"steps": [], "auto_state": "maybe"}, "Q709", "auto_state"),
    ({"steps": [], "reading": {}}, "Q709", "reading"),
    ({"steps": [test("v-fuse")], "readings": {"v-fuse": "12 V"}}, "Q708", "0 V"),
    ("hello", "Q703", "list of steps"),
    ([["test", "v-fuse"]], "Q704", "v-fuse"),
]


@pytest.mark.parametrize(("session", "code", "said"), BAD)
def test_what_is_wrong_with_a_session_is_told(root, tmp_path, session, code, said, monkeypatch):
    path = tmp_path / "s.json"
    path.write_text(json.dumps(session), encoding="utf-8")
    arguments = [
        "faults",
        "score",
        str(root / CONVEYOR),
        "--true",
        "fuse",
        "--session",
        str(path),
        "--workspace",
        str(tmp_path),
    ]
    for language in ("en", "zh"):
        monkeypatch.setitem(os.environ, "FIELDMARK_LANGUAGE", language)
        done = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert done.exit_code == 1
        assert code in done.stderr
        assert language == "zh" or said in done.stderr


def test_a_test_that_can_err_needs_its_reading(root, tmp_path, monkeypatch):
    path = tmp_path / "s.yaml"
    path.write_text("- test: lines-above\n", encoding="utf-8")
    name = str(root / "assignments/vfd/faults/input-phase-intermittent.yaml")
    monkeypatch.setitem(os.environ, "FIELDMARK_LANGUAGE", "en")
    arguments = ["faults", "score", name, "--true", "network", "--session", str(path), "--workspace", str(tmp_path)]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert (done.exit_code, "Q707" in done.stderr, "unequal, equal" in done.stderr) == (1, True, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["pump", "--true", "x"], "Q702"), ([CONVEYOR, "--true", "fuze"], "Q710"), (["none.yaml", "--true", "x"], "Q702")],
)
def test_what_is_not_there_is_told(root, tmp_path, arguments, code):
    (tmp_path / "s.json").write_text("[]")
    arguments = [str(root / a) if a == CONVEYOR else a for a in arguments]
    command = ["faults", "score", *arguments, "--session", str(tmp_path / "s.json"), "--workspace", str(root)]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert (done.exit_code, code in done.stderr) == (1, True)
