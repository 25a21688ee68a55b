"""What grading/mastery.yaml may say, and the level rules."""

from __future__ import annotations

from dataclasses import dataclass

from fieldmark.model.problem import Refused
from fieldmark.store.policy import BAD_SETTING, number, read_policy
from fieldmark.store.workspace import Workspace

FILE = "mastery.yaml"


@dataclass(frozen=True, slots=True)
class MasteryPolicy:
    """The settings of grading/mastery.yaml, described there."""

    adequate_from: float = number(0.60, 0.0, 1.0)
    strong_from: float = number(0.80, 0.0, 1.0)
    confidence: float = number(0.90, 0.5, 0.999)
    least_answers: int = number(2, 1, 100)
    least_engineers: int = number(20, 2, 10_000)


def mastery_policy(workspace: Workspace) -> MasteryPolicy:
    """Refused (W020 to W022) where the file is wrong."""
    policy = read_policy(workspace, FILE, MasteryPolicy)
    if policy.strong_from < policy.adequate_from:
        allowed = f"{policy.adequate_from:g} … 1"
        file = workspace.relative(workspace.grading / FILE)
        raise Refused(BAD_SETTING.at(file, setting="strong_from", value=policy.strong_from, allowed=allowed))
    return policy


def level(low: float, high: float, n: int, policy: MasteryPolicy) -> str:
    """strong, adequate or weak where the whole interval lies on one side of a line; else unknown."""
    if n < policy.least_answers:
        return "unknown"
    if low >= policy.strong_from:
        return "strong"
    if low >= policy.adequate_from:
        return "adequate"
    return "weak" if high < policy.adequate_from else "unknown"
