"""A trainer's Markdown: parameters filled in, then safe HTML or plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fieldmark.items.expression import ExpressionError, evaluate, names
from fieldmark.model.text import LANGUAGES, Text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

BRACES = re.compile(r"\{([^{}\n]{1,80})\}")


def number(value: float) -> str:
    """A number as it is shown: six significant digits, no trailing zeros, no exponent where it can be helped."""
    whole = f"{value:.6g}"
    return f"{value:.0f}" if "e+" in whole and abs(value) < 1e12 else whole


def fill(text: Text, parameters: Mapping[str, float]) -> Text:
    """`{u}` and `{u * 2}` replaced by their values; other braces are left alone."""
    if not parameters:
        return text
    return Text(_fill(text.en, parameters), _fill(text.zh, parameters))


def _fill(text: str, parameters: Mapping[str, float]) -> str:
    def shown(match: re.Match[str]) -> str:
        try:
            used = names(match[1])
            return number(evaluate(match[1], parameters)) if used else match[0]
        except ExpressionError:
            return match[0]

    return BRACES.sub(shown, text)


def blocks(text: Text) -> dict[str, str]:
    """Safe HTML of paragraphs, lists, tables, in both languages; raw HTML is shown, not obeyed."""
    return {language: _blocks(text.get(language)) for language in LANGUAGES}


def inline(text: Text) -> dict[str, str]:
    """Safe HTML of one line, in both languages."""
    return {language: _inline(text.get(language)) for language in LANGUAGES}


def plain(text: Text) -> dict[str, str]:
    """The words alone, for labels and screen readers, in both languages."""
    return {language: words(text.get(language)) for language in LANGUAGES}


# Thousands open the same paper within a minute: each text is rendered once, not once an engineer.
@lru_cache(maxsize=4096)
def _blocks(markdown: str) -> str:
    return str(_markdown().render(markdown))


@lru_cache(maxsize=8192)
def _inline(markdown: str) -> str:
    return str(_markdown().renderInline(markdown))


@lru_cache(maxsize=8192)
def words(markdown: str) -> str:
    """One line of Markdown without its marks."""
    return _words(_markdown().parseInline(markdown)).strip()


def _words(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.children is not None:
            parts.append(_words(token.children))
        elif token.type in ("text", "text_special", "code_inline"):
            parts.append(token.content)
    return "".join(parts)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "breaks": False}).enable(["table", "strikethrough"])
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("image", _image)
    return parser


def _link(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    token.attrSet("rel", "nofollow noopener noreferrer")
    token.attrSet("target", "_blank")
    return str(self.renderToken(tokens, index, options, env))


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Pictures come with the text or not at all: an address outside would tell who reads the question when."""
    token = tokens[index]
    if str(token.attrGet("src") or "").startswith("data:image/"):
        return str(self.image(tokens, index, options, env))
    return _escape(_words(token.children or []))


def _escape(text: str) -> str:
    from html import escape

    return escape(text)
