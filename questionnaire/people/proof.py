"""Before something changes who can get in, whoever is signed in shows once more that it is them.

allauth asks for a second factor, or on one's own machine for the password; it lets through whoever
has neither. Here these sign in once more, unless they did in the last minutes.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from questionnaire.people.actor import Actor
from questionnaire.people.querysets import factors_of
from questionnaire.people.sessions import BEGUN

WANTED = "wanted"
"""In the session: where somebody was going when a second factor was asked of them."""
BY_PASSWORD = "reauthenticate"  # noqa: S105 - allauth's name for a page


class Adapter(DefaultAccountAdapter):
    """allauth's, with a way for everybody to show that it is them."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether allauth is to ask; raises where it would not and has to."""
        if not _shown_lately(context.request):
            raise ReauthenticationRequired
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """The account's second factors; without one its password; without both signing in again."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        factors = [one for one in ways if one["id"] != BY_PASSWORD]
        again = {
            "id": "sign-in-again",
            "description": _("Sign in again"),
            "url": reverse("sign-in-again"),
        }
        return factors or ways or [again]


def _shown_lately(request: HttpRequest) -> bool:
    """Whether allauth need not be told to ask: it does by itself where there is a password. A
    password alone is too little where there is a second factor."""
    user = request.user
    if not user.is_authenticated:
        return False
    has_factor = factors_of(user.pk).exists()
    if not has_factor and user.has_usable_password():
        return True
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    if not has_factor and request.session.get(BEGUN, 0) > since:
        return True  # signing up is signing in, of which allauth keeps no record
    return any(
        one["at"] > since and (one["method"] == "mfa" or not has_factor)
        for one in get_authentication_records(request, user)
    )


def owes_factor(request: HttpRequest) -> bool:
    """Whether an editor or operator, of whom the site demands a second factor, did not show one in
    this browser, or has none any more."""
    if not (settings.STAFF_SECOND_FACTOR and request.user.is_staff):
        return False
    # Put there by our middleware; a request has no field of ours for it.
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return not (actor.factor_shown and factors_of(actor.user_id).exists())
