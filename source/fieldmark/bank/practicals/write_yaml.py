"""Plain data to YAML as trainers read it: one short thing a line, comments in both languages."""

from __future__ import annotations

import json
import re
from typing import Any

from fieldmark.bank.practicals.document import Document
from fieldmark.model.text import Text

WIDTH = 120
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_:][A-Za-z0-9]+)*|[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*-[A-Za-z][A-Za-z0-9]*")
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_TAKEN = re.compile(r"(?:yes|no|on|off|true|false|null)", re.IGNORECASE)
COMMENTS = {
    "shows": "Which skill each part of the score counts for. 各部分得分对应的技能。",
    "states": "What state the unit can be in, and what it takes to change it. 设备状态与切换代价。",
    "faults": "Possible causes; the priors add up to 1. 可能的原因；先验概率之和为 1。",
    "tests": "Tests: which reading each fault gives. 测试：每种故障给出的读数。",
    "rules": "Unsafe steps are carried out and count. 不安全的操作会被执行并计入成绩。",
    "proof": "What good work shows. 规范动作。",
    "layout": "The drawing: boxes, test points and wires, in drawing units. 示意图。",
    "turns": "The first turn begins; one without replies ends the talk. 从第一个节点开始；没有回复的节点结束对话。",
    "criteria": "What is watched, each with its levels from worst to best. 观察项，各等级由差到好。",
}


def write_yaml(document: Document, comment: str = "") -> str:
    """The document as YAML 1.1; `comment` stands at its head, one `#` a line."""
    lines = [f"# {line}" for line in comment.splitlines()]
    for name, value in document.items():
        if name in COMMENTS:
            lines += ["", f"# {COMMENTS[name]}"]
        lines += _entry(name, value, 0)
    return "\n".join(lines).lstrip("\n") + "\n"


def _entry(name: str, value: Any, indent: int) -> list[str]:
    """`name: value` on one line where it fits, else below."""
    pad, key = " " * indent, _scalar(name)
    line = f"{pad}{key}: {_flow(value)}"
    if not isinstance(value, dict | list | Text) or (_fits(line) and _simple(value)):
        return [line]
    return [f"{pad}{key}:", *_block(value, indent + 2)]


def _block(value: Any, indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(value, Text):
        return [f"{pad}{language}: {_scalar(words)}" for language, words in _languages(value).items()]
    if isinstance(value, dict):
        return [line for name, part in value.items() for line in _entry(name, part, indent)]
    lines: list[str] = []
    for part in value:
        line = f"{pad}- {_flow(part)}"
        if not isinstance(part, dict) or (_fits(line) and _simple(part)):
            lines.append(line)
        else:
            first, *rest = _block(part, indent + 2)
            lines += [f"{pad}- {first.lstrip()}", *rest]
    return lines


def _fits(line: str) -> bool:
    return len(line) <= WIDTH


def _simple(value: Any) -> bool:
    """Whether it reads well on one line: no list of mappings, no more than a few parts."""
    if isinstance(value, list):
        return not any(isinstance(part, dict) for part in value) or (len(value) <= 2 and all(map(_flat, value)))
    return not isinstance(value, dict) or all(_flat(part) for part in value.values())


def _flat(value: Any) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not any(isinstance(part, dict | list) for part in parts)


def _flow(value: Any) -> str:
    if isinstance(value, Text):
        value = _languages(value)
        return "{" + ", ".join(f"{language}: {_quoted(words)}" for language, words in
                               value.items()) + "}"  # fmt: skip
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(name)}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return _scalar(value)


def _languages(text: Text) -> dict[str, str]:
    return {language: words for language, words in (("en", text.en), ("zh", text.zh)) if words}


def _scalar(value: Any) -> str:
    """A number as short as it is exact; a word plain where every reader takes it for one."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    plain = _PLAIN.fullmatch(value) and not _TAKEN.fullmatch(value)
    return value if plain else _quoted(value)


def _quoted(words: str) -> str:
    """Between double quotes, with what YAML cannot hold or would take for the end of a line written as its code."""
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(words, ensure_ascii=False))


def number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
