"""Signing in speaks as the rest of the site does: no word of the library's own is left."""

from __future__ import annotations

from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.test import Client

from questionnaire.people.spoken import OF_ACCOUNTS, OF_FACTORS
from tests.harness.signing_in import just_signed_in
from tests.people.test_account import code_of, with_address

THEIRS = Path(allauth.__file__).parent / "templates"
NOBODY_MEETS = (
    "password", "phone", "signup_by_passkey", "signup_closed", "trust", "verification_sent",
    "verified_email", "account/email.html", "email_confirm.html", "base_manage", "base_entrance",
    "account/snippets", "recovery_codes/download", "base.html", "webauthn/signup_form",
    "login_script",
)  # fmt: skip
"""Of what is not switched on here: passwords, phones, trusted browsers, links in place of codes,
codes as a file."""


def met() -> list[str]:
    found = [
        str(one.relative_to(THEIRS))
        for part in ("account", "mfa")
        for one in sorted((THEIRS / part).rglob("*.*"))
    ]
    return [one for one in found if not any(part in one for part in NOBODY_MEETS)]


def test_every_page_and_mail_that_anybody_meets_is_ours() -> None:
    from_us = settings.BASE_DIR / "templates"
    others = [
        one for one in met()
        if not Path(get_template(one).origin.name).is_relative_to(from_us)  # type: ignore[attr-defined]
        and "{% include" not in (THEIRS / one).read_text()[:12]
    ]  # fmt: skip
    assert others == []
    assert len(met()) > 40


def test_every_fault_that_anybody_meets_is_ours() -> None:
    left = [one for one in DefaultAccountAdapter.error_messages if one not in OF_ACCOUNTS]
    assert [one for one in left if not any(part in one for part in ("phone", "username"))] == [
        "invalid_password_reset"
    ]
    assert set(OF_FACTORS) == set(DefaultMFAAdapter.error_messages)


@pytest.mark.django_db(transaction=True)
def test_mails_of_a_day_speak_german_and_name_no_key_of_the_library() -> None:
    ada = with_address("Ada")
    client: Client = just_signed_in(ada)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    form = client.get("/account/2fa/totp/activate/").context["form"]
    client.post("/account/2fa/totp/activate/", {"code": code_of(form.secret)})
    client.post("/account/2fa/recovery-codes/generate/")
    client.post("/account/2fa/totp/deactivate/")
    client.post("/account/email/", {"email": "neu@example.org", "action_add": ""})
    code = next(word for word in mail.outbox[-1].body.split() if len(word) > 5 and word.isupper())
    page = client.post("/account/confirm-email/", {"code": code}, follow=True).content.decode()
    assert "Ihre Adresse ist ab jetzt neu@example.org" in page
    assert [(one.subject, one.to) for one in mail.outbox] == [
        ("Eine Authenticator-App wurde eingerichtet", [ada.email]),
        ("Neue Notfallcodes wurden erstellt", [ada.email]),
        ("Die Authenticator-App wurde ausgeschaltet", [ada.email]),
        ("Ihr Code für FMAssess", ["neu@example.org"]),
        ("Die Adresse Ihres Kontos wurde geändert", [ada.email]),
    ]
    assert all(one.body.startswith("Guten Tag,") for one in mail.outbox)
    assert EmailAddress.objects.get(user=ada).email == "neu@example.org"


@pytest.mark.django_db
def test_a_change_that_waits_leads_to_its_code_and_the_old_address_stays_till_then() -> None:
    ada = with_address("Ada")
    client = just_signed_in(ada)
    client.post("/account/email/", {"email": "nwe@example.org", "action_add": ""})
    page = client.get("/account/email/").content.decode()
    assert "Waiting for the new address" in page and 'href="/account/confirm-email/"' in page
    assert "Two mails leave" in page
    client.post("/account/confirm-email/", {"action": "resend"})
    assert [one.to for one in mail.outbox] == [["nwe@example.org"]]  # one in ten seconds
    assert EmailAddress.objects.get(user=ada).email == ada.email
