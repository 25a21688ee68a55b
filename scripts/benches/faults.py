"""Fault scenarios: how fast the best policy is found, a step answered, and what method is worth in money.

policy_seconds, policy_mb   best policy of 14 faults, 30 tests (three noisy), two states: processor seconds, and
                            the largest resident memory of the whole process
step_ms                     a step answered after twenty others, 95th percentile over the shipped scenarios
greedy_over_exact           expected cost of taking the most bits for the money, over the best policy's
random_over_exact           the same for acts drawn at random; both are means over the shipped scenarios
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FAULTS, TESTS, NOISY, READINGS = 14, 30, 3, 3


def run(quick: bool) -> dict[str, Any]:
    solved = [_solve_elsewhere(seed) for seed in range(1 if quick else 3)]
    benches = _shipped()
    costs = {bench.id: _costs(bench, seeds=5 if quick else 40) for bench in benches}
    return {
        "policy_seconds": round(max(s["seconds"] for s in solved), 3),
        "policy_mb": round(max(s["mb"] for s in solved), 1),
        "step_ms": round(_step_ms(benches, sessions=3 if quick else 20), 3),
        "greedy_over_exact": round(statistics.mean(greedy for greedy, _ in costs.values()), 4),
        "random_over_exact": round(statistics.mean(by_lot for _, by_lot in costs.values()), 4),
        "scenarios": {name: {"greedy": round(g, 4), "random": round(r, 4)} for name, (g, r) in costs.items()},
    }


def _solve_elsewhere(seed: int) -> dict[str, float]:
    """In a process of its own, so that its memory is its own too."""
    done = subprocess.run([sys.executable, __file__, str(seed)], capture_output=True, text=True, check=True, cwd=ROOT)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _solve(seed: int) -> dict[str, float]:
    import resource

    from fieldmark.faults.network import network
    from fieldmark.faults.policy import solve

    net = network(made(seed))
    start = time.process_time()
    policy = solve(net)
    seconds = time.process_time() - start
    assert policy.exact
    return {"seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def made(seed: int) -> Any:
    """A scenario of the size that must be exact, drawn from the seed."""
    from fieldmark.model.fault import Change, Cost, Fault, Scenario, Test, UnitState
    from fieldmark.model.text import Text

    luck = random.Random(seed)  # noqa: S311 - a made-up scenario
    shares = [luck.uniform(0.2, 1.0) for _ in range(FAULTS)]
    faults = tuple(Fault(f"f{i}", Text(f"f{i}"), s / sum(shares), Cost(luck.randint(5, 200)))
                   for i, s in enumerate(shares))  # fmt: skip
    tests = tuple(
        Test(f"t{k}", Text(f"t{k}"), "tool", Cost(luck.randint(1, 12)), _readings(luck, faults, k < NOISY),
             luck.choice(["on", "off"]))
        for k in range(TESTS)
    )  # fmt: skip
    changes = tuple(
        Change(f"to-{end}", Text(end), start, end, Cost(3)) for start, end in (("on", "off"), ("off", "on"))
    )
    return Scenario(
        id="made", course="bench", title=Text("made"), report=Text("made"), skills=(), faults=faults, tests=tests,
        states=(UnitState("on", Text("on")), UnitState("off", Text("off"))), changes=changes, start="on",
        check_state="on", repair_state="off",
    )  # fmt: skip


def _readings(luck: random.Random, faults: Any, noisy: bool) -> dict[str, dict[str, float]]:
    if not noisy:
        return {fault.id: {f"r{luck.randrange(READINGS)}": 1.0} for fault in faults}
    table = {}
    for fault in faults:
        weights = [luck.uniform(0.05, 1.0) for _ in range(READINGS)]
        table[fault.id] = {f"r{n}": w / sum(weights) for n, w in enumerate(weights)}
    return table


def _shipped() -> list[Any]:
    from fieldmark.bank import read
    from fieldmark.store.workspace import Workspace

    return [item for item in read(Workspace(ROOT)).items if item.kind == "fault"]


def _costs(bench: Any, seeds: int) -> tuple[float, float]:
    """Greedy and random over exact."""
    from fieldmark.faults import strategies
    from fieldmark.items.fault import policy

    best = policy(bench.scenario)
    exact = best.value(best.start())
    by_lot = [strategies.expected_cost(best, strategies.at_random(seed)) for seed in range(seeds)]
    return strategies.expected_cost(best, strategies.greedy) / exact, statistics.mean(by_lot) / exact


def _step_ms(benches: list[Any], sessions: int) -> float:
    """Steps as the exam service takes them: the acts so far are played again, the reading comes back."""
    from fieldmark import items

    taken = []
    for bench in benches:
        for engineer in range(sessions):
            variant = items.draw(bench, secret="bench", engineer=f"e{engineer}", slot="q01")  # noqa: S106
            answer: Any = {"steps": [{"test": t.id} for t in _possible(bench.scenario)][:20]}
            for test in _possible(bench.scenario):
                start = time.perf_counter()
                done = items.step(bench, variant, answer, {"test": test.id})
                taken.append((time.perf_counter() - start) * 1000)
                assert not done.refused
    return statistics.quantiles(taken, n=20)[-1]


def _possible(scenario: Any) -> list[Any]:
    """Twenty tests that can be made in the state in which the unit is found, over and over."""
    tests = [t for t in scenario.tests if t.state in ("", scenario.start)]
    return (tests * 20)[:20]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_solve(int(sys.argv[1]))))
