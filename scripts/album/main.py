"""The documentation's pictures: each named once in an album, taken in Chromium, kept small.

An album is a module here with a function `take(place, browser)` that yields (name, PNG bytes); the table ALBUMS says
which pictures each makes, so that one can be taken alone. See `dashboard.py` for the pattern.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent)]

from exam_browser import CHROMIUM, FLAGS  # noqa: E402
from shrink import shrink  # noqa: E402

from fieldmark.store.workspace import Workspace, init_workspace, open_workspace  # noqa: E402

ALBUMS: dict[str, tuple[str, ...]] = {
    "dashboard": (
        *("dashboard-overview", "dashboard-skills", "dashboard-outcome", "dashboard-engineer"),
        *("dashboard-zh", "dashboard-dark", "dashboard-phone"),
    ),
    "observe": ("observation-phone",),
    "visit": (
        *("login", "my-exams", "exam", "exam-review", "exam-phone", "fault-bench"),
        *("trainer", "formgrader"),
    ),
}
"""Module of this folder to the names of its pictures; add yours here."""
MOST_BYTES = 150_000


def main() -> int:
    asked = _arguments()
    albums = [a for a, names in ALBUMS.items() if not asked.names or {a, *names} & set(asked.names)]
    _one_font()
    place = open_workspace(asked.workspace) if asked.workspace else sample()
    asked.into.mkdir(parents=True, exist_ok=True)
    too_large = 0
    for name, picture in _taken(albums, place):
        if asked.names and name not in asked.names and not set(asked.names) & set(albums):
            continue
        small = shrink(picture)
        (asked.into / f"{name}.png").write_bytes(small)
        too_large += len(small) > MOST_BYTES
        print(f"{name}.png  {len(small) / 1000:.0f} kB{'  TOO LARGE' if len(small) > MOST_BYTES else ''}", flush=True)
    return 1 if too_large else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/pictures", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="albums or pictures (default: all)")
    parser.add_argument("--workspace", type=Path, help="take them of this workspace")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "pictures")
    return parser.parse_args()


def _taken(albums: Iterable[str], place: Workspace) -> Iterable[tuple[str, bytes]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for album in albums:
            yield from importlib.import_module(album).take(place, browser)
        browser.close()


def sample() -> Workspace:
    """The sample company in full, made once."""
    from fieldmark import pipeline
    from fieldmark.demo import make_demo

    folder = ROOT / ".fieldmark" / "pictures"
    place = open_workspace(folder) if folder.exists() else init_workspace(folder)
    make_demo(place, engineers=120, tickets=60_000, months=18, seed=1)
    for _ in pipeline.run(place):
        pass
    return place


def _one_font() -> None:
    """The same letters on every machine that has Noto: the system's own font differs from one to the next."""
    rules = ROOT / ".fieldmark" / "pictures-fonts.conf"
    rules.parent.mkdir(exist_ok=True)
    swaps = "".join(
        f'<match target="pattern"><test qual="any" name="family"><string>{family}</string></test>'
        '<edit name="family" mode="prepend" binding="strong"><string>Noto Sans CJK SC</string></edit></match>'
        for family in ("system-ui", "sans-serif", "sans", "DejaVu Sans")
    )
    base = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    rules.write_text(f'<?xml version="1.0"?><fontconfig>{base}{swaps}</fontconfig>\n')
    os.environ["FONTCONFIG_FILE"] = str(rules)


if __name__ == "__main__":
    sys.exit(main())
