"""An accelerator's members, and the second factor that it may demand of them."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse

from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import (
    MembershipRefused,
    accept_accelerator,
    give_role,
    invite,
    remove,
)
from questionnaire.people.models import (
    Accelerator,
    AcceleratorInvitation,
    AcceleratorMember,
    Invitation,
    User,
)
from questionnaire.vocabulary import AcceleratorRole
from tests.access.world import signed_in
from tests.cohort.inviting.rooms import Room, room
from tests.factories import NOW, make_accelerator_member, make_user
from tests.people.test_account import code_of

pytestmark = pytest.mark.django_db
OWNER, REVIEWER = AcceleratorRole.OWNER, AcceleratorRole.REVIEWER


def owned() -> Room:
    return room(AcceleratorRole.OWNER)


def page_of(here: Room) -> str:
    return reverse("accelerator", args=[here.cohort.accelerator_id])


def give_factor(user: User, kind: str = "totp") -> None:
    Authenticator.objects.create(user=user, type=kind, data={})


def give_app(user: User) -> str:
    """The secret of an authenticator app that was set up in another browser."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def roles(here: Room) -> dict[int, str]:
    rows = AcceleratorMember.objects.filter(accelerator=here.cohort.accelerator)
    return dict(rows.values_list("user_id", "role"))


def test_an_owner_invites_by_mail_and_only_that_address_accepts_once() -> None:
    here = owned()
    here.client.post(page_of(here), {"email": "rita@example.org", "role": "reviewer"})
    [message] = mail.outbox
    link = re.search(r"/accelerators/join/[\w-]{43}/", str(message.body))
    assert (message.to, link is not None) == (["rita@example.org"], True)
    assert link is not None
    stranger, rita = make_user(), make_user(email="rita@example.org")
    page = signed_in(stranger).post(link[0])
    assert here.cohort.accelerator.name in page.content.decode()
    assert signed_in(rita).post(link[0])["Location"] == reverse("cohorts")
    assert signed_in(rita).post(link[0]).status_code == 404
    assert roles(here) == {here.user.pk: "owner", rita.pk: "reviewer"}
    assert Client().get(link[0]).status_code == 404
    assert Invitation.objects.count() == 0


def test_only_owners_choose_members_and_an_owner_stays() -> None:
    here = owned()
    manager = make_accelerator_member(accelerator=here.cohort.accelerator)
    by = Actor(user_id=manager.user_id)
    with pytest.raises(Accelerator.DoesNotExist):
        invite(tenant=here.cohort.accelerator, role=REVIEWER, by=by, at=NOW)
    mine = AcceleratorMember.objects.get(user=here.user)
    with pytest.raises(Accelerator.DoesNotExist):
        give_role(member=mine, role=REVIEWER, by=by, at=NOW)
    for attempt in (
        lambda: give_role(member=mine, role=REVIEWER, by=here.by, at=NOW),
        lambda: remove(member=mine, by=here.by, at=NOW),
    ):
        with pytest.raises(MembershipRefused):
            attempt()
    waiting = invite(tenant=here.cohort.accelerator, role=OWNER, by=here.by, at=NOW)
    give_role(member=manager, role=OWNER, by=here.by, at=NOW)
    remove(member=mine, by=here.by, at=NOW)
    assert accept_accelerator(token=waiting.token, user=make_user(), at=NOW) is None
    assert roles(here) == {manager.user_id: "owner"}


def test_a_member_of_another_accelerator_is_not_reached_through_ones_own() -> None:
    here, other = owned(), owned()
    theirs = AcceleratorMember.objects.get(user=other.user)
    where = reverse("accelerator-member", args=[here.cohort.accelerator_id, theirs.pk])
    assert here.client.post(where, {"do": "go"}).status_code == 404
    offered = invite(tenant=other.cohort.accelerator, role=OWNER, by=other.by, at=NOW)
    where = reverse(
        "accelerator-invitation", args=[here.cohort.accelerator_id, offered.invitation.pk]
    )
    assert here.client.post(where).status_code == 404
    assert AcceleratorInvitation.objects.live(NOW).count() == 1


def test_who_lacks_the_demanded_factor_sees_one_page_and_nothing_of_the_tenant() -> None:
    here = owned()
    rita = make_accelerator_member(accelerator=here.cohort.accelerator, role=REVIEWER).user
    demand = reverse("second-factor", args=[here.cohort.accelerator_id])
    here.client.post(demand, {"do": "demand"})
    assert Accelerator.objects.get().second_factor is False  # an owner without one is kept inside
    give_factor(here.user)
    here.client.post(demand, {"do": "demand"})
    assert Accelerator.objects.get().second_factor is True
    assert signed_in(rita).post(demand, {"do": "free"}).status_code == 302
    assert Accelerator.objects.get().second_factor is True

    needed = reverse("factor-needed", args=[here.cohort.accelerator_id])
    browser = signed_in(rita)
    cohort = here.cohort.pk
    for where in (
        page_of(here),
        reverse("cohort", args=[cohort]),
        reverse("cohort-report", args=[cohort, cohort]),
        reverse("cohort-settings", args=[cohort]),
        reverse("cohort-invitations", args=[cohort]),
    ):
        answer = browser.get(where)
        assert (answer.status_code, answer["Location"]) == (302, needed), where
    page = browser.get(needed).content.decode()
    assert here.cohort.accelerator.name in page
    assert (here.cohort.name in page, str(cohort) in page) == (False, False)
    assert browser.get(reverse("home"))["Location"] == reverse("cohorts")
    listed = browser.get(reverse("cohorts"))
    assert (listed.context["cohorts"], here.cohort.name in listed.content.decode()) == ([], False)
    assert Cohort.objects.visible_to(Actor(user_id=rita.pk)).count() == 0
    stranger = signed_in(make_user())
    assert stranger.get(needed).status_code == stranger.get(page_of(here)).status_code == 404

    give_factor(rita, "recovery_codes")  # codes for an emergency alone are no factor
    assert browser.get(page_of(here)).status_code == 302
    Authenticator.objects.filter(user=rita).delete()
    browser.post(reverse("mfa_reauthenticate"), {"code": code_of(give_app(rita))})
    assert browser.get(page_of(here)).status_code == 200
    assert browser.get(needed)["Location"] == page_of(here)


def test_a_factor_that_was_set_up_elsewhere_lets_no_other_browser_in_before_it_is_shown() -> None:
    """Who has somebody's browser since before is not let in by what its owner does."""
    here = owned()
    rita = make_accelerator_member(accelerator=here.cohort.accelerator, role=REVIEWER).user
    Accelerator.objects.update(second_factor=True)
    old = signed_in(rita)
    secret = give_app(rita)
    cohort = reverse("cohort", args=[here.cohort.pk])
    needed = reverse("factor-needed", args=[here.cohort.accelerator_id])
    assert old.get(cohort)["Location"] == needed
    assert signed_in(rita).get(page_of(here))["Location"] == needed
    page = old.get(needed).content.decode()
    assert "Set up a second factor" not in page
    shown = re.search(r'href="(/account/2fa/reauthenticate/[^"]+)"', page)
    assert shown is not None
    assert f'action="{reverse("mfa_reauthenticate")}"' in old.get(shown[1]).content.decode()
    assert old.post(shown[1], {"code": "000000"}).status_code == 200
    assert old.get(cohort).status_code == 302
    assert old.post(shown[1], {"code": code_of(secret)})["Location"] == page_of(here)
    assert old.get(cohort).status_code == 200
    Authenticator.objects.filter(user=rita).delete()  # what was shown and is gone counts no more
    assert old.get(cohort).status_code == 302


def leave_by(way: str, here: Room, member: AcceleratorMember) -> None:
    """How a manager's role ends: let go, given another, or with the account; or rests, while an
    operator keeps that closed."""
    where = reverse("accelerator-member", args=[here.cohort.accelerator_id, member.pk])
    if way == "closed":
        operator = signed_in(make_user(is_staff=True, is_superuser=True))
        account = reverse("admin:questionnaire_user_change", args=[member.user_id])
        sent = operator.post(account, {"name": "Mara"})
    elif way == "account":
        sent = signed_in(member.user).post("/account/delete/", {"typed": member.user.email})
    else:
        sent = here.client.post(where, {"do": "go"} if way == "go" else {"role": way})
    assert sent.status_code == 302


@pytest.mark.parametrize("way", ["go", "reviewer", "account", "closed"])
def test_what_a_manager_made_opens_nothing_once_they_manage_no_more(way: str) -> None:
    here = owned()
    member = make_accelerator_member(accelerator=here.cohort.accelerator)
    manager = signed_in(member.user)
    tokens = reverse("api-tokens", args=[here.cohort.accelerator_id])
    manager.post(tokens, {"name": "Dashboard", "days": "365"})
    token = re.search(r'value="(fma_[\w-]{43})"', manager.get(tokens).content.decode())
    assert token is not None
    program = Client(headers={"Authorization": f"Bearer {token[1]}"})
    listed = reverse("cohort-invitations", args=[here.cohort.pk])
    manager.post(reverse("join-links", args=[here.cohort.pk]), {"most": "9", "lasts": "90"})
    link = re.search(r"/invited/[\w-]{43}/", manager.get(listed).content.decode())
    assert link is not None
    assert program.get("/api/v1/").status_code == Client().get(link[0]).status_code == 200

    leave_by(way, here, member)
    assert (program.get("/api/v1/").status_code, Client().get(link[0]).status_code) == (401, 404)
    assert here.client.get(tokens).context["tokens"][0]["state"] == "ended"
    assert here.client.get(listed).context["links"][0].state == "ended"
    if way == "reviewer":  # a token ended for good
        leave_by("manager", here, member)
        assert program.get("/api/v1/").status_code == 401


def test_an_operator_begins_an_accelerator_and_its_owner_comes_by_mail() -> None:
    operator = signed_in(make_user(is_staff=True, is_superuser=True))
    form = {
        "name": "Llindar", "owner_email": "olga@example.org", "members-TOTAL_FORMS": "0",
        "members-INITIAL_FORMS": "0", "members-MIN_NUM_FORMS": "0", "members-MAX_NUM_FORMS": "0",
    }  # fmt: skip
    answer = operator.post(reverse("admin:questionnaire_accelerator_add"), form)
    assert answer.status_code == 302
    made = Accelerator.objects.get(name="Llindar")
    [message] = mail.outbox
    link = re.search(r"/accelerators/join/[\w-]{43}/", str(message.body))
    assert link is not None
    olga = make_user(email="olga@example.org")
    signed_in(olga).post(link[0])
    assert AcceleratorMember.objects.get(accelerator=made).role == "owner"
    assert AcceleratorMember.objects.get(accelerator=made).user == olga


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_belong(
    number: int, django_assert_num_queries: object
) -> None:
    here = owned()
    for _ in range(number):
        make_accelerator_member(accelerator=here.cohort.accelerator)
        invite(tenant=here.cohort.accelerator, role=REVIEWER, by=here.by, at=NOW)
    client = here.client
    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(page_of(here))  # session, accelerator, rights, members, hand-overs, invitations


def test_an_operator_changes_a_cohort_and_leaves_what_it_asks_for() -> None:
    here = owned()
    Cohort.objects.update(required=["funding"], why="To prepare.")
    operator = signed_in(make_user(is_staff=True, is_superuser=True))
    form = {
        "name": "Renamed", "starts_on": "2026-09-01", "ends_on": "2026-12-01",
        "enrolments-TOTAL_FORMS": "0", "enrolments-INITIAL_FORMS": "0",
    }  # fmt: skip
    where = reverse("admin:questionnaire_cohort_change", args=[here.cohort.pk])
    assert operator.post(where, form).status_code == 302
    found = Cohort.objects.get()
    assert (found.name, found.required, found.why) == ("Renamed", ["funding"], "To prepare.")
