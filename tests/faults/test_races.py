"""The same thing done by several at once: one of each, and the others are told."""

from __future__ import annotations

import datetime as dt

import pytest

from questionnaire.bank.actions import EditionRefused, publish
from questionnaire.bank.models import Edition
from questionnaire.cohort.disclosure import with_answers
from questionnaire.cohort.models import Consent, Enrolment
from questionnaire.cohort.sharing.actions import share
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import accept, invite
from questionnaire.people.models import Invitation, VentureMember
from questionnaire.vocabulary import VentureRole
from tests.assessment.test_actions import at_once
from tests.bank.banks import small
from tests.factories import (
    NOW,
    make_cohort,
    make_draft,
    make_edition,
    make_enrolment,
    make_user,
    make_venture_member,
)

pytestmark = pytest.mark.django_db(transaction=True)
SEATS, MORE = 2, 3


def test_cc08_consenting_four_times_at_once_is_one_consent() -> None:
    owner = make_venture_member()
    enrolment = make_enrolment(cohort=make_cohort(edition=make_edition()), venture=owner.venture)
    by = Actor(user_id=owner.user_id)
    before = Consent.objects.count()

    def agree(_number: int) -> None:
        row = Enrolment.objects.get(pk=enrolment.pk)
        share(enrolment=row, shared=with_answers(["team"]), by=by, at=NOW + dt.timedelta(days=1))

    at_once(4, agree)
    assert Enrolment.objects.get(pk=enrolment.pk).categories == ["team"]
    assert Consent.objects.count() == before + 1


def test_cc08_inviting_an_address_four_times_at_once_leaves_one_invitation() -> None:
    owner = make_venture_member()
    by = Actor(user_id=owner.user_id)

    def ask(_number: int) -> None:
        invite(tenant=owner.venture, role=VentureRole.EDITOR, by=by, at=NOW, email="bo@example.org")

    at_once(4, ask)
    assert Invitation.objects.live(NOW).filter(venture=owner.venture).count() == 1


def test_cc10_of_seats_there_are_as_many_as_were_offered() -> None:
    owner = make_venture_member()
    by = Actor(user_id=owner.user_id)
    tokens = [
        invite(tenant=owner.venture, role=VentureRole.EDITOR, by=by, at=NOW).token
        for _ in range(SEATS)
    ]
    people = [make_user() for _ in range(SEATS + MORE)]

    def sit(number: int) -> bool:
        return accept(token=tokens[number % SEATS], user=people[number], at=NOW) is not None

    seated = at_once(SEATS + MORE, sit)
    assert sum(map(bool, seated)) == SEATS
    assert VentureMember.objects.filter(venture=owner.venture).count() == 1 + SEATS


def test_cc09_two_editors_who_publish_at_once_publish_once() -> None:
    draft = make_draft(small(key="autumn"))

    def one(_number: int) -> str:
        row = Edition.objects.get(pk=draft.pk)
        try:
            return publish(edition=row, note={"en": "New."}, at=NOW, prove=False).content_hash
        except EditionRefused as refused:
            return f"refused: {refused}"

    told = sorted(map(str, at_once(2, one)))
    assert [one.startswith("refused: ") for one in told].count(True) == 1
    assert Edition.objects.filter(key="autumn", status="published").count() == 1
