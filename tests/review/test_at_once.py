"""Two reviewers, two managers, two tabs at the same moment: nothing is lost and nothing twice."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from questionnaire.people.account.actions import delete_account
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import (
    accept_accelerator,
    give_role,
    invite,
    remove,
)
from questionnaire.people.models import AcceleratorMember, User
from questionnaire.review.actions import Overtaken
from questionnaire.review.assigning.actions import assign
from questionnaire.review.deciding.actions import AppliedAlready, Choice, decide
from questionnaire.review.models import DecisionBatch, Outcome, Review, ReviewStep
from questionnaire.review.reviewing.actions import AlreadyIn, Said, save_review
from questionnaire.vocabulary import AcceleratorRole
from tests.assessment.test_actions import at_once
from tests.cohort.standing.test_at_once import both
from tests.factories import NOW, make_user
from tests.review.rooms import FULL, panel

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 3


def test_of_reviewers_who_submit_at_once_exactly_one_is_the_last() -> None:
    room = panel(ventures=1)
    own = {who: room.ask(who, 0)[0] for who in ("rosa", "sven", "manager")}

    def submit(number: int) -> object:
        who = list(own)[number]
        return save_review(
            review=own[who].pk, said=Said(FULL, 3, False, {}, {}), base=0, rubric=room.rubric.pk,
            submit=True, by=room.by(who), at=NOW,
        )  # fmt: skip

    assert at_once(MOST, submit) == [1] * MOST
    assert Review.objects.filter(submitted_at__isnull=False).count() == MOST
    assert list(ReviewStep.objects.values_list("state", flat=True)) == ["open", "submitted"]


def test_of_two_tabs_that_submit_at_once_one_is_in() -> None:
    room = panel(ventures=1)
    [review] = room.ask("rosa", 0)

    def submit(number: int) -> object:
        said = Said(FULL, 3, False, {"": f"tab {number}"}, {})
        try:
            return save_review(
                review=review.pk, said=said, base=0, rubric=room.rubric.pk, submit=True,
                by=room.by("rosa"), at=NOW,
            )  # fmt: skip
        except AlreadyIn:
            return "in"

    assert sorted(map(str, at_once(MOST, submit))) == ["1", "in", "in"]
    review.refresh_from_db()
    assert (review.version, review.submitted_at) == (1, NOW)


def test_of_managers_who_decide_at_once_one_is_heard_and_a_double_press_is_one() -> None:
    room = panel(ventures=2)
    page, other = uuid.uuid4(), uuid.uuid4()

    def apply(number: int) -> object:
        batch, choice = (other, "declined") if number == 2 else (page, "admitted")
        choices = [Choice(one.pk, choice, 0) for one in room.ventures]
        try:
            return decide(
                cohort=room.cohort, batch=batch, choices=choices, by=room.by("manager"), at=NOW
            )
        except (AppliedAlready, Overtaken) as why:
            return type(why).__name__

    told = sorted(map(str, at_once(MOST, apply)))
    assert told in (["2", "AppliedAlready", "Overtaken"], ["2", "Overtaken", "Overtaken"])
    assert DecisionBatch.objects.count() == 1
    assert len(set(Outcome.objects.values_list("choice", flat=True))) == 1
    assert Outcome.objects.count() == 2


def test_managers_who_assign_at_once_ask_each_reviewer_once() -> None:
    room = panel(ventures=2)
    pairs = [(one.pk, room.people["rosa"].pk) for one in room.ventures]

    def ask(_number: int) -> object:
        return assign(cohort=room.cohort, pairs=pairs, by=room.by("manager"), at=NOW)

    assert sorted(map(str, at_once(MOST, ask))) == ["0", "0", "2"]
    assert Review.objects.count() == 2
    assert list(ReviewStep.objects.values_list("state", flat=True)) == ["open", "open"]


@pytest.mark.parametrize("how", ["let go", "made a guest", "account gone"])
@pytest.mark.parametrize("posts_first", [True, False])
def test_who_is_let_go_while_posting_a_review_has_it_in_before_or_never(
    how: str, posts_first: bool
) -> None:
    room = panel(ventures=1)
    [review] = room.ask("rosa", 0)
    owner = room.add("olga", AcceleratorRole.OWNER)
    rosa = AcceleratorMember.objects.get(user=room.people["rosa"])
    refused = []

    def post() -> None:
        try:
            save_review(
                review=review.pk, said=Said(FULL, 3, False, {}, {}), base=0, rubric=room.rubric.pk,
                submit=True, by=room.by("rosa"), at=NOW,
            )  # fmt: skip
        except (PermissionDenied, Review.DoesNotExist):
            refused.append("review")

    def let_go() -> None:
        by = Actor(owner.pk, at=NOW)
        if how == "account gone":
            delete_account(user=User.objects.get(pk=rosa.user_id), at=NOW)
        elif how == "let go":
            remove(member=rosa, by=by, at=NOW)
        else:
            give_role(member=rosa, role=AcceleratorRole.GUEST, by=by, at=NOW)

    both(*((post, let_go) if posts_first else (let_go, post)))
    found = Review.objects.filter(pk=review.pk).first()
    assert bool(found and found.submitted_at) is posts_first
    assert refused == ([] if posts_first else ["review"])
    members = AcceleratorMember.objects.filter(pk=rosa.pk)
    assert list(members.values_list("role", flat=True)) == (
        ["guest"] if how == "made a guest" else []
    )


def test_of_accounts_that_accept_one_invitation_at_once_one_belongs() -> None:
    room = panel(ventures=1)
    olga = room.add("olga", AcceleratorRole.OWNER)
    asked = invite(
        tenant=room.cohort.accelerator, role=AcceleratorRole.MANAGER, by=Actor(olga.pk, at=NOW),
        at=NOW,
    )  # fmt: skip
    people, before = [make_user() for _ in range(MOST)], AcceleratorMember.objects.count()

    def come(number: int) -> bool:
        return accept_accelerator(token=asked.token, user=people[number], at=NOW) is not None

    assert sorted(map(bool, at_once(MOST, come))) == [False] * (MOST - 1) + [True]
    assert AcceleratorMember.objects.count() == before + 1
