"""What is sent to sign in: the code of a second factor; what a passkey answers; a password on one's
own machine only, for the people of the demonstration."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import LoginForm, ReauthenticateForm, SignupForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext_lazy

from questionnaire.people.emergency import as_kept, is_like_a_code
from questionnaire.people.limits import may

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


class SignUpForm(SignupForm):
    """An address; on one's own machine a password too, which says that it can be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password1" in self.fields:
            self.fields["password1"].label = gettext_lazy("Password (optional)")


class _ComparesHashes:
    """What was typed is compared as codes for an emergency are kept."""

    user: AbstractBaseUser
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """allauth counts tries when it compares, which is after a hash that costs a quarter of a
        second: whoever had only a mailbox could have kept every worker busy with them."""
        typed: str = self.cleaned_data["code"]
        if is_like_a_code(typed) and not may(context.request, "emergency", self.user.pk):
            raise get_account_adapter().validation_error("too_many_login_attempts")
        self.cleaned_data["code"] = as_kept(self.user, typed)
        super().clean_code()  # type: ignore[misc]  # of the form that this is mixed into
        return typed


class FactorForm(_ComparesHashes, factor_forms.AuthenticateForm):
    """A second factor, after the code that was mailed."""


class FactorAgainForm(_ComparesHashes, factor_forms.ReauthenticateForm):
    """A second factor once more, before something that changes who can get in."""


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
