"""The one actor behind a request: a signed-in user, a browser that holds grants, or nobody."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

COOKIE_SALT = "questionnaire.guest"
COOKIE_AGE = dt.timedelta(days=90)
MOST_GRANTS = 20
READER_SALT = "questionnaire.reader"
READER_AGE = dt.timedelta(hours=12)
"""How long an opened link to a report stays open in a browser; then its button is pressed again."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, and when. Holds no rights: those are read from the database at each request.

    factor_shown: whether this session showed a second factor; that the account has one says less.
    accelerator_id, token_id: of a program that showed an access token; it is nobody's account.
    grant_ids: private links to ventures. share_ids: links that show one report and nothing else;
    they stand apart, so that whatever asks for a venture never even looks at them.
    """

    user_id: int | None = None
    grant_ids: tuple[uuid.UUID, ...] = ()
    share_ids: tuple[uuid.UUID, ...] = ()
    accelerator_id: uuid.UUID | None = None
    token_id: uuid.UUID | None = None
    factor_shown: bool = False
    at: dt.datetime = field(default_factory=timezone.now)

    @property
    def is_nobody(self) -> bool:
        return self.user_id is None and not self.grant_ids


class ActorRequest(HttpRequest):
    """A request as it leaves our middleware, for those who read types."""

    actor: Actor
    htmx: HtmxDetails


def read_grants(request: HttpRequest) -> tuple[uuid.UUID, ...]:
    """The grant ids in this browser's signed cookie, the newest first; none if it was forged."""
    return _read(request, settings.GUEST_COOKIE_NAME, COOKIE_SALT, COOKIE_AGE)


def read_shares(request: HttpRequest) -> tuple[uuid.UUID, ...]:
    """The links to reports that were opened in this browser, the newest first."""
    return _read(request, settings.READER_COOKIE_NAME, READER_SALT, READER_AGE)


def _read(request: HttpRequest, name: str, salt: str, age: dt.timedelta) -> tuple[uuid.UUID, ...]:
    raw = request.COOKIES.get(name)
    if not raw:
        return ()
    try:
        ids = signing.loads(raw, salt=salt, max_age=age)
        return tuple(uuid.UUID(hex=each) for each in ids)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return ()


def remember_grants(response: HttpResponse, grant_ids: Iterable[uuid.UUID]) -> None:
    """Let this browser hold these grants, the first ones where they are too many.

    Ids only, signed, never the token.
    """
    _remember(response, settings.GUEST_COOKIE_NAME, grant_ids, COOKIE_SALT, COOKIE_AGE)


def remember_shares(response: HttpResponse, share_ids: Iterable[uuid.UUID]) -> None:
    """Let this browser read the reports of these links, for half a day."""
    _remember(response, settings.READER_COOKIE_NAME, share_ids, READER_SALT, READER_AGE)


def _remember(
    response: HttpResponse, name: str, ids: Iterable[uuid.UUID], salt: str, age: dt.timedelta
) -> None:
    held = [each.hex for each in dict.fromkeys(ids)][:MOST_GRANTS]
    response.set_cookie(
        name,
        signing.dumps(held, salt=salt),
        max_age=age,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def forget_grants(response: HttpResponse) -> None:
    """Let this browser hold no private link."""
    response.delete_cookie(settings.GUEST_COOKIE_NAME, path="/", samesite="Lax")


def forget_shares(response: HttpResponse) -> None:
    """Let this browser read no report by a link."""
    response.delete_cookie(settings.READER_COOKIE_NAME, path="/", samesite="Lax")


def _build(request: HttpRequest) -> Actor:
    user = request.user
    return Actor(
        user_id=user.pk if user.is_authenticated else None,
        grant_ids=read_grants(request),
        share_ids=read_shares(request),
        factor_shown=user.is_authenticated and _showed_factor(request),
    )


def _showed_factor(request: HttpRequest) -> bool:
    """Whether whoever is signed in here used a second factor, or a code in its place, to get in or
    since; a session that began before the account had one did not."""
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "mfa" for one in records)


class ActorMiddleware:
    """Hangs the actor on the request, built when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _build(request))  # type: ignore[attr-defined]
        return self.get_response(request)
