"""Managers, founders and workers at once: each thing happens once."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from questionnaire.cohort.inviting import actions
from questionnaire.cohort.inviting.actions import make_join_link, new_link
from questionnaire.cohort.inviting.joining.actions import Ended, join_cohort, start_and_join
from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink, Reminded, Reminder
from questionnaire.cohort.inviting.reminding.actions import set_reminder
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import give_role, remove
from questionnaire.people.models import AcceleratorMember, Grant, Venture
from questionnaire.post.actions import LOST, look_after
from questionnaire.post.models import Mail
from questionnaire.vocabulary import AcceleratorRole
from tests.assessment.test_actions import at_once
from tests.cohort.inviting.rooms import DAY, room, work
from tests.cohort.standing.test_at_once import both
from tests.factories import (
    NOW,
    make_accelerator_member,
    make_cohort,
    make_shipped_edition,
    make_venture_member,
)
from tests.post.servers import free_port, mail_server
from tests.post.workers import until, workers

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4


def test_managers_who_invite_the_same_address_at_once_make_one_invitation() -> None:
    here = room()
    made = at_once(TIMES, lambda _: here.invite("ada@example.org\nbo@example.org"))
    assert sorted(made) == [0, 0, 0, 2]  # type: ignore[type-var]
    assert CohortInvitation.objects.count() == 2


def test_a_links_limit_holds_and_an_invitation_is_used_once() -> None:
    here = room()
    _, many = make_join_link(cohort=here.cohort, most=2, lasts=DAY, by=here.by, at=NOW)
    here.invite("ada@example.org", mail=False)
    single = new_link(invitation=CohortInvitation.objects.get(), by=here.by, at=NOW)
    members = [make_venture_member() for _ in range(2 * TIMES)]

    def join(number: int) -> bool:
        one, token = members[number], many if number < TIMES else single
        try:
            join_cohort(token=token, venture=one.venture_id, by=Actor(one.user_id), at=NOW)
        except Ended:
            return False
        return True

    came = at_once(2 * TIMES, join)
    assert (sum(map(bool, came[:TIMES])), sum(map(bool, came[TIMES:]))) == (2, 1)
    assert (Enrolment.objects.count(), JoinLink.objects.get().used) == (3, 2)


def test_guests_who_come_by_a_link_at_once_beyond_its_limit_leave_nothing_behind() -> None:
    """Three may come and eight do: each that is too late has no venture, no link and no answers."""
    make_shipped_edition()
    here = room()
    _, many = make_join_link(cohort=here.cohort, most=3, lasts=DAY, by=here.by, at=NOW)

    def begin(number: int) -> bool:
        try:
            start_and_join(token=many, name=f"V{number}", stage="", by=Actor(), at=NOW)
        except Ended:
            return False
        return True

    assert sum(map(bool, at_once(8, begin))) == 3
    assert (JoinLink.objects.get().used, Enrolment.objects.count()) == (3, 3)
    assert (Venture.objects.count(), Grant.objects.count()) == (3, 3)


def test_a_days_invitations_are_counted_over_all_cohorts_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "MOST_A_DAY", 4)
    here = room()
    cohorts = [here.cohort, *(make_cohort(accelerator=here.cohort.accelerator) for _ in range(3))]

    def invite(number: int) -> object:
        own = replace(here, cohort=cohorts[number])
        try:
            return own.invite("\n".join(f"a{number}{one}@example.org" for one in range(3)))
        except actions.InvitingRefused:
            return "enough"

    assert sorted(map(str, at_once(len(cohorts), invite))) == ["3", "enough", "enough", "enough"]
    assert CohortInvitation.objects.count() == 3


def test_two_workers_at_once_write_to_nobody_twice() -> None:
    here = room()
    here.invite("\n".join(f"a{n}@example.org" for n in range(12)))
    here.invite("\n".join(f"b{n}@example.org" for n in range(12)), at=NOW - 3 * DAY, mail=False)
    CohortInvitation.objects.filter(wanted=False).update(sent_at=NOW - 3 * DAY)
    set_reminder(
        cohort=here.cohort, round=None, days_before=None, language="en", by=here.by, at=NOW
    )
    at_once(2, lambda _: work())
    assert sorted(to for [to] in Mail.objects.values_list("to", flat=True)) == sorted(
        f"{letter}{n}@example.org" for letter in "ab" for n in range(12)
    )


def test_a_worker_killed_again_and_again_reminds_everybody_once(tmp_path: Path) -> None:
    here = room()
    at, number = timezone.now(), 40
    here.invite("\n".join(f"a{n}@example.org" for n in range(number)), at=at - 3 * DAY, mail=False)
    CohortInvitation.objects.filter(wanted=False).update(sent_at=NOW - 3 * DAY)
    set_reminder(cohort=here.cohort, round=None, days_before=None, language="en", by=here.by, at=at)
    port = free_port()
    with mail_server(port) as server, workers(tmp_path, port) as begin:
        for _ in range(2):
            before = Reminded.objects.count()
            with begin():
                until(lambda before=before: Reminded.objects.count() > before or _done())
                time.sleep(0.02)
        with begin():
            until(_done)
            # What a worker took into its hands and was killed before it began is woken after two
            # minutes, which this test does not wait for.
            look_after(at=timezone.now() + 2 * LOST)
            Mail.objects.filter(state="waiting").update(due_at=timezone.now())
            until(lambda: not Mail.objects.filter(state="waiting").exists())
    assert Reminded.objects.filter(outcome="mailed").count() == number
    assert Mail.objects.count() == number
    arrived = [to for _, (to,), _ in server.got]
    assert len(arrived) == len(set(arrived))
    assert Mail.objects.filter(queued_at__gt=at - dt.timedelta(hours=1)).count() == number


def _done() -> bool:
    return Reminder.objects.filter(done_at__isnull=False).exists()


@pytest.mark.parametrize("acts_first", [True, False])
@pytest.mark.parametrize("how", ["let go", "made a guest"])
def test_a_manager_who_is_let_go_meanwhile_has_acted_before_or_never(
    how: str, acts_first: bool
) -> None:
    here, refused, there = room(), [], []
    owner = make_accelerator_member(accelerator=here.cohort.accelerator, role=AcceleratorRole.OWNER)
    member = AcceleratorMember.objects.get(user=here.user)

    def act() -> None:
        try:
            make_join_link(cohort=here.cohort, most=2, lasts=DAY, by=here.by, at=NOW)
        except Cohort.DoesNotExist:
            refused.append("link")

    def let_go() -> None:
        by = Actor(owner.user_id, at=NOW)
        if how == "let go":
            remove(member=member, by=by, at=NOW)
        else:
            give_role(member=member, role=AcceleratorRole.GUEST, by=by, at=NOW)
        there.append(JoinLink.objects.exists())  # what is stored once this is done

    both(*((act, let_go) if acts_first else (let_go, act)))
    assert (there, refused) == (([True], []) if acts_first else ([False], ["link"]))
    assert JoinLink.objects.count() == acts_first
