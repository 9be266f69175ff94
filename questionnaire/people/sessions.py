"""Sessions that bring their user along, so that being signed in costs one query and not two.

They end: a founder's a month after signing in and two weeks after its last use; that of editors
after an hour in which nothing was done, a day at most.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from questionnaire.keeping import SESSION_DAYS, UNUSED_DAYS
from questionnaire.people.models import Session, User
from questionnaire.people.querysets import accelerators_of

LASTS, IDLE = dt.timedelta(days=SESSION_DAYS), dt.timedelta(days=UNUSED_DAYS)
STAFF_LASTS, STAFF_IDLE = dt.timedelta(hours=24), dt.timedelta(minutes=60)
SEEN_EVERY = dt.timedelta(minutes=1)
"""How exactly it is written down when something was last done; oftener costs a write each time."""
A_DAY = dt.timedelta(days=1)
"""The same for a founder, whose days alone count."""
BEGUN = "begun"
KEY = re.compile(r"[a-z0-9]{32}")
"""As Django makes a session's key."""
KIND = "kind"
"""Which browser on which system it is, as two words (people/browsers.py)."""


class SessionStore(DatabaseSessions):
    """Django's database sessions, in our table, which says whose they are.

    staff: an editor, or a member of an accelerator; asked anew with every request.
    """

    owner: User | None = None
    staff = False
    seen_at: dt.datetime | None = None

    def _validate_session_key(self, key: Any) -> bool:
        """Whether a cookie can be one's key: nothing else is looked for. Cookies may be written
        with escapes, and PostgreSQL takes no NUL."""
        return isinstance(key, str) and KEY.fullmatch(key) is not None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.user_id = data.get(SESSION_KEY)
        row.seen_at = timezone.now()
        if row.user_id is not None and BEGUN not in data:
            data[BEGUN] = row.seen_at.timestamp()
            row.session_data = self.encode(data)
        return row

    def load(self) -> dict[str, Any]:
        row = self._get_session_from_db()
        if row is None:
            return {}
        said: dict[str, Any] = self.decode(row.session_data)
        if row.user_id is not None and self._left(said, timezone.now()) <= dt.timedelta():
            row.delete()
            self._session_key = self.owner = None
            return {}
        return said

    def _get_session_from_db(self) -> Session | None:
        try:
            row = (
                Session.objects.select_related("user")
                .annotate(works=Exists(accelerators_of(OuterRef("user"))))
                .get(session_key=self.session_key, expire_date__gt=timezone.now())
            )
        except Session.DoesNotExist:
            self._session_key = None
            return None
        self.owner, self.seen_at = row.user, row.seen_at
        self.staff = row.works or (row.user is not None and row.user.is_staff)
        return row

    def _left(self, said: dict[str, Any], now: dt.datetime) -> dt.timedelta:
        """How long this lasts if nothing more is done. Of a time before sessions knew when they
        began, a founder's goes on; whoever else has one signs in again."""
        since = self.began(said)
        if not self.staff:
            lasts = LASTS if since is None else since + LASTS - now
            return lasts if self.seen_at is None else min(lasts, self.seen_at + IDLE - now)
        if since is None or self.seen_at is None:
            return dt.timedelta()
        return min(since + STAFF_LASTS, self.seen_at + STAFF_IDLE) - now

    @staticmethod
    def began(said: dict[str, Any]) -> dt.datetime | None:
        """When somebody signed in here; None where that was not written down yet."""
        begun = said.get(BEGUN)
        return dt.datetime.fromtimestamp(begun, dt.UTC) if begun is not None else None

    def goes_on(self, said: dict[str, Any], seen_at: dt.datetime | None, now: dt.datetime) -> bool:
        """Whether another session of the same person is still one, from what its row says."""
        self.seen_at = seen_at
        return self._left(said, now) > dt.timedelta()

    def left(self, now: dt.datetime) -> int:
        """Seconds until whoever is signed in here is signed out, if nothing more is done."""
        # Django's own way to read without marking it as read; its stubs leave it out.
        said = self._get_session()  # type: ignore[attr-defined]
        return int(self._left(said, now).total_seconds()) if said.get(SESSION_KEY) else 0

    def ends_soon(self) -> int:
        """As above, for the pages that warn of it; 0 where that takes days, and where nobody
        asked yet who is signed in."""
        loaded = hasattr(self, "_session_cache")
        return self.left(timezone.now()) if loaded and self.staff else 0

    def touch(self, now: dt.datetime) -> None:
        """Something was done here just now."""
        if self.session_key is None or self.owner is None or self.seen_at is None:
            return
        if now - self.seen_at >= (SEEN_EVERY if self.staff else A_DAY):
            Session.objects.filter(session_key=self.session_key).update(seen_at=now)
            self.seen_at = now


class SessionUserMiddleware(AuthenticationMiddleware):
    """``request.user`` from the session's own row; and whoever asks for a page is there.

    A page that renews a part of itself is not: a tab left open would never be signed out.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        session = getattr(request, "session", None)
        quiet = getattr(request, "only_looks", "HX-Request" in request.headers)
        if isinstance(session, SessionStore) and (request.method == "POST" or not quiet):
            with suppress(DatabaseError):  # what was done is done, whether or not this is noted
                session.touch(timezone.now())
        return response


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
