"""Words in the two languages of the platform."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in English and Chinese; either may be empty, and then the other stands in."""

    en: str = ""
    zh: str = ""

    def get(self, language: str) -> str:
        """The words in `language` ("en" or "zh"), or in the other where these are missing."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def fill(self, **values: object) -> Text:
        """The text with its `{placeholders}` filled; a Text among the values is filled by language."""
        return Text(_fill(self.en, "en", values), _fill(self.zh, "zh", values))

    def has(self, language: str) -> bool:
        return bool(self.zh if language == "zh" else self.en)

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


def _fill(template: str, language: str, values: dict[str, object]) -> str:
    said = {name: v.get(language) if isinstance(v, Text) else v for name, v in values.items()}
    return template.format(**said) if template else ""
