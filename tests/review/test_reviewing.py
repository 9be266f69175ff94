"""A reviewer's way: the queue, drafts that are never lost, submitting, and what stays hidden."""

from __future__ import annotations

import re
import uuid
from functools import partial
from typing import Any

import pytest

from questionnaire.cohort.disclosure import NOTHING, with_answers
from questionnaire.cohort.models import Opening
from questionnaire.cohort.sharing.actions import leave, share
from questionnaire.review.models import Review, ReviewStep
from questionnaire.review.setting_up.actions import write_rubric
from questionnaire.review.sums import Criterion
from questionnaire.vocabulary import AcceleratorRole
from tests.factories import NOW
from tests.harness.once import made_once
from tests.review.rooms import CANARY, CRITERIA, FULL, SHARED, Panel, form_of, panel

pytestmark = pytest.mark.django_db


ground, room = made_once(partial(panel, ventures=1))


def page(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def test_the_queue_begins_with_the_least_reviewed_and_says_where_one_is() -> None:
    room = panel(ventures=3)
    first, second, third = room.ask("rosa", 0, 1, 2)
    [theirs] = room.ask("sven", 0)
    room.write("sven", theirs)
    queue = page(room.clients["rosa"], room.url("reviews/"))
    names = re.findall(r'/reviews/([0-9a-f-]{36})/"><bdi>', queue)
    assert [uuid.UUID(one) for one in names][-1] == first.pk  # it has a review already
    assert {uuid.UUID(one) for one in names} == {first.pk, second.pk, third.pk}
    start = uuid.UUID(names[0])
    body = page(room.clients["rosa"], f"/reviews/{start}/")
    assert "1 of 3" in body
    answer = room.clients["rosa"].post(
        f"/reviews/{start}/", form_of(Review.objects.get(pk=start), room.rubric, do="submit")
    )
    following = answer.headers["Location"]
    assert following == f"/reviews/{names[1]}/"
    assert "2 of 3" in page(room.clients["rosa"], following)
    assert "3 of 3" in page(room.clients["rosa"], f"/reviews/{first.pk}/")


def test_my_reviews_counts_what_is_in() -> None:
    room = panel()
    first, _second = room.ask("rosa", 0, 1)
    room.write("rosa", first)
    assert "1 of 2 in" in page(room.clients["rosa"], "/reviews/")
    assert "Nobody asked you" in page(room.clients["sven"], "/reviews/")


def test_the_report_stands_beside_the_rubric_and_its_reading_is_recorded(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    body = page(room.clients["rosa"], f"/reviews/{review.pk}/")
    for words in ("Delta Soil", "The team", "Can they train it?", "weight 3", "All answers"):
        assert words in body, words
    [opening] = Opening.objects.all()
    assert (opening.by, opening.enrolment) == (room.people["rosa"], room.ventures[0])


def test_a_draft_is_kept_as_typed_with_comments_on_questions(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    sent = form_of(review, room.rubric) | {
        "internal-funding-route": "Ask for the term sheet", "shared-funding-route": "Say more here",
        "score-plan": "-",
    }  # fmt: skip
    sent.pop("confidence")
    answer = room.clients["rosa"].post(f"/reviews/{review.pk}/", sent)
    assert answer.status_code == 302
    review.refresh_from_db()
    assert (review.scores, review.confidence) == ({"team": 4, "plan": None}, None)
    assert review.internal == {"": CANARY, "funding-route": "Ask for the term sheet"}
    assert review.shared == {"": SHARED, "funding-route": "Say more here"}
    assert (review.version, review.submitted_at) == (1, None)
    body = page(room.clients["rosa"], f"/reviews/{review.pk}/")
    assert body.count("Ask for the term sheet") == 1
    # What is shared shrinks: a comment on what is no longer shown stays.
    owner = room.founder(0)
    share(enrolment=room.ventures[0], shared=with_answers(["team"]), by=room.by("founder0"), at=NOW)
    assert owner.pk
    room.clients["rosa"].post(f"/reviews/{review.pk}/", form_of(review, room.rubric, internal=""))
    review.refresh_from_db()
    assert review.internal == {"funding-route": "Ask for the term sheet"}


def test_two_tabs_lose_nothing(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    where = f"/reviews/{review.pk}/"
    first = form_of(review, room.rubric, internal="From the first tab")
    second = form_of(review, room.rubric, internal="From the second tab")
    assert room.clients["rosa"].post(where, first).status_code == 302
    assert room.clients["rosa"].post(where, first).status_code == 302  # the same again is saved
    answer = room.clients["rosa"].post(where, second)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "From the first tab" in body
    assert "From the second tab" in body
    review.refresh_from_db()
    assert review.internal[""] == "From the first tab"
    base = re.search(r'name="base" value="(\d+)"', body)
    assert base is not None
    assert room.clients["rosa"].post(where, second | {"base": base[1]}).status_code == 302
    review.refresh_from_db()
    assert review.internal[""] == "From the second tab"
    # The page's script is told the same, in few words.
    draft = room.clients["rosa"].post(where, first | {"do": "draft"})
    assert (draft.status_code, draft.json()) == (409, {"problem": "overtaken"})
    again = room.clients["rosa"].post(where, second | {"do": "draft", "base": "2"})
    assert (again.status_code, again.json()) == (200, {"version": 2})


def test_a_review_is_submitted_whole_and_stays_as_it_is(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    where = f"/reviews/{review.pk}/"
    lacking = form_of(review, room.rubric, do="submit")
    lacking.pop("score-team")
    lacking.pop("confidence")
    answer = room.clients["rosa"].post(where, lacking)
    assert answer.status_code == 422
    assert "The team: give a score, or abstain." in answer.content.decode()
    assert "Say how sure you are." in answer.content.decode()
    whole = form_of(review, room.rubric, do="submit")
    assert room.clients["rosa"].post(where, whole).status_code == 302
    late = room.clients["rosa"].post(where, whole | {"internal": "Changed"})
    assert late.status_code == 302
    review.refresh_from_db()
    assert (review.internal[""], review.scores) == (CANARY, FULL)
    body = page(room.clients["rosa"], where)
    assert "It stays as it is" in body
    assert "55 of 100" in body  # 3 x 3/4 + 2 x 1/4 = 2.75 of 5
    assert "2.75 of 5" in body
    assert 'name="score-team"' not in body


def test_a_score_outside_the_scale_is_refused(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    for bad in ("0", "6", "x", "4.5"):
        sent = form_of(review, room.rubric, score_team=bad)
        assert room.clients["rosa"].post(f"/reviews/{review.pk}/", sent).status_code == 422, bad
    review.refresh_from_db()
    assert review.version == 0


def test_a_conflict_is_submitted_alone_and_nothing_is_shown_any_more(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    [theirs] = room.ask("sven", 0)
    room.write("sven", theirs)
    where = f"/reviews/{review.pk}/"
    sent = form_of(review, room.rubric, do="submit", conflict="on")
    assert room.clients["rosa"].post(where, sent).status_code == 302
    review.refresh_from_db()
    assert (review.scores, review.confidence, review.shared) == ({}, None, {})
    body = page(room.clients["rosa"], where)
    assert "You abstain about this venture" in body
    assert "All answers" not in body
    page(room.clients["rosa"], room.url(f"{room.ventures[0].pk}/reviews/"), 404)


def test_a_newer_rubric_is_shown_before_anything_is_saved_by_it() -> None:
    room = panel()
    first, second = room.ask("rosa", 0, 1)
    room.write("rosa", second)
    old = form_of(first, room.rubric, do="submit")
    newer = (*CRITERIA[:1], Criterion("risk", "The risk"))
    made = write_rubric(cohort=room.cohort, criteria=newer, base=1, by=room.by("manager"), at=NOW)
    answer = room.clients["rosa"].post(f"/reviews/{first.pk}/", old)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "The rubric was changed meanwhile" in body
    assert "The risk" in body
    assert 'id="score-team-4" value="4" checked' in body
    assert CANARY in body
    sent = old | {"rubric": str(made.pk), "score-risk": "1"}
    assert room.clients["rosa"].post(f"/reviews/{first.pk}/", sent).status_code == 302
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.rubric, second.rubric) == (made, room.rubric)
    assert "55 of 100" in page(room.clients["rosa"], f"/reviews/{second.pk}/")


def test_others_are_read_once_ones_own_is_in(room: Panel) -> None:
    [mine] = room.ask("rosa", 0)
    [theirs] = room.ask("sven", 0)
    room.write("sven", theirs)
    venture = room.url(f"{room.ventures[0].pk}/reviews/")
    page(room.clients["rosa"], venture, 404)
    assert list(Review.objects.readable_by(room.by("rosa"))) == [mine]
    room.write("rosa", mine)
    body = page(room.clients["rosa"], venture)
    assert f"{CANARY}-sven" in body
    assert 'name="do"' not in body  # reading, not managing
    assert room.clients["rosa"].post(venture, {"do": "close", "base": "0"}).status_code == 403


def test_consent_taken_back_hides_the_report_at_once_and_keeps_what_was_written() -> None:
    room = panel()
    [review] = room.ask("rosa", 0)
    room.founder(0)
    room.write("rosa", review, submit=False)
    share(enrolment=room.ventures[0], shared=NOTHING, by=room.by("founder0"), at=NOW)
    body = page(room.clients["rosa"], f"/reviews/{review.pk}/")
    assert "All answers" not in body
    assert "What you wrote stays here, inside your accelerator" in body
    assert f"{CANARY}-rosa" in body
    leave(enrolment=room.ventures[0], by=room.by("founder0"), at=NOW)
    page(room.clients["rosa"], f"/reviews/{review.pk}/", 404)
    assert "Delta Soil" not in page(room.clients["rosa"], room.url("reviews/"))


def test_who_reviews_no_more_writes_no_more(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    member = room.cohort.accelerator.members.get(user=room.people["rosa"])
    member.role = AcceleratorRole.GUEST
    member.save()
    where = f"/reviews/{review.pk}/"
    page(room.clients["rosa"], where, 404)
    assert room.clients["rosa"].post(where, form_of(review, room.rubric)).status_code == 404


def test_without_a_rubric_nothing_is_asked_yet(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    room.cohort.rubrics.all().delete()
    assert "There is no rubric yet" in page(room.clients["rosa"], room.url("reviews/"))
    assert "There is no rubric yet" in page(room.clients["rosa"], f"/reviews/{review.pk}/")
    answer = room.clients["rosa"].post(f"/reviews/{review.pk}/", {"do": "submit", "base": "0"})
    assert answer.status_code == 409
    assert ReviewStep.objects.filter(state="submitted").count() == 0


def test_the_queue_and_a_review_take_the_same_queries_whatever_the_number(
    django_assert_num_queries: Any,
) -> None:
    room = panel(ventures=3)
    counts = []
    for venture in range(3):
        [review] = room.ask("rosa", venture)
        page(room.clients["rosa"], f"/reviews/{review.pk}/")
        counts.append(review)
    with django_assert_num_queries(6):
        page(room.clients["rosa"], room.url("reviews/"))
    with django_assert_num_queries(9):
        page(room.clients["rosa"], f"/reviews/{counts[0].pk}/")
