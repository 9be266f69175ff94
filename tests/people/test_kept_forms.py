"""What gives somebody rights asks first who it is; what was typed is kept, and done after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from re import findall, search

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from questionnaire.models import (
    AcceleratorInvitation,
    AcceleratorMember,
    AccessToken,
    Session,
    User,
)
from questionnaire.vocabulary import AcceleratorRole
from tests.factories import editors, make_accelerator_member, make_user
from tests.harness.signing_in import just_signed_in
from tests.people.test_account import code_of, with_address

pytestmark = pytest.mark.django_db
AGO = 301.0
PERSON = {"name": "Eve", "is_active": "on"}


@dataclass
class Form:
    """A form of somebody's, what is said of it, and whether it was done."""

    address: str
    fields: dict[str, str]
    said: str
    done: Callable[[], bool]


def forms_of(owner: AcceleratorMember) -> list[Form]:
    """Each of the four, for an owner who is an operator too."""
    found = owner.accelerator
    page = f"/accelerators/{found.pk}/"
    rita = make_accelerator_member(accelerator=found, role=AcceleratorRole.REVIEWER)
    eve = make_user(name="Eve")
    invited = AcceleratorInvitation.objects.filter(email="neu@example.org", role="owner")
    return [
        Form(page, {"email": "neu@example.org", "role": "owner"},
             "neu@example.org an owner of", invited.exists),
        Form(f"{page}members/{rita.pk}/", {"role": "owner"}, f"{rita.user.email} an owner of",
             AcceleratorMember.objects.filter(pk=rita.pk, role="owner").exists),
        Form(f"{page}tokens/", {"name": "Dash <board>", "days": "30"}, "Dash <board>",
             AccessToken.objects.filter(name="Dash <board>").exists),
        Form(f"/workshop/questionnaire/user/{eve.pk}/change/?_changelist_filters=q%3Deve",
             PERSON | {"is_staff": "on", "groups": str(editors().pk), "_save": "Save"},
             f"{eve.email} more rights",
             User.objects.filter(pk=eve.pk, is_staff=True, groups=editors()).exists),
    ]  # fmt: skip


def shown_by_mail(client: Client, asked: str, user: User) -> str:
    assert "is kept, and nothing" in client.get(asked).content.decode()
    here = client.session.session_key
    login = client.post(asked)["Location"]
    assert not Session.objects.filter(pk=here).exists()
    there = search(r"next=(.*)", login)[1].replace("%2F", "/")  # type: ignore[index]
    client.post(login, {"login": user.email, "next": there})
    code = next(word for word in mail.outbox[-1].body.split() if len(word) >= 6 and word.isupper())
    answer = client.post("/account/login/code/confirm/", {"code": code, "next": there})
    return str(answer["Location"])


def shown_by_app(client: Client, asked: str, user: User) -> str:
    Authenticator.objects.filter(user=user).delete()  # or a code is good once in half a minute
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    assert asked.startswith("/account/2fa/reauthenticate/")
    assert "is kept, and nothing" in client.get(asked).content.decode()
    return str(client.post(asked, {"code": code_of(secret)})["Location"])


@pytest.mark.parametrize(
    ("shown", "which"), [(shown_by_mail, slice(0, None, 3)), (shown_by_app, slice(1, 3))]
)
def test_what_gives_rights_is_done_once_it_was_shown_who_does_it(
    shown: Callable[[Client, str, User], str], which: slice
) -> None:
    """Two of the four by each way: codes by mail are limited."""
    ada = with_address("Ada")
    User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True)
    if shown is shown_by_app:
        TOTP.activate(ada, generate_totp_secret())
    owner = make_accelerator_member(user=ada, role=AcceleratorRole.OWNER)
    for form in forms_of(owner)[which]:
        client = just_signed_in(ada, ago=AGO)
        asked = client.post(form.address, form.fields)["Location"]
        assert "127.0.0.1" not in str(dict(client.session.items()))  # of a browser nothing is kept
        assert not form.done(), form.address
        went = shown(client, asked, ada)
        assert (went, form.done()) == ("/account/go-on/", False), form.address
        page = client.get(went).content.decode().partition("<h1>")[2]
        assert form.said in unescape(page)
        [action, *_others] = findall(r'<form method="post" action="([^"]+)"', page)
        typed = dict(findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        sent = {name: unescape(value) for name, value in typed.items()}
        assert (unescape(action), sent) == (form.address, sent | form.fields)
        assert client.post(unescape(action), sent).status_code == 302
        assert form.done(), form.address
        assert client.get(went)["Location"] == "/account/"  # kept no longer


def test_nobody_is_asked_for_less_and_nobody_else_finds_what_was_typed() -> None:
    ada, bo = with_address("Ada"), with_address("Bo")
    User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True)
    owner = make_accelerator_member(user=ada, role=AcceleratorRole.OWNER)
    invite, promote, _token, rights = forms_of(owner)
    late = just_signed_in(ada, ago=AGO)
    late.post(invite.address, invite.fields | {"role": "guest"})
    late.post(promote.address, {"role": "manager"})
    late.post(rights.address, PERSON | {"name": "Eva"})
    assert AcceleratorInvitation.objects.get().role == "guest"
    assert AcceleratorMember.objects.filter(role="manager").count() == 1
    assert User.objects.filter(name="Eva", is_staff=False).count() == 1
    closed = make_user(is_staff=True, is_active=False)
    opened = f"/workshop/questionnaire/user/{closed.pk}/change/"
    answer = late.post(opened, PERSON | {"is_staff": "on"})
    assert answer["Location"].startswith("/account/again/")
    for address in ("/workshop/questionnaire/user/add/", opened):
        answer = late.post(f"{address}?is_staff=on", PERSON | {"email": "x@y.org", "is_staff": "1"})
        assert answer["Location"].startswith("/account/again/"), address
    factor = Authenticator.objects.create(user=bo, type="totp", data={})
    of = f"/workshop/mfa/authenticator/{factor.pk}/delete/"
    listed = {"action": "delete_selected", "_selected_action": str(factor.pk), "post": "yes"}
    begun = {"name": "Llindar", "owner_email": "x@example.org", "members-TOTAL_FORMS": "0",
             "members-INITIAL_FORMS": "0"}  # fmt: skip
    for address, sent in (
        (of, {"post": "yes"}), ("/workshop/mfa/authenticator/", listed),
        ("/workshop/questionnaire/accelerator/add/", begun),
    ):  # fmt: skip
        answer = late.post(address, sent)
        assert answer["Location"].startswith("/account/again/"), address
    assert Authenticator.objects.filter(pk=factor.pk).exists()
    Authenticator.objects.all().delete()
    assert shown_by_mail(late, answer["Location"], bo) == "/account/go-on/"
    assert late.get("/account/go-on/")["Location"] == "/account/"
