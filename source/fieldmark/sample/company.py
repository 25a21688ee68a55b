"""The sample company's files, from a seed: the same seed and sizes give the same bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from fieldmark.model.problem import Refused
from fieldmark.model.report import Progress, StepReport, quiet
from fieldmark.model.text import Text
from fieldmark.sample import problems
from fieldmark.store.files import write_bytes, write_json, write_text
from fieldmark.store.workspace import Workspace

LEAST = {"engineers": 16, "tickets": 1_000, "months": 12}


def make(
    workspace: Workspace,
    *,
    engineers: int = 120,
    tickets: int = 60_000,
    months: int = 18,
    seed: int = 1,
    progress: Progress = quiet,
) -> StepReport:
    """Write inbox/engineers.csv, training.csv, tickets.csv, surveys.csv, truth.json and TRUTH.md.

    Refused (D201) where a size is too small to hold cohorts and a base period.
    """
    asked = {"engineers": engineers, "tickets": tickets, "months": months}
    small = [problems.TOO_SMALL.at(what=k, asked=n, least=LEAST[k]) for k, n in asked.items() if n < LEAST[k]]
    if small:
        raise Refused(*small)
    import numpy as np

    from fieldmark.sample.export import sheets
    from fieldmark.sample.roster import enlist, plan
    from fieldmark.sample.simulate import simulate
    from fieldmark.sample.truth import in_words, truth
    from fieldmark.sample.world import START

    progress(0, 3, Text("inventing the company", "构造公司"))
    people, fate, dirt = (np.random.default_rng((seed, stream)) for stream in range(3))
    roster = enlist(engineers, people)
    history = simulate(roster, plan(engineers, months, people), tickets, months, fate)
    progress(1, 3, Text("writing its files", "写出文件"))
    made = sheets(roster, history, months, dirt)
    exported = (START + months).astype("M8[s]").astype(int).item()
    for sheet in made:
        write_bytes(workspace.inbox / sheet.name, sheet.to_bytes())
        os.utime(workspace.inbox / sheet.name, (exported, exported))  # its calendar is its own, whatever ours says
    progress(2, 3, Text("writing down what was planted", "记录预置的真相"))
    said = truth(roster, history, made, seed, months)
    write_json(workspace.inbox / "truth.json", said)
    write_text(workspace.inbox / "TRUTH.md", in_words(said))
    progress(3, 3, Text("made", "完成"))
    rows: list[Mapping[str, Any]] = [
        {"file": f"inbox/{s.name}", "rows": len(next(iter(s.columns.values()))), "dirt": json.dumps(dict(s.dirt or {}))}
        for s in made
    ]
    return StepReport(
        Text(
            f"A sample company of {engineers} engineers and {tickets} tickets lies in inbox/; what was planted stands "
            "in inbox/TRUTH.md.",
            f"示例公司（{engineers} 名工程师、{tickets} 张工单）已写入 inbox/；预置的真相见 inbox/TRUTH.md。",
        ),
        rows,
    )
