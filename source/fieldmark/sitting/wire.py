"""What a page sends, read strictly: a bounded body becomes entries, or a Problem says what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

from fieldmark.model.problem import Problem, Refused
from fieldmark.model.text import Text
from fieldmark.sitting import problems
from fieldmark.sitting.state import Entry
from fieldmark.store.chain import canonical

MOST_ANSWER = 64_000  # bytes of one answer
MOST_BODY = 1_000_000  # bytes of a request
MOST_ENTRIES = 200
DEEPEST = 6


NOT_PLAIN = Text(
    "answer: an object of strings, numbers, lists and objects", "answer 须为由文字、数值、列表和对象组成的对象"
)
dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def body(raw: bytes) -> Mapping[str, Any]:
    """The JSON object of a request; Refused (E015)."""
    if not raw:
        return {}
    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(problems.UNREADABLE.at(why=Text(f"no JSON ({str(error)[:60]})", "不是有效的 JSON"))) from error
    if not isinstance(data, dict):
        raise Refused(problems.UNREADABLE.at(why=Text("not an object", "不是一个对象")))
    return data


def entries(data: Mapping[str, Any]) -> list[Entry]:
    """The answers and flags of a request; Refused (E011, E015) as a whole where one cannot be read."""
    listed = data.get("entries")
    if not isinstance(listed, list) or len(listed) > MOST_ENTRIES:
        raise Refused(
            problems.UNREADABLE.at(
                why=Text(f"entries: a list of at most {MOST_ENTRIES}", f"entries 须为列表，最多 {MOST_ENTRIES} 项")
            )
        )
    read = [_entry(e) for e in listed]
    if len({e.client for e in read}) != len(read):
        raise Refused(problems.UNREADABLE.at(why=Text("client: numbers that differ", "client 的编号不得重复")))
    return read


def step(data: Mapping[str, Any]) -> Entry:
    """A practical's step, its act as the entry's answer; Refused (E011, E015)."""
    sent = {name: data[name] for name in ("client", "slot", "seconds") if name in data}
    return _entry({**sent, "answer": data.get("act")})


def _entry(data: object) -> Entry:
    if not isinstance(data, dict):
        raise Refused(problems.UNREADABLE.at(why=Text("entries: objects", "entries 的每一项须为对象")))
    client, slot, seconds = data.get("client"), data.get("slot"), data.get("seconds", 0)
    if not isinstance(client, int) or isinstance(client, bool) or not 0 <= client < 2**53:
        raise Refused(problems.UNREADABLE.at(why=Text("client: a whole number", "client 须为整数")))
    if not isinstance(slot, str) or not 0 < len(slot) <= 64:
        raise Refused(problems.UNREADABLE.at(why=Text("slot: a name", "slot 须为名称")))
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not isfinite(seconds):
        raise Refused(problems.UNREADABLE.at(why=Text("seconds: a number", "seconds 须为数值")))
    claimed = str(data.get("claimed", ""))[:40]
    if "flag" in data:
        return Entry(client, slot, flag=1 if data["flag"] == 1 else 0, seconds=seconds, claimed=claimed)
    return Entry(client, slot, _answer(data.get("answer")), seconds=seconds, claimed=claimed)


def _answer(answer: object) -> Mapping[str, Any]:
    """An object of strings, numbers, lists and objects: no true, false or null, so that it is a Python literal too."""
    if not isinstance(answer, dict) or not _plain(answer, DEEPEST):
        raise Refused(problems.UNREADABLE.at(why=NOT_PLAIN))
    try:
        size = len(canonical(answer).encode())
    except (ValueError, UnicodeEncodeError) as error:
        raise Refused(
            problems.UNREADABLE.at(why=Text("answer: text that is no Unicode", "answer 中的文字不是有效的 Unicode"))
        ) from error
    if size > MOST_ANSWER:
        raise Refused(problems.TOO_BIG.at(size=size // 1000, most=MOST_ANSWER // 1000))
    return answer


def _plain(value: object, depth: int) -> bool:
    if depth == 0 or value is None or isinstance(value, bool):
        return False
    if isinstance(value, dict):
        return all(_plain(v, depth - 1) for v in value.values())
    if isinstance(value, list):
        return all(_plain(v, depth - 1) for v in value)
    return isinstance(value, str | int) or (isinstance(value, float) and isfinite(value))


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def text(value: Text) -> dict[str, str]:
    return {"en": value.get("en"), "zh": value.get("zh")}


def problem(found: Problem) -> dict[str, Any]:
    """A problem as the page reads it; the excerpt stays here, since it may tell of our inside."""
    return {"code": found.code, "message": text(found.message), "hint": text(found.hint)}
