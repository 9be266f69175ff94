"""Who has just used a new second factor has shown that it is theirs."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.http import HttpRequest

from questionnaire.people.models import User


def count_as_shown(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_given: Any
) -> None:
    """Spare a founder the question for the factor that they set up a second ago.

    Without it the page with the codes for an emergency asks at once for another code, and an
    authenticator app shows the next one only half a minute later. Adding a factor beside another
    one asks for that one first, so nothing is opened by this. (The import is not public in allauth;
    tests/people/test_account.py fails should it move.)
    """
    if authenticator.type == Authenticator.Type.TOTP:
        # The code that set it up is used up: it signs nobody in besides.
        authenticator.wrap().validate_code(request.POST.get("code", ""))
    record_authentication(
        request, user, method="mfa", type=str(authenticator.type), reauthenticated=True
    )


def listen() -> None:
    """Hear of every factor that is added."""
    authenticator_added.connect(count_as_shown, dispatch_uid="count-as-shown")
