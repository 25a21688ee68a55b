"""The examples of the trainer's guide are sound in the sample course."""

import re
import shutil

from fieldmark.bank import read
from fieldmark.bank.checks.metadata import SHUFFLE
from fieldmark.bank.draft import WRITTEN
from fieldmark.bank.sections import KEYS
from fieldmark.store.workspace import Workspace


def test_the_guides_examples_have_no_problem(root, tmp_path):
    guide = (root / "docs/trainer/items.md").read_text(encoding="utf-8")
    shutil.copytree(root / "courses", tmp_path / "courses")
    shutil.copytree(root / "assignments", tmp_path / "assignments")
    blocks = re.findall(r"^```(markdown|yaml)\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    for n, (kind, text) in enumerate(blocks):
        name = f"items/guide{n}.md" if kind == "markdown" else f"papers/guide{n}.yaml"
        (tmp_path / "assignments/vfd" / name).write_text(text, encoding="utf-8")
    found = read(Workspace(tmp_path))
    assert [p.render() for p in found.problems if "guide" in p.file] == []
    kinds = {i.kind for i in found.items if "guide" in i.place.file}
    assert kinds >= {"choice", "numeric", "ordering", "matching", "short", "long"}
    assert any("guide" in b.place.file for b in found.blueprints)


def test_the_guide_names_every_key_and_kind(root):
    guide = (root / "docs/trainer/items.md").read_text(encoding="utf-8")
    assert [name for name in (*KEYS, *WRITTEN) if f"`{name}`" not in guide] == []
    assert "no" in SHUFFLE
