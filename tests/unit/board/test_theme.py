"""Tokens read from the style sheet; contrast of what is written on what."""

from __future__ import annotations

import pytest

from fieldmark.board import theme

TEXT = [
    ("--fm-text", "--fm-ground"),
    ("--fm-text", "--fm-surface"),
    ("--fm-text", "--fm-sunken"),
    ("--fm-quiet", "--fm-surface"),
    ("--fm-quiet", "--fm-sunken"),
    ("--fm-accent", "--fm-surface"),
    ("--fm-accent", "--fm-sunken"),
    ("--fm-on-accent", "--fm-accent"),
    ("--fm-good", "--fm-good-soft"),
    ("--fm-warn", "--fm-warn-soft"),
    ("--fm-bad", "--fm-bad-soft"),
    *[("--fm-on-low", f"--fm-h{n}") for n in (1, 2, 3, 4)],
    ("--fm-on-high", "--fm-h5"),
]
MARKS = [(f"--fm-c{n}", "--fm-surface") for n in (1, 3, 4, 5, 6, 8)] + [("--fm-line-strong", "--fm-surface")]


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(a: str, b: str) -> float:
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(name, front, back):
    """WCAG AA: 4.5 to 1."""
    tokens = theme.tokens(name)
    assert _contrast(tokens[front], tokens[back]) >= 4.5


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("front", "back"), MARKS)
def test_lines_and_marks_can_be_seen(name, front, back):
    """WCAG AA for graphics: 3 to 1."""
    tokens = theme.tokens(name)
    assert _contrast(tokens[front], tokens[back]) >= 3.0


def test_both_themes_have_every_token():
    assert theme.tokens("light").keys() == theme.tokens("dark").keys()
    assert theme.tokens("light")["--fm-text"] != theme.tokens("dark")["--fm-text"]
    assert theme.tokens("light")["--fm-quick"] == "150ms"  # not the one for those who asked for no motion


def test_paint_fills_in_every_token():
    painted = theme.paint({"a": ["--fm-c1", 3, None], "b": {"c": "--fm-unknown"}}, "dark")
    assert painted == {"a": [theme.tokens("dark")["--fm-c1"], 3, None], "b": {"c": "--fm-unknown"}}
