"""Dates in the ways that exports write them."""

from datetime import datetime

import pandas as pd
import pytest

from fieldmark.field.dates import parse_times, to_strptime


def times(texts, formats=(), zone="UTC"):
    found = parse_times(pd.Series(texts, dtype="str"), formats, zone)
    return [None if pd.isna(t) else t.to_pydatetime() for t in found]


@pytest.mark.parametrize(
    ("written", "pattern"),
    [
        ("DD/MM/YYYY hh:mm", "%d/%m/%Y %H:%M"),
        ("YYYY年MM月DD日 hh:mm:ss", "%Y年%m月%d日 %H:%M:%S"),
        ("DD MMM YY", "%d %b %y"),
        ("d/m/Y", None),
        ("hh:mm", None),
        ("DD/MM", None),
        ("%d.%m.%Y", None),
    ],
)
def test_formats_as_people_write_them(written, pattern):
    assert to_strptime(written) == pattern


def test_iso_is_always_read_with_or_without_an_offset():
    texts = ["2026-03-01", "2026-03-01 14:05", "2026-03-01T14:05:09Z", "2026-03-01 14:05:00+08:00"]
    assert times(texts) == [
        datetime(2026, 3, 1),
        datetime(2026, 3, 1, 14, 5),
        datetime(2026, 3, 1, 14, 5, 9),
        datetime(2026, 3, 1, 6, 5),
    ]


def test_formats_are_tried_in_order_and_leading_zeros_are_optional():
    formats = ("DD/MM/YYYY hh:mm", "MM/DD/YYYY hh:mm")
    assert times(["9/2/2016 01:16", "02/29/2016 10:00"], formats) == [
        datetime(2016, 2, 9, 1, 16),
        datetime(2016, 2, 29, 10, 0),
    ]


@pytest.mark.parametrize("text", ["30/02/2026 10:00", "2026-02-30 10:00", "next week", "2026-13-01", "1/1", "²"])
def test_what_is_no_date_is_not_made_one(text):
    assert times([text], ("DD/MM/YYYY hh:mm",)) == [None]


def test_local_time_becomes_utc_and_clock_changes_stay_in_order():
    assert times(["2026-03-01 08:00"], zone="Asia/Shanghai") == [datetime(2026, 3, 1, 0, 0)]
    # 02:30 is skipped on 29 March and happens twice on 25 October
    assert times(["2026-03-29 02:30", "2026-10-25 02:30"], zone="Europe/Berlin") == [
        datetime(2026, 3, 29, 1, 0),
        datetime(2026, 10, 25, 0, 30),
    ]
