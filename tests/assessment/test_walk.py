"""Stored answers as a sheet, and how far a founder has come."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.assessment.walk import Progress, Way, answer_of, sheet_of_rows, way
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.sheet import Answer
from questionnaire.vocabulary import Claim
from tests.bank.banks import shipped

RUBRIC: Rubric = compile_rubric(shipped().document())
ROUTE = {"value": "open-weights"}


def read(question: str, stored: Any, claim: str = "") -> Answer | None:
    return answer_of(RUBRIC, question, stored, claim)


def test_stored_values_become_answers_of_their_kind() -> None:
    assert read("funding-route", ROUTE, "done") == Answer("open-weights", claim=Claim.DONE)
    assert read("funding-sources", {"value": ["angels", "grants"]}) == Answer(("angels", "grants"))
    assert read("funding-runway", {"value": 14}) == Answer(14.0)
    assert read("funding-runway", {"unknown": True}) == Answer(unknown=True)
    assert read("funding-route", {"other": "a mix"}) == Answer(other="a mix")


def test_what_was_taken_back_or_never_understood_is_no_answer() -> None:
    assert read("funding-runway", {"raw": "soon"}) is None
    assert read("funding-route", None) is None
    assert read("funding-route", []) is None
    assert read("no-such-question", ROUTE) is None


def test_an_empty_sheet_asks_the_always_shown_questions_and_has_answered_none() -> None:
    start = way(RUBRIC, {})
    always = [q.key for q in RUBRIC.questions if q.shown is None]
    assert list(start.asked) == always
    assert start.whole.answered == 0
    assert start.next_category() == "funding"


def test_dont_know_and_none_of_these_count_as_dealt_with() -> None:
    sheet = sheet_of_rows(
        RUBRIC, [("funding-route", {"unknown": True}, ""), ("funding-secured", {"other": "x"}, "")]
    )
    assert way(RUBRIC, sheet).categories["funding"].answered == 2
    assert way(RUBRIC, sheet).categories["funding"].unknown == 1


def test_the_next_category_is_the_next_open_one_and_wraps() -> None:
    done, todo = Progress(2, 2, 0), Progress(2, 1, 0)
    at = Way(asked=(), categories={"a": todo, "b": done, "c": todo})
    assert [at.next_category(), at.next_category("a"), at.next_category("c")] == ["a", "c", "a"]
    assert Way(asked=(), categories={"a": done}).next_category() is None


def test_minutes_are_left_while_anything_is_open() -> None:
    assert [Progress(9, n, 0).minutes for n in (0, 1, 8, 9)] == [7, 6, 1, 0]


@given(st.data())
def test_progress_counts_only_what_is_asked(data: st.DataObject) -> None:
    rows = []
    for question in RUBRIC.questions:
        if question.options and data.draw(st.booleans()):
            chosen = data.draw(st.sampled_from(question.options))
            value = [chosen] if question.kind == "multiple" else chosen
            rows.append((question.key, {"value": value}, ""))
    sheet = sheet_of_rows(RUBRIC, rows)
    found = way(RUBRIC, sheet)
    assert found.whole.asked == len(found.asked)
    assert found.whole.answered == len(set(found.asked) & set(sheet))
    assert found.whole.done == (set(found.asked) <= set(sheet))
