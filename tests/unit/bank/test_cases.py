"""Tickets to drafts: nobody is named in them, they can be read, and they are never drawn."""

import json
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from fieldmark.bank import read
from fieldmark.bank.cases.anonymous import Known, anonymous, names_perhaps
from fieldmark.bank.cases.case import Case, Ticket, facts
from fieldmark.bank.cases.holes import hole
from fieldmark.cli import main
from fieldmark.model.tables import ENGINEERS, SURVEYS, TICKETS
from fieldmark.store import warehouse
from fieldmark.store.workspace import Workspace

KNOWN = Known.of(
    people=("Anna Berg", "李晓明", "e042"), customers=("Nordwerk Filter", "C01643", "华东纺织"), units=("FD008804",),
    tickets=("SR-000008",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Anna Berg came on time.", "a colleague came on time."),
        ("ANNA  BERG, e042, was here", "a colleague, a colleague, was here"),
        ("Mr. Miller waited. Dr Jane Fox too.", "(name) waited. (name) too."),
        ("Frau Schröder-Lang hat gewartet", "(name) hat gewartet"),
        ("My name is Peter Hall, call +49 (0)30 1234567.", "My name is (name), call (telephone number)."),
        ("Call 030/12345678 or 555-123-4567", "Call (telephone number) or (telephone number)"),
        ("Mail p.hall+x@nordwerk-filter.example please", "Mail (mail address) please"),
        ("Nordwerk Filter, unit FD008804, see SR-000008", "the customer, unit the unit, see this request"),
        ("We at Baltic Pumps GmbH are not amused", "We at the customer are not amused"),
        ("Best regards,\nPeter Hall", "Best regards, (name)"),
        ("Trips at 565 V and 48.5 Hz after 1500 h, code F0021", "Trips at 565 V and 48.5 Hz after 1500 h, code F0021"),
        ("Sir, the drive trips", "Sir, the drive trips"),
        ("李晓明来得很快", "一位同事来得很快"),
        ("王经理说下午再来", "（姓名）说下午再来"),
        ("请联系欧阳女士，电话138 1234 5678", "请联系（姓名），电话（电话）"),
        ("联系人：陈小红，邮箱 chen@hd.example", "联系人：（姓名），邮箱 （邮箱）"),
        ("我是张伟，座机 021-5566 7788", "我是（姓名），座机 （电话）"),
        ("上海某某机械有限公司的设备", "客户的设备"),
        ("华东纺织的FD008804又跳了", "客户的该设备又跳了"),
        ("电话021-55667788，邮箱chen@hd.example，手机13812345678", "电话（电话），邮箱（邮箱），手机（电话）"),
        ("请联系Mr. Miller或Frau Lang", "请联系（姓名）或（姓名）"),
        ("身份证 11010519491231002X", "身份证 （编号）"),
        ("母线电压 565 V，换了板子，第二天又跳了。", "母线电压 565 V，换了板子，第二天又跳了。"),
        ("工程师讲清了原因，师傅很有耐心。", "工程师讲清了原因，师傅很有耐心。"),
        ("I live in flat 4, 12 Baker Street, come at nine", "I live in (address), come at nine"),
        ("Hauptstraße 12 in the yard", "(address) in the yard"),
        ("来北京市朝阳区建国路88号修", "（地址）修"),
        ("微信 lm_8899，QQ 12345678", "微信 （账号），QQ （账号）"),
        ("WhatsApp lm_8899 please", "(account) please"),
        ("车停在沪A12345旁边", "车停在（车牌）旁边"),
        ("My van, plate ABC-123, is outside", "My van, plate (number plate), is outside"),
        ("The drive at 192.168.1.17 is lost", "The drive at (network address) is lost"),
        ("Telegram 1234, signal 4-20 mA, type ACS-880, firmware V1.2.3.4, 12 Compact Drive",
         "Telegram 1234, signal 4-20 mA, type ACS-880, firmware V1.2.3.4, 12 Compact Drive"),
        ("主电路3号端子，沿着管路2号阀，微信说下午来", "主电路3号端子，沿着管路2号阀，微信说下午来"),
        ("高工况下停机，白天不报", "高工况下停机，白天不报"),
    ],
)  # fmt: skip
def test_people_are_taken_out_and_the_matter_stays(said, left):
    assert anonymous(said, KNOWN) == left


def test_what_may_be_a_name_is_told_to_the_trainer(space):
    assert names_perhaps("Anna Schmidt of the plant, and Anna  Schmidt again; The drive trips") == ("Anna Schmidt",)
    with warehouse.warehouse(Workspace(space), write=True) as connection:
        told = pd.DataFrame({
            "survey": ["V3"], "ticket": ["SR-3"], "answered": pd.Timestamp("2026-01-03"), "csat": [20.0],
            "comment": ["Gerda Schmidt of line 2 was angry."],
        })  # fmt: skip
        warehouse.replace(connection, SURVEYS.name, warehouse.arrow(SURVEYS, told))
    codes = {p["code"]: p for p in draft(space, "SR-3", "--as", "item", "--course", "vfd")["problems"]}
    assert set(codes) == {"Q805", "Q806", "Q807"}, "no skill trains “mechanical”"
    assert "Gerda Schmidt" in str(codes["Q806"])


def test_what_the_sample_company_says_stays_as_it_is(root):
    from fieldmark.sample import comments

    for mood in (comments._PRAISE, comments._NEUTRAL, comments._BLAME):
        for words in (w for texts in mood.values() for w in texts):
            assert anonymous(words, KNOWN) == words


@given(
    st.text(max_size=30), st.text(max_size=30),
    st.sampled_from(["Jo", "Anna Berg", "李晓明", "C01643", "O'Neill", "Łukasz Żak", "张*(", "a.b"]),
)  # fmt: skip
def test_a_known_name_never_stands_in_what_comes_out(before, after, name):
    said = f"{before} {name} {after}"
    out = anonymous(said, Known.of(people=(name,)))
    words = out.replace("a colleague", "").replace("一位同事", "")
    assert f" {name} " not in f" {words} "


def test_facts_name_nobody_and_are_in_both_languages():
    ticket = Ticket("SR-1", "no-start", "complaint", "Pumps", "phone", "high", "C01643", "FD008804", "e042",
                    visits=2, parts_replaced=3, parts_good=1, steps_skipped=1, reopened=True, hours=30.4)  # fmt: skip
    told = facts(Case((ticket, ticket)))
    for secret in ("C01643", "FD008804", "e042", "SR-1"):
        assert all(secret not in fact.en + fact.zh for fact in told)
    assert "30 h" in " ".join(f.en for f in told)
    assert all(fact.en and fact.zh for fact in told)


@pytest.fixture
def space(root, tmp_path):
    """A workspace with the sample course and three tickets of two customers."""
    shutil.copytree(root / "courses", tmp_path / "courses")
    tickets = pd.DataFrame({
        "ticket": ["SR-1", "SR-2", "SR-3"], "fault_class": ["no-start", "no-start", "mechanical"],
        "kind": ["repair", "complaint", "repair"], "product_line": "Compact drives", "channel": "phone",
        "customer": ["C01643", "C00596", "C7"], "asset": ["FD008804", "FD1", "FD2"], "engineer": "e042",
        "opened": pd.Timestamp("2026-01-01 08:00"), "resolved": pd.Timestamp("2026-01-02 08:00"), "parts_replaced": 2,
        "parts_good": 1,
    })  # fmt: skip
    surveys = pd.DataFrame({
        "survey": ["V1", "V2"], "ticket": ["SR-1", "SR-2"], "answered": pd.Timestamp("2026-01-03"),
        "csat": [20.0, 40.0],
        "comment": [
            "Anna Berg swapped the board of FD008804, call Mr Miller at 030/12345678.", "李晓明来了两次，还是没好。",
        ],
    })  # fmt: skip
    people = pd.DataFrame({"engineer": ["e042", "e043"], "name": ["Anna Berg", "李晓明"]})
    with warehouse.warehouse(Workspace(tmp_path), write=True) as connection:
        for table, frame in ((TICKETS, tickets), (SURVEYS, surveys), (ENGINEERS, people)):
            warehouse.replace(connection, table.name, warehouse.arrow(table, frame))
    return tmp_path


def draft(space, *arguments, ok=True):
    done = CliRunner().invoke(main, ["case", *arguments, "--json", "--workspace", str(space)], catch_exceptions=False)
    assert (done.exit_code == 0) == ok, done.output
    return json.loads(done.stdout) if ok else done.stderr


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("item", "items/case-sr-1.md"),
        ("scenario", "faults/case-sr-1-scenario.yaml"),
        ("dialogue", "dialogues/case-sr-1-dialogue.yaml"),
    ],
)
def test_a_draft_is_linked_names_nobody_and_is_never_drawn(space, kind, path):
    report = draft(space, "SR-1", "SR-2", "--as", kind)
    assert [p["code"] for p in report["problems"]] == ["Q805"]
    text = (space / "assignments/vfd" / path).read_text(encoding="utf-8")
    assert 'source: "SR-1, SR-2"' in text or "source: SR-1, SR-2" in text
    for secret in ("Anna", "Berg", "李晓明", "Miller", "12345678", "FD008804", "C01643", "e042"):
        assert secret not in text, secret
    found = read(Workspace(space))
    assert found.items == ()
    assert {(p.code, p.severity) for p in found.problems} == {("Q127", "warning")}
    (space / "assignments/vfd" / path).write_text(text.replace("draft: yes\n", ""), encoding="utf-8")
    found = read(Workspace(space))
    assert found.items == (), "nothing is drawn while a hole of the draft is open"
    assert {(p.code, p.severity) for p in found.problems} == {("Q129", "error")}
    finished = "\n".join(written(line) for line in text.replace("draft: yes\n", "").split("\n"))
    (space / "assignments/vfd" / path).write_text(finished, encoding="utf-8")
    (item,) = read(Workspace(space)).items
    assert item.source == "SR-1, SR-2"
    assert {"parameters", "process"} <= set(item.skills), "the skills that the fault class needs"


def written(line):
    """The line with words in the place of what the draft left open."""
    while left := hole(line):
        line = line.replace(left, left[1:-1])
    return line


def test_one_ticket_becomes_a_draft_of_each_kind_with_an_id_of_its_own(space):
    for kind in ("item", "scenario", "dialogue"):
        draft(space, "SR-1", "--as", kind)
    assert {p.code for p in read(Workspace(space)).problems} == {"Q127"}, "drafts, and no id twice (Q103)"


def test_nothing_is_written_over_and_what_is_missing_is_told(space):
    draft(space, "SR-1", "--as", "item")
    assert "Q804" in draft(space, "SR-1", "--as", "item", ok=False)
    assert "Q801" in draft(space, "SR-1", "SR-9", "--as", "scenario", ok=False)
    report = draft(space, "SR-2", "SR-3", "--as", "item")
    assert {p["code"] for p in report["problems"]} == {"Q803", "Q805"}


def test_the_course_is_asked_for_where_the_class_does_not_say_it(space):
    shutil.copytree(space / "courses/vfd", space / "courses/pumps")
    path = space / "courses/pumps/course.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: vfd", "id: pumps"), encoding="utf-8")
    said = draft(space, "SR-1", "--as", "item", ok=False)
    assert "Q802" in said
    assert "pumps, vfd" in said
    draft(space, "SR-1", "--as", "item", "--course", "pumps")
    assert (space / "assignments/pumps/items/case-sr-1.md").exists()
