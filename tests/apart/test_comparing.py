"""Where sheets agree and differ: value and claim count, what is left open says nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from questionnaire.apart.comparing import (
    SHARED,
    Compared,
    Settling,
    Side,
    Stored,
    compare,
    unsettled,
)

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ORDER = ("a", "b", "c")


def stored(value: Any, **beside: str) -> Stored:
    return Stored({"value": value}, **beside)


def compared(one: dict[str, Stored], two: dict[str, Stored], **shared: Stored) -> Compared:
    return compare(ORDER, {1: one, 2: two}, shared, {key: 3 for key in shared})


def test_what_all_say_and_the_shared_sheet_leaves_open_is_agreed() -> None:
    found = compared({"a": stored("x", note="one")}, {"a": stored("x", note="two")})
    [matter] = found.agreed
    assert (matter.question, matter.silent, matter.base, found.disputes) == ("a", (), 0, ())
    assert matter.sides[0].together("note", 100) == "one\ntwo"


def test_who_leaves_a_question_open_says_nothing_against_the_others() -> None:
    found = compared({"b": stored(["y", "x"])}, {})
    assert [(one.question, one.silent) for one in found.agreed] == [("b", (2,))]


def test_another_value_or_another_claim_is_a_dispute_and_another_note_is_none() -> None:
    found = compared(
        {"a": stored("x"), "b": stored("x", claim="plan"), "c": stored(["x", "y"], note="n")},
        {"a": stored("y"), "b": stored("x", claim="done"), "c": stored(["y", "x"])},
    )
    assert [one.question for one in found.disputes] == ["a", "b"]
    assert [one.question for one in found.agreed] == ["c"]


def test_the_shared_answer_is_a_party_where_it_says_otherwise() -> None:
    found = compared({"a": stored("x")}, {"a": stored("x")}, a=stored("z"))
    [matter] = found.disputes
    assert [one.parties for one in matter.sides] == [(1, 2), (SHARED,)]
    assert matter.base == 3


def test_what_the_shared_sheet_says_too_needs_nothing() -> None:
    found = compared({"a": stored("x")}, {"a": stored("x")}, a=stored("x"), b=stored("y"))
    assert (found.agreed, found.disputes, found.alike) == ((), (), 1)


def test_notes_are_kept_as_far_as_they_fit() -> None:
    side = Side((1, 2, 3), (stored("x", note="12345"), stored("x", note="678"), stored("x")))
    assert side.together("note", 9) == "12345\n678"
    assert side.together("note", 8) == "12345"
    assert side.together("note", 4) == "678"


def test_a_settled_question_comes_back_only_with_a_later_sheet_that_says_otherwise() -> None:
    matters = compared({"a": stored("x")}, {"a": stored("y")}).disputes
    settled = {"a": Settling(NOON, stored("x").key)}

    def left(two: dt.datetime) -> list[str]:
        found = unsettled(matters, settled, {1: NOON - HOUR, 2: two})
        return [one.question for one in found]

    assert left(NOON - HOUR) == []
    assert left(NOON + HOUR) == ["a"]
    assert list(unsettled(matters, {}, {})) == list(matters)
