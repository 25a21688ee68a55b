"""The sample company in a workspace: its files in inbox/, its people, its sittings. Made once, then left alone."""

from __future__ import annotations

from typing import Any

from fieldmark import pipeline
from fieldmark.model.problem import Refused, code
from fieldmark.model.report import Progress, quiet
from fieldmark.store.files import read_json, write_json
from fieldmark.store.workspace import Workspace

NOT_A_SAMPLE = code(
    "W090",
    en="This workspace already holds {what}, and the sample company would be mixed into it.",
    zh="该工作区已有{what}，示例公司的数据会与之混在一起。",
    hint_en="Make the sample elsewhere: fieldmark demo --workspace NEWFOLDER. Nothing was changed.",
    hint_zh="请在别处生成示例：fieldmark demo --workspace 新文件夹。未作任何更改。",
)


def make_demo(
    workspace: Workspace, *, engineers: int, tickets: int, months: int, seed: int, progress: Progress = quiet
) -> None:
    """Make the sample company unless this very one is there; Refused (W090) where other data is.

    Stopped half-way, it goes on the next time: each part is whole or not there, and the note comes last.
    """
    from fieldmark.sample.company import make
    from fieldmark.sample.people import make_people
    from fieldmark.sample.sittings import make_sittings

    note = workspace.state / "demo.json"
    wanted: dict[str, Any] = {"engineers": engineers, "tickets": tickets, "months": months, "seed": seed}
    state = read_json(note) if note.exists() else {}
    if state and state.get("company") != wanted:
        raise Refused(NOT_A_SAMPLE.at(what=f"another sample company ({state.get('company')})"))
    if not state and _foreign(workspace):
        raise Refused(NOT_A_SAMPLE.at(what="field data or answers"))
    if state.get("done"):
        return
    write_json(note, {"company": wanted})
    make(workspace, **wanted, progress=progress)
    make_people(workspace, engineers=engineers, seed=seed)
    pipeline.build(workspace, progress)
    make_sittings(workspace, seed=seed, progress=progress)
    write_json(note, {"company": wanted, "done": True})


def _foreign(workspace: Workspace) -> bool:
    return any(workspace.inbox.glob("*.csv*")) or workspace.journal.exists()
