"""What each ticket and each survey says about each KPI: one Ibis expression a KPI, and nothing counted yet.

A KPI's value over any group is sum(weight x value) / sum(weight) over the cases that it counts; a case that it does
not count is NULL. Shares have values 0 and 1. Durations are in hours, or minutes for the first response.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Expression = Any
"""An Ibis table or column (Ibis ships no types)."""

REPEAT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Formula:
    """`value`: the case's value (NULL: not counted), from the table named by `source` (tickets or surveys);
    `weight`: how often it counts (None: once); `kind`: share (interval by Wilson) or mean (by Student's t);
    `needs`: columns that must not all be empty, `|` between columns of which one is enough."""

    kpi: str
    kind: str
    value: Callable[[Expression], Expression]
    needs: tuple[str, ...]
    source: str = "tickets"
    weight: Callable[[Expression], Expression] | None = None


def share(condition: Expression) -> Expression:
    """1.0 where it holds, 0.0 where it does not, NULL where it is not known (casting a boolean is not portable)."""
    import ibis

    return ibis.cases((condition, 1.0), (~condition, 0.0))


def counted(condition: Expression, value: Expression) -> Expression:
    """The value where the condition holds, else NULL."""
    import ibis

    return ibis.cases((condition, value))


def seconds(later: Expression, earlier: Expression) -> Expression:
    return later.epoch_seconds() - earlier.epoch_seconds()


# --- the formulas, in the order in which managers read them -------------------------------------------------


def first_response(t: Expression) -> Expression:
    return seconds(t.first_response, t.opened) / 60.0


def handling_time(t: Expression) -> Expression:
    return seconds(t.resolved, t.opened) / 3600.0


def overdue(t: Expression) -> Expression:
    """Resolved after the due time; where no due time is known, what the CRM says of its agreement."""
    import ibis

    late = counted(t.resolved.notnull() & t.due.notnull(), share(t.resolved > t.due))
    return ibis.coalesce(late, counted(t.due.isnull(), share(~t.sla_met)))


def first_time_fix(t: Expression) -> Expression:
    """Resolved in one visit, or remotely, and not reopened."""
    import ibis

    once = ibis.coalesce(t.visits <= 1, t.remote)
    # “unknown and not” would be no: a ticket counts only where both are known
    return counted(t.resolved.notnull() & once.notnull() & t.reopened.notnull(), share(once & ~t.reopened))


def repeat_fault(t: Expression) -> Expression:
    """Followed within 30 days by a ticket of the same customer, asset and fault class."""
    import ibis

    alike = ibis.window(group_by=[t.customer, t.asset, t.fault_class], order_by=[t.opened, t.ticket])
    gap = seconds(t.opened.lead().over(alike), t.opened)
    known = t.customer.notnull() & t.asset.notnull() & t.fault_class.notnull()
    return counted(known, ibis.coalesce(share(gap <= REPEAT_DAYS * 86400), 0.0))


def complaint_closure(t: Expression) -> Expression:
    """Of the complaints: closed and called back."""
    import ibis

    done = ibis.cases((t.closed.isnull(), 0.0), (t.called_back, 1.0), (~t.called_back, 0.0))
    return counted(t.kind == "complaint", done)


def remote_fix(t: Expression) -> Expression:
    return counted(t.remote_suitable & t.resolved.notnull(), share(t.remote))


def misdiagnosis(t: Expression) -> Expression:
    return counted(t.parts_replaced > 0, t.parts_good.cast("float64") / t.parts_replaced.cast("float64").nullif(0.0))


def cost(t: Expression) -> Expression:
    """Labour, parts and travel; a part of it that is not known counts as none where another is known."""
    import ibis

    parts = (t.labour_cost, t.parts_cost, t.travel_cost)
    known = parts[0].notnull() | parts[1].notnull() | parts[2].notnull()
    return counted(known, sum(ibis.coalesce(p, 0.0) for p in parts))


def nps(s: Expression) -> Expression:
    """+100 a promoter (9, 10), -100 a detractor (0 to 6): the mean is the net promoter score."""
    import ibis

    return ibis.cases((s.nps >= 9, 100.0), (s.nps <= 6, -100.0), (s.nps.notnull(), 0.0))


FORMULAS: tuple[Formula, ...] = (
    Formula("first_response", "mean", first_response, ("first_response",)),
    Formula("response_on_time", "share", lambda t: share(t.response_met), ("response_met",)),
    Formula("handling_time", "mean", handling_time, ("resolved",)),
    Formula("overdue", "share", overdue, ("due|sla_met",)),
    Formula("first_time_fix", "share", first_time_fix, ("resolved", "visits|remote", "reopened")),
    Formula("repeat_fault", "share", repeat_fault, ("customer", "asset", "fault_class")),
    Formula("resolution", "share", lambda t: share(t.resolved.notnull()), ("resolved",)),
    Formula("csat", "mean", lambda s: s.csat, ("csat",), source="surveys"),
    Formula("problem_solved", "mean", lambda s: s.solved, ("solved",), source="surveys"),
    Formula("nps", "mean", nps, ("nps",), source="surveys"),
    Formula("complaint_closure", "share", complaint_closure, ("kind", "called_back")),
    Formula("remote_fix", "share", remote_fix, ("remote", "remote_suitable")),
    Formula(
        "misdiagnosis",
        "share",
        misdiagnosis,
        ("parts_replaced", "parts_good"),
        weight=lambda t: t.parts_replaced.cast("float64"),
    ),
    Formula("cost_per_ticket", "mean", cost, ("labour_cost|parts_cost|travel_cost",)),
    Formula("knowledge_use", "share", lambda t: share(t.knowledge_used), ("knowledge_used",)),
    Formula("process_deviation", "share", lambda t: share(t.steps_skipped > 0), ("steps_skipped",)),
)
"""All but `workload`, which counts engineers and days too (see workload.py)."""


def by_id(kpi: str) -> Formula:
    return next(f for f in FORMULAS if f.kpi == kpi)


# --- tables of facts ----------------------------------------------------------------------------------------

GROUPS = ("region", "team", "product_line", "engineer")
CASE_MIX = ("priority", "product_line", "fault_class")


def ticket_facts(tickets: Expression, engineers: Expression, formulas: tuple[Formula, ...], hours: float) -> Expression:
    """One row a ticket: ticket, opened, month, the groups, case mix, and `x_<kpi>`, `w_<kpi>` for the formulas
    over tickets. `hours`: the company's clock against UTC, for the month."""
    known = with_groups(tickets, engineers, hours)
    return known.select("ticket", "opened", "month", *_grouped(), **_values(known, formulas, "tickets"))


def survey_facts(
    surveys: Expression, tickets: Expression, engineers: Expression, formulas: tuple[Formula, ...], hours: float
) -> Expression:
    """The same by survey, with the groups, month and case mix of its ticket; a survey of no known ticket is left
    out."""
    kept = with_groups(tickets, engineers, hours).select("ticket", "opened", "month", *_grouped())
    joined = surveys.select("survey", "ticket", "csat", "solved", "nps").inner_join(kept, "ticket")
    return joined.select("ticket", "opened", "month", *_grouped(), **_values(joined, formulas, "surveys"))


def _grouped() -> tuple[str, ...]:
    return tuple(dict.fromkeys((*GROUPS, *CASE_MIX)))


def _values(table: Expression, formulas: tuple[Formula, ...], source: str) -> dict[str, Expression]:
    made: dict[str, Expression] = {}
    for formula in formulas:
        if formula.source == source:
            value = formula.value(table).cast("float64")
            made[f"x_{formula.kpi}"] = value
            if formula.weight is not None:
                made[f"w_{formula.kpi}"] = formula.weight(table)
    return made


def with_groups(tickets: Expression, engineers: Expression, hours: float) -> Expression:
    """Tickets with `month` (YYYY-MM of `opened`) and `team`, and the engineer's region where the ticket has none."""
    import ibis

    people = engineers.select(engineer="engineer", team="team", home="region")
    joined = tickets.left_join(people, "engineer").drop("engineer_right")
    local = joined.opened + ibis.interval(minutes=round(hours * 60)) if hours else joined.opened
    month = local.strftime("%Y-%m")
    return joined.mutate(month=month, region=ibis.coalesce(joined.region, joined.home))
