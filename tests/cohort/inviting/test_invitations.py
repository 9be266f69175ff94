"""Inviting into a cohort: from a list to the true state of each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from questionnaire.cohort.inviting.actions import (
    MOST_TO_ONE,
    InvitingRefused,
    close_cohort,
    expire,
    new_link,
    renew_join_link,
    send_once_more,
    withdraw,
)
from questionnaire.cohort.inviting.forms import ListForm
from questionnaire.cohort.inviting.joining.actions import way_in
from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink
from questionnaire.cohort.inviting.pasted import MOST_BYTES
from questionnaire.cohort.inviting.querysets import MOST_IN_A_DAY
from questionnaire.cohort.inviting.reminding.actions import keep_states
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import Actor
from questionnaire.people.models import AcceleratorMember
from questionnaire.post.models import Mail
from tests.cohort.inviting.rooms import DAY, mails, room, token_to, work
from tests.factories import NOW, make_enrolment

pytestmark = pytest.mark.django_db


def one(email: str = "ada@example.org") -> CohortInvitation:
    return CohortInvitation.objects.get(email=email)


def test_an_invitation_goes_from_made_to_sent_and_only_its_hash_is_kept() -> None:
    here = room()
    assert here.invite("ada@example.org; Almendra") == 1
    assert here.states() == {"ada": "queued"}
    work()
    [(to, words)] = mails()
    assert (to, here.cohort.name in words, here.cohort.accelerator.name in words) == (
        "ada@example.org", True, True,
    )  # fmt: skip
    token = token_to("ada@example.org")
    assert token not in str(list(CohortInvitation.objects.values()))
    assert here.states() == {"ada": "queued"}
    Mail.objects.update(state="sent", done_at=NOW)
    keep_states(at=NOW)
    Mail.objects.all().delete()  # its record goes after a while, and what is known stays
    assert (here.states(), one().sent_at) == ({"ada": "sent"}, NOW)
    work()
    assert mails() == []  # never a second time


def test_what_failed_says_why_and_can_be_sent_again() -> None:
    here = room()
    here.invite("ada@example.org\nbo@example.org")
    work()
    reasons = {"ada": "the mail server answered 550", "bo": "connection lost"}
    for name, reason in reasons.items():
        mail = one(f"{name}@example.org").mail
        Mail.objects.filter(pk=mail.pk).update(
            state="failed" if name == "ada" else "uncertain", reason=reason, done_at=NOW
        )
    assert here.states() == {"ada": "failed", "bo": "failed"}
    keep_states(at=NOW)
    page = here.client.get(reverse("cohort-invitations", args=[here.cohort.pk])).content.decode()
    assert "the mail server answered 550" in page
    assert "the connection broke; it may have arrived" in page
    before = token_to("ada@example.org")
    Mail.objects.all().delete()
    expire(invitation=one(), by=here.by, at=NOW)
    send_once_more(invitation=one(), lasts=DAY, by=here.by, at=NOW)
    assert here.states()["ada"] == "queued"
    assert way_in(token=before, at=NOW) is None  # it does not come alive before the new mail
    work(NOW + dt.timedelta(seconds=1))
    assert way_in(token=token_to("ada@example.org"), at=NOW) is not None
    assert way_in(token=before, at=NOW) is None


def test_a_new_link_ends_the_earlier_one_and_so_do_withdrawing_expiring_and_closing() -> None:
    here = room()
    here.invite("ada@example.org", mail=False)
    assert here.states() == {"ada": "created"}
    page = here.client.get(reverse("cohort-invitations", args=[here.cohort.pk])).content.decode()
    assert "New link" in page.split("handed over before ends at once")[0]  # said before it is done
    assert "End the earlier link and make a new one" in page
    first = new_link(invitation=one(), by=here.by, at=NOW)
    second = new_link(invitation=one(), by=here.by, at=NOW)
    assert way_in(token=first, at=NOW) is None
    assert way_in(token=second, at=NOW) is not None
    assert way_in(token=second, at=NOW + 31 * DAY) is None
    assert here.states(NOW + 31 * DAY) == {"ada": "expired"}
    expire(invitation=one(), by=here.by, at=NOW)
    assert (way_in(token=second, at=NOW), here.states()) == (None, {"ada": "expired"})
    with pytest.raises(InvitingRefused):
        new_link(invitation=one(), by=here.by, at=NOW)
    send_once_more(invitation=one(), lasts=DAY, by=here.by, at=NOW)
    third = new_link(invitation=one(), by=here.by, at=NOW)
    assert way_in(token=third, at=NOW) is not None
    close_cohort(cohort=here.cohort, by=here.by, at=NOW)
    assert way_in(token=third, at=NOW) is None
    with pytest.raises(InvitingRefused):
        withdraw(invitation=one(), by=here.by, at=NOW)
    Cohort.objects.update(closed_at=None)
    withdraw(invitation=one(), by=here.by, at=NOW)
    assert (way_in(token=third, at=NOW), here.states()) == (None, {"ada": "withdrawn"})


def test_an_address_has_one_invitation_that_waits_and_may_have_another_after_it() -> None:
    here = room()
    assert here.invite("ada@example.org") == 1
    assert here.invite("ADA@example.org\nbo@example.org") == 1
    withdraw(invitation=one(), by=here.by, at=NOW)
    assert here.invite("ada@example.org") == 1
    assert sorted(here.states()) == ["ada", "bo"]
    assert CohortInvitation.objects.count() == 3


def test_who_is_no_manager_any_more_does_nothing() -> None:
    here = room()
    here.invite("ada@example.org")
    invitation = one()
    AcceleratorMember.objects.update(role="reviewer")
    for attempt in (
        lambda: here.invite("bo@example.org"),
        lambda: withdraw(invitation=invitation, by=here.by, at=NOW),
        lambda: new_link(invitation=invitation, by=here.by, at=NOW),
        lambda: close_cohort(cohort=here.cohort, by=here.by, at=NOW),
    ):
        with pytest.raises(Cohort.DoesNotExist):
            attempt()
    assert here.states() == {"ada": "queued"}


def post(here: Any, **data: Any) -> Any:
    where = reverse("cohort-invite", args=[here.cohort.pk])
    return here.client.post(where, {"language": "en", "lasts": "30", **data})


def test_a_list_is_shown_line_by_line_and_nothing_is_made_before_it_is_confirmed() -> None:
    here = room()
    here.invite("known@example.org")
    enrolment = make_enrolment(cohort=here.cohort)
    here.invite("in@example.org")
    CohortInvitation.objects.filter(email="in@example.org").update(
        enrolled_at=NOW, enrolment=enrolment
    )
    text = "new@example.org;=1+1\n<i>no</i>\nknown@example.org\nin@example.org"
    page = post(here, addresses=text, do="check")
    assert [(one.comes, one.text) for one in page.context["told"].lines] == [
        ("fine", "new@example.org;=1+1"), ("faulty", "<i>no</i>"),
        ("invited", "known@example.org"), ("joined", "in@example.org"),
    ]  # fmt: skip
    assert "<i>no</i>" not in page.content.decode()
    assert CohortInvitation.objects.count() == 2
    table = SimpleUploadedFile("list.csv", text.encode())
    same = post(here, addresses="", table=table, do="check")
    assert [line.comes for line in same.context["told"].lines] == [
        "fine", "faulty", "invited", "joined",
    ]  # fmt: skip
    assert text.splitlines()[0] in same.context["form"].initial["addresses"]
    assert post(here, addresses=text, do="invite").status_code == 302
    assert CohortInvitation.objects.get(email="new@example.org").name == "=1+1"
    assert CohortInvitation.objects.count() == 3


def test_whether_an_address_belongs_to_a_venture_of_the_cohort_is_not_told_by_a_list() -> None:
    here = room()
    owner = make_enrolment(cohort=here.cohort).venture
    from tests.factories import make_venture_member

    member = make_venture_member(venture=owner)
    page = post(here, addresses=member.user.email, do="check")
    assert [line.comes for line in page.context["told"].lines] == ["fine"]


def test_an_address_that_was_invited_too_often_in_a_day_is_left_in_peace() -> None:
    here = room()
    for _ in range(MOST_TO_ONE):
        here.invite("ada@example.org")
        CohortInvitation.objects.filter(withdrawn_at=None).update(withdrawn_at=NOW)
    CohortInvitation.objects.update(created_at=dt.datetime.now(dt.UTC))
    page = post(here, addresses="ada@example.org", do="invite")
    assert [line.comes for line in page.context["told"].lines] == ["faulty"]
    assert here.states() == {"ada": "withdrawn"}


def test_an_accelerator_learns_nothing_of_what_others_mail_and_its_mail_waits_a_day() -> None:
    others = [room() for _ in range(MOST_IN_A_DAY)]
    for other in others:
        other.invite("ada@example.org")
    work()
    assert len(mails()) == MOST_IN_A_DAY
    here, at = room(), NOW + dt.timedelta(hours=1)
    CohortInvitation.objects.update(created_at=dt.datetime.now(dt.UTC))
    page = post(here, addresses="ada@example.org\nbo@example.org", do="check")
    assert [line.comes for line in page.context["told"].lines] == ["fine", "fine"]
    here.invite("ada@example.org\nbo@example.org", at=at)
    work(at)
    assert [to for to, _ in mails()].count("ada@example.org") == MOST_IN_A_DAY
    assert mails()[-1][0] == "bo@example.org"  # nobody else waits behind it
    assert here.states(at) == {"ada": "queued", "bo": "queued"}
    invitation = CohortInvitation.objects.get(cohort=others[0].cohort)
    again = reverse("cohort-invitation", args=[others[0].cohort.pk, invitation.pk])
    for _ in range(5):
        others[0].client.post(again, {"do": "send"})
    work(NOW + DAY)
    assert [to for to, _ in mails()].count("ada@example.org") > MOST_IN_A_DAY
    mine = CohortInvitation.objects.get(cohort=here.cohort, email="ada@example.org")
    where = reverse("cohort-invitation", args=[here.cohort.pk, mine.pk])
    told = here.client.post(where, {"do": "send"}, follow=True).content.decode()
    assert "It is on its way once more" in told  # though another wrote to it five times


def test_a_file_that_is_too_large_is_not_read() -> None:
    class Unread(SimpleUploadedFile):
        def read(self, *_size: Any) -> bytes:
            raise AssertionError

    data = QueryDict("language=en&lasts=30")
    form = ListForm(data, {"table": Unread("list.csv", b"a" * (MOST_BYTES + 1))})
    assert "too large" in str(form.errors["table"])


def test_another_accelerators_manager_finds_none_of_it() -> None:
    here, other = room(), room()
    here.invite("ada@example.org")
    made = here.client.post(
        reverse("join-links", args=[here.cohort.pk]), {"most": "2", "lasts": "14"}
    )
    assert made.status_code == 302
    link = JoinLink.objects.get()
    for name, args in (
        ("cohort-invitation", [here.cohort.pk, one().pk]),
        ("cohort-invitation", [other.cohort.pk, one().pk]),
        ("join-link", [other.cohort.pk, link.pk]),
    ):
        answer = other.client.post(reverse(name, args=args), {"do": "withdraw"})
        assert answer.status_code == 404
    page = other.client.get(
        reverse("cohort-invitations", args=[other.cohort.pk]), {"after": str(one().pk)}
    )
    assert page.context["page"].total == 0
    with pytest.raises(Cohort.DoesNotExist):
        renew_join_link(link=link, by=Actor(user_id=other.user.pk), at=NOW)
    assert (here.states(), JoinLink.objects.get().revoked_at) == ({"ada": "queued"}, None)


@pytest.mark.parametrize("number", [1, 3, 120])
def test_the_list_costs_the_same_however_long_it_is(
    number: int, django_assert_num_queries: Any
) -> None:
    here = room()
    here.invite("\n".join(f"a{n:03}@example.org" for n in range(number)))
    client, where = here.client, reverse("cohort-invitations", args=[here.cohort.pk])
    client.get(where)
    with django_assert_num_queries(5):  # session, cohort, counts, a page, links
        page = client.get(where)
    seen = [line.email for line in page.context["page"].lines]
    while page.context["page"].more:
        page = client.get(where, {"after": str(page.context["page"].more)})
        seen += [line.email for line in page.context["page"].lines]
    assert seen == [f"a{n:03}@example.org" for n in range(number)]
