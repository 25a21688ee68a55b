"""Entering people: from a list, every fault told with its line, all or nothing."""

import csv
import dataclasses
import stat

import pytest
from click.testing import CliRunner

from fieldmark.cli import main
from fieldmark.model.person import Person
from fieldmark.model.problem import Refused
from fieldmark.site.enter import import_list, listed, read_list
from fieldmark.site.passwords import verify
from fieldmark.store.people import read_people, write_people
from fieldmark.store.workspace import Workspace

LIST = """\
user,name,role,units,language
e001,李伟,engineer,,zh
lin,林悦,trainer,vfd,zh
Mia,Mia North,manager,region:North; team:E1,en
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "courses" / "vfd").mkdir(parents=True)
    return Workspace(tmp_path)


def put(place, text, encoding="utf-8"):
    path = place.root / "people.csv"
    path.write_bytes(text.encode(encoding))
    return path


def fieldmark(place, *words, typed=None):
    return CliRunner().invoke(main, ["people", *words, "--workspace", str(place.root)], input=typed)


def test_a_list_is_entered_as_it_stands(place):
    import_list(place, put(place, LIST))
    assert read_people(place) == {
        "e001": Person("e001", "李伟", "engineer", (), "zh"),
        "lin": Person("lin", "林悦", "trainer", ("vfd",), "zh"),
        "mia": Person("mia", "Mia North", "manager", ("region:North", "team:E1"), "en"),
    }
    assert stat.S_IMODE((place.site / "people.json").stat().st_mode) == 0o600


def test_allowances_are_taken_where_the_list_names_them(place):
    head = "user,name,role,extra_time,text_size,breaks,break_minutes,break_clock"
    import_list(place, put(place, f"{head}\ne001,Li,engineer,25%,1.5,2,10,runs\ne002,Wu,engineer,0.5,,,,\n"))
    rested = Person("e001", "Li", "engineer", (), "en", "", 0.25, 1.5, 2, 10.0, "runs")
    assert list(read_people(place).values()) == [rested, Person("e002", "Wu", "engineer", extra_time=0.5)]
    import_list(place, put(place, "用户名,姓名,角色,加时\ne001,Li,工程师,\n"))
    after = read_people(place)
    assert after["e001"] == dataclasses.replace(rested, extra_time=0.0)  # an empty cell is none; no column, no change
    assert after["e002"].extra_time == 0.5
    assert listed(place).rows[0]["allowances"] == "text_size 1.5; breaks 2; break_minutes 10.0; break_clock runs"


@pytest.mark.parametrize(
    ("column", "said"),
    [
        *(("extra_time", t) for t in ("25", "-0.1", "nan", "a lot")),
        *(("text_size", t) for t in ("0.5", "300%")),
        *(("breaks", t) for t in ("1.5", "-1", "51")),
        *(("break_minutes", t) for t in ("inf", "x", "241")),
        ("break_clock", "pauses"),
    ],
)
def test_a_wrong_allowance_enters_nobody(place, column, said):
    with pytest.raises(Refused) as refused:
        import_list(place, put(place, f"user,name,role,{column}\ne001,Li,engineer,{said}\n"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.line) == ("H021", 2)
    assert column in problem.message.en
    assert read_people(place) == {}


def test_breaks_need_their_minutes(place):
    with pytest.raises(Refused, match="break_minutes"):
        import_list(place, put(place, "user,name,role,breaks,break_minutes\ne001,Li,engineer,2,\n"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_list_from_a_chinese_spreadsheet_is_read(place, encoding, separator):
    rows = ["用户名,姓名,角色,单位,语言", "e001,李伟,工程师,,中文", "zhao,赵北川,经理,*,中文"]
    import_list(place, put(place, "\r\n".join(rows).replace(",", separator), encoding))
    assert [(p.user, p.role, p.units, p.language) for p in read_people(place).values()] == [
        ("e001", "engineer", (), "zh"),
        ("zhao", "manager", ("*",), "zh"),
    ]


def test_every_wrong_row_is_told_and_nobody_is_entered(place):
    rows = [
        "e002,Anna,engineer,,en",
        "a b,Space,engineer,,en",
        "x1,,engineer,,en",
        "x2,X,chief,,en",
        "x3,X,engineer,team:N1,en",
        "x4,X,trainer,hydraulics,en",
        "x5,X,manager,,en",
        "x6,X,engineer,,fr",
        "E002,Anna again,engineer,,en",
    ]
    with pytest.raises(Refused) as refused:
        import_list(place, put(place, "user,name,role,units,language\n" + "\n".join(rows) + "\n"))
    found = [(p.line, p.code) for p in refused.value.problems]
    assert found == [*((line, "H021") for line in range(3, 10)), (10, "H022")]
    assert all(p.file == "people.csv" and p.message.zh and p.hint.zh for p in refused.value.problems)
    assert read_people(place) == {}


def test_who_is_known_keeps_password_and_allowances(place):
    known = Person("mia", "Mia", "engineer", (), "zh", "$argon2id$kept", extra_time=0.25, text_size=1.5)
    other = Person("admin", "Administrator", "administrator", ("*",), "en")
    write_people(place, [known, other])
    import_list(place, put(place, LIST))
    corrected = dataclasses.replace(
        known, name="Mia North", role="manager", units=("region:North", "team:E1"), language="en"
    )
    assert read_people(place)["mia"] == corrected
    assert read_people(place)["admin"] == other


def test_first_passwords_are_drawn_for_who_has_none_and_never_overwritten(place):
    write_people(place, [Person("lin", "Lin", "trainer", ("vfd",), "zh", "$argon2id$kept")])
    drawn = place.root / "first.csv"
    path = put(place, LIST)
    import_list(place, path, drawn)
    assert stat.S_IMODE(drawn.stat().st_mode) == 0o600
    with drawn.open(encoding="utf-8", newline="") as handle:
        told = {row["user"]: row["password"] for row in csv.DictReader(handle)}
    assert sorted(told) == ["e001", "mia"]
    people = read_people(place)
    assert all(verify(people[user].password, word) for user, word in told.items())
    assert people["lin"].password == "$argon2id$kept"
    with pytest.raises(Refused, match="H024"):
        import_list(place, path, drawn)


@pytest.mark.parametrize("text", ["", "name,role\nX,engineer\n", "<html>\n"])
def test_what_is_no_list_is_refused(place, text):
    with pytest.raises(Refused, match="H020"):
        read_list(put(place, text))
    with pytest.raises(Refused, match="H020"):
        read_list(place.root / "none.csv")


def test_one_by_one(place):
    asked = ("add", "Mia", "--name", "Mia North", "--role", "manager", "--units", "*", "--password")
    assert fieldmark(place, *asked, typed="short\n").exit_code == 1
    assert read_people(place) == {}
    assert fieldmark(place, *asked, typed="right horse\n").exit_code == 0
    assert verify(read_people(place)["mia"].password, "right horse")
    shown = fieldmark(place, "list").output
    assert "Mia North" in shown
    assert "argon2" not in shown
    assert fieldmark(place, "remove", "mia", "nobody").exit_code == 1
    assert fieldmark(place, "remove", "MIA").exit_code == 0
    assert read_people(place) == {}
