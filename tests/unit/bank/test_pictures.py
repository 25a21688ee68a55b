"""A picture of the unit in the place of boxes and wires: embedded, cleaned, checked, in Excel too."""

import base64
import json
import struct
import xml.etree.ElementTree as ET
import zlib

import pytest
from click.testing import CliRunner
from unit.bank.cases import content
from unit.bank.test_practicals import SCENARIO, SOUND

from fieldmark import items
from fieldmark.bank import read
from fieldmark.bank.practicals.document import scenario_document
from fieldmark.cli import main
from fieldmark.model.codec import from_data, to_data
from fieldmark.model.item import AnyItem
from fieldmark.store.workspace import Workspace

FOLDER = "assignments/c/faults"
LAYOUT = """layout:
  picture: {file: NAME, shows: {en: An open cabinet, zh: 打开的电柜}}
  points: [{id: out, x: 185, y: 228, title: {en: Output, zh: 输出}}]
"""
TEXT = SOUND[: SOUND.index("layout:")].replace(", point: box", "") + LAYOUT


def png(width, height):
    def part(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress((b"\x00" + b"\x80" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def jpeg(width, height):
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00" + bytes(9) + frame + b"\xff\xd9"


def drawn(folder, name, data):
    """The items and problem codes of a workspace whose scenario names the picture."""
    place = folder / FOLDER / name.rpartition("/")[2]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    found = content(folder, **{SCENARIO: TEXT.replace("NAME", name)})
    return found.items, [p.code for p in found.problems]


@pytest.fixture(scope="module")
def cabinet(root):
    return (root / "tests/cabinet.svg").read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [("a.png", png(400, 300), "image/png"), ("a.jpg", jpeg(400, 300), "image/jpeg"), ("a.svg", None, "image/svg+xml")],
    ids=["png", "jpeg", "svg"],
)
def test_a_picture_is_embedded_with_its_own_size(tmp_path, cabinet, name, data, media):
    (item,), codes = drawn(tmp_path, name, data or cabinet)
    assert codes == []
    layout = item.scenario.layout
    assert (layout.width, layout.height, layout.picture.media) == (400, 300, media)
    variant = items.draw(item, secret="s", engineer="e", slot="q")
    shown = items.public(item, variant)["layout"]["picture"]
    assert shown["source"].startswith(f"data:{media};base64,")
    assert shown["shows"]["zh"] == "打开的电柜"
    assert name not in json.dumps(items.public(item, variant)), "the file's name may tell"
    assert from_data(json.loads(json.dumps(to_data(item))), AnyItem) == item, "it lies in the sealed paper"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"GIF89a" + bytes(40)),
        ("a.png", png(400, 300)[:20]),
        ("a.jpg", png(400, 300)),
        ("a.jpg", b"\xff\xd8\xff\xe0\xff\xff" + bytes(20)),
        ("a.svg", b"<html/>"),
        ("a.svg", b"<svg"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.png", png(7000, 1)),
        ("a.png", png(400, 300) + bytes(400_000)),
        ("a.gif", b"GIF89a"),
        ("../a.png", png(400, 300)),
        ("/etc/hostname.png", png(400, 300)),
    ],
    ids=range(13),
)
def test_what_is_no_picture_is_refused(tmp_path, name, data):
    made, codes = drawn(tmp_path, name, data)
    assert codes == ["Q616"]
    assert made == ()


UNSAFE = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 400 300"
 onload="steal()"><script>steal()</script><style>@import url(https://x.example)</style>
<image href="https://x.example/a.png"/><foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>
<a xlink:href="javascript:steal()"><text>go</text></a><rect width="9" height="9" fill="url(https://x.example#a)"
 style="background:url('https://x.example')"/><circle r="3" fill="url(#own)"/><animate attributeName="x"/></svg>"""


def test_an_svg_keeps_its_drawing_and_nothing_that_runs_or_loads(tmp_path):
    (item,), codes = drawn(tmp_path, "a.svg", UNSAFE.encode())
    assert codes == ["Q617"]
    kept = base64.b64decode(item.scenario.layout.picture.content).decode()
    assert "example" not in kept
    assert "steal" not in kept
    assert [e.tag.rpartition("}")[2] for e in ET.fromstring(kept).iter()] == ["svg", "rect", "circle"]  # noqa: S314
    assert 'fill="url(#own)"' in kept


def test_to_excel_and_back_the_picture_goes_along(tmp_path, cabinet):
    (item,), _ = drawn(tmp_path, "a.svg", cabinet)
    out = tmp_path / "elsewhere" / "out.xlsx"
    run = CliRunner().invoke
    assert run(main, ["faults", "export", item.id, str(out), "--workspace", str(tmp_path)]).exit_code == 0
    assert (out.parent / "a.svg").is_file()
    for name in ("a.svg", "f.yaml"):
        (tmp_path / FOLDER / name).unlink()
    done = run(main, ["faults", "import", str(out), "--workspace", str(tmp_path)])
    assert done.exit_code == 0, done.output
    (again,) = read(Workspace(tmp_path)).items
    assert scenario_document(again) == scenario_document(item)
    assert again.scenario.layout == item.scenario.layout
