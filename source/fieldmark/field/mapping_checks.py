"""What can be wrong with a mapping file: each check yields its problems, at the line of the setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from fieldmark.field import dates
from fieldmark.field.settings import Settings
from fieldmark.model.problem import Problem
from fieldmark.model.tables import TABLES, Column, Table
from fieldmark.model.text import Text

FIELD_TABLES = ("tickets", "surveys", "engineers", "training")
HOW: Mapping[str, tuple[str, ...]] = {
    "above": ("bool",),
    "one_of": ("bool",),
    "join": ("str",),
    "times": ("float",),
    "minutes_after": ("time",),
    "always": ("str", "int", "float", "bool", "time", "date"),
}
"""Ways to make a column, and the types of ours that they can make."""

_TEXT = (str, int, float)
_SHAPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("id", "notes", "export", "timezone", "decimal", "encoding", "separator", "sheet"), _TEXT),
    "title": (dict, str),
    "table": (str,),
    "missing": (list, *_TEXT),
    "dates": (list, str),
    "columns": (dict,),
    **dict.fromkeys(("last_of", "values", "count"), (dict,)),
}
"""Settings and what they may hold; one left empty is as good as not there."""

_NAMES = {dict: Text("“name: value” lines", "“名称: 值”行"), list: Text("a list", "列表"), str: Text("a word", "文字")}


def check(settings: Settings) -> Iterator[Problem]:
    """Every problem of the mapping; where the settings have the wrong shape, these alone."""
    shapes = list(_check_shapes(settings))
    yield from shapes
    table = settings.data.get("table")
    if not shapes and table not in FIELD_TABLES:
        why = Text(f"“{table}” is not a field table", f"“{table}”不是现场数据表")
        yield settings.problem(("table",), why, ", ".join(FIELD_TABLES))
    elif table in FIELD_TABLES and isinstance(settings.data.get("columns"), dict | None):
        yield from _check_columns(settings, TABLES[table])
    for name, checks in _CHECKS.items():
        value = settings.data.get(name)
        if value is not None and not isinstance(value, bool) and isinstance(value, _SHAPES[name]):
            yield from checks(settings, value)


def _check_shapes(settings: Settings) -> Iterator[Problem]:
    for key, value in settings.data.items():
        if key not in _SHAPES:
            yield settings.problem((str(key),), Text("there is no such setting", "没有这项设置"), ", ".join(_SHAPES))
        elif value is not None and (isinstance(value, bool) or not isinstance(value, _SHAPES[key])):
            wanted = [_NAMES[kind] for kind in _SHAPES[key] if kind in _NAMES]
            allowed = Text(", ".join(n.en for n in wanted), "、".join(n.zh for n in wanted))
            yield settings.problem((key,), Text("it has the wrong form", "形式不对"), allowed)


# --- columns ------------------------------------------------------------------------------------------------


def _check_columns(settings: Settings, table: Table) -> Iterator[Problem]:
    columns = settings.data.get("columns") or {}
    known = {c.name: c for c in table.columns}
    for ours, theirs in columns.items():
        if ours not in known:
            why = Text(f"“{table.name}” has no such column", f"“{table.name}”没有该列")
            yield settings.problem(("columns", str(ours)), why, ", ".join(table.names))
        elif (fault := _rule_fault(known[ours], theirs, columns, known)) is not None:
            yield settings.problem(("columns", ours), fault, f"a column's name, or {', '.join(HOW)}")
    for column in table.columns:
        if column.required and column.name not in columns:
            why = Text(f"“{column.name}” is needed ({column.doc})", f"必须有“{column.name}”")
            yield settings.problem(("columns", column.name), why, f"{column.name}: their column")


def _rule_fault(column: Column, theirs: Any, columns: Mapping[Any, Any], known: Mapping[str, Column]) -> Text | None:
    """Why a line under `columns` cannot be used, or None."""
    nameless = Text("no column is named", "没有指定列名")
    if not isinstance(theirs, dict):
        return None if _is_name(theirs) else nameless
    extra = [str(key) for key in theirs if key not in ("column", "with", *HOW)]
    if extra:
        return Text(f"“{min(extra)}” is not known here", f"此处不认识“{min(extra)}”")
    ways = [how for how in HOW if how in theirs]
    if len(ways) > 1:
        return Text(f"{ways[0]} and {ways[1]} exclude each other", f"{ways[0]} 与 {ways[1]} 不能同时使用")
    how = ways[0] if ways else "copy"
    if how not in ("join", "always") and not _is_name(theirs.get("column")):
        return nameless
    if ways and column.type not in HOW[how]:
        return Text(f"{how} cannot make this column", f"{how} 不能用于该列")
    return _operand_fault(how, theirs.get(how), columns, known)


def _operand_fault(how: str, operand: Any, columns: Mapping[Any, Any], known: Mapping[str, Column]) -> Text | None:
    if how in ("above", "times") and (isinstance(operand, bool) or not isinstance(operand, int | float)):
        return Text(f"{how} needs a number", f"{how} 需要数字")
    if how == "join" and not (isinstance(operand, list) and operand and all(map(_is_name, operand))):
        return Text("join needs a list of columns", "join 需要列名的列表")
    if how == "one_of" and not _is_words(operand):
        return Text("one_of needs words", "one_of 需要若干取值")
    if how == "always" and not isinstance(operand, _TEXT):
        return Text("always needs a value", "always 需要一个值")
    if how == "minutes_after":
        base = columns.get(operand) if isinstance(operand, str) else None
        if base is None or known[operand].type != "time" or (isinstance(base, dict) and "minutes_after" in base):
            return Text("minutes_after needs a time of ours that has a column", "minutes_after 需要已指定列的时间")
    return None


def _is_name(value: Any) -> bool:
    return isinstance(value, _TEXT) and not isinstance(value, bool) and str(value).strip() != ""


def _is_words(value: Any) -> bool:
    return all(isinstance(v, _TEXT) for v in (value if isinstance(value, list) else [value])) and value != []


# --- formats ------------------------------------------------------------------------------------------------


def _check_dates(settings: Settings, formats: Any) -> Iterator[Problem]:
    for written in formats if isinstance(formats, list) else [formats]:
        if dates.to_strptime(str(written)) is None:
            why = Text(f"the date format “{written}” is not understood", f"无法理解日期格式“{written}”")
            yield settings.problem(("dates",), why, "YYYY MM DD hh mm ss: DD/MM/YYYY hh:mm, YYYY年MM月DD日, …")


def _check_timezone(settings: Settings, zone: Any) -> Iterator[Problem]:
    try:
        ZoneInfo(str(zone))
    except (ValueError, OSError, KeyError):  # a folder of zones, a path, an unknown name
        why = Text("this time zone is not known", "未知的时区")
        yield settings.problem(("timezone",), why, "UTC, Asia/Shanghai, Europe/Berlin, …")


def _check_encoding(settings: Settings, encoding: Any) -> Iterator[Problem]:
    try:
        "".encode(str(encoding or "utf-8"))
    except (LookupError, ValueError):
        why = Text("this encoding is not known", "未知的编码")
        yield settings.problem(("encoding",), why, "utf-8, gb18030, cp1252, …")


def _check_separator(settings: Settings, separator: Any) -> Iterator[Problem]:
    if not isinstance(separator, str) or len(separator) > 1 or separator in ('"', "\n", "\r", " "):
        why = Text("it is not one character that can part columns", "它不是可用来分列的单个字符")
        yield settings.problem(("separator",), why, '"," ";" "|" "\\t"')


def _one_of(key: str, *allowed: str) -> Any:
    def checks(settings: Settings, value: Any) -> Iterator[Problem]:
        if value not in allowed:
            yield settings.problem((key,), Text(f"it says “{value}”", f"写的是“{value}”"), ", ".join(allowed))

    return checks


# --- blocks -------------------------------------------------------------------------------------------------


def _check_last_of(settings: Settings, said: Any) -> Iterator[Problem]:
    by = said.get("by")
    if not _is_name(said.get("each")) or not isinstance(by, dict) or not by or set(said) != {"each", "by"}:
        why = Text("it needs “each” and “by”", "需要 “each” 和 “by”")
        yield settings.problem(("last_of",), why, "each: column, by: {column: number | time | text}")
        return
    for column, kind in by.items():
        if kind not in ("number", "time", "text"):
            why = Text(f"“{kind}” is not an order", f"“{kind}”不是排序方式")
            yield settings.problem(("last_of", "by", str(column)), why, "number, time, text")


def _check_values(settings: Settings, values: Any) -> Iterator[Problem]:
    columns = settings.data.get("columns")
    for ours, said in values.items():
        known = isinstance(columns, dict) and ours in columns
        if not known or not isinstance(said, dict) or not all(isinstance(v, _TEXT) for v in said.values()):
            why = Text("it needs one of our columns and “theirs: ours” lines", "需要本平台的列和“原值: 新值”行")
            yield settings.problem(("values", str(ours)), why, "our_column: {their value: our value}")


def _check_count(settings: Settings, count: Any) -> Iterator[Problem]:
    for name, said in count.items():
        fits = isinstance(said, dict) and set(said) == {"column", "one_of"}
        if not fits or not _is_name(said["column"]) or not _is_words(said["one_of"]):
            why = Text("it needs “column” and “one_of”", "需要 “column” 和 “one_of”")
            yield settings.problem(("count", str(name)), why, "{column: their column, one_of: [values]}")


_CHECKS: Mapping[str, Any] = {
    "dates": _check_dates,
    "timezone": _check_timezone,
    "encoding": _check_encoding,
    "separator": _check_separator,
    "export": _one_of("export", "increment", "whole"),
    "decimal": _one_of("decimal", ".", ","),
    "last_of": _check_last_of,
    "values": _check_values,
    "count": _check_count,
}
