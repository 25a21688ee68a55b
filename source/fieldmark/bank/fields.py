"""Typed access to a YAML mapping that notes every problem and goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from fieldmark.bank import problems
from fieldmark.bank.source import Source
from fieldmark.bank.spelling import did_you_mean
from fieldmark.bank.yamls import Mapping, Node, Scalar
from fieldmark.bank.yamls import Sequence as Listed
from fieldmark.items import number
from fieldmark.model.problem import Code, Problem
from fieldmark.model.text import LANGUAGES, Text

ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?")


class Fields:
    """The fields of one mapping. A getter gives the value or its default, and notes in `wrong` what is amiss."""

    def __init__(
        self, source: Source, node: Node | None, what: Text, known: Sequence[str], wrong: list[Problem]
    ) -> None:
        self.source, self.what, self.wrong = source, what, wrong
        self.line = node.line if node else 1
        self.node = node if isinstance(node, Mapping) else Mapping(self.line, {}, {})
        self.readable = isinstance(node, Mapping)
        if not self.readable:
            self._note(problems.WRONG_SHAPE, self.line, what=what, shape=_MAPPING)
        for name, line in self.node.twice:
            self._note(problems.FIELD_TWICE, line, name=name, first=self.node.lines[name])
        for name in self.node.fields.keys() - set(known):
            self._note(problems.UNKNOWN_FIELD, self.node.lines[name], name=name, meant=did_you_mean(name, known))

    def _note(self, code: Code, line: int, /, **values: object) -> None:
        self.wrong.append(self.source.at(code, line, **values))

    def has(self, name: str) -> bool:
        node = self.node.fields.get(name)
        return node is not None and not (isinstance(node, Scalar) and (node.null or not node.text))

    def line_of(self, name: str) -> int:
        return self.node.lines.get(name, self.line)

    def required(self, *names: str) -> None:
        for name in names if self.readable else ():
            if not self.has(name):
                self._note(problems.MISSING_FIELD, self.line_of(name), name=name, what=self.what)

    def words(self, name: str, default: str = "") -> str:
        if not self.has(name):
            return default
        node = self.node.fields[name]
        if isinstance(node, Scalar):
            return node.text
        self._bad(name, _WORDS)
        return default

    def identifier(self, name: str = "id") -> str:
        value = self.words(name)
        if value and not ID.fullmatch(value):
            self._note(problems.BAD_ID, self.line_of(name), id=value[:64])
            return ""
        return value

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        if not self.has(name):
            return default
        parsed = number.parse(self.words(name))
        if parsed and not parsed[1] and low <= parsed[0] <= high:
            return parsed[0]
        self._bad(name, Text(f"a number from {low:g} to {high:g}", f"{low:g} 到 {high:g} 之间的数"))
        return default

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        if not self.has(name):
            return default
        text = self.words(name)
        if re.fullmatch(r"-?\d{1,18}", text) and low <= int(text) <= high:
            return int(text)
        self._bad(name, Text(f"a whole number from {low} to {high}", f"{low} 到 {high} 之间的整数"))
        return default

    def flag(self, name: str) -> bool:
        """yes or no; no where it is left out."""
        value = FLAGS.get(self.words(name, "no").casefold())
        if value is None:
            self._bad(name, Text("yes or no", "yes 或 no"))
        return bool(value)

    def one_of(self, name: str, known: Sequence[str], what: Text, default: str = "") -> str:
        """One of the names in `known`; where it is another, what is meant."""
        value = self.words(name, default)
        if not value or value in known:
            return value
        if self.has(name):
            meant = did_you_mean(value, known)
            self._note(problems.UNKNOWN_NAME, self.line_of(name), what=what, name=value[:60], meant=meant)
        return default if default in known else ""

    def names(self, name: str, known: Sequence[str], what: Text) -> tuple[str, ...]:
        """A list of names, all of which have to be known; the others are said and left out."""
        for word, line in self.placed(name):
            if word not in known:
                meant = did_you_mean(word, known)
                self._note(problems.UNKNOWN_NAME, line, what=what, name=word[:60], meant=meant)
        return tuple(word for word in self.strings(name) if word in known)

    def time(self, name: str) -> datetime | None:
        """An ISO 8601 time with its offset from UTC."""
        if not self.has(name):
            return None
        try:
            value = datetime.fromisoformat(self.words(name))
        except ValueError:
            value = None
        if value is None or value.tzinfo is None:
            self._bad(name, _TIME)
            return None
        return value

    def strings(self, name: str) -> tuple[str, ...]:
        """A list of words; one word alone is a list of one."""
        return tuple(text for text, _ in self.placed(name))

    def placed(self, name: str) -> tuple[tuple[str, int], ...]:
        """A list of words, each with its line."""
        if not self.has(name):
            return ()
        node = self.node.fields[name]
        if isinstance(node, Scalar):
            return tuple((part, node.line) for part in re.split(r"\s*[,，、]\s*", node.text) if part)
        if isinstance(node, Listed):
            scalars = [child for child in node.items if isinstance(child, Scalar) and child.text]
            if len(scalars) == len(node.items):
                return tuple((child.text, child.line) for child in scalars)
        self._bad(name, _WORD_LIST)
        return ()

    def child(self, name: str) -> Node | None:
        """What stands under a name, whatever it is."""
        return self.node.fields[name] if self.has(name) else None

    def nodes(self, name: str) -> tuple[Node, ...]:
        """A list of anything."""
        if not self.has(name):
            return ()
        node = self.node.fields[name]
        if isinstance(node, Listed):
            return node.items
        self._bad(name, _LIST)
        return ()

    def text(self, name: str) -> Text:
        """Words in both languages; one alone is a warning."""
        if not self.has(name):
            return Text()
        node = self.node.fields[name]
        if isinstance(node, Scalar):
            said = {"zh" if re.search(r"[\u4e00-\u9fff]", node.text) else "en": node.text}
        else:
            inner = Fields(self.source, node, Text(f"“{name}”", f"“{name}”"), LANGUAGES, self.wrong)
            said = {language: inner.words(language) for language in LANGUAGES}
        text = Text(said.get("en", ""), said.get("zh", ""))
        for language in LANGUAGES:
            if not text.has(language):
                self._note(
                    problems.NOT_TRANSLATED,
                    self.line_of(name),
                    what=Text(f"“{name}”", f"“{name}”"),
                    language=LANGUAGE_NAMES[language],
                )
        return text

    def _bad(self, name: str, shape: Text) -> None:
        self._note(problems.BAD_VALUE, self.line_of(name), name=name, shape=shape)


FLAGS = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
"""How yes and no are written."""


LANGUAGE_NAMES = {"en": Text("English", "英文"), "zh": Text("Chinese", "中文")}
_MAPPING = Text("lines of the form “key: value”", "“键: 值”形式的若干行")
_WORDS = Text("words on one line", "一行文字")
_WORD_LIST = Text("a list such as [a, b]", "列表，如 [a, b]")
_LIST = Text("a list, each entry starting with “- ”", "列表，每项以“- ”开头")
_TIME = Text("a time with its offset, such as 2026-03-02T08:00:00+08:00", "带时区的时间，如 2026-03-02T08:00:00+08:00")
