"""What must hold before a verdict is given, and what a reader should know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldmark.model.text import Text
from fieldmark.outcome.analysis import Analysis
from fieldmark.outcome.policy import OutcomePolicy

ALIKE_AT = 0.05
REFUSED_AT = {"rota": 0.001, "weakness": ALIKE_AT}
"""p below which both groups did not run alike before, and below which that refuses a verdict. A rota does not look at
results, so that chance is the likelier reason there; where the weak were chosen, selection is known to be at work."""


@dataclass(frozen=True, slots=True)
class Check:
    """`needed`: a verdict is refused where it fails."""

    id: str
    passed: bool
    words: Text
    needed: bool = True


def checks(found: Analysis, chosen_by: str, left_out: Sequence[str], policy: OutcomePolicy) -> list[Check]:
    """In the order in which a reader asks. `left_out`: names of cohorts that cannot be compared."""
    made = [_base(found, chosen_by, left_out, policy)]
    if found.overall is None:
        return made
    return [*made, *_enough(found, policy), _alike(found, chosen_by), *_naive(found)]


BASE = Text(
    "The starting point: the last months before the training, up to {base}, without those that a selection looked at.",
    "以培训前最后的月份（最多 {base} 个，选拔所参考的月份除外）为起点。",
)
BASE_EARLIER = Text(
    "The starting point: up to {base} months, which lie up to {months} earlier than the month before the training, so "
    "that no month that a selection looked at is among them: who was picked for bad months was partly unlucky then.",
    "起点为最多 {base} 个月，比培训前一个月最多再早 {months}，以避开选拔所参考的月份："
    "因表现差而入选的人，当时有一部分只是运气不好。",
)
MONTH, MONTHS = Text("one month", "1 个月"), Text("{count} months", "{count} 个月")
NO_BASE_WEAK = Text(
    "These engineers were chosen because recent months were weak, and fewer than {least} months without selection lie "
    "before. Their recovery from bad luck and the effect of the training cannot be told apart.",
    "这些工程师因近期表现弱而入选，而选拔窗口之前不受选拔影响的月份不足 {least} 个；运气回升与培训效果无法区分。",
)
NO_BASE = Text(
    "There is no month before the training to start from, or nobody to compare with in the months after it.",
    "培训前没有可作起点的月份，或培训后的月份中没有可比较的工程师。",
)
LEFT_OUT = Text(" Left out, for want of such months: {who}.", "以下批次没有足够的此类月份，未计入：{who}。")


def _base(found: Analysis, chosen_by: str, left_out: Sequence[str], policy: OutcomePolicy) -> Check:
    if found.overall is None:
        words = NO_BASE_WEAK if chosen_by == "weakness" else NO_BASE
        return Check("base", False, words.fill(least=policy.least_clean_months))
    months = MONTH if found.shift == 1 else MONTHS.fill(count=found.shift)
    words = (BASE_EARLIER if found.shift else BASE).fill(months=months, base=found.base)
    left = LEFT_OUT.fill(who=", ".join(left_out)) if left_out else Text()
    return Check("base", True, Text(words.en + left.en, words.zh + left.zh))


TRAINED = Text("{count} trained engineers (least: {least}).", "已培训工程师 {count} 名（至少需要 {least} 名）。")
CONTROLS = Text(
    "{count} engineers not yet trained to compare them with (least: {least}).",
    "可作对照的尚未培训工程师 {count} 名（至少需要 {least} 名）。",
)
TICKETS = Text(
    "{count} tickets of the trained in the months compared (least: {least}).",
    "所比较月份中，已培训工程师的工单 {count} 张（至少需要 {least} 张）。",
)


def _enough(found: Analysis, policy: OutcomePolicy) -> list[Check]:
    counts = (
        ("trained", TRAINED, found.trained, policy.least_trained),
        ("comparison", CONTROLS, found.controls, policy.least_controls),
        ("tickets", TICKETS, found.tickets, policy.least_tickets),
    )
    return [Check(name, n >= least, words.fill(count=f"{n:,}", least=f"{least:,}")) for name, words, n, least in counts]


ALIKE = Text(
    "In the clean months before, both groups ran alike (p = {p:.2f}).",
    "在此前不受选拔影响的月份里，两组走势一致（p = {p:.2f}）。",
)
CARE = Text(
    "In the months before, both groups did not run quite alike (p = {p:.3f}). A rota does not look at results: chance "
    "is the likely reason; read the effect with care.",
    "在培训前的月份里，两组走势不完全一致（p = {p:.3f}）。轮训名单不看业绩，多半出于偶然；请谨慎解读。",
)
NOT_ALIKE = Text(
    "In the months before, both groups did not run alike (p = {p:.4f}): what set them apart then may do so after the "
    "training as well.",
    "在培训前的月份里，两组走势并不一致（p = {p:.4f}）：当时造成差异的因素在培训后可能仍在起作用。",
)
STILL_SELECTED = Text(
    "Even outside the declared months of selection the chosen engineers did not run like the others (p = {p:.3f}): "
    "selection still shows, and cannot be told apart from the training.",
    "即使在申报的选拔窗口之外，入选工程师与其他人的走势也不一致（p = {p:.3f}）：选拔的影响仍在，无法与培训效果区分。",
)
NOT_SEEN = Text(
    "No earlier month shows whether both groups ran alike; a rota does not look at results, so this is taken as given.",
    "没有更早的月份可用于核实两组走势是否一致；轮训名单不看业绩，故按一致处理。",
)


def _alike(found: Analysis, chosen_by: str) -> Check:
    if found.pretrend is None:
        words = NOT_SEEN if chosen_by == "rota" else NO_BASE_WEAK.fill(least=2)
        return Check("pretrend", chosen_by == "rota", words)
    p, refused_at = found.pretrend.p, REFUSED_AT.get(chosen_by, ALIKE_AT)
    failed = STILL_SELECTED if chosen_by == "weakness" else NOT_ALIKE if p < refused_at else CARE
    words = ALIKE if p >= ALIKE_AT else failed
    return Check("pretrend", p >= ALIKE_AT, words.fill(p=p), needed=p < refused_at)


AGREES = Text(
    "A plain before/after happens to lie inside the interval here; that says nothing for it: it holds season, case mix "
    "and selection too.",
    "此处简单的前后对比恰好落在区间之内；这并不说明它可靠：其中仍混有季节、工单构成和选拔的影响。",
)
DISAGREES = Text(
    "A plain before/after lies outside the interval: season, case mix or selection moved the numbers too.",
    "简单的前后对比落在区间之外：季节、工单构成或选拔也影响了数字。",
)


def _naive(found: Analysis) -> list[Check]:
    if found.naive is None or found.overall is None:
        return []
    inside = found.overall.low <= found.naive.estimate <= found.overall.high
    return [Check("naive", inside, AGREES if inside else DISAGREES, needed=False)]


CHANCE = Text(
    "{looked} KPIs were looked at for these engineers. With so many, an effect counts as beyond chance up to "
    "p = {line:.3f} (Holm); here p = {p:.3f}.",
    "对这些工程师共考察了 {looked} 项指标。指标较多时，p 值不高于 {line:.3f} 才算超出偶然（Holm 法）；"
    "此处 p = {p:.3f}。",
)


def many(p: float, others: list[float], confidence: float) -> Check:
    """Does it stand when all KPIs that were looked at are taken together? Holm (1979), Scand. J. of Statistics 6."""
    ordered = sorted([p, *others])
    line, passed = 0.0, True
    for rank, value in enumerate(ordered):
        line = (1 - confidence) / (len(ordered) - rank)
        passed = passed and value <= line
        if value == p:
            break
    return Check("many", passed, CHANCE.fill(looked=len(ordered), line=line, p=p), needed=False)
