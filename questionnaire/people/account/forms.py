"""Signing in with a password (on one's own machine only, for the people of the demonstration), and
with the code of a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base import forms as factor_forms
from django.contrib.auth.base_user import AbstractBaseUser

from questionnaire.people.emergency import as_kept


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


class _ComparesHashes:
    """What was typed is compared as codes for an emergency are kept."""

    user: AbstractBaseUser
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        self.cleaned_data["code"] = as_kept(self.user, typed)
        super().clean_code()  # type: ignore[misc]  # of the form that this is mixed into
        return typed


class FactorForm(_ComparesHashes, factor_forms.AuthenticateForm):
    """A second factor, after the code that was mailed."""


class FactorAgainForm(_ComparesHashes, factor_forms.ReauthenticateForm):
    """A second factor once more, before something that changes who can get in."""
