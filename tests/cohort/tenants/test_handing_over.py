"""An accelerator whose owner cannot be reached gets another one, unless the owner refuses."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from questionnaire.cohort.tenants.handing_over.actions import WAITS
from questionnaire.erasure.actions import Line
from questionnaire.erasure.models import Erased
from questionnaire.people.models import AcceleratorInvitation, AcceleratorMember
from questionnaire.upkeep.withdrawing.actions import take_back
from questionnaire.vocabulary import AcceleratorRole
from tests.access.world import signed_in
from tests.cohort.inviting.rooms import Room, room
from tests.factories import make_accelerator_member, make_user

pytestmark = pytest.mark.django_db
NEW = "neu@example.org"


def begun(to: str = NEW) -> tuple[Room, AcceleratorMember, dict[str, str]]:
    """A hand-over of a room, one of its managers, and the words of each mail by its address."""
    here = room(AcceleratorRole.OWNER)
    manager = make_accelerator_member(accelerator=here.cohort.accelerator)
    make_accelerator_member(accelerator=here.cohort.accelerator, role=AcceleratorRole.GUEST)
    told = StringIO()
    call_command("hand_over", str(here.cohort.accelerator_id), to=to, stdout=told)
    assert (to in told.getvalue(), here.user.email in told.getvalue()) == (True, True)
    return here, manager, {one.to[0]: str(one.body) for one in mail.outbox}


def link(kind: str, words: str) -> str:
    found = re.search(rf"/accelerators/{kind}/[\w:-]+/", words)
    assert found is not None
    return found[0]


def over() -> None:
    """The two weeks are over."""
    for one in AcceleratorInvitation.objects.all():
        one.opens_at, one.created_at = one.created_at, one.created_at - WAITS
        one.save()


def test_two_weeks_after_everybody_was_told_the_new_owner_accepts() -> None:
    here, manager, told = begun()
    assert set(told) == {here.user.email, manager.user.email, NEW}
    assert ("/refuse/" in told[manager.user.email], "/join/" in told[here.user.email]) == (
        False, False,
    )  # fmt: skip
    neu, page = signed_in(make_user(email=NEW)), reverse("accelerator", args=[
        here.cohort.accelerator_id])  # fmt: skip
    join = link("join", told[NEW])
    assert "has until" in neu.get(join).content.decode()
    assert neu.post(join).status_code == 200
    assert AcceleratorMember.objects.filter(user__email=NEW).count() == 0
    seen = signed_in(manager.user).get(page).content.decode()
    assert (NEW in seen, "Refuse" in seen) == (True, False)  # for the owner to do
    over()
    assert neu.post(join)["Location"] == reverse("cohorts")
    roles = AcceleratorMember.objects.filter(role="owner").values_list("user__email", flat=True)
    assert set(roles) == {here.user.email, NEW}
    assert [one.to[0] for one in mail.outbox[3:]] == [here.user.email, manager.user.email]
    assert "They accepted." in signed_in(manager.user).get(page).content.decode()
    with pytest.raises(CommandError, match="another owner"):
        call_command("hand_over", here.cohort.accelerator.name, to="b@example.org")


@pytest.mark.parametrize("by_link", [True, False])
def test_the_owner_refuses_by_the_link_or_on_the_site_and_no_backup_brings_it_back(
    by_link: bool,
) -> None:
    here, manager, told = begun()
    refuse = link("refuse", told[here.user.email])
    found = AcceleratorInvitation.objects.get()
    on_site = reverse("accelerator-invitation", args=[here.cohort.accelerator_id, found.pk])
    assert signed_in(manager.user).post(on_site).status_code == 403
    assert AcceleratorInvitation.objects.get().revoked_at is None
    browser = Client() if by_link else here.client
    browser.get(refuse)
    assert AcceleratorInvitation.objects.get().revoked_at is None  # looking does nothing
    answer = browser.post(refuse if by_link else on_site, follow=True).content.decode()
    assert ("Nobody can accept" in answer) or ("was refused" in answer)
    over()
    neu = signed_in(make_user(email=NEW))
    assert neu.post(link("join", told[NEW])).status_code == 404
    assert AcceleratorMember.objects.filter(user__email=NEW).count() == 0
    noted = Erased.objects.get(key=str(found.pk))
    AcceleratorInvitation.objects.update(revoked_at=None)  # as an older backup has it
    assert take_back(Line(noted.kind, noted.key, noted.at))
    assert neu.post(link("join", told[NEW])).status_code == 404


def test_a_manager_becomes_the_owner_and_a_second_hand_over_ends_the_first() -> None:
    here, manager, _told = begun("mara@example.org")
    call_command("hand_over", here.cohort.accelerator.name, to=manager.user.email, language="de")
    first, second = AcceleratorInvitation.objects.order_by("created_at")
    assert (first.revoked_at is None, second.revoked_at is None) == (False, True)
    assert second.expires_at - second.created_at == timedelta(days=28)
    to_manager = [one for one in mail.outbox[3:] if one.to == [manager.user.email]]
    assert len(to_manager) == 1  # as the new owner, and not as one who is told of it
    call_command("hand_over", here.cohort.accelerator.name, stop=True)
    assert not AcceleratorInvitation.objects.filter(revoked_at=None).exists()
    AcceleratorInvitation.objects.filter(pk=second.pk).update(revoked_at=None)
    over()
    signed_in(manager.user).post(link("join", str(to_manager[0].body)))
    manager.refresh_from_db()
    assert manager.role == "owner"


@pytest.mark.parametrize(
    ("name", "to", "why"),
    [
        ("Nowhere", NEW, "no accelerator"),
        ("", "nobody", "no mail address"),
        ("", "owner", "address of its owner"),
    ],
)
def test_what_cannot_be_handed_over_is_said(name: str, to: str, why: str) -> None:
    here = room(AcceleratorRole.OWNER)
    to = here.user.email.upper() if to == "owner" else to
    with pytest.raises(CommandError, match=why):
        call_command("hand_over", name or str(here.cohort.accelerator_id), to=to)
    AcceleratorMember.objects.update(role="manager")
    with pytest.raises(CommandError, match=r"workshop|mail address|no accelerator"):
        call_command("hand_over", name or str(here.cohort.accelerator_id), to=to)
    assert (len(mail.outbox), AcceleratorInvitation.objects.count()) == (0, 0)
