"""One's own account: its name, its second factors, other browsers, and its end."""

from __future__ import annotations

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from questionnaire.models import AcceleratorMember, AnswerRevision, User, Venture, VentureMember
from questionnaire.people.account.actions import AccountStays, delete_account
from questionnaire.vocabulary import AcceleratorRole, VentureRole
from tests.factories import (
    make_accelerator_member,
    make_editor,
    make_revision,
    make_user,
    make_venture,
    make_venture_member,
)
from tests.report.sent import signed_in

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    """What an authenticator app shows for a key now (RFC 6238)."""
    shown: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    return shown


def signing_in(user: User) -> Client:
    """A new browser that has just sent the right code from the mail."""
    client = Client()
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
def test_an_authenticator_app_is_asked_for_after_the_code_and_emergency_codes_work_once() -> None:
    ada = with_address("Ada")
    client = signing_in(ada)
    form = client.get("/account/2fa/totp/activate/").context["form"]
    went = client.post("/account/2fa/totp/activate/", {"code": code_of(form.secret)})
    assert went.headers["Location"] == "/account/2fa/recovery-codes/"
    codes = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert mail.outbox[-1].to == [ada.email]  # told, in case it was somebody else

    other = signing_in(ada)
    assert other.get("/home/").status_code == 302  # the mail alone lets nobody in
    assert other.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert other.get("/home/").status_code == 302
    other.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert other.get("/home/").status_code == 200
    third = signing_in(ada)
    assert third.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 200
    assert third.get("/home/").status_code == 302


def test_the_address_changes_when_the_new_one_answers() -> None:
    ada = with_address("Ada")
    old, client = ada.email, signing_in(ada)
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    ada.refresh_from_db()
    assert ada.email == old
    sent = next(one for one in mail.outbox if one.to == ["new@example.org"])
    code = next(word for word in sent.body.split() if len(word) >= 6 and word.isupper())
    client.post("/account/confirm-email/", {"code": code})
    ada.refresh_from_db()
    assert ada.email == "new@example.org"


def test_signing_out_elsewhere_ends_every_other_browser_and_nobody_elses() -> None:
    ada, bo = make_user(name="Ada"), make_user(name="Bo")
    here, there, his = signed_in(ada), signed_in(ada), signed_in(bo)
    assert here.get("/account/").context["browsers"] == 1
    here.post("/account/elsewhere/")
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
        delete_account(user=ada)
    assert VentureMember.objects.filter(venture=venture).count() == 2
    VentureMember.objects.filter(venture=venture).update(role=VentureRole.OWNER)
    delete_account(user=ada)
    assert VentureMember.objects.filter(venture=venture).count() == 1


def test_editors_and_an_accelerators_only_owner_stay() -> None:
    with pytest.raises(AccountStays):
        delete_account(user=make_editor())
    head = make_accelerator_member(role=AcceleratorRole.OWNER)
    with pytest.raises(AccountStays):
        delete_account(user=head.user)
    make_accelerator_member(accelerator=head.accelerator, role=AcceleratorRole.OWNER)
    delete_account(user=head.user)
    assert AcceleratorMember.objects.filter(accelerator=head.accelerator).count() == 1


def test_a_venture_of_nobody_is_no_matter_of_an_account() -> None:
    venture = make_venture()
    delete_account(user=make_user())
    assert Venture.objects.filter(pk=venture.pk).exists()
