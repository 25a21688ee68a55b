"""The line `parameters: u = 380 | 400 ; f = 50 | 60`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from itertools import product

from fieldmark.bank import problems
from fieldmark.bank.draft import Field
from fieldmark.bank.source import Source
from fieldmark.items import number
from fieldmark.items.expression import RESERVED
from fieldmark.model.problem import Problem

MOST_COMBINATIONS = 1000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")


def read_parameters(source: Source, field: Field) -> tuple[dict[str, tuple[float, ...]], list[Problem]]:
    """Name to values; what cannot be read is left out and reported."""
    values: dict[str, tuple[float, ...]] = {}
    wrong: list[Problem] = []
    for part in re.split(r"[;；]", field.value):
        if not part.strip():
            continue
        name, _, listed = (s.strip() for s in re.sub("＝", "=", part).partition("="))
        numbers = [number.parse(v) for v in re.split(r"[|｜]", listed)]
        read = [n[0] for n in numbers if n and not n[1]]
        if not _NAME.fullmatch(name) or len(read) < len(numbers):
            wrong.append(source.at(problems.BAD_PARAMETERS, field.line, part=part.strip()[:60]))
        elif name in RESERVED or name in values:
            code = problems.RESERVED_NAME if name in RESERVED else problems.PARAMETER_TWICE
            wrong.append(source.at(code, field.line, name=name))
        else:
            values[name] = tuple(dict.fromkeys(read))
    combinations = math.prod(len(v) for v in values.values())
    if combinations > MOST_COMBINATIONS:
        wrong.append(source.at(problems.TOO_MANY_VALUES, field.line, n=combinations, most=MOST_COMBINATIONS))
        values = {name: v[:1] for name, v in values.items()}
    return values, wrong


def combinations(parameters: Mapping[str, tuple[float, ...]]) -> list[dict[str, float]]:
    """Every draw that is possible; one empty draw where there are no parameters."""
    return [dict(zip(parameters, values, strict=True)) for values in product(*parameters.values())]
