"""Who belongs to a venture: inviting, joining, roles, leaving; and its pages."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from questionnaire.assessment.models import Assessment
from questionnaire.people.account.actions import delete_account
from questionnaire.people.actions import erase_venture, rename_venture
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import (
    INVITATION_LASTS,
    MOST_WAITING,
    MembershipRefused,
    accept,
    delegate,
    give_role,
    invitation_of,
    invite,
    remove,
    take_back,
)
from questionnaire.people.models import Delegation, Invitation, User, Venture, VentureMember
from questionnaire.vocabulary import VentureRole
from tests.access.world import holding, signed_in
from tests.assessment.guests import make_guest
from tests.factories import (
    NOW,
    make_assessment,
    make_grant,
    make_shipped_edition,
    make_user,
    make_venture,
    make_venture_member,
)

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
OWNER, EDITOR, VIEWER = VentureRole.OWNER, VentureRole.EDITOR, VentureRole.VIEWER


def owner_of(venture: Venture | None = None) -> tuple[VentureMember, Actor]:
    member = make_venture_member(venture=venture, user=make_user(name="Ada"))
    return member, Actor(user_id=member.user_id)


def roles(venture: Venture) -> dict[int, str]:
    return dict(VentureMember.objects.filter(venture=venture).values_list("user_id", "role"))


def test_an_invitation_is_accepted_once_and_only_its_hash_is_kept() -> None:
    owner, by = owner_of()
    issued = invite(tenant=owner.venture, role=EDITOR, by=by, at=NOW)
    assert issued.token not in str(list(Invitation.objects.values()))
    first, second = make_user(), make_user()
    assert accept(token=issued.token, user=first, at=NOW) is not None
    assert accept(token=issued.token, user=second, at=NOW) is None
    assert roles(owner.venture) == {owner.user_id: "owner", first.pk: "editor"}


@pytest.mark.parametrize(("after", "works"), [(-SECOND, True), (dt.timedelta(0), False)])
def test_an_invitation_ends_at_its_moment(after: dt.timedelta, works: bool) -> None:
    owner, by = owner_of()
    issued = invite(tenant=owner.venture, role=VIEWER, by=by, at=NOW)
    found = invitation_of(token=issued.token, at=NOW + INVITATION_LASTS + after)
    assert (found is not None) is works


def test_one_that_was_taken_back_works_no_more() -> None:
    owner, by = owner_of()
    issued = invite(tenant=owner.venture, role=VIEWER, by=by, at=NOW)
    assert take_back(invitation=issued.invitation, by=by, at=NOW)
    assert not take_back(invitation=issued.invitation, by=by, at=NOW)
    assert accept(token=issued.token, user=make_user(), at=NOW) is None


def test_one_that_was_mailed_is_for_its_address_only() -> None:
    owner, by = owner_of()
    issued = invite(tenant=owner.venture, role=EDITOR, by=by, at=NOW, email="Bo@Example.org")
    with pytest.raises(MembershipRefused):
        accept(token=issued.token, user=make_user(email="eve@example.org"), at=NOW)
    assert accept(token=issued.token, user=make_user(email="bo@example.org"), at=NOW) is not None


def test_a_second_one_to_the_same_address_ends_the_first() -> None:
    owner, by = owner_of()
    first, _second = (
        invite(tenant=owner.venture, role=EDITOR, by=by, at=NOW, email=email)
        for email in ("bo@example.org", "BO@example.org")
    )
    assert invitation_of(token=first.token, at=NOW) is None


def test_who_belongs_already_is_not_invited_and_keeps_the_higher_role() -> None:
    owner, by = owner_of()
    with pytest.raises(MembershipRefused):
        invite(tenant=owner.venture, role=VIEWER, by=by, at=NOW, email=owner.user.email)
    lower = invite(tenant=owner.venture, role=VIEWER, by=by, at=NOW)
    accept(token=lower.token, user=owner.user, at=NOW)
    assert roles(owner.venture) == {owner.user_id: "owner"}


def test_so_many_wait_and_no_more() -> None:
    owner, by = owner_of()
    for _ in range(MOST_WAITING):
        invite(tenant=owner.venture, role=VIEWER, by=by, at=NOW)
    with pytest.raises(MembershipRefused):
        invite(tenant=owner.venture, role=VIEWER, by=by, at=NOW)
    invite(tenant=owner.venture, role=VIEWER, by=by, at=NOW + INVITATION_LASTS)


@pytest.mark.parametrize("role", [EDITOR, VIEWER])
def test_only_owners_choose_members(role: VentureRole) -> None:
    owner, _by = owner_of()
    other = make_venture_member(venture=owner.venture, role=role)
    by = Actor(user_id=other.user_id)
    with pytest.raises(Venture.DoesNotExist):
        invite(tenant=owner.venture, role=VIEWER, by=by, at=NOW)
    with pytest.raises(Venture.DoesNotExist):
        give_role(member=other, role=OWNER, by=by, at=NOW)
    with pytest.raises(Venture.DoesNotExist):
        remove(member=owner, by=by, at=NOW)
    remove(member=other, by=by, at=NOW)  # leaves
    assert roles(owner.venture) == {owner.user_id: "owner"}


def test_an_owner_always_stays() -> None:
    owner, by = owner_of()
    with pytest.raises(MembershipRefused):
        remove(member=owner, by=by, at=NOW)
    with pytest.raises(MembershipRefused):
        give_role(member=owner, role=EDITOR, by=by, at=NOW)
    other = make_venture_member(venture=owner.venture, role=EDITOR)
    give_role(member=other, role=OWNER, by=by, at=NOW)
    remove(member=owner, by=by, at=NOW)
    assert roles(owner.venture) == {other.user_id: "owner"}


def test_what_was_owned_is_not_owned_by_a_link_afterwards() -> None:
    venture = make_venture()
    link = Actor(grant_ids=(make_grant(venture=venture).grant.pk,), at=NOW)
    assert Venture.objects.erasable_by(link).exists()
    owner, _by = owner_of(venture)
    assert not Venture.objects.erasable_by(link).exists()
    owner.user.delete()
    assert Venture.objects.visible_to(link).exists()
    assert not Venture.objects.erasable_by(link).exists()


# ---------------------------------------------------------------- pages


def begun(owner: VentureMember) -> Assessment:
    return make_assessment(venture=owner.venture, edition=make_shipped_edition())


def test_from_the_mail_to_belonging() -> None:
    owner, _by = owner_of()
    found = begun(owner)
    asked = {"email": "bo@example.org", "role": "editor"}
    signed_in(owner.user).post(f"/a/{found.pk}/members/", asked)
    [sent] = mail.outbox
    assert sent.to == ["bo@example.org"]
    assert sent.subject == f"Ada invites you to {owner.venture.name} on FMAssess"
    link = re.search(r"/join/[\w-]+/", sent.body)
    assert link is not None
    assert "Sign in with this address" in Client().get(link[0]).content.decode()
    wrong = signed_in(make_user(email="eve@example.org"))
    assert "b…@example.org" in wrong.get(link[0]).content.decode()
    wrong.post(link[0])
    bo = make_user(email="bo@example.org")
    went = signed_in(bo).post(link[0])
    assert went.headers["Location"] == f"/a/{found.pk}/"
    assert roles(owner.venture) == {owner.user_id: "owner", bo.pk: "editor"}
    assert signed_in(bo).get(link[0]).status_code == 404


def test_a_link_to_hand_over_is_shown_once() -> None:
    owner, _by = owner_of()
    found = begun(owner)
    client = signed_in(owner.user)
    page = client.post(f"/a/{found.pk}/members/", {"email": "", "role": "viewer"}, follow=True)
    link = page.context["link"]
    assert invitation_of(token=link.split("/")[-2], at=page.context["request"].actor.at)
    assert client.get(f"/a/{found.pk}/members/").context["link"] == ""


def test_a_reader_is_offered_nothing_that_changes() -> None:
    owner, _by = owner_of()
    found = begun(owner)
    reader = signed_in(make_venture_member(venture=owner.venture, role=VIEWER).user)
    for path in ("", "c/funding/", "check/", "venture/", "members/"):
        page = reader.get(f"/a/{found.pk}/{path}").content.decode()
        own = page.split('<main id="main"', 1)[1].split("</main>", 1)[0]
        forms = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', own)
        kept = {"/forget/", f"/a/{found.pk}/c/funding/", f"/a/{found.pk}/look-after/"}
        left = [one for one in forms if one not in kept]
        mine = VentureMember.objects.get(user=reader.session["_auth_user_id"]).pk
        assert left == ([f"/a/{found.pk}/members/{mine}/"] if path == "members/" else []), path
    assert 'name="go"' not in reader.get(f"/a/{found.pk}/c/funding/").content.decode()
    assert "Send and make" not in reader.get(f"/a/{found.pk}/send/").content.decode()


def test_who_looks_after_a_category_is_shown_and_told() -> None:
    owner, _by = owner_of()
    found = begun(owner)
    bo = make_venture_member(venture=owner.venture, role=EDITOR, user=make_user(name="Bo"))
    client, where = signed_in(owner.user), f"/a/{found.pk}/look-after/"
    client.post(where, {"member.funding": str(bo.pk), "member.team": "999"})
    assert list(Delegation.objects.values_list("category", "member")) == [("funding", bo.pk)]
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([bo.user.email], f"Funding of {owner.venture.name} is yours to answer")
    ]
    assert "<bdi>Bo</bdi> looks after this." in client.get(f"/a/{found.pk}/").content.decode()
    assert "You look after this." in signed_in(bo.user).get(f"/a/{found.pk}/").content.decode()
    client.post(where, {"member.funding": str(bo.pk)})
    assert len(mail.outbox) == 1
    client.post(where, {"member.funding": ""})
    assert not Delegation.objects.exists()


def test_only_its_own_members_look_after_a_category_and_only_writers_say_so() -> None:
    owner, by = owner_of()
    viewer = make_venture_member(venture=owner.venture, role=VIEWER)
    stranger = make_venture_member()
    chosen = {"funding": stranger.pk, "team": owner.pk}
    delegate(venture=owner.venture, chosen=chosen, by=by, at=NOW)
    assert list(Delegation.objects.values_list("category", "member")) == [("team", owner.pk)]
    for other in (viewer, stranger):
        with pytest.raises(Venture.DoesNotExist):
            delegate(
                venture=owner.venture, chosen={"team": None}, at=NOW,
                by=Actor(user_id=other.user_id),
            )  # fmt: skip
    assert Delegation.objects.count() == 1


def test_who_lost_the_right_meanwhile_renames_and_erases_nothing() -> None:
    owner, _by = owner_of()
    venture = owner.venture
    viewer, editor = (
        Actor(user_id=make_venture_member(venture=venture, role=role).user_id)
        for role in (VIEWER, EDITOR)
    )
    with pytest.raises(Venture.DoesNotExist):
        rename_venture(venture=venture, name="Other", stage="", by=viewer)
    with pytest.raises(Venture.DoesNotExist):
        erase_venture(venture=venture, by=editor)
    assert Venture.objects.get().name == venture.name


def test_every_save_of_an_answer_says_who_and_when() -> None:
    guest = make_guest()
    guest.save("funding-route", value="closed", note="first")
    owner, _by = owner_of(guest.assessment.venture)
    member = type(guest)(signed_in(owner.user), guest.assessment)
    member.save("funding-route", base=1, value="undecided", claim="plan")
    page = member.get("answers/funding-route/history/")
    told = [(one.version, one.said, one.note, one.claim, one.who) for one in page.context["told"]]
    wording = page.context["question"]
    assert told == [
        (2, wording.by_key["undecided"].text, "", "plan", "Ada"),
        (1, wording.by_key["closed"].text, "first", "", ""),
    ]
    assert member.get("answers/nothing/history/").status_code == 404


def test_a_stranger_learns_nothing_of_a_foreign_invitation() -> None:
    owner, by = owner_of()
    issued = invite(tenant=owner.venture, role=EDITOR, by=by, at=NOW)
    other, _by = owner_of()
    found = begun(other)
    client = signed_in(other.user)
    where = reverse("invitation", args=[found.pk, issued.invitation.pk])
    assert client.post(where).status_code == 404
    assert holding(make_grant(venture=owner.venture).grant).post(where).status_code == 404


def test_who_was_removed_or_is_no_owner_any_more_has_no_invitation_left() -> None:
    first = make_venture_member()
    venture, by = first.venture, Actor(first.user_id)
    for how in ("remove", "give_role", "deleted", "closed"):
        second = make_venture_member(venture=venture)
        made = invite(tenant=venture, role=OWNER, by=Actor(second.user_id), at=NOW)
        if how == "remove":
            remove(member=second, by=by, at=NOW)
        elif how == "give_role":
            give_role(member=second, role=EDITOR, by=by, at=NOW)
        elif how == "deleted":
            delete_account(user=User.objects.get(pk=second.user_id), at=NOW)
        else:
            User.objects.filter(pk=second.user_id).update(is_active=False)
        assert accept(token=made.token, user=make_user(), at=NOW) is None, how
    kept = invite(tenant=venture, role=EDITOR, by=by, at=NOW)
    assert accept(token=kept.token, user=make_user(), at=NOW) is not None


def test_a_member_may_leave_a_venture_that_lost_its_owner() -> None:
    editor = make_venture_member(role=EDITOR)
    remove(member=editor, by=Actor(editor.user_id), at=NOW)
    assert not VentureMember.objects.filter(venture=editor.venture).exists()
