"""One's own account: its name, its second factors, other browsers, and its end."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.db import IntegrityError
from django.test import Client

from questionnaire.models import AcceleratorMember, AnswerRevision, User, Venture, VentureMember
from questionnaire.people.account.actions import AccountStays, delete_account
from questionnaire.people.actions import attach_to_account, open_venture_as_member
from questionnaire.vocabulary import AcceleratorRole, VentureRole
from tests.access.world import holding
from tests.assessment.test_actions import at_once
from tests.factories import (
    NOW,
    make_accelerator_member,
    make_assessment,
    make_editor,
    make_enrolment,
    make_grant,
    make_revision,
    make_user,
    make_venture,
    make_venture_member,
)
from tests.report.sent import signed_in

pytestmark = pytest.mark.django_db
SOON = 2


def code_of(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows for a key now (RFC 6238), or so many half minutes later.

    A code ends with its half minute: where that is about to end, the next one is waited for.
    """
    left = 30 - time.time() % 30
    if left < SOON:
        time.sleep(left)
    shown: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
    return shown


def signing_in(user: User, says: str = "") -> Client:
    """A new browser that has just sent the right code from the mail; says: what it is."""
    client = Client(headers={"User-Agent": says})
    client.post("/account/login/", {"login": user.email})
    code = next(word for word in mail.outbox[-1].body.split() if len(word) >= 6 and word.isupper())
    client.post("/account/login/code/confirm/", {"code": code})
    return client


def with_address(name: str) -> User:
    user = make_user(name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_a_name_is_kept_on_one_line_and_too_long_ones_are_refused() -> None:
    ada = make_user(name="")
    client = signed_in(ada)
    assert client.post("/account/", {"name": "  Ada\t  Bell "}).status_code == 302
    ada.refresh_from_db()
    assert ada.name == "Ada Bell"
    assert "name" in client.post("/account/", {"name": "\u0958" * 120}).context["form"].errors


@pytest.mark.django_db(transaction=True)
def test_an_authenticator_app_is_asked_for_after_the_code_and_emergency_codes_work_once(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = with_address("Ada")
    client = signing_in(ada)
    form = client.get("/account/2fa/totp/activate/").context["form"]
    went = client.post("/account/2fa/totp/activate/", {"code": code_of(form.secret)})
    assert went.headers["Location"] == "/account/2fa/recovery-codes/"
    codes = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    again = client.get("/account/2fa/recovery-codes/")  # they were shown, and are hashes now
    assert not any(code in again.content.decode() for code in codes)
    assert "10 are left." in again.content.decode()
    assert client.get("/account/2fa/recovery-codes/download/").status_code == 404
    kept = Authenticator.objects.get(type="recovery_codes")
    assert sorted(kept.data) == ["migrated_codes", "salt", "viewed_at", "work"]
    assert all(one.startswith("sealed:") for one in kept.data["migrated_codes"])
    hashes = kept.wrap().get_unused_codes()  # opened with the key: still none of them
    assert not set(hashes) & set(codes)
    assert mail.outbox[-1].to == [ada.email]  # told, in case it was somebody else

    other = signing_in(ada)
    assert other.get("/home/").status_code == 302  # the mail alone lets nobody in
    for wrong in ("000000", "00000000", hashes[0]):  # who read a hash has no code
        assert other.post("/account/2fa/authenticate/", {"code": wrong}).status_code == 200
    assert other.get("/home/").status_code == 302
    other.post("/account/2fa/authenticate/", {"code": f"{codes[0][:4]} {codes[0][4:]}"})
    assert other.get("/home/").status_code == 200
    third = signing_in(ada)
    assert third.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 200
    assert third.get("/home/").status_code == 302
    hashed: list[bytes] = []

    def hash_slowly(code: bytes, **_given: Any) -> bytes:
        hashed.append(code)
        return b""

    monkeypatch.setattr("hashlib.scrypt", hash_slowly)
    settings.LIMITS = {**settings.LIMITS, "emergency": "2/10m/key"}
    tried = [third.post("/account/2fa/authenticate/", {"code": f"0000-000{n}"}) for n in range(4)]
    assert hashed == [b"00000000", b"00000001"]  # a try too many costs no hash
    assert "asked for too often" in tried[-1].content.decode()


def test_the_address_changes_when_the_new_one_answers() -> None:
    ada = with_address("Ada")
    old, client = ada.email, signing_in(ada)
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    ada.refresh_from_db()
    assert ada.email == old
    sent = next(one for one in mail.outbox if one.to == ["new@example.org"])
    code = next(word for word in sent.body.split() if len(word) >= 6 and word.isupper())
    went = client.post("/account/confirm-email/", {"code": code})
    ada.refresh_from_db()
    assert ada.email == "new@example.org"
    page = client.get(went["Location"])
    said = [str(one) for one in page.context["messages"]][-1]
    assert "new@example.org from now on" in said and f"A mail to {old} says so" in said
    [told] = [one for one in mail.outbox if one.to == [old]][-1:]
    assert told.subject == "The address of your account was changed"
    assert f"was {old} and is new@example.org now" in told.body


def test_signing_out_elsewhere_ends_every_other_browser_and_nobody_elses() -> None:
    ada, bo = make_user(name="Ada"), make_user(name="Bo")
    here, there, his = signed_in(ada), signed_in(ada), signed_in(bo)
    assert here.get("/account/").context["browsers"] == 1
    here.post("/account/browsers/")
    assert here.get("/home/").status_code == 200
    assert there.get("/home/").status_code == 302
    assert his.get("/home/").status_code == 200


def test_an_account_goes_with_its_own_ventures_and_leaves_the_shared_ones() -> None:
    ada, bo = make_user(name="Ada"), make_user(name="Bo")
    alone = make_venture_member(user=ada).venture
    shared = make_venture_member(user=bo).venture
    make_venture_member(user=ada, venture=shared, role=VentureRole.EDITOR)
    revision = make_revision(by=ada)
    client = signed_in(ada)
    page = client.get("/account/delete/").content.decode()
    assert alone.name in page
    assert shared.name in page
    refused = client.post("/account/delete/", {"typed": "somebody@example.org"})
    assert "typed" in refused.context["form"].errors
    assert User.objects.filter(pk=ada.pk).exists()

    gone = client.post("/account/delete/", {"typed": ada.email})
    assert gone.headers["Location"] == "/"
    assert not User.objects.filter(name="Ada").exists()
    assert list(Venture.objects.filter(pk__in=[alone.pk, shared.pk])) == [shared]
    assert AnswerRevision.objects.get(pk=revision.pk).by is None
    assert client.get("/home/").status_code == 302
    assert mail.outbox[-1].to == [ada.email]


@pytest.mark.parametrize("role", [VentureRole.EDITOR, VentureRole.VIEWER])
def test_an_only_owner_stays_while_others_belong_to_the_venture(role: VentureRole) -> None:
    ada = make_user(name="Ada")
    venture = make_venture_member(user=ada).venture
    make_venture_member(venture=venture, role=role)
    client = signed_in(ada)
    assert "no owner but you" in client.get("/account/delete/").content.decode()
    assert client.post("/account/delete/", {"typed": ada.email}).status_code == 200
    with pytest.raises(AccountStays):
        delete_account(user=ada, at=NOW)
    assert VentureMember.objects.filter(venture=venture).count() == 2
    VentureMember.objects.filter(venture=venture).update(role=VentureRole.OWNER)
    delete_account(user=ada, at=NOW)
    assert VentureMember.objects.filter(venture=venture).count() == 1


def test_editors_and_an_accelerators_only_owner_stay() -> None:
    with pytest.raises(AccountStays):
        delete_account(user=make_editor(), at=NOW)
    head = make_accelerator_member(role=AcceleratorRole.OWNER)
    with pytest.raises(AccountStays):
        delete_account(user=head.user, at=NOW)
    make_accelerator_member(accelerator=head.accelerator, role=AcceleratorRole.OWNER)
    delete_account(user=head.user, at=NOW)
    assert AcceleratorMember.objects.filter(accelerator=head.accelerator).count() == 1


def test_a_venture_of_nobody_is_no_matter_of_an_account() -> None:
    venture = make_venture()
    delete_account(user=make_user(), at=NOW)
    assert Venture.objects.filter(pk=venture.pk).exists()


def test_a_venture_that_lost_its_last_account_falls_to_nobody_with_a_link() -> None:
    """No page leaves one behind; should the account go another way, a link answers on and owns
    nothing: it erases nothing, shares nothing, and makes nobody an owner."""
    enrolment = make_enrolment()
    venture = enrolment.venture
    member = make_venture_member(venture=venture)
    assessment = make_assessment(venture=venture)
    held = make_grant(venture=venture)
    by_link = holding(held.grant)
    member.user.delete()
    base = f"/a/{assessment.pk}/"
    assert by_link.get(base).status_code == 200
    assert by_link.post(f"{base}erase/", {"typed": venture.name}).status_code == 404
    shares = by_link.post(f"{base}cohorts/{enrolment.pk}/", {"categories": ["team"]})
    assert shares.status_code == 403
    other = make_user()
    attach_to_account(user_id=other.pk, grant_ids=[held.grant.pk], at=NOW)
    assert VentureMember.objects.get(venture=venture).role == VentureRole.EDITOR
    later = signed_in(other)
    assert later.post(f"{base}erase/", {"typed": venture.name}).status_code == 404
    assert later.post(f"{base}members/", {"email": "", "role": "owner"}).status_code == 403


def test_a_last_member_takes_the_venture_along_whoever_holds_a_link() -> None:
    member = make_venture_member()
    by_link = holding(make_grant(venture=member.venture).grant)
    assessment = make_assessment(venture=member.venture)
    delete_account(user=member.user, at=NOW)
    assert by_link.get(f"/a/{assessment.pk}/").status_code == 404
    assert Venture.objects.count() == 0


def test_an_account_that_is_gone_is_deleted_and_told_once() -> None:
    told: list[str] = []
    ada = make_user(name="Ada")
    known = User.objects.get(pk=ada.pk)
    delete_account(user=ada, at=NOW, tell=told.append)
    delete_account(user=known, at=NOW, tell=told.append)  # the button, pressed twice
    assert told == [known.email]


@pytest.mark.django_db(transaction=True)
def test_who_begins_a_venture_while_their_account_goes_leaves_no_orphan() -> None:
    for _ in range(8):
        user = make_user()

        def work(number: int, user: User = user) -> None:
            if number:
                delete_account(user=User.objects.get(pk=user.pk), at=NOW)
                return
            with suppress(IntegrityError):  # the account was gone first
                open_venture_as_member(name="Late", stage="", user_id=user.pk, at=NOW)

        at_once(2, work)
    assert not Venture.objects.filter(members__isnull=True).exists()
