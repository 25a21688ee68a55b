"""What is wrong with an input, as a value: code, place, words in both languages, and what to do.

Each room registers its codes with `code(...)` in a module named `problems`; a test enumerates `CODES`
and asks for a fixture, a golden text and a line in the docs for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fieldmark.model.text import Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input. `file` is relative to the workspace; `line` counts from 1, 0 = the whole file."""

    code: str
    message: Text
    hint: Text
    file: str = ""
    line: int = 0
    excerpt: str = ""
    severity: Severity = "error"

    def render(self, language: str = "en") -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        head = f"{place}: {self.code} {self.message.get(language)}".lstrip(": ")
        lines = [head]
        if self.excerpt:
            lines.append(f"    | {self.excerpt}")
        if self.hint:
            lines.append(f"    → {self.hint.get(language)}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: the templates of its words, with `{placeholders}`."""

    name: str
    message: Text
    hint: Text
    severity: Severity = "error"

    def at(self, file: str = "", line: int = 0, excerpt: str = "", **values: object) -> Problem:
        """The problem at a place, with the placeholders filled."""
        return Problem(
            self.name,
            self.message.fill(**values),
            self.hint.fill(**values),
            file,
            line,
            excerpt,
            self.severity,
        )


CODES: dict[str, Code] = {}


def code(name: str, *, en: str, zh: str, hint_en: str, hint_zh: str, severity: Severity = "error") -> Code:
    """Register a kind of problem; a name is registered once."""
    if name in CODES:
        raise ValueError(f"problem code {name} is registered twice")
    CODES[name] = Code(name, Text(en, zh), Text(hint_en, hint_zh), severity)
    return CODES[name]


class Refused(Exception):
    """A whole input or command is refused, for reasons that the user can act on."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(p.render() for p in problems))
