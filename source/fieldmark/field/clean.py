"""One file to clean rows and rows set aside. Reads the file; writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fieldmark.field import problems
from fieldmark.field.events import last_rows
from fieldmark.field.faults import Aside, Faults, aside
from fieldmark.field.mapping import Map
from fieldmark.field.policy import Cleaning
from fieldmark.field.reader import CHUNK, Chunk, Sheet, open_sheet, plain
from fieldmark.field.rules import has_happened, in_order, known_engineers, one_row_a_key, within_limits
from fieldmark.field.typed import typed
from fieldmark.model.problem import CODES, Problem, Refused
from fieldmark.model.text import Text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Raw:
    """Rows of text: `frame` has the columns that the mapping names (as `plain` writes them, index 0..n-1), `lines`
    each row's line, `rows` all its fields."""

    frame: pd.DataFrame
    lines: list[int]
    rows: list[list[str]]

    def take(self, positions: list[int]) -> Raw:
        return Raw(
            self.frame.iloc[positions].reset_index(drop=True),
            [self.lines[i] for i in positions],
            [self.rows[i] for i in positions],
        )


@dataclass(slots=True)
class Tally:
    """What was seen while reading."""

    rows: int = 0
    last_line: int = 0
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a file holds. `frame`: the table's columns and `_line`; `rows`: rows in the file (events of a log);
    `counts`: the mapping's counters."""

    frame: pd.DataFrame
    aside: list[Aside]
    rows: int
    counts: Mapping[str, int]
    encoding: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """What rows are held against. `register`: known engineers, any way to write one -> user name (empty: not known);
    `exported`: when the file was written, in UTC without a zone."""

    policy: Cleaning
    register: Mapping[str, str]
    exported: datetime


def clean(path: Path, file: str, mapping: Map, against: Against, *, chunk: int = CHUNK) -> Cleaned:
    """Read the whole file.

    Refused (D001 to D006, D010) where it is no whole, fitting table.
    """
    import pandas as pd

    sheet = open_sheet(path, file, mapping, chunk)
    tally = Tally(counts=dict.fromkeys(mapping.count, 0))
    frames, put_aside, candidates = [], [], 0
    for raw, odd in _raws(sheet, mapping, tally):
        frame, found = _clean_rows(raw, sheet, mapping, against)
        frames.append(frame)
        put_aside += [*_odd(odd, sheet), *found]
        candidates += len(raw.lines) + len(odd)
    if not tally.rows:
        what = Text("there are no rows below the column names", "列名下方没有数据行")
        raise Refused(problems.NOT_A_TABLE.at(file, what=what))
    policy = against.policy
    sound, late = _across_chunks(pd.concat(frames, ignore_index=True), mapping, policy, len(frames))
    put_aside += late
    warned = _refuse_or_warn(sheet, mapping, policy, candidates, put_aside, tally.last_line)
    put_aside.sort(key=lambda a: a.line)
    return Cleaned(sound, put_aside, tally.rows, tally.counts, sheet.encoding, warned)


def _raws(sheet: Sheet, mapping: Map, tally: Tally) -> Iterator[tuple[Raw, list[tuple[int, list[str]]]]]:
    """The file's rows by the chunk; for an event log one lot, in which each ticket's last event is left."""
    where = {plain(c): sheet.where()[plain(c)] for c in mapping.needs()}
    kept: list[Raw] = []
    odd: list[tuple[int, list[str]]] = []
    for chunk in sheet.chunks:
        raw = _raw(chunk, where)
        tally.rows += len(chunk.rows) + len(chunk.odd)
        tally.last_line = max([tally.last_line, *chunk.lines[-1:], *(line for line, _ in chunk.odd[-1:])])
        for name, counter in mapping.count.items():
            tally.counts[name] += int(raw.frame[plain(counter.column)].str.strip().isin(counter.values).sum())
        if mapping.last_of is None:
            yield raw, chunk.odd
            continue
        odd += chunk.odd
        kept = [_last(_joined([*kept, raw]), mapping)]
    if mapping.last_of is not None and kept:
        yield kept[0], odd


def _raw(chunk: Chunk, where: Mapping[str, int]) -> Raw:
    import pandas as pd

    columns = {name: pd.Series([row[i] for row in chunk.rows], dtype="str") for name, i in where.items()}
    return Raw(pd.DataFrame(columns), chunk.lines, chunk.rows)


def _joined(raws: list[Raw]) -> Raw:
    import pandas as pd

    if len(raws) == 1:
        return raws[0]
    lines = [line for raw in raws for line in raw.lines]
    rows = [row for raw in raws for row in raw.rows]
    return Raw(pd.concat([raw.frame for raw in raws], ignore_index=True), lines, rows)


def _last(raw: Raw, mapping: Map) -> Raw:
    assert mapping.last_of is not None  # noqa: S101 - asked for by the caller
    return raw.take(last_rows(raw.frame, mapping, mapping.last_of).tolist())


def _clean_rows(raw: Raw, sheet: Sheet, mapping: Map, against: Against) -> tuple[pd.DataFrame, list[Aside]]:
    """(sound rows with their lines, rows set aside)."""
    import pandas as pd

    faults, policy = Faults(), against.policy
    frame = typed(raw.frame, mapping, faults)
    has_happened(frame, mapping, policy, against.exported + policy.slack, faults)
    in_order(frame, mapping, policy, faults)
    within_limits(frame, mapping, policy, faults)
    if mapping.table.name != "engineers":
        frame = known_engineers(frame, against.register, policy, faults)
    lines = pd.Series(raw.lines, index=frame.index, dtype="int64")
    one_row_a_key(frame, lines, mapping.table, policy, faults)
    put_aside = [
        aside(raw.lines[i], faults.found[i], dict(zip(sheet.header, raw.rows[i], strict=True))) for i in faults.rows
    ]
    return frame.assign(_line=lines).drop(index=faults.rows), put_aside


def _odd(odd: list[tuple[int, list[str]]], sheet: Sheet) -> Iterator[Aside]:
    """Rows with too few or too many fields."""
    for line, row in odd:
        fields = {str(i): text for i, text in enumerate(row, start=1)}
        yield aside(line, [problems.ROW_LENGTH.at(got=len(row), want=len(sheet.header))], fields)


def _across_chunks(
    frame: pd.DataFrame, mapping: Map, policy: Cleaning, chunks: int
) -> tuple[pd.DataFrame, list[Aside]]:
    """Copies of a key in different chunks; their rows are shown as they were read, not as they came."""
    if chunks == 1:
        return frame, []
    faults = Faults()
    one_row_a_key(frame, frame["_line"], mapping.table, policy, faults)
    late = []
    for i in faults.rows:
        row = {str(k): str(v) for k, v in frame.loc[i].dropna().items() if k != "_line"}
        late.append(aside(int(frame["_line"][i]), faults.found[i], row))
    return frame.drop(index=faults.rows), late


def _refuse_or_warn(
    sheet: Sheet, mapping: Map, policy: Cleaning, rows: int, put_aside: list[Aside], last: int
) -> tuple[Problem, ...]:
    """Warnings to go on with; Refused (D003, D006) where the bad rows speak against the file as a whole."""
    by_code = Counter(a.code for a in put_aside)
    last_line = max((a.line for a in put_aside), default=0)
    if not sheet.ended and last_line == last > 1:
        worst = max(put_aside, key=lambda a: a.line)
        what = Text(f"the last row does not fit ({worst.reason.en})", f"最后一行不符合要求（{worst.reason.zh}）")
        raise Refused(problems.CUT_OFF.at(sheet.file, last_line, what=what))
    warned = []
    if by_code:
        code, often = by_code.most_common(1)[0]
        example = next(a for a in put_aside if a.code == code)
        if rows >= policy.refuse_from and len(put_aside) > policy.refuse_above * rows:
            reason = Text(f"{example.reason.en} ({often}×)", f"{example.reason.zh}（{often} 次）")
            found = problems.MOSTLY_BAD.at(
                sheet.file, example.line, bad=len(put_aside), rows=rows, reason=reason, mapping=mapping.file
            )
            raise Refused(found)
        warned.append(problems.SET_ASIDE.at(sheet.file, bad=len(put_aside), rows=rows, reasons=_told(by_code)))
    if not sheet.ended:
        warned.append(problems.NO_LINE_END.at(sheet.file, last))
    return tuple(warned)


TITLES = {
    "D101": Text("missing value", "缺少必填值"),
    "D102": Text("wrong date", "日期有误"),
    "D103": Text("wrong number", "数字有误"),
    "D104": Text("neither yes nor no", "既非是也非否"),
    "D105": Text("duplicate", "重复"),
    "D106": Text("times in the wrong order", "时间顺序有误"),
    "D107": Text("outside the limits", "超出界限"),
    "D108": Text("unknown engineer", "未知工程师"),
    "D109": Text("wrong number of fields", "字段数有误"),
    "D110": Text("time not possible", "时间不可能"),
}


def _told(by_code: Mapping[str, int]) -> Text:
    """How many for which reason, most frequent first."""
    ordered = sorted(by_code.items(), key=lambda pair: (-pair[1], pair[0]))
    known = [(TITLES.get(c, CODES[c].message), n) for c, n in ordered]
    return Text(", ".join(f"{n} {t.en}" for t, n in known), "、".join(f"{t.zh} {n} 行" for t, n in known))
