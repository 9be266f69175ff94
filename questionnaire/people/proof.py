"""Before something changes who can get in, whoever is signed in shows once more that it is them.

Whoever has a second factor shows that, whoever has a password (on one's own machine) writes it, and
all others sign in once more; unless they did just that in the last minutes, signing in included.
allauth alone would ask for a factor again that signed somebody in a second ago, whose code is used
up by then; and let through whoever has neither factor nor password.

What was sent is kept in the session meanwhile, as the form's own fields, and offered to be sent
once more afterwards. allauth would keep the whole request, with the browser's network address and
cookies, and only for those who show a factor.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Any, ClassVar, TypedDict
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from questionnaire.people.actor import Actor
from questionnaire.people.querysets import factors_of
from questionnaire.people.sessions import BEGUN
from questionnaire.people.spoken import OF_ACCOUNTS, WAYS

WANTED = "wanted"
"""In the session: where somebody was going when a second factor was asked of them."""
KEPT = "kept-form"
"""In the session: what somebody sent before they showed that it is them."""
NOT_OF_THE_FORM = "csrfmiddlewaretoken"
MOST_KEPT = 20_000
"""Letters; a session is read with every request, and no form that asks for this has as many."""
BY_PASSWORD = "reauthenticate"  # noqa: S105 - allauth's name for a page


class Adapter(DefaultAccountAdapter):
    """allauth's, with a way for everybody to show that it is them, and in our words."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | OF_ACCOUNTS

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom limits count. A socket for both kinds writes IPv4 as ::ffff:192.0.2.1: taken for
        IPv6, everybody who comes by IPv4 would be of one network and use up each other's tries."""
        said = ip_address(super().get_client_ip(request))
        plain = said.ipv4_mapped if isinstance(said, IPv6Address) else None
        return str(plain or said)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Never where it was shown in the last minutes, at signing in too; else raises, for allauth
        would take a password for enough and let through whoever has none."""
        must_be_shown(context.request)
        return False

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """The account's second factors; without one its password; without both signing in again."""
        known: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        ways = [one | {"description": WAYS[one["id"]]} for one in known]
        factors = [one for one in ways if one["id"] != BY_PASSWORD]
        again = {
            "id": "sign-in-again",
            "description": _("Sign in again"),
            "url": reverse("sign-in-again"),
        }
        return factors or ways or [again]

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Whoever changed their address reads that it was changed where it stands."""
        if context.request.user.is_authenticated:
            return reverse("account")
        there: str = super().get_email_verification_redirect_url(email_address)
        return there


class KeptForm(TypedDict):
    """What was sent, where to and by whom; doing: what it would do, in words, or nothing."""

    path: str
    fields: list[list[str]]
    user: str
    doing: str


def must_be_shown(request: HttpRequest, doing: str = "") -> None:
    """Raises ReauthenticationRequired unless whoever is signed in showed lately that it is them;
    what was kept until they did is used up. doing: what they are about to do, in words for them."""
    if not _shown_lately(request):
        raise ReauthenticationRequired(doing)
    request.session.pop(KEPT, None)


class ProofMiddleware:
    """Whoever has to show that it is them is led there, and what they sent is kept.

    Stands inside of allauth's, which would hear of it next.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseRedirect | None:
        if not (isinstance(exception, ReauthenticationRequired) and request.user.is_authenticated):
            return None
        request.session.pop(STATE_SESSION_KEY, None)
        if request.method == "POST" and len(request.POST.urlencode()) <= MOST_KEPT:
            # allauth calls this back once a factor or a password was shown.
            request.session[STATE_SESSION_KEY] = {
                "callback": f"{__name__}.lead_on",
                "state": _form_of(request, "".join(exception.args)),
            }
        first, *_others = Adapter(request).get_reauthentication_methods(request.user)
        return redirect(f"{first['url']}?{urlencode({'next': request.get_full_path()})}")


def _form_of(request: HttpRequest, doing: str) -> KeptForm:
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name != NOT_OF_THE_FORM
    ]
    path = request.get_full_path()
    return {"path": path, "fields": fields, "user": str(request.user.pk), "doing": doing}


def lead_on(request: HttpRequest, state: KeptForm) -> HttpResponseRedirect:
    """To the page that offers to send what was kept."""
    request.session[KEPT] = state
    return redirect("go-on")


def sent_before(request: HttpRequest) -> KeptForm | None:
    """What was sent by whoever is asked to show that it is them."""
    state = request.session.get(STATE_SESSION_KEY) or {}
    found: KeptForm | None = state.get("state")
    return found


def kept_form(request: HttpRequest) -> KeptForm | None:
    """What is kept for whoever is signed in, once they showed that it is them; nobody else sees
    it who signs in here instead."""
    found: KeptForm | None = request.session.get(KEPT)
    if found is None or found["user"] != str(request.user.pk) or not _shown_lately(request):
        request.session.pop(KEPT, None)
        return None
    return found


def _shown_lately(request: HttpRequest) -> bool:
    """Whether whoever is signed in here showed in the last minutes that it is them: by their second
    factor where they have one, else by whatever signed them in."""
    user = request.user
    if not user.is_authenticated:
        return False
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    has_factor = factors_of(user.pk).exists()
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
