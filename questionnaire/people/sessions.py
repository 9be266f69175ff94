"""Sessions that bring their user along, so that being signed in costs one query and not two."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from questionnaire.people.models import Session, User


class SessionStore(DatabaseSessions):
    """Django's database sessions, in our table, which says whose they are."""

    owner: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.user_id = data.get(SESSION_KEY)
        return row

    def _get_session_from_db(self) -> Session | None:
        try:
            row = Session.objects.select_related("user").get(
                session_key=self.session_key, expire_date__gt=timezone.now()
            )
        except Session.DoesNotExist:
            self._session_key = None
            return None
        self.owner = row.user
        return row


class SessionUserMiddleware(AuthenticationMiddleware):
    """``request.user`` from the session's own row."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]


def _user(request: HttpRequest) -> User | AnonymousUser:
    """Who is signed in. Only the plain case is settled here, with the checks that Django makes;
    all others (a rotated key, a password set meanwhile, somebody deactivated) are left to Django.
    """
    if not hasattr(request, "_cached_user"):
        request._cached_user = _plain(request) or get_user(request)  # type: ignore[attr-defined]
    user: User | AnonymousUser = request._cached_user  # type: ignore[attr-defined]
    return user


def _plain(request: HttpRequest) -> User | None:
    session = request.session
    told = session.get(SESSION_KEY)  # reads the row
    owner = session.owner if isinstance(session, SessionStore) else None
    if (
        owner is not None
        and told == str(owner.pk)
        and owner.is_active
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), owner.get_session_auth_hash())
    ):
        return owner
    return None
