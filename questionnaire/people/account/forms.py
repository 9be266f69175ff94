"""What is sent to sign in: what a passkey answers; a password on one's own machine only, for the
people of the demonstration."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError

R = TypeVar("R")


class _NoReset:
    """Passwords are never set by mail here, so no page offers it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.help_text = ""


class SignInForm(_NoReset, LoginForm):
    """Address and password."""


class ShowItIsYouForm(_NoReset, ReauthenticateForm):
    """The password once more, before something that changes who can get in."""


# ---------------------------------------------------------------- passkeys


class AnswerField(forms.JSONField):
    """What a passkey answers, as the browser writes it: base64 and a few names, all of it ASCII."""

    def __init__(self) -> None:
        super().__init__(required=True, widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        try:
            said = super().to_python(value)
        except RecursionError:
            raise _wrong() from None
        if said is not None and (not isinstance(said, dict) or "\\u" in json.dumps(said)):
            raise _wrong()
        return said

    def bound_data(self, data: Any, initial: Any) -> str:
        """A page that is shown again asks for another answer."""
        return ""


def _wrong() -> ValidationError:
    found: ValidationError = get_adapter().validation_error("incorrect_code")
    return found


def _right(read: Callable[[], R]) -> R:
    """What is read, or that it is wrong. The library foresees some of what may be amiss in bytes
    that a stranger made up, and each of its readers fails in a way of its own at the rest."""
    try:
        return read()
    except (ValidationError, DatabaseError):
        raise
    except Exception:
        raise _wrong() from None


class _Answered:
    def clean_credential(self) -> Authenticator:
        found: Authenticator = _right(super().clean_credential)  # type: ignore[misc]
        return found


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey."""

    credential = AnswerField()

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = _right(super().clean)
        return found


class PasskeyForm(_Answered, AuthenticateWebAuthnForm):
    """After the code."""

    credential = AnswerField()


class PasskeySignInForm(_Answered, LoginWebAuthnForm):
    """In place of the code."""

    credential = AnswerField()


class PasskeyAgainForm(_Answered, ReauthenticateWebAuthnForm):
    """Once more, before something that changes who can get in."""

    credential = AnswerField()
