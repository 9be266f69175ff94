"""Mail that still waits goes with the venture that it is about, and with the account it goes to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from questionnaire.cohort.inviting.mails import invitation_mail, reminder_mail
from questionnaire.cohort.inviting.models import CohortInvitation, Reminder
from questionnaire.cohort.tenants.actions import erase_accelerator
from questionnaire.erasure.actions import Line
from questionnaire.people.account.actions import delete_account
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
from questionnaire.post.letter import VentureMail
from questionnaire.post.models import Mail
from questionnaire.review.mails import mail_assigned
from questionnaire.upkeep.actions import replay
from questionnaire.upkeep.mails import mail_draft_ends
from questionnaire.vocabulary import AcceleratorRole, VentureRole
from tests.access.world import signed_in
from tests.factories import (
    make_accelerator_member,
    make_assessment,
    make_cohort,
    make_edition,
    make_user,
    make_venture_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queued_as_in_life(settings: object) -> None:
    settings.EMAIL_BACKEND = "questionnaire.post.backend.Queue"  # type: ignore[attr-defined]


def left() -> list[list[str]]:
    return sorted(Mail.objects.values_list("to", flat=True))


def test_what_waits_about_a_venture_goes_with_it_and_nothing_else_does() -> None:
    owner = make_venture_member()
    other = make_venture_member()
    for member, to in ((owner, "ada@example.org"), (other, "bob@example.org")):
        sheet = make_assessment(venture=member.venture, edition=make_edition())
        form = {"email": to, "role": VentureRole.EDITOR}
        signed_in(member.user).post(f"/a/{sheet.pk}/members/", form)
    mail.send_mail("A code", "123", None, ["ada@example.org"])
    assert left() == [["ada@example.org"], ["ada@example.org"], ["bob@example.org"]]
    erase_venture(venture=owner.venture, by=Actor(user_id=owner.user_id))
    assert left() == [["ada@example.org"], ["bob@example.org"]]
    assert Mail.objects.filter(about=other.venture_id).count() == 1


def test_invitations_that_wait_go_with_their_accelerator_now_and_after_a_restore() -> None:
    owner = make_accelerator_member(role=AcceleratorRole.OWNER)
    own, by = owner.accelerator, Actor(user_id=owner.user_id)
    cohort = make_cohort(accelerator=own)

    def invites() -> None:
        signed_in(owner.user).post(
            f"/accelerators/{own.pk}/", {"email": "ada@example.org", "role": "guest"}
        )
        invited = CohortInvitation(cohort=cohort, email="bob@example.org", expires_at=by.at)
        reminded = Reminder(cohort=cohort)
        invitation_mail(invited, "token").send()
        reminder_mail(reminded, "eve@example.org", link="/", joined=None).send()
        mail_assigned(make_user(email="ned@example.org"), cohort, 3)

    mail.send_mail("A code", "123", None, ["zoe@example.org"])
    invites()
    assert left() == [[f"{name}@example.org"] for name in ("ada", "bob", "eve", "ned", "zoe")]
    before = Mail.objects.filter(to=["bob@example.org"]).get()
    erase_accelerator(accelerator=own, by=by)
    assert left() == [["zoe@example.org"]]
    before.save(force_insert=True)  # as a backup brings it back
    replay([Line("accelerator", str(own.pk), by.at)])
    assert left() == [["zoe@example.org"]]


def test_that_a_draft_ends_is_told_to_nobody_whose_draft_is_erased() -> None:
    owner = make_venture_member()
    day, about = timezone.now().date(), owner.venture_id
    mail_draft_ends(to="ada@example.org", language="en", on=day, about=about)
    erase_venture(venture=owner.venture, by=Actor(user_id=owner.user_id))
    assert left() == []


def test_what_failed_is_erased_too_and_so_are_its_words() -> None:
    member = make_venture_member()
    VentureMail("CNRY-venture", "CNRY-words", to="gone@example.org", about=member.venture_id).send()
    Mail.objects.update(state="failed", done_at=timezone.now() - dt.timedelta(days=2))
    erase_venture(venture=member.venture, by=Actor(user_id=member.user_id))
    assert Mail.objects.count() == 0


def test_an_account_takes_along_what_waits_for_its_address_and_is_told_that_it_is_gone() -> None:
    user = make_user(email="Ada@example.org")
    mail.send_mail("A code", "123", None, ["ada@EXAMPLE.org"])
    mail.send_mail("A code", "123", None, ["ada@example.org.example"])
    delete_account(
        user=user, at=timezone.now(), tell=lambda to: mail.send_mail("Gone", "", None, [to])
    )
    assert left() == [["Ada@example.org"], ["ada@example.org.example"]]
    assert Mail.objects.get(to=["Ada@example.org"]).subject == "Gone"
