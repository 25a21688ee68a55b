"""How the columns of a company's file become ours: the mapping file, read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldmark.field import dates
from fieldmark.field.settings import Settings
from fieldmark.model.problem import Problem, Refused
from fieldmark.model.tables import TABLES, Table
from fieldmark.model.text import Text

FIELD_TABLES = ("tickets", "surveys", "engineers", "training")
HOW = ("above", "one_of", "join", "times", "minutes_after", "always")
_KEYS = (
    *("id", "title", "notes", "table", "export", "missing", "dates", "timezone", "decimal", "encoding"),
    *("separator", "sheet", "last_of", "columns", "values", "count"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one of our columns is made. `how`: copy, above (yes where the number is above `operand`), one_of (yes
    where the value is among `operand`), join (several columns, `operand` between), times (number x `operand`),
    minutes_after (our time column `operand` plus so many minutes), always (`operand` for every row)."""

    how: str
    columns: tuple[str, ...] = ()
    operand: Any = None


@dataclass(frozen=True, slots=True)
class LastOf:
    """An event log: of the rows with the same `each`, the last by `by` (column, as number, time or text) counts;
    rows that tie keep the order of the file."""

    each: str
    by: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Counter:
    """Rows to count and show though they are kept, e.g. an odd state."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping file. `export` is increment (rows of earlier files stay) or whole (this export replaces all that
    the mapping loaded before)."""

    id: str
    file: str
    title: Text
    table: Table
    columns: Mapping[str, Rule]
    export: str = "increment"
    missing: tuple[str, ...] = ("",)
    dates: tuple[str, ...] = ()
    timezone: str = "UTC"
    decimal: str = "."
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    last_of: LastOf | None = None
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    count: Mapping[str, Counter] = field(default_factory=dict)

    def needs(self) -> tuple[str, ...]:
        """The file's columns that the mapping names, each once, in order."""
        named = [c for rule in self.columns.values() for c in rule.columns]
        if self.last_of:
            named += [self.last_of.each, *(column for column, _ in self.last_of.by)]
        named += [counter.column for counter in self.count.values()]
        return tuple(dict.fromkeys(named))


def to_map(settings: Settings, default_id: str) -> Map:
    """The mapping that a file says. Refused with every D009 at its line."""
    found = list(_check(settings))
    if found:
        raise Refused(*found)
    data = settings.data
    title = data.get("title") or {}
    return Map(
        id=str(data.get("id") or default_id),
        file=settings.file,
        title=Text(title.get("en", ""), title.get("zh", "")),
        table=TABLES[data["table"]],
        columns={ours: to_rule(theirs) for ours, theirs in data["columns"].items()},
        export=data.get("export", "increment"),
        missing=("", *(str(m) for m in data.get("missing") or ())),
        dates=tuple(data.get("dates") or ()),
        timezone=data.get("timezone", "UTC"),
        decimal=data.get("decimal", "."),
        encoding=data.get("encoding", ""),
        separator=data.get("separator", ""),
        sheet=str(data.get("sheet", "")),
        last_of=_last_of(data.get("last_of")),
        values={c: {str(k): v for k, v in said.items()} for c, said in (data.get("values") or {}).items()},
        count={n: Counter(c["column"], _words(c["one_of"])) for n, c in (data.get("count") or {}).items()},
    )


def to_rule(theirs: Any) -> Rule:
    """One line under `columns`."""
    if not isinstance(theirs, dict):
        return Rule("copy", (str(theirs),))
    how = next((h for h in HOW if h in theirs), "copy")
    if how == "always":
        return Rule(how, (), theirs["always"])
    if how == "join":
        return Rule(how, tuple(str(c) for c in theirs["join"]), str(theirs.get("with", " ")))
    operand = _words(theirs[how]) if how == "one_of" else theirs.get(how)
    return Rule(how, (str(theirs["column"]),), operand)


def _words(said: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in (said if isinstance(said, list) else [said]))


def _last_of(said: Any) -> LastOf | None:
    if not said:
        return None
    return LastOf(str(said["each"]), tuple((str(c), str(kind)) for c, kind in said["by"].items()))


# --- checks -----------------------------------------------------------------------------------------------


def _check(settings: Settings) -> Iterator[Problem]:
    data = settings.data
    unknown = Text("there is no such setting", "没有这项设置")
    for key in data:
        if key not in _KEYS:
            yield settings.problem((str(key),), unknown, ", ".join(_KEYS))
    if data.get("table") not in FIELD_TABLES:
        why = Text(f"“{data.get('table')}” is not a field table", f"“{data.get('table')}”不是现场数据表")
        yield settings.problem(("table",), why, ", ".join(FIELD_TABLES))
        return
    yield from _check_columns(settings, TABLES[data["table"]])
    yield from _check_formats(settings)
    yield from _check_blocks(settings)


def _check_columns(settings: Settings, table: Table) -> Iterator[Problem]:
    columns = settings.data.get("columns")
    if not isinstance(columns, dict) or not columns:
        why = Text("no columns are named", "没有指定任何列")
        yield settings.problem(("columns",), why, "our_column: their column")
        return
    for ours, theirs in columns.items():
        if ours not in table.names:
            why = Text(f"“{table.name}” has no such column", f"“{table.name}”没有该列")
            yield settings.problem(("columns", ours), why, ", ".join(table.names))
        elif (why_not := _rule_fault(theirs, columns)) is not None:
            yield settings.problem(("columns", ours), why_not, f"a column's name, or {', '.join(HOW)}")
    for column in table.columns:
        if column.required and column.name not in columns:
            why = Text(f"“{column.name}” is needed ({column.doc})", f"必须有“{column.name}”")
            yield settings.problem(("columns", column.name), why, f"{column.name}: their column")


def _rule_fault(theirs: Any, columns: Mapping[str, Any]) -> Text | None:
    """Why a line under `columns` cannot be used, or None."""
    if not isinstance(theirs, dict):
        if isinstance(theirs, list) or theirs is None or str(theirs) == "":
            return Text("no column is named", "没有指定列名")
        return None
    extra = set(theirs) - {"column", "with", *HOW}
    if extra:
        return Text(f"“{min(extra)}” is not known here", f"此处不认识“{min(extra)}”")
    if "join" in theirs:
        return None if isinstance(theirs["join"], list) else Text("join needs a list", "join 需要列表")
    if "always" not in theirs and not theirs.get("column"):
        return Text("no column is named", "没有指定列名")
    for how in ("above", "times"):
        if how in theirs and not isinstance(theirs[how], int | float):
            return Text(f"{how} needs a number", f"{how} 需要数字")
    if "minutes_after" in theirs and theirs["minutes_after"] not in columns:
        return Text("minutes_after needs one of our columns", "minutes_after 需要本平台的列")
    return None


def _check_formats(settings: Settings) -> Iterator[Problem]:
    data = settings.data
    formats = data.get("dates") or []
    for written in formats if isinstance(formats, list) else [formats]:
        if dates.to_strptime(str(written)) is None:
            why = Text(f"the date format “{written}” is not understood", f"无法理解日期格式“{written}”")
            yield settings.problem(("dates",), why, "YYYY MM DD hh mm ss with separators, e.g. DD/MM/YYYY hh:mm")
    try:
        ZoneInfo(str(data.get("timezone", "UTC")))
    except (ZoneInfoNotFoundError, ValueError):
        why = Text("this time zone is not known", "未知的时区")
        yield settings.problem(("timezone",), why, "UTC, Asia/Shanghai, Europe/Berlin, …")
    for key, allowed in (("export", ("increment", "whole")), ("decimal", (".", ","))):
        if data.get(key, allowed[0]) not in allowed:
            why = Text(f"it says “{data[key]}”", f"写的是“{data[key]}”")
            yield settings.problem((key,), why, ", ".join(allowed))
    try:
        "".encode(str(data.get("encoding") or "utf-8"))
    except LookupError:
        why = Text("this encoding is not known", "未知的编码")
        yield settings.problem(("encoding",), why, "utf-8, gb18030, cp1252, …")


def _check_blocks(settings: Settings) -> Iterator[Problem]:
    data = settings.data
    last = data.get("last_of")
    if last and not (isinstance(last, dict) and last.get("each") and isinstance(last.get("by"), dict)):
        why = Text("it needs “each” and “by”", "需要 “each” 和 “by”")
        yield settings.problem(("last_of",), why, "each: column, by: {column: number | time | text}")
    elif last:
        for column, kind in last["by"].items():
            if kind not in ("number", "time", "text"):
                why = Text(f"“{kind}” is not an order", f"“{kind}”不是排序方式")
                yield settings.problem(("last_of", "by", column), why, "number, time, text")
    for ours, said in (data.get("values") or {}).items():
        if not isinstance(said, dict) or ours not in (data.get("columns") or {}):
            why = Text(
                "values need one of our columns and “theirs: ours” lines", "values 需要本平台的列和“原值: 新值”行"
            )
            yield settings.problem(("values", str(ours)), why, "our_column: {their value: our value}")
    for name, said in (data.get("count") or {}).items():
        if not isinstance(said, dict) or not {"column", "one_of"} <= set(said):
            why = Text("it needs “column” and “one_of”", "需要 “column” 和 “one_of”")
            yield settings.problem(("count", str(name)), why, "{column: their column, one_of: [values]}")
