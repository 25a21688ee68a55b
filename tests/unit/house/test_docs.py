"""The guides hold together: links lead somewhere, pictures are there, and every command quoted is one."""

import os
import re
import shlex
from pathlib import Path

import click
import pytest

from fieldmark.cli import main

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")])
GUIDES = [page for page in PAGES if "reference" not in page.parts]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)
INDENTED = re.compile(r"^    (?=fieldmark |scripts/)(.*)$", re.M)
INLINE = re.compile(r"(?<!`)`((?:fieldmark|scripts/)[^`\n]*)`(?!`)")
SHELL = ("", "sh", "bash", "shell", "console")
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
each_guide = pytest.mark.parametrize("page", GUIDES, ids=lambda p: str(p.relative_to(ROOT)))


def prose(page):
    """The page without its blocks of code."""
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page):
    """What its headings are called in an address, as GitHub makes it."""
    made = []
    for heading in re.findall(r"^#{1,6} (.*)$", prose(page), re.M):
        plain = re.sub(r"[^\w\- ]", "", re.sub(r"`|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()).replace(" ", "-")
        made.append(f"{plain}-{made.count(plain)}" if plain in made else plain)
    return made


@each_page
def test_every_link_leads_somewhere(page):
    lost = []
    for target in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        if not place.exists() or (anchor and anchor not in anchors(place)):
            lost.append(target)
    assert lost == []


def test_every_guide_is_found_from_the_first_page():
    first = ROOT / "docs" / "README.md"
    linked = {(first.parent / t.partition("#")[0]).resolve() for t in LINK.findall(prose(first))}
    guides = set(ROOT.glob("docs/*/*.md"))
    assert sorted(str(p.relative_to(ROOT)) for p in guides - linked) == []


def test_every_picture_is_shown_somewhere():
    shown = {Path(t).name for page in PAGES for t in LINK.findall(prose(page))}
    assert {p.name for p in (ROOT / "docs/pictures").iterdir()} - shown == set()


def quoted(page):
    """(command, whether it stands whole in a block of code) of each that the page tells."""
    text = page.read_text(encoding="utf-8")
    blocks = [line for kind, body in FENCED.findall(text) if kind in SHELL for line in body.splitlines()]
    lines = [line.strip().removeprefix("$ ") for line in [*blocks, *INDENTED.findall(text)]]
    for line in lines:
        for part in re.split(r" && | \| | > ", line):
            if part.startswith(("fieldmark ", "scripts/")):
                yield part, True
    yield from ((part, False) for part in INLINE.findall(text) if re.match(r"fieldmark( |$)|scripts/", part))


def parse(words, whole):
    """Raises click.UsageError where there is no such command, option or value."""
    command, context = main, click.Context(main, info_name="fieldmark")
    while isinstance(command, click.Group):
        if not words or words[0] in ("-h", "--help", "--version"):
            return
        name, command, words = command.resolve_command(context, words)
        context = click.Context(command, context, info_name=name)
    if whole or words:
        try:
            command.make_context(context.info_name, list(words), parent=context.parent)
        except click.MissingParameter:
            if whole:
                raise
        except click.exceptions.Exit:
            pass


def script(words):
    path = ROOT / words[0]
    assert path.exists()
    assert words[0].endswith((".py", "/")) or os.access(path, os.X_OK)
    if words[0] == "scripts/bench" and len(words) > 1 and words[1].islower():
        assert re.search(rf'"{words[1]}"', (ROOT / "scripts/benches/main.py").read_text(encoding="utf-8"))


@each_guide
def test_every_command_quoted_is_one(page):
    for told, whole in quoted(page):
        words = [w for w in shlex.split(told, comments=True) if not re.fullmatch(r"…|\.\.\.|\|", w)]
        if words[0] == "fieldmark":
            words = ["2" if w == "N" else w.strip("[]") for w in words[1:]]
            try:
                parse(words, whole)
            except click.UsageError as wrong:
                pytest.fail(f"{told}: {wrong.format_message()}")
        else:
            script(words)


def test_the_check_of_commands_finds_a_wrong_one():
    for words in (["brun"], ["run", "--fast"], ["faults", "chek"], ["serve", "--port", "many"]):
        with pytest.raises(click.UsageError):
            parse(words, True)
