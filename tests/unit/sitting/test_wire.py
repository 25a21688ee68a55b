"""What a page sent and cannot be read is told in both languages, each without words of the other."""

import re

import pytest

from fieldmark.model.problem import Refused
from fieldmark.sitting import wire

GOOD = {"client": 1, "slot": "q01", "answer": {}}
BAD = [
    {"entries": 1},
    {"entries": [1]},
    {"entries": [GOOD, GOOD]},
    {"entries": [{**GOOD, "client": "x"}]},
    {"entries": [{**GOOD, "slot": ""}]},
    {"entries": [{**GOOD, "seconds": "x"}]},
    {"entries": [{**GOOD, "answer": None}]},
    {"entries": [{**GOOD, "answer": {"text": "\ud800"}}]},
]


def chinese(refused) -> str:
    (found,) = refused.value.problems
    assert found.code == "E015"
    assert not re.search("[\u4e00-\u9fff]", found.message.en)
    return found.message.zh


@pytest.mark.parametrize("data", BAD)
def test_entries_that_cannot_be_read(data):
    with pytest.raises(Refused) as refused:
        wire.entries(data)
    names = {"entries", "client", "slot", "seconds", "answer", "Unicode"}
    assert set(re.findall("[A-Za-z]+", chinese(refused))) <= names


@pytest.mark.parametrize("raw", [b"{", b"[]", b"\xff", b'{"a": NaN}'])
def test_a_body_that_is_no_object(raw):
    with pytest.raises(Refused) as refused:
        wire.body(raw)
    assert set(re.findall("[A-Za-z]+", chinese(refused))) <= {"JSON"}
