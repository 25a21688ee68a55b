"""papers/*.yaml to a Blueprint."""

from __future__ import annotations

import re

from fieldmark.bank import problems
from fieldmark.bank.fields import Fields
from fieldmark.bank.source import Source
from fieldmark.bank.yamls import Node, Scalar, parse
from fieldmark.bank.yamls import Sequence as Listed
from fieldmark.model.item import Place
from fieldmark.model.paper import ADMISSIONS, Admission, Blueprint, Draw, Form
from fieldmark.model.problem import Problem
from fieldmark.model.text import Text

MOST_SLOTS, MOST_POOL, MOST_MINUTES, MOST_POINTS = 200, 50, 24 * 60, 100.0
_BLUEPRINT = Text("the blueprint", "组卷蓝图")
_DRAW = Text("a draw", "抽题规则")
_FORM = Text("a form", "卷型")
_KEY = re.compile(r"[0-9A-Fa-f]{64}")
_KNOWN = ("id", "title", "minutes", "cut", "attempts", "seb", "seb_keys", "admission", "practice", "draws", "forms")
_CONDITIONS = ("count", "points", "skills", "group", "kinds", "difficulty", "items", "pool")


def read_blueprint(source: Source, course: str) -> tuple[Blueprint | None, tuple[Problem, ...]]:
    """The blueprint, with all that could be read of it; None where nothing could."""
    node, unreadable = parse(source)
    if unreadable:
        return None, unreadable
    wrong: list[Problem] = []
    fields = Fields(source, node, _BLUEPRINT, _KNOWN, wrong)
    fields.required("id", "title", "minutes", "draws", "forms")
    blueprint = Blueprint(
        id=fields.identifier(),
        course=course,
        title=fields.text("title"),
        minutes=fields.whole("minutes", 60, 1, MOST_MINUTES),
        draws=tuple(_draw(source, child, wrong) for child in fields.nodes("draws")),
        forms=_forms(source, fields, wrong),
        cut=fields.number("cut", 0.6, 0, 1),
        attempts=fields.whole("attempts", 1, 1, 20),
        seb=_seb(source, fields, wrong),
        seb_keys=_seb_keys(source, fields, wrong),
        admission=_admission(source, fields, wrong),
        practice=fields.flag("practice"),
        place=Place(source.file, fields.line_of("id")),
    )
    return (blueprint if blueprint.id else None), tuple(wrong)


def _admission(source: Source, fields: Fields, wrong: list[Problem]) -> Admission:
    """`admission: code` or `admission: examiner`; at once where nothing is said."""
    said = fields.words("admission") or "none"
    if said not in ADMISSIONS:
        shape = Text("none, code or examiner", "none、code 或 examiner")
        wrong.append(source.at(problems.BAD_VALUE, fields.line_of("admission"), name="admission", shape=shape))
    return next((a for a in ADMISSIONS if a == said), "none")


def _seb(source: Source, fields: Fields, wrong: list[Problem]) -> bool:
    """`seb: required`: only in Safe Exam Browser. Keys alone say the same."""
    said = fields.words("seb")
    if said not in ("", "required", "off"):
        shape = Text("required or off", "required 或 off")
        wrong.append(source.at(problems.BAD_VALUE, fields.line_of("seb"), name="seb", shape=shape))
    return said == "required" or (said != "off" and fields.has("seb_keys"))


def _seb_keys(source: Source, fields: Fields, wrong: list[Problem]) -> tuple[str, ...]:
    """Browser Exam Keys, as Safe Exam Browser shows them."""
    keys = fields.strings("seb_keys")
    if all(_KEY.fullmatch(key) for key in keys):
        return tuple(key.lower() for key in keys)
    shape = Text("a list of keys of 64 hexadecimal digits", "由 64 位十六进制数字组成的密钥列表")
    wrong.append(source.at(problems.BAD_VALUE, fields.line_of("seb_keys"), name="seb_keys", shape=shape))
    return ()


def _draw(source: Source, node: Node, wrong: list[Problem]) -> Draw:
    fields = Fields(source, node, _DRAW, _CONDITIONS, wrong)
    fields.required("count", "points")
    return Draw(
        count=fields.whole("count", 0, 1, MOST_SLOTS),
        points=fields.number("points", 0.0, 0.1, MOST_POINTS),
        skills=fields.strings("skills"),
        group=fields.words("group"),
        kinds=fields.strings("kinds"),
        difficulty=_range(source, fields, wrong),
        items=fields.strings("items"),
        pool=fields.whole("pool", 1, 1, MOST_POOL),
        place=Place(source.file, fields.line),
    )


def _range(source: Source, fields: Fields, wrong: list[Problem]) -> tuple[int, int]:
    """`difficulty: [2, 4]` or one number."""
    if not fields.has("difficulty"):
        return (1, 5)
    node = fields.node.fields["difficulty"]
    parts = node.items if isinstance(node, Listed) else (node,)
    levels = [int(p.text) for p in parts if isinstance(p, Scalar) and p.text in ("1", "2", "3", "4", "5")]
    if len(levels) == len(parts) and len(levels) in (1, 2) and levels[0] <= levels[-1]:
        return (levels[0], levels[-1])
    shape = Text("[lowest, highest], each from 1 to 5", "[最低, 最高]，各为 1 到 5")
    wrong.append(source.at(problems.BAD_VALUE, fields.line_of("difficulty"), name="difficulty", shape=shape))
    return (1, 5)


def _forms(source: Source, fields: Fields, wrong: list[Problem]) -> tuple[Form, ...]:
    forms: list[Form] = []
    for node in fields.nodes("forms"):
        form = Fields(source, node, _FORM, ("id", "title", "seed", "opens", "closes"), wrong)
        form.required("id", "title", "seed")
        made = Form(
            form.identifier(),
            form.text("title"),
            form.whole("seed", 0, 0, 2**53),
            form.time("opens"),
            form.time("closes"),
        )
        if made.id and any(f.id == made.id for f in forms):
            wrong.append(source.at(problems.ID_TWICE_HERE, form.line_of("id"), what=_FORM, id=made.id))
        if made.opens and made.closes and made.closes <= made.opens:
            wrong.append(source.at(problems.CLOSES_FIRST, form.line_of("closes")))
        forms.append(made)
    return tuple(forms)
