"""Questions to practise with in a lesson's notebook: `practise("dc-bus-400")` as the last line of a cell."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fieldmark.model.content import Content
from fieldmark.model.item import AnyItem
from fieldmark.model.problem import Refused, code
from fieldmark.store.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from fieldmark.sitting.widgets import Question

NO_ITEM = code(
    "B010",
    en="There is no item “{item}” to practise with.",
    zh="没有可供练习的题目“{item}”。",
    hint_en="Items of this workspace whose ids are alike: {alike}.",
    hint_zh="本工作区中编号相近的题目：{alike}。",
)


def practise(item_id: str, workspace: Path | str | None = None) -> Question:
    """A question of the workspace with feedback at once; nothing of it is recorded.

    `workspace`: its folder; None: FIELDMARK_WORKSPACE, else the nearest workspace above the notebook.
    Refused (W001) where there is no workspace, (B010) where it has no such item.
    """
    from fieldmark.sitting.widgets import Question

    found = find(item_id, _content(_workspace(workspace)))
    person = os.environ.get("JUPYTERHUB_USER") or os.environ.get("FIELDMARK_USER", "")
    return Question(found, person=person)


def find(item_id: str, content: Content) -> AnyItem:
    """The item of this id; Refused (B010) with the ids that are most like it."""
    from difflib import get_close_matches

    items = {item.id: item for item in content.items}
    if item_id not in items:
        alike = get_close_matches(item_id, list(items), n=3, cutoff=0.4) or sorted(items)[:3]
        raise Refused(NO_ITEM.at(item=item_id, alike=", ".join(alike) or "–"))
    return items[item_id]


def _workspace(folder: Path | str | None) -> Workspace:
    named = folder or os.environ.get("FIELDMARK_WORKSPACE")
    if named:
        return open_workspace(Path(named))
    here = Path.cwd()
    above = (f for f in (here, *here.parents) if (f / "courses").is_dir() and (f / "assignments").is_dir())
    return open_workspace(next(above, here))


@lru_cache(maxsize=4)
def _content(workspace: Workspace) -> Content:
    from fieldmark.bank import read

    return read(workspace)
