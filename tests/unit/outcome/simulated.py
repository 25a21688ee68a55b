"""A small company with a planted effect, for the tests of outcome: season, abilities, luck, and two ways of choosing.

Engineers have lasting abilities and monthly luck. Rota cohorts are drawn blindly; weakness cohorts are those with
the worst window before their month, of all who are on no list. The effect is the same for everybody.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

START = pd.Period("2025-01", "M")


@dataclass(frozen=True)
class Company:
    panel: pd.DataFrame
    training: pd.DataFrame


def company(
    seed,
    *,
    engineers=120,
    months=18,
    effect=0.06,
    rota=(7, 9, 11),
    weakness=(6, 14),
    rota_size=20,
    weak_size=12,
    window=3,
    declared=None,
    tickets=28,
    luck=0.05,
    memory=0.0,
    kpi="first_time_fix",
):
    """`declared`: the window that the register tells (by default the true one). `memory`: how much of a month's
    luck stays the next month."""
    draw = np.random.default_rng(seed)
    ability = draw.normal(0.75, 0.05, engineers)
    season = 0.04 * np.cos(2 * np.pi * (np.arange(months) - 6) / 12)
    shock = np.zeros((engineers, months))
    shock[:, 0] = draw.normal(0, luck, engineers)
    for m in range(1, months):
        shock[:, m] = memory * shock[:, m - 1] + np.sqrt(1 - memory**2) * draw.normal(0, luck, engineers)
    number = np.maximum(draw.poisson(tickets, (engineers, months)), 1)
    start, rows = np.full(engineers, 10**6), []
    order = draw.permutation(engineers)
    for i, month in enumerate(rota):
        members = order[i * rota_size : (i + 1) * rota_size]
        start[members] = month
        rows += _register(members, f"rota-{i + 1}", month, "rota", 0)
    fixed = np.zeros((engineers, months))
    for m in range(months):
        if m in weakness:
            free = np.flatnonzero(start == 10**6)
            weakest = free[np.argsort(fixed[free, max(0, m - window) : m].mean(axis=1))[:weak_size]]
            start[weakest] = m
            told = window if declared is None else declared
            rows += _register(weakest, f"weak-{weakness.index(m) + 1}", m, "weakness", told)
        chance = np.clip(ability + season[m] + shock[:, m] + effect * (start <= m), 0.02, 0.98)
        fixed[:, m] = draw.binomial(number[:, m], chance) / number[:, m]
    return Company(_panel(fixed, number, kpi), pd.DataFrame(rows))


def _register(members, cohort, month, chosen_by, window):
    held = (START + month).to_timestamp().date()
    return [
        {
            "engineer": f"e{i:03}",
            "course": "vfd",
            "cohort": cohort,
            "held": held,
            "hours": 8.0,
            "attended": True,
            "chosen_by": chosen_by,
            "window_months": window,
        }
        for i in members
    ]


def _panel(fixed, number, kpi):
    engineers, months = fixed.shape
    return pd.DataFrame(
        {
            "engineer": np.repeat([f"e{i:03}" for i in range(engineers)], months),
            "month": np.tile([str(START + m) for m in range(months)], engineers),
            "kpi": kpi,
            "n": number.ravel(),
            "value": fixed.ravel(),
            "adjusted": fixed.ravel(),
        }
    )
