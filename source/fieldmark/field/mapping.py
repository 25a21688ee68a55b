"""How the columns of a company's file become ours: the mapping file, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldmark.field.mapping_checks import HOW, check
from fieldmark.field.settings import Settings
from fieldmark.model.problem import Refused
from fieldmark.model.tables import TABLES, Table
from fieldmark.model.text import Text


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

    def shown(self, ours: str) -> str:
        """A column of ours as the file's owner knows it: theirs, and ours beside it where it is computed."""
        rule = self.columns.get(ours)
        theirs = " + ".join(rule.columns) if rule else ""
        if not theirs:
            return ours
        return theirs if rule and rule.how in ("copy", "join") else f"{ours} ({theirs})"

    def needs(self) -> tuple[str, ...]:
        """The file's columns that the mapping names, each once, in order."""
        named = [c for rule in self.columns.values() for c in rule.columns]
        if self.last_of:
            named += [self.last_of.each, *(column for column, _ in self.last_of.by)]
        named += [counter.column for counter in self.count.values()]
        return tuple(dict.fromkeys(named))


def to_map(settings: Settings, default_id: str) -> Map:
    """The mapping that a file says. Refused with every D009 at its line."""
    found = list(check(settings))
    if found:
        raise Refused(*found)
    data = settings.data
    title = data.get("title") or {}
    return Map(
        id=str(data.get("id") or default_id),
        file=settings.file,
        title=Text(str(title.get("en", "")), str(title.get("zh", ""))) if isinstance(title, dict) else Text(str(title)),
        table=TABLES[data["table"]],
        columns={ours: to_rule(theirs) for ours, theirs in data["columns"].items()},
        export=data.get("export") or "increment",
        missing=("", *_words(data.get("missing") or ())),
        dates=_words(data.get("dates") or ()),
        timezone=str(data.get("timezone") or "UTC"),
        decimal=data.get("decimal") or ".",
        encoding=data.get("encoding") or "",
        separator=data.get("separator") or "",
        sheet=str(data.get("sheet") or ""),
        last_of=_last_of(data.get("last_of")),
        values={c: {str(k): v for k, v in said.items()} for c, said in (data.get("values") or {}).items()},
        count={n: Counter(str(c["column"]), _words(c["one_of"])) for n, c in (data.get("count") or {}).items()},
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
    return tuple(str(v) for v in (said if isinstance(said, list | tuple) else [said]))


def _last_of(said: Any) -> LastOf | None:
    if not said:
        return None
    return LastOf(str(said["each"]), tuple((str(c), str(kind)) for c, kind in said["by"].items()))
