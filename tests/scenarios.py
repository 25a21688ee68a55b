"""The scenarios of the published and computed reference numbers, built in code."""

from fieldmark.model.fault import Change, Cost, Fault, Scenario, Test, UnitState
from fieldmark.model.text import Text

CONVEYOR_FAULTS = {  # prior, replacement
    "fuse": (0.20, 5), "estop": (0.25, 15), "contactor": (0.15, 25), "plc": (0.10, 80), "cable": (0.20, 30),
    "motor": (0.10, 120),
}  # fmt: skip
CONVEYOR_TESTS = {  # cost, state, readings in the order of the faults
    "pull-in": (1, "on", "no no no no yes yes"),
    "plc LED": (1, "on", "on on on off on on"),
    "V fuse": (4, "on", "0 24 24 24 24 24"),
    "V coil": (5, "on", "0 0 24 0 24 24"),
    "R estop": (4, "off", "closed open closed closed closed closed"),
    "R motor": (6, "off", "ok ok ok ok ok bad"),
    "R cable": (5, "off", "ok ok ok ok open ok"),
}


def _scenario(faults, tests, *, states=("on", "off"), change=3.0, repair="off", **more):
    moves = (Change("lock out", Text("lock out"), "on", "off", Cost(change)),
             Change("restore", Text("restore"), "off", "on", Cost(change)))  # fmt: skip
    return Scenario(
        id="reference", course="reference", title=Text("reference"), report=Text("reference"), skills=(),
        faults=tuple(faults), tests=tuple(tests), states=tuple(UnitState(s, Text(s)) for s in states),
        changes=moves if len(states) > 1 else (), start=states[0], check_state=states[0], repair_state=repair, **more,
    )  # fmt: skip


def conveyor(**more):
    """The conveyor drive that does not start: six faults, seven tests, two states."""
    faults = [Fault(f, Text(f), p, Cost(c)) for f, (p, c) in CONVEYOR_FAULTS.items()]
    tests = [
        Test(t, Text(t), "meter", Cost(c), sure(zip(CONVEYOR_FAULTS, shown.split(), strict=True)), state)
        for t, (c, state, shown) in CONVEYOR_TESTS.items()
    ]
    return _scenario(faults, tests, **more)


def pattipati():
    """Pattipati and Alexandridis' test sequencing problem: unit costs, nothing to replace."""
    priors = (0.70, 0.01, 0.02, 0.10, 0.05, 0.12)
    fails = (set(), {2, 5}, {3, 4}, {1, 4, 5}, {1, 2}, {1, 2, 3, 4})
    faults = [Fault(f"s{i}", Text(f"s{i}"), p, Cost()) for i, p in enumerate(priors)]
    tests = [
        Test(f"t{k}", Text(f"t{k}"), "meter", Cost(1),
             sure((f"s{i}", "fail" if k in fails[i] else "pass") for i in range(6)))
        for k in range(1, 6)
    ]  # fmt: skip
    return _scenario(faults, tests, states=("on",), repair="on")


def swaps_only():
    """Four parts, no test: the order of replacing by probability over cost."""
    parts = {"A": (0.45, 10), "B": (0.30, 4), "C": (0.15, 1), "D": (0.10, 5)}
    return _scenario([Fault(f, Text(f), p, Cost(c)) for f, (p, c) in parts.items()], [], states=("on",), repair="on")


def noisy(sensitivity=0.9, specificity=0.8):
    """One noisy test of two equally likely faults."""
    faults = [Fault(f, Text(f), 0.5, Cost(10)) for f in ("bad", "good")]
    test = Test("probe", Text("probe"), "meter", Cost(1), {
        "bad": {"+": sensitivity, "-": 1 - sensitivity}, "good": {"+": 1 - specificity, "-": specificity}})  # fmt: skip
    return _scenario(faults, [test], states=("on",), repair="on")


def sure(pairs):
    return {fault: {outcome: 1.0} for fault, outcome in pairs}
