"""Signing in with a password: on one's own machine only, for the people of the demonstration."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm, SignupForm
from django.utils.translation import gettext_lazy


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
