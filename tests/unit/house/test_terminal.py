"""What the commands print fits the terminal, in both languages."""

import unicodedata

import pytest

from fieldmark.terminal import table

ROWS = [
    {
        "kpi": "first_time_fix",
        "chosen_by": "rota",
        "verdict": "better",
        "estimate": 0.0781,
        "words_en": "First-time-fix rate rose by 7.8 percentage points (95 % interval 4.5 to 11.0) in months 1 to 6.",
        "words_zh": "第 1 至 6 个月，一次性解决率上升 7.8 个百分点（95% 区间 4.5 至 11.0）；对照 85 名尚未培训者。",
    },
    {"kpi": "csat", "chosen_by": "rota", "verdict": "refused", "estimate": None, "words_en": "", "words_zh": ""},
]


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


@pytest.mark.parametrize("most", [60, 80, 100])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(language, most):
    shown = table(ROWS, language, most)
    assert max(map(width, shown.splitlines())) <= most
    assert "".join(ROWS[0][f"words_{language}"].split()) in "".join(shown.split())
    other = {"en": "zh", "zh": "en"}[language]
    assert "".join(ROWS[0][f"words_{other}"].split()) not in "".join(shown.split())


def test_a_wide_terminal_keeps_all_beside_each_other():
    lines = table(ROWS, "en", 200).splitlines()
    assert len(lines) == 4
    assert lines[0].split() == ["kpi", "chosen_by", "verdict", "estimate", "words"]
    assert lines[3].split() == ["csat", "rota", "refused", "–"]


def test_no_line_begins_with_a_mark_that_belongs_to_the_word_before():
    lines = table(ROWS, "zh", 61).splitlines()
    assert not any(line.strip().startswith(("，", "。", "；", "）")) for line in lines)
