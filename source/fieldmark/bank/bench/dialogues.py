"""A dialogue by its id in the workspace or by the path of a file, drawn for its trainer."""

from __future__ import annotations

from pathlib import Path

from fieldmark.bank.bench.find import practical_files
from fieldmark.bank.bench.problems import NO_SUCH_DIALOGUE
from fieldmark.bank.bench.talk_svg import draw
from fieldmark.bank.checks.practicals import check_practical
from fieldmark.bank.practicals.practical import Practical
from fieldmark.bank.practicals.read import read_practical
from fieldmark.bank.source import MOST_YAML_BYTES, load
from fieldmark.bank.spelling import did_you_mean
from fieldmark.model.fault import Weights
from fieldmark.model.item import Conversation
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.report import StepReport
from fieldmark.model.text import Text
from fieldmark.store.files import write_text
from fieldmark.store.workspace import Workspace


def draw_dialogue(workspace: Workspace, name: str, target: Path | None, language: str) -> StepReport:
    """Write the drawing as SVG (to `<id>.svg` where no target is named), with all that is wrong with the dialogue.
    Refused (Q715) where there is none, and where it cannot be read at all."""
    practical, wrong = _found(workspace, name)
    if practical is None or not isinstance(practical.item, Conversation) or not practical.item.dialogue.turns:
        raise Refused(*wrong)
    dialogue = practical.item.dialogue
    out = target or Path(f"{dialogue.id or 'dialogue'}.svg")
    write_text(out, draw(dialogue, language))
    return StepReport(Text(f"{dialogue.id} is drawn in {out}.", f"{dialogue.id} 已绘制到 {out}。"), problems=wrong)


def _found(workspace: Workspace, name: str) -> tuple[Practical | None, tuple[Problem, ...]]:
    files = practical_files(workspace, "dialogues")
    path = Path(name)
    if path.is_file():
        known = {file.resolve(): course for course, file in files}
        return _read(workspace, path, known.get(path.resolve(), ""))
    read = [_read(workspace, file, course) for course, file in files]
    by_id = {practical.id: (practical, wrong) for practical, wrong in read if practical}
    if name not in by_id:
        raise Refused(NO_SUCH_DIALOGUE.at(name=name[:80], meant=did_you_mean(name, by_id)))
    return by_id[name]


def _read(workspace: Workspace, path: Path, course: str) -> tuple[Practical | None, tuple[Problem, ...]]:
    source, unreadable = load(path, workspace.relative(path.resolve()), MOST_YAML_BYTES)
    if source is None:
        return None, unreadable
    practical, wrong = read_practical(source, course, "dialogues", Weights())
    if practical and not any(p.severity == "error" for p in wrong):
        wrong = (*wrong, *check_practical(practical))
    return practical, wrong
