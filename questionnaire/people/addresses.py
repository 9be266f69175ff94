"""Addresses of accounts: whoever writes the code has shown theirs; a change of it is told."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import authentication_step_completed, email_changed
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from questionnaire.people.models import User


def keep_what_signs_in(*, user: User, method: str, email: str = "", **_given: Any) -> None:
    """An operator from ``createsuperuser`` has an address that allauth never wrote down, and would
    be asked for a second code, by a second mail, right after the first."""
    known = EmailAddress.objects.filter(user=user)
    if method == "code" and email and email == user.email and not known.exists():
        # allauth marks it as shown in the next moment: it was the code that got here.
        known.create(user=user, email=email, primary=True)


def tell_of_change(
    *,
    request: HttpRequest,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **_given: Any,
) -> None:
    """Which address it is from now on, and that the one of before was told."""
    if from_email_address is None:
        return  # the first address of an account takes no other's place
    told = _(
        "Your address is %(new)s from now on: codes go there. A mail to %(old)s says so, in case "
        "it was not you."
    )
    said = {"new": to_email_address.email, "old": from_email_address.email}
    messages.success(request, told % said)


def listen() -> None:
    """Hear of each."""
    authentication_step_completed.connect(keep_what_signs_in, dispatch_uid="keep-what-signs-in")
    email_changed.connect(tell_of_change, dispatch_uid="tell-of-change")
