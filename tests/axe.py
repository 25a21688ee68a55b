"""axe-core in a page: what it finds against WCAG 2.2 A and AA."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_REST = "document.getAnimations().forEach((a) => a.effect?.getTiming().iterations !== Infinity && a.finish())"
_RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return found.violations.flatMap((v) => v.nodes.map((n) =>
    `${v.id}: ${n.target.join(" ")} ${n.html.slice(0, 160)}: ${n.failureSummary.replaceAll(/\\s+/g, " ")}`));
}"""


def violations(page: Any, tags: Sequence[str] = TAGS) -> list[str]:
    """One line for each element that breaks a rule: rule, selector, excerpt, what to do.

    The script is evaluated past the page's own policy, which allows no foreign script tag; colours are judged at
    rest, so transitions are finished first."""
    page.evaluate(
        "document.getAnimations().forEach((a) => a.effect?.getTiming().iterations !== Infinity && a.finish())"
    )
    if not page.evaluate("typeof globalThis.axe === 'object'"):
        page.evaluate(_source())
    return list(page.evaluate(_RUN, list(tags)))


@lru_cache
def _source() -> str:
    return SCRIPT.read_text(encoding="utf-8")
