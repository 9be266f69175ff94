"""Who came in and how, and who did not: a line each, by the account's number and nothing else.

The session is told by which kind of browser, so that its owner knows it again."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.signals import login_code_rejected
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from questionnaire.people.browsers import kind_of
from questionnaire.people.models import User
from questionnaire.people.sessions import KIND

log = logging.getLogger("fmassess.sign_ins")
SHOWN = "account_authentication_methods"
"""Where allauth keeps by what a session was opened."""


def came_in(*, request: HttpRequest, user: User, **_given: Any) -> None:
    """By what, too: a code from a mail, a passkey, an authenticator app."""
    kept = request.session.get(SHOWN, []) if hasattr(request, "session") else []
    ways = [str(one.get("type") or one.get("method")) for one in kept if isinstance(one, dict)]
    if hasattr(request, "session"):
        request.session[KIND] = kind_of(request.META.get("HTTP_USER_AGENT", ""))
    log.info("signed in: account %s by %s", user.pk, ", ".join(ways) or "session")


def went(*, user: User | None, **_given: Any) -> None:
    """Whoever pressed the button; nobody was in if there is no user."""
    if user is not None:
        log.info("signed out: account %s", user.pk)


def was_refused(**_given: Any) -> None:
    """What was typed is left out: it may be a password, or somebody's address."""
    log.warning("sign-in refused")


def code_was_wrong(*, user: User, last_attempt: bool, **_given: Any) -> None:
    """What was typed may be somebody's code, and is left out."""
    log.warning("code refused: account %s%s", user.pk, ", the last try" if last_attempt else "")


def listen() -> None:
    """Hear of every one."""
    user_logged_in.connect(came_in, dispatch_uid="log-sign-in")
    user_logged_out.connect(went, dispatch_uid="log-sign-out")
    login_code_rejected.connect(code_was_wrong, dispatch_uid="log-refused-code")
    user_login_failed.connect(was_refused, dispatch_uid="log-refused-sign-in")
