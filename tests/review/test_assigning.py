"""Who reviews what: by person, by a rule that is shown first, given on, taken off."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from django.core.mail import EmailMessage

from questionnaire.review.models import Review, ReviewStep
from questionnaire.vocabulary import AcceleratorRole
from tests.factories import make_accelerator_member, make_enrolment, make_venture_member
from tests.harness.once import made_once
from tests.review.rooms import Panel, form_of, panel

pytestmark = pytest.mark.django_db


ground, room = made_once(partial(panel, ventures=1))


def rule(panel: Panel, **more: Any) -> dict[str, Any]:
    """What the form of the rule sends."""
    reviewers = [panel.people[who].pk for who in ("rosa", "sven")]
    return {"each": "1", "room": "", "stage": "", "path": "", "reviewers": reviewers,
            "do": "preview"} | more  # fmt: skip


def test_a_rule_is_shown_before_it_is_applied_and_applied_once(
    mailoutbox: list[EmailMessage],
) -> None:
    room = panel(ventures=3)
    make_enrolment(cohort=room.cohort, categories=[], consented_at=None)
    manager = room.clients["manager"]
    shown = manager.post(room.url("assignment/"), rule(room))
    body = shown.content.decode()
    assert Review.objects.count() == 0
    assert "1 venture that matches shares no report yet and is left out." in body
    mark = re.search(r'name="mark" value="(\w+)"', body)
    assert mark is not None
    apply = rule(room, do="apply", mark=mark[1])
    assert manager.post(room.url("assignment/"), apply).status_code == 302
    assert Review.objects.count() == 3
    loads = [Review.objects.filter(reviewer=room.people[who]).count() for who in ("rosa", "sven")]
    assert sorted(loads) == [1, 2]
    again = manager.post(room.url("assignment/"), apply)
    assert again.status_code == 409  # what was shown is not what it comes to now: nothing is left
    assert "Something changed since this was shown" in again.content.decode()
    assert Review.objects.count() == 3
    assert sorted(to for mail in mailoutbox for to in mail.to) == sorted(
        room.people[who].email for who in ("rosa", "sven")
    )
    words = " ".join(f"{mail.subject} {mail.body}" for mail in mailoutbox)
    assert not any(one.venture.name in words for one in room.ventures)
    assert {step.state for step in ReviewStep.objects.all()} == {"open"}


def test_the_reviews_stand_under_the_cohorts_tabs_and_stages_are_words(room: Panel) -> None:
    type(room.ventures[0].venture).objects.update(stage="first-model")
    page = room.clients["manager"].get(room.url("assignment/")).content.decode()
    assert "First model of our own" in page
    assert '<span class="stage quiet">first-model' not in page
    here = room.clients["manager"].get(room.url()).content.decode()
    tab = f'href="{room.url("results/")}"'
    assert tab in here
    for end in ("results/", "assignment/", "rubric/", "reviews/"):
        body = room.clients["manager"].get(room.url(end)).content.decode()
        assert f'{tab} aria-current="page">Reviews</a>' in body, end
        assert f'href="{room.url("reminders/")}"' in body, end
    assert f'href="{room.url("reminders/")}"' not in (
        room.clients["rosa"].get(room.url("reviews/")).content.decode()
    )


def test_a_rule_takes_the_path_filter_room_and_conflicts_into_account() -> None:
    room = panel(ventures=3)
    make_venture_member(venture=room.ventures[0].venture, user=room.people["rosa"])
    manager = room.clients["manager"]
    body = manager.post(room.url("assignment/"), rule(room, each="2")).content.decode()
    assert "Not enough reviewers for:" in body
    body = manager.post(room.url("assignment/"), rule(room, room="1", each="1")).content.decode()
    assert body.count("1 is missing") == 1
    report = room.ventures[1].venture.assessments.get().submissions.get().report
    body = manager.post(room.url("assignment/"), rule(room, path=report.path)).content.decode()
    table = body[body.index("New reviews") : body.index("What each reviewer has")]
    assert room.ventures[1].venture.name in table
    assert room.ventures[0].venture.name not in table
    assert manager.post(room.url("assignment/"), rule(room, each="0")).status_code == 422
    assert manager.post(room.url("assignment/"), rule(room, reviewers=[])).status_code == 422
    guest = str(room.people["guest"].pk)  # a guest of the accelerator reviews nothing
    assert manager.post(room.url("assignment/"), rule(room, reviewers=[guest])).status_code == 422


def test_by_person_on_the_page_of_a_venture(room: Panel) -> None:
    manager, where = room.clients["manager"], room.url(f"{room.ventures[0].pk}/reviews/")
    rosa, sven = room.people["rosa"].pk, room.people["sven"].pk
    assert manager.post(where, {"do": "add", "reviewer": rosa}).status_code == 302
    review = Review.objects.get()
    assert (review.reviewer_id, review.assigned_by) == (rosa, room.people["manager"])
    room.write("rosa", review, submit=False)
    give = {"do": "give", "review": str(review.pk), "reviewer": sven}
    assert manager.post(where, give).status_code == 302
    given = Review.objects.get()
    assert (given.reviewer_id, given.version, given.internal) == (sven, 0, {})
    assert manager.post(where, give).status_code == 404  # the first is gone
    remove = {"do": "remove", "review": str(given.pk)}
    assert manager.post(where, remove).status_code == 302
    assert Review.objects.count() == 0


def test_what_is_in_is_neither_given_on_nor_taken_off(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    room.write("rosa", review)
    where = room.url(f"{room.ventures[0].pk}/reviews/")
    for sent in (
        {"do": "remove", "review": str(review.pk)},
        {"do": "give", "review": str(review.pk), "reviewer": room.people["sven"].pk},
    ):
        assert room.clients["manager"].post(where, sent).status_code == 409
    assert list(Review.objects.all()) == [review]


def test_nobody_is_asked_who_may_not_review_it(room: Panel) -> None:
    [review] = room.ask("rosa", 0)
    sent = form_of(review, room.rubric, do="submit", conflict="on")
    room.clients["rosa"].post(f"/reviews/{review.pk}/", sent)
    make_venture_member(venture=room.ventures[0].venture, user=room.people["sven"])
    barred = [room.people[who].pk for who in ("rosa", "sven", "guest")]
    barred.append(make_accelerator_member(role=AcceleratorRole.REVIEWER).user_id)
    where = room.url(f"{room.ventures[0].pk}/reviews/")
    for who in barred:  # said so, a member of the venture, a guest, another accelerator's
        answer = room.clients["manager"].post(where, {"do": "add", "reviewer": who})
        assert answer.status_code == 409, who
    assert list(Review.objects.all()) == [review]


def test_a_manager_who_is_none_any_more_assigns_nobody(room: Panel) -> None:
    member = room.cohort.accelerator.members.get(user=room.people["manager"])
    member.role = AcceleratorRole.REVIEWER
    member.save()
    where = room.url(f"{room.ventures[0].pk}/reviews/")
    sent = {"do": "add", "reviewer": room.people["rosa"].pk}
    assert room.clients["manager"].post(where, sent).status_code == 404
    assert room.clients["manager"].get(room.url("assignment/")).status_code == 404
