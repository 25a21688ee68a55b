"""Sealed papers: keys and secrets, readable by the service's own user alone."""

from __future__ import annotations

from fieldmark.model.codec import from_data, to_data
from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Refused, code
from fieldmark.store.files import read_json, write_json
from fieldmark.store.policies import keep_policies
from fieldmark.store.workspace import Workspace

NO_KEY = code(
    "W010",
    en="The paper “{paper}” has no sealed key.",
    zh="试卷“{paper}”没有密封的答案。",
    hint_en="Nobody sat it yet: run “fieldmark build”. Somebody did: restore .fieldmark/sealed/{paper}.json from a "
    "backup, since a new key would not fit; answers are safe meanwhile.",
    hint_zh="若尚无人作答，请运行 “fieldmark build”；若已有人作答，请从备份恢复 .fieldmark/sealed/{paper}.json"
    "（新答案与之不符）。在此期间作答内容是安全的。",
)


def write_sealed(workspace: Workspace, sealed: SealedPaper) -> None:
    workspace.sealed.mkdir(parents=True, exist_ok=True)
    workspace.sealed.chmod(0o700)
    write_json(workspace.sealed / f"{sealed.paper.id}.json", to_data(sealed), mode=0o600)


def read_sealed(workspace: Workspace, paper: str) -> SealedPaper:
    """Refused (W010) where the paper is not built; (W004) where the file is damaged."""
    path = workspace.sealed / f"{paper}.json"
    if not path.exists():
        raise Refused(NO_KEY.at(paper=paper))
    keep_policies(workspace)
    return from_data(read_json(path), SealedPaper)


def sealed_papers(workspace: Workspace) -> tuple[str, ...]:
    """Ids of the papers that are built, sorted."""
    if not workspace.sealed.is_dir():
        return ()
    return tuple(sorted(p.stem for p in workspace.sealed.glob("*.json")))
