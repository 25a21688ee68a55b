"""Field files of any content: refused in words or loaded with every row accounted for; never a crash, never a hang."""

import csv
import gzip
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unit.field import kit

from fieldmark.field.clean import Against, clean
from fieldmark.field.mapping import to_map
from fieldmark.field.policy import Cleaning
from fieldmark.field.settings import Settings, read_settings
from fieldmark.model.problem import Refused

calm = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
COLUMNS = kit.HEADER.strip().split(",")
POLICY = Cleaning(
    order=(("opened", "resolved"),),
    happened={"tickets": ("opened", "resolved")},
    limits={"tickets": {"visits": (0, 20)}},
    refuse_above=1.0,
)
AGAINST = Against(POLICY, {}, kit.NOW.replace(tzinfo=None))


@pytest.fixture
def crm(tmp_path):
    (tmp_path / "crm.yaml").write_text(kit.MAP, encoding="utf-8")
    return to_map(read_settings(tmp_path / "crm.yaml", "crm.yaml"), "crm")


def outcome(folder, content, mapping, **options):
    """What a file brings: its Cleaned, or the codes that refuse it."""
    path = folder / "file.csv"
    path.write_bytes(content)
    try:
        return clean(path, "file.csv", mapping, AGAINST, **options)
    except Refused as refused:
        found = refused.problems
    assert all(p.code[0] == "D" and p.message.en and p.message.zh for p in found)
    return [p.code for p in found]


@calm
@given(content=st.binary(max_size=400), packed=st.booleans())
def test_any_bytes_are_refused_in_words(tmp_path, crm, content, packed):
    assert isinstance(outcome(tmp_path, gzip.compress(content) if packed else content, crm), list)


@calm
@given(content=st.binary(max_size=200), encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_bytes_after_a_good_header(tmp_path, crm, content, encoding):
    found = outcome(tmp_path, kit.GOOD.encode(encoding) + content, crm)
    if not isinstance(found, list):
        assert len(found.frame) + len(found.aside) == found.rows


cells = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12),
    st.sampled_from(
        ["T1", "T2", "2026-01-05", "31/12/2026 23:59", "?", "", "1", "-1", "1e308", "nan", "inf", "yes", "是"]
    ),
)


@calm
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=9), max_size=12), chunk=st.sampled_from([1, 3, 1000]))
def test_every_row_is_loaded_or_set_aside_with_its_line(tmp_path, crm, rows, chunk):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    found = outcome(tmp_path, out.getvalue().encode(), crm, chunk=chunk)
    if isinstance(found, list):
        assert found == ["D002"]
        assert not [r for r in rows if r != [""]]
        return
    lines = [*found.frame["_line"], *(a.line for a in found.aside)]
    assert len(lines) == found.rows == len(set(lines))
    assert found.frame["ticket"].is_unique
    assert found.frame["opened"].notna().all()
    assert not (found.frame["resolved"] < found.frame["opened"]).any()
    assert found.frame["visits"].dropna().between(0, 20).all()


@calm
@given(rows=st.lists(st.lists(cells, min_size=7, max_size=7), max_size=8), seed=st.randoms())
def test_chunks_do_not_change_what_is_loaded(tmp_path, crm, rows, seed):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows, ["T9", "2026-01-05", "", "", "", "", ""]])
    whole, pieces = (outcome(tmp_path, out.getvalue().encode(), crm, chunk=size) for size in (1000, 2))
    assert whole.frame["_line"].tolist() == pieces.frame["_line"].tolist()
    assert [a.line for a in whole.aside] == [a.line for a in pieces.aside]


@calm
@given(cut=st.integers(1, 1000))
def test_a_good_file_cut_anywhere_never_half_loads_a_row(tmp_path, crm, cut):
    text = kit.HEADER + "".join(f"T{i},2026-01-{i:02d} 08:00,,e001,上海水泵厂,1,false\n" for i in range(1, 20))
    content = text.encode()
    found = outcome(tmp_path, content[: -min(cut, len(content))], crm)
    if isinstance(found, list):
        assert set(found) <= {"D002", "D003", "D005"}
    else:  # cut between rows, where nobody can tell: what is there is whole
        assert found.aside == []
        assert found.frame["reopened"].eq(False).all()
        assert (found.frame["customer"] == "上海水泵厂").all()


WORDS = ("column", "each", "by", "above", "one_of", "join", "opened", "x")
anything = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-5, 5), st.sampled_from(["Opened", "above", "number", "tickets", ""])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["column", "each", "by", "above", "one_of", "join", "opened", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)
KEYS = (
    *("id", "title", "table", "export", "missing", "dates", "timezone", "decimal", "encoding", "separator", "sheet"),
    *("last_of", "columns", "values", "count"),
)


@calm
@given(changes=st.dictionaries(st.sampled_from(KEYS), anything, max_size=3))
def test_any_mapping_is_refused_in_words_or_usable(tmp_path, changes):
    good = {"id": "crm", "table": "tickets", "columns": {"ticket": "Number", "opened": "Opened"}}
    settings_read, codes = Settings("m.yaml", good | changes, {}), {"D009"}
    try:
        mapping = to_map(settings_read, "m")
    except Refused as refused:
        codes = {p.code for p in refused.problems}
    else:
        outcome(tmp_path, kit.GOOD.encode(), mapping)
    assert codes == {"D009"}
