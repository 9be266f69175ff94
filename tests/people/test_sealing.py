"""Second factors are sealed in the database, and stay good when the key changes."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command

from questionnaire.people import emergency
from tests.access.world import holding
from tests.factories import make_assessment, make_grant, make_user
from tests.harness.signing_in import just_signed_in
from tests.people.test_account import code_of

pytestmark = pytest.mark.django_db


def kept(kind: str) -> Any:
    return Authenticator.objects.get(type=kind)


def test_the_database_holds_no_secret_in_the_clear() -> None:
    user, secret = make_user(), generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    stored = f"{kept('totp').data}{kept('recovery_codes').data}"
    assert not any(one in stored for one in (secret, *codes))
    assert stored.count("sealed:") == 2
    assert kept("totp").wrap().validate_code(code_of(secret))
    assert kept("recovery_codes").wrap().get_unused_codes() == codes  # until they are shown
    TOTP.activate(make_user(), secret)
    first, second = Authenticator.objects.filter(type="totp").values_list("data", flat=True)
    assert first != second  # nobody sees that two are alike


def test_what_was_stored_before_is_sealed_and_a_new_key_takes_over(settings: Any) -> None:
    user, secret = make_user(), generate_totp_secret()
    Authenticator.objects.create(user=user, type="totp", data={"secret": secret})
    Authenticator.objects.create(user=user, type="webauthn", data={"credential": {}})
    call_command("seal_factors", verbosity=0)
    assert secret not in str(kept("totp").data)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key, drawn at random " * 2
    with pytest.raises(CommandError, match="FMASSESS_FORMER_SECRET_KEY"):
        call_command("seal_factors", verbosity=0)
    settings.SECRET_KEY_FALLBACKS = [old]
    call_command("seal_factors", verbosity=0)
    settings.SECRET_KEY_FALLBACKS = []
    assert kept("totp").wrap().validate_code(code_of(secret))


def test_while_the_former_key_is_named_nobody_is_signed_out(settings: Any) -> None:
    client, made = just_signed_in(make_user()), make_grant()
    guest = holding(made.grant)
    base = f"/a/{make_assessment(venture=made.grant.venture).pk}/"
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key, drawn at random " * 2
    settings.SECRET_KEY_FALLBACKS = [old]
    assert [client.get("/home/").status_code, guest.get(base).status_code] == [200, 200]
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/home/").status_code == 200  # it knows the new key by now
    assert guest.get(base).status_code == 404


def test_a_key_that_somebody_saw_goes_and_ends_sessions_and_no_factor(settings: Any) -> None:
    """As docs/operations.md says it: the command alone gets the former key."""
    user, secret = make_user(), generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    client, made = just_signed_in(make_user()), make_grant()
    guest = holding(made.grant)
    base = f"/a/{make_assessment(venture=made.grant.venture).pk}/"
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key, drawn at random " * 2
    settings.SECRET_KEY_FALLBACKS = [old]
    call_command("seal_factors", verbosity=0)
    settings.SECRET_KEY_FALLBACKS = []
    assert [client.get("/home/").status_code, guest.get(base).status_code] == [302, 404]
    assert kept("totp").wrap().validate_code(code_of(secret))
    assert kept("recovery_codes").wrap().get_unused_codes() == codes


def test_with_a_key_that_does_not_fit_every_code_is_wrong_and_no_page_falls_over(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    user, secret = make_user(), generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key, drawn at random " * 2
    assert not kept("totp").wrap().validate_code(code_of(secret))
    assert len(kept("recovery_codes").wrap().get_unused_codes()) == 10
    assert "sealed with another key" in caplog.text
    settings.SECRET_KEY = old
    assert kept("totp").wrap().validate_code(code_of(secret))


def test_codes_that_were_shown_before_they_were_hashed_are_once_the_keys_are_gone_over(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(emergency.WORK, "n", 16)
    user, other = make_user(), make_user()
    first, *codes = RecoveryCodes.activate(user).get_unused_codes()
    mine = RecoveryCodes(kept("recovery_codes"))
    mine.mark_as_viewed()
    assert mine.validate_code(first)
    RecoveryCodes.activate(other)  # never shown: there is nothing else to show them from
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key, drawn at random " * 2
    settings.SECRET_KEY_FALLBACKS = [old]
    for _ in range(2):
        call_command("seal_factors", verbosity=0)
    settings.SECRET_KEY_FALLBACKS = []
    row = Authenticator.objects.get(user=user)
    assert "seed" not in row.data and "seed" in Authenticator.objects.get(user=other).data
    hashed = row.wrap()
    assert len(hashed.get_unused_codes()) == 9
    assert [hashed.validate_code(emergency.as_kept(user, one))
            for one in (first, codes[0], codes[0])] == [False, True, False]  # fmt: skip
