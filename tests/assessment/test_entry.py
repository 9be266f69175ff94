"""Text and numbers as people type them."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.assessment.entry import (
    Unreadable,
    clean_text,
    parse_number,
    sent_id,
    sent_number,
)


@pytest.mark.parametrize(
    ("typed", "language", "decimals", "number"),
    [
        ("14", "en", 0, 14),
        (" 14 ", "en", 0, 14),
        ("7.0", "en", 0, 7),
        ("0.5", "en", 1, 0.5),
        ("0,5", "en", 1, 0.5),
        ("0.5", "de", 1, 0.5),
        ("0,5", "es", 1, 0.5),
        ("0.123", "de", 3, 0.123),
        ("1,234", "en", 0, 1234),
        ("1,234.5", "en", 1, 1234.5),
        ("1.234,5", "en", 1, 1234.5),
        ("1.234,5", "de", 1, 1234.5),
        ("1,234.5", "de", 1, 1234.5),
        ("1,234", "de", 3, 1.234),
        ("1.234.567", "es", 0, 1234567),
        ("1 000", "de", 0, 1000),
        ("1\u202f000", "es", 0, 1000),
        ("\u22123", "en", 0, -3),
        ("-0", "en", 0, 0),
        ("+6", "en", 0, 6),
        (".5", "en", 1, 0.5),
        ("2147483648", "en", 0, 2147483648),
    ],
)
def test_a_number_is_read_as_its_writer_meant_it(
    typed: str, language: str, decimals: int, number: float
) -> None:
    assert parse_number(typed, language, decimals) == number


@pytest.mark.parametrize(
    ("typed", "language", "reason"),
    [
        ("", "en", "empty"),
        ("   ", "en", "empty"),
        ("abc", "en", "not-a-number"),
        ("NaN", "en", "not-a-number"),
        ("inf", "en", "not-a-number"),
        ("Infinity", "en", "not-a-number"),
        ("1e3", "en", "not-a-number"),
        ("1_000", "en", "not-a-number"),
        ("\u0661\u0662", "en", "not-a-number"),
        ("£1m", "en", "not-a-number"),
        ("10 %", "en", "not-a-number"),
        ("1,2,3", "en", "not-a-number"),
        ("1.2.3", "en", "not-a-number"),
        ("--1", "en", "not-a-number"),
        (".", "en", "not-a-number"),
        ("1.234", "de", "ambiguous"),
        ("1.5", "en", "decimals"),
        ("1" * 5000, "en", "too-large"),
        ("9223372036854775808", "en", "too-large"),
    ],
)
def test_a_number_that_cannot_be_read_says_why(typed: str, language: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse_number(typed, language, 0)
    assert caught.value.reason == reason


def test_an_ambiguous_number_names_both_readings() -> None:
    with pytest.raises(Unreadable) as caught:
        parse_number("1.234", "es", 2)
    assert caught.value.readings == ("1234", "1,234")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["en", "es", "de"]))
def test_every_whole_number_in_range_is_read_back(number: int, language: str) -> None:
    assert parse_number(str(number), language, 0) == number


@given(st.text(max_size=60), st.sampled_from(["en", "es", "de"]))
def test_any_text_is_a_number_in_range_or_unreadable(typed: str, language: str) -> None:
    try:
        assert abs(parse_number(typed, language)) <= 10**12
    except Unreadable as unreadable:
        assert unreadable.reason in {
            "empty", "not-a-number", "ambiguous", "too-large", "decimals"
        }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  two words ", "two words"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x07c", "abc"),
        ("half \ud800 a character", "half  a character"),
        ("e\u0301", "\u00e9"),
        ("\u200b\u200b", ""),
        ("\ufeff", ""),
        ("\u2800", ""),
        ("\u00a0 \t", ""),
        ("\u202eabc", "\u202eabc"),
        ("😀 👩‍👩‍👧", "😀 👩‍👩‍👧"),
        ("{{ settings.SECRET_KEY }} %(x)s", "{{ settings.SECRET_KEY }} %(x)s"),
    ],
)
def test_text_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


@given(st.text())
def test_cleaning_twice_changes_nothing_and_the_result_can_be_stored(typed: str) -> None:
    once = clean_text(typed)
    assert clean_text(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


def test_of_many_marks_on_one_letter_the_first_thirty_stay() -> None:
    text = "a" + "\u0315" * 40 + "b" + "\u0316" * 30
    assert clean_text(text) == "a" + "\u0315" * 30 + "b" + "\u0316" * 30
    assert clean_text("e\u0301\u0315" * 3) == "\u00e9\u0315" * 3


@pytest.mark.parametrize("text", ["", "-1", "1.0", "²", " 1", "1" * 10, "one"])
def test_a_number_that_our_page_did_not_send_is_none_of_a_row(text: str) -> None:
    assert (sent_number(text), sent_number("0"), sent_number("12")) == (-1, 0, 12)


def test_only_a_random_id_is_an_edits_own() -> None:
    own = uuid.uuid4()
    assert sent_id(str(own)) == own
    assert [sent_id(text) for text in ("", "x", str(uuid.uuid5(own, "a")))] == [None] * 3
