"""Rows, medians and counts over what is disclosed."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from questionnaire.cohort.aggregate import (
    NONE_ASKED,
    NOT_SHARED,
    TOO_EARLY,
    Enrolled,
    Row,
    Seen,
    Sent,
    counted,
    row_of,
    spread,
    tension_counts,
)
from questionnaire.cohort.disclosure import Disclosure, with_answers
from questionnaire.cohort.narrowing import Filters, filter_rows, sort_rows
from questionnaire.cohort.steps import Steps
from questionnaire.scoring.rests import Rests

CATEGORIES = ("funding", "ethics", "team")
PLACES = {"closed": 0, "open": 1}


def venture(name: str = "A", **fields: Any) -> Enrolled:
    given = {"shared": with_answers(CATEGORIES), "consented": True, "started": True, **fields}
    return Enrolled(id=uuid.uuid4(), name=name, stage="idea", **given)


FUNDING, BOTH = frozenset({"funding"}), frozenset({"funding", "ethics"})
POINTS = {
    "funding": {"funding": [0, 600], "community": [100, 200]},
    "ethics": {"community": [500, 800], "safety": [100, 1000]},
}
RESTS = Rests(
    categories=frozenset(CATEGORIES), asked={}, worth={},
    postures={"funding": FUNDING, "community": BOTH, "safety": frozenset({"ethics"})},
    lean=FUNDING, tensions={"one": FUNDING, "two": BOTH}, actions={}, milestones={},
    ladder=FUNDING, runway=FUNDING, weights={},
)  # fmt: skip


def part(shared: frozenset[str]) -> dict[str, Any]:
    return {key: by for key, by in POINTS.items() if key in shared}


def sent(**fields: Any) -> Sent:
    given: dict[str, Any] = {
        "path": "open", "close": False, "margin": 9, "lean": 0,
        "postures": {"funding": 0, "community": 60, "safety": None},
        "summary": {
            "points": POINTS,
            "lean": ["funding"],
            "tensions": {"one": ["funding"], "two": ["ethics", "funding"]},
        },
        "rests": RESTS, "part": part, "steps": Steps((), (), ()),
        **fields,
    }  # fmt: skip
    return Sent(**given)


def row(name: str = "A", sent_: Sent | None = None, **fields: Any) -> Row:
    return row_of(venture(name, **fields), sent_, CATEGORIES)


def test_everything_shared_shows_everything_zero_included() -> None:
    made = row(sent_=sent())
    assert made.postures == {"funding": Seen(0), "community": Seen(60), "safety": TOO_EARLY}
    assert made.categories == {"funding": Seen(13), "ethics": Seen(33), "team": NONE_ASKED}
    assert (made.lean, made.margin, made.tensions) == (Seen(0), Seen(9), ("one", "two"))


def test_a_category_not_shared_hides_every_number_drawn_from_it() -> None:
    made = row(sent_=sent(), shared=with_answers({"funding", "team"}))
    assert made.postures == {"funding": Seen(0), "community": NOT_SHARED, "safety": NOT_SHARED}
    assert made.categories["ethics"] == NOT_SHARED
    assert (made.lean, made.margin, made.tensions) == (Seen(0), NOT_SHARED, ("one",))


def test_consent_taken_back_shows_nothing() -> None:
    made = row(sent_=sent(), consented=False)
    assert {*made.postures.values(), *made.categories.values(), made.lean} == {NOT_SHARED}
    assert (made.state, made.path, made.readable) == ("not-shared", "", False)


def test_nothing_sent_is_too_early() -> None:
    assert (row().state, row(started=False).state) == ("answering", "invited")
    assert set(row().postures.values()) == {TOO_EARLY}


def test_what_is_not_shown_is_left_out_of_the_median() -> None:
    found = spread(counted([Seen(0), NOT_SHARED, Seen(50), TOO_EARLY, Seen(70)]), (40, 70))
    assert (found.counts, found.median) == ({0: 1, 50: 1, 70: 1}, 50)
    assert (found.low, found.high) == (25, 60)
    assert (found.weak, found.mixed, found.firm) == (1, 1, 1)
    assert spread(counted([NOT_SHARED]), (40, 70)).median is None


@pytest.mark.parametrize(
    ("sort", "names", "used"),
    [
        ("funding", ["b", "A", "c"], "funding"),
        ("-funding", ["A", "b", "c"], "-funding"),
        ("", ["A", "b", "c"], "venture"),
        ("-venture", ["c", "b", "A"], "-venture"),
        ("owner__password", ["A", "b", "c"], "venture"),
    ],
)
def test_sorting_by_an_allowed_name_with_missing_numbers_last(
    sort: str, names: list[str], used: str
) -> None:
    many = sent(postures={"funding": 80, "community": 1, "safety": 1})
    rows = [row("c"), row("b", sent()), row("A", many)]
    found, now = sort_rows(rows, sort, PLACES)
    assert ([one.name for one in found], now) == (names, used)


def test_a_number_that_is_not_shown_matches_no_minimum() -> None:
    rows = [row("A", sent(postures={"funding": 1, "community": 1, "safety": 30})), row("b")]
    assert [one.name for one in filter_rows(rows, Filters(safety=30))] == ["A"]
    assert filter_rows(rows, Filters(safety=31)) == []
    assert [one.name for one in filter_rows(rows, Filters(state="answering"))] == ["b"]
    assert [one.name for one in filter_rows(rows, Filters(tension="two"))] == ["A"]


def test_tensions_most_met_first() -> None:
    rows = [row("A", sent()), row("b", sent(), shared=with_answers({"funding"}))]
    assert tension_counts(rows) == [("one", 2), ("two", 1)]


# ---------------------------------------------------------------- parts of a disclosure


def test_the_path_is_shown_by_its_own_choice_or_when_anybody_could_work_it_out() -> None:
    withheld = row(sent_=sent(close=True), shared=Disclosure(scores=frozenset(CATEGORIES)))
    assert (withheld.path, withheld.close, withheld.margin) == ("", False, NOT_SHARED)
    assert not withheld.path_shared
    assert withheld.lean == Seen(0)
    part = frozenset({"funding"})
    assert row(sent_=sent(), shared=Disclosure(part, part)).path == ""
    assert row(sent_=sent(), shared=Disclosure(part, part, path=True)).path == "open"
    assert row(sent_=sent(), shared=with_answers(CATEGORIES, path=False)).path == "open"


def test_a_contradiction_needs_the_answers_behind_it_and_scores_do_not_do() -> None:
    scores = Disclosure(scores=frozenset(CATEGORIES), answers=frozenset({"funding"}))
    made = row(sent_=sent(), shared=scores)
    assert (made.tensions, made.categories["ethics"]) == (("one",), Seen(33))


def test_a_venture_that_still_answers_says_not_shared_for_what_it_will_not_share() -> None:
    made = row(shared=with_answers({"funding"}, path=False))
    assert made.categories == {"funding": TOO_EARLY, "ethics": NOT_SHARED, "team": NOT_SHARED}
    assert not made.path_shared
    assert set(row(shared=Disclosure(path=True)).postures.values()) == {NOT_SHARED}
