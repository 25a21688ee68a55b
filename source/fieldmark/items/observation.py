"""Real work that one or two examiners watched, each with the checklist.

The answer is what they filled in:

    {"examiners": [{"by": "t001", "levels": {"isolates": 3, "explains": "not seen"},
                    "notes": {"isolates": "…"}, "photos": {"isolates": ["3f…"]}}]}

A level counts from 0, the worst; photos are references to files, by their digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fieldmark.items import words
from fieldmark.items.kind import Kind, by_skill, is_text
from fieldmark.model.codec import to_data
from fieldmark.model.item import Observation, Watched
from fieldmark.model.score import Answer, Evidence, Mark, Variant
from fieldmark.model.text import Text

NOT_SEEN = "not seen"
MOST_EXAMINERS = 2
LONGEST_NOTE, MOST_PHOTOS, LONGEST_REFERENCE = 2_000, 10, 200
_FIELDS = {"by", "levels", "notes", "photos"}


class ObservationKind(Kind[Observation]):
    """The mean of the examiners' levels, line by line; where they differ too far, a person settles it (or looks)."""

    def public(self, item: Observation, variant: Variant) -> dict[str, Any]:
        return {
            "setting": item.setting,
            "minutes": item.minutes,
            "examiners": item.examiners,
            "watched": [
                {"id": w.id, "title": to_data(w.title), "levels": [to_data(level) for level in w.levels],
                 "critical": "yes" if w.critical else "no"}
                for w in item.watched
            ],
        }  # fmt: skip

    def problem_with(self, item: Observation, variant: Variant, answer: Answer) -> str:
        sheets = answer.get("examiners")
        if set(answer) != {"examiners"} or not isinstance(sheets, list):
            return "fields"
        if not 1 <= len(sheets) <= MOST_EXAMINERS:
            return "too-long"
        if not all(_is_sheet(item, sheet) for sheet in sheets):
            return "fields"
        return "twice" if len({sheet["by"] for sheet in sheets}) < len(sheets) else ""

    def score(self, item: Observation, variant: Variant, answer: Answer) -> Mark:
        sheets = answer["examiners"]
        open_lines = _unfilled(item, sheets)
        if open_lines or len(sheets) < item.examiners:
            return Mark(
                None, words.NOT_WATCHED.fill(n=len(open_lines), missing=item.examiners - len(sheets)), "unfinished"
            )
        means = {w.id: mean for w in item.watched if (mean := _mean(w, sheets)) is not None}
        if not means:
            return Mark(None, words.NOTHING_SEEN, "nothing-seen")
        failed = [w for w in item.watched if w.critical and 0 in _levels(w, sheets)]
        differ = apart(item, sheets)
        settles = item.differ.settle == "person"
        if failed and not (settles and set(failed) <= set(differ)):
            said = words.CRITICAL.fill(titles=_titles(failed))
            return Mark(0.0, said, "examiners-differ" if set(failed) & set(differ) else "")
        if differ and settles:
            return Mark(None, words.APART.fill(titles=_titles(differ), n=item.differ.apart), "examiners-differ")
        weights = {w.id: w.weight for w in item.watched if w.id in means}
        share = sum(means[name] * weight for name, weight in weights.items()) / sum(weights.values())
        if differ:
            said = words.APART.fill(titles=_titles(differ), n=item.differ.apart)
            return Mark(share, said, "examiners-differ")
        return Mark(share, words.WATCHED.fill(n=len(means), all=len(item.watched)))

    def readable(self, item: Observation, variant: Variant, answer: Answer) -> Text:
        return words.joined(list(_lines(item, answer["examiners"])), en="\n", zh="\n")

    def right(self, item: Observation, variant: Variant) -> Text:
        best = [_said(w.title, w.levels[-1]) for w in item.watched]
        return words.joined(best, en="\n", zh="\n")

    def evidence(self, item: Observation, variant: Variant, answer: Answer) -> tuple[Evidence, ...]:
        """Each line that was seen speaks for its skill, by its weight; not one that a person has to settle."""
        total = sum(w.weight for w in item.watched)
        unsettled = apart(item, answer["examiners"]) if item.differ.settle == "person" else []
        means = {w.id: _mean(w, answer["examiners"]) if w not in unsettled else None for w in item.watched}
        return tuple(
            Evidence(w.id, w.skill, mean, item.points * w.weight / total)
            for w in item.watched
            if (mean := means[w.id]) is not None
        )

    def parts(self, item: Observation) -> dict[str, float]:
        return by_skill({w.id: w.skill for w in item.watched}, {w.id: w.weight for w in item.watched})


def _is_sheet(item: Observation, sheet: object) -> bool:
    if (
        not isinstance(sheet, Mapping)
        or not set(sheet) <= _FIELDS
        or not is_text(sheet.get("by"), 64)
        or not sheet["by"]
    ):
        return False
    watched = {w.id: w for w in item.watched}
    parts = [sheet.get(name, {}) for name in ("levels", "notes", "photos")]
    if not all(isinstance(part, Mapping) and set(part) <= set(watched) for part in parts):
        return False
    levels, notes, photos = parts
    return (
        all(_is_level(watched[name], level) for name, level in levels.items())
        and all(is_text(note, LONGEST_NOTE) for note in notes.values())
        and all(_are_photos(listed) for listed in photos.values())
    )


def _is_level(watched: Watched, level: object) -> bool:
    if isinstance(level, int) and not isinstance(level, bool):
        return 0 <= level < len(watched.levels)
    return level == NOT_SEEN


def _are_photos(listed: object) -> bool:
    return (
        isinstance(listed, list)
        and len(listed) <= MOST_PHOTOS
        and all(is_text(photo, LONGEST_REFERENCE) for photo in listed)
    )


def _levels(watched: Watched, sheets: Sequence[Mapping[str, Any]]) -> list[int]:
    """The levels that were given, by those who saw it."""
    given = [sheet.get("levels", {}).get(watched.id) for sheet in sheets]
    return [level for level in given if isinstance(level, int)]


def _mean(watched: Watched, sheets: Sequence[Mapping[str, Any]]) -> float | None:
    levels = _levels(watched, sheets)
    return sum(levels) / len(levels) / (len(watched.levels) - 1) if levels else None


def apart(item: Observation, sheets: Sequence[Mapping[str, Any]]) -> list[Watched]:
    """The lines on which the examiners differ by more than the house lets pass."""
    given = ((w, _levels(w, sheets)) for w in item.watched)
    return [w for w, levels in given if levels and max(levels) - min(levels) >= item.differ.apart]


def _unfilled(item: Observation, sheets: Sequence[Mapping[str, Any]]) -> list[Watched]:
    return [w for w in item.watched if any(w.id not in sheet.get("levels", {}) for sheet in sheets)]


def _titles(watched: Sequence[Watched]) -> Text:
    return words.joined([w.title for w in watched], en=", ", zh="、")


def _said(title: Text, level: Text) -> Text:
    return Text(f"{title.get('en')}: {level.get('en')}", f"{title.get('zh')}：{level.get('zh')}")


def _lines(item: Observation, sheets: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    """Line by line what each examiner gave, with the note and how many photos."""
    for n, sheet in enumerate(sheets, start=1):
        yield words.EXAMINER.fill(n=n, by=sheet["by"])
        for w in item.watched:
            level = sheet.get("levels", {}).get(w.id)
            given = w.levels[level] if isinstance(level, int) else words.UNSEEN if level else words.NO_ANSWER
            line, note = _said(w.title, given), sheet.get("notes", {}).get(w.id, "").strip()
            photos = len(sheet.get("photos", {}).get(w.id, ()))
            shown = words.PHOTOS.fill(n=photos) if photos else Text()
            en, zh = f" – {note}" if note else "", f"——{note}" if note else ""
            yield Text(f"{line.en}{en}{shown.en}", f"{line.zh}{zh}{shown.zh}")
