"""Columns of text to columns of our types, by the mapping; what cannot be read becomes a fault of its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fieldmark.field import problems
from fieldmark.field.dates import parse_times
from fieldmark.field.faults import Faults
from fieldmark.field.mapping import Map, Rule
from fieldmark.field.reader import plain
from fieldmark.model.problem import Code
from fieldmark.model.tables import Column

if TYPE_CHECKING:
    import pandas as pd

YES = ("true", "yes", "y", "t", "1", "1.0", "是", "有", "对", "已", "√")
NO = ("false", "no", "n", "f", "0", "0.0", "否", "无", "错", "未", "×")
EXACT = 2.0**53  # above it a number that was read no longer tells whole numbers apart
_FAULT: dict[str, Code] = {
    "int": problems.BAD_NUMBER,
    "float": problems.BAD_NUMBER,
    "bool": problems.BAD_CHOICE,
    "time": problems.BAD_TIME,
    "date": problems.BAD_TIME,
}


def typed(raw: pd.DataFrame, mapping: Map, faults: Faults) -> pd.DataFrame:
    """Our columns from theirs. `raw`: text columns named as `reader.plain` writes the header, index 0..n-1.

    Missing markers become missing; a value that cannot be read is missing too and adds to `faults`.
    """
    import pandas as pd

    known = {name: _present(raw[name], mapping.missing) for name in raw.columns}
    made: dict[str, pd.Series] = {}
    by_name = {c.name: c for c in mapping.table.columns}
    ordered = sorted(mapping.columns.items(), key=lambda pair: pair[1].how == "minutes_after")
    for ours, rule in ordered:
        column = by_name[ours]
        theirs = [known[plain(c)] for c in rule.columns]
        text = _text(rule, theirs, raw.index)
        values, bad = _made(rule, column, text, mapping, made)
        made[ours] = values
        said = " + ".join(rule.columns)
        for row in bad[bad].index:
            faults.add(row, _FAULT[column.type], column=said, text=text[row])
        if column.required:
            for row in values.index[(values.isna() & ~bad).to_numpy()]:
                faults.add(row, problems.MISSING_VALUE, column=said or ours)
    return pd.DataFrame({c.name: made[c.name] for c in mapping.table.columns if c.name in made})


def _present(text: pd.Series, missing: tuple[str, ...]) -> pd.Series:
    """The text without outer space; missing where it is one of the markers."""
    stripped = text.str.strip()
    return stripped.mask(stripped.isin([m.strip() for m in missing]))


def _text(rule: Rule, theirs: list[pd.Series], index: pd.Index) -> pd.Series:
    """The text that a rule starts from: a column, several joined (missing where any is), or a constant."""
    import pandas as pd

    if rule.how == "always":
        said = str(rule.operand).lower() if isinstance(rule.operand, bool) else str(rule.operand)
        return pd.Series(said, index=index, dtype="str")
    joined = theirs[0]
    for more in theirs[1:]:
        joined = joined + str(rule.operand) + more
    return joined


def _made(
    rule: Rule, column: Column, text: pd.Series, mapping: Map, made: Mapping[str, pd.Series]
) -> tuple[pd.Series, pd.Series]:
    """(values, which could not be read), by the rule and then by the column's type."""
    import pandas as pd

    if rule.how == "one_of":
        return _flag(text.isin(rule.operand), text), pd.Series(False, index=text.index)
    if rule.how in ("above", "times", "minutes_after"):
        numbers, bad = _numbers(text, mapping.decimal)
        if rule.how == "above":
            return _flag(numbers > float(rule.operand), numbers), bad
        if rule.how == "times":
            return numbers * float(rule.operand), bad
        return made[rule.operand] + pd.to_timedelta(numbers, unit="m").astype("timedelta64[us]"), bad
    said = mapping.values.get(column.name, {})
    return _as(column.type, _renamed(text, said), mapping)


def _flag(yes: pd.Series, known: pd.Series) -> pd.Series:
    return yes.astype("boolean").mask(known.isna())


def _renamed(text: pd.Series, said: Mapping[str, Any]) -> pd.Series:
    """Values renamed as the mapping says, without regard to case."""
    if not said:
        return text
    lookup = {plain(k): (str(v).lower() if isinstance(v, bool) else str(v)) for k, v in said.items()}
    codes, uniques = text.factorize()
    renamed = [lookup.get(plain(str(u)), str(u)) for u in uniques]
    import pandas as pd

    taken = pd.Series([renamed[c] if c >= 0 else None for c in codes], index=text.index, dtype="str")
    return taken.mask(taken == "")


def _as(kind: str, text: pd.Series, mapping: Map) -> tuple[pd.Series, pd.Series]:
    import pandas as pd

    none = pd.Series(False, index=text.index)
    if kind == "str":
        return text, none
    if kind == "bool":
        low = text.str.lower()
        yes, no = low.isin(YES), low.isin(NO)
        return _flag(yes, text.where(yes | no)), text.notna() & ~(yes | no)
    if kind in ("time", "date"):
        zone = mapping.timezone if kind == "time" else "UTC"  # a day is a day wherever it was written
        times = parse_times(text, mapping.dates, zone)
        return (times.dt.normalize() if kind == "date" else times), text.notna() & times.isna()
    numbers, bad = _numbers(text, mapping.decimal)
    if kind == "int":
        whole = numbers.isna() | ((numbers == numbers.round()) & (numbers.abs() < EXACT))
        return numbers.where(whole).astype("Int64"), bad | ~whole
    return numbers, bad


def _numbers(text: pd.Series, decimal: str) -> tuple[pd.Series, pd.Series]:
    """Numbers, with the thousands' mark (comma, or point where the comma is the decimal) and spaces left out."""
    import pandas as pd

    clean = text
    if decimal == ",":
        clean = clean.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    grouped = clean.str.fullmatch(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?").fillna(False).astype(bool)
    if grouped.any():
        clean = clean.where(~grouped, clean.str.replace(r"[, ]", "", regex=True))
    numbers = pd.to_numeric(clean, errors="coerce").astype("float64")
    finite = numbers.abs() < 1e300
    numbers = numbers.where(finite)
    return numbers, text.notna() & numbers.isna()
