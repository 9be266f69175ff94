"""Where somebody is signed in, browser by browser, and ending it there. Time comes in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F
from django.utils.crypto import salted_hmac

from questionnaire.people.models import Session, User
from questionnaire.people.querysets import accelerators_of
from questionnaire.people.sessions import KIND, SessionStore


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One browser that is signed in.

    id: names it on a page and opens nothing; its session's key is in its own cookie alone. begun,
    seen: when it signed in and when it was last used; None where that was not written down.
    """

    id: str
    begun: dt.datetime | None
    seen: dt.datetime | None
    browser: str
    system: str
    here: bool


def signed_in(*, user: User, here: str, at: dt.datetime) -> list[SignedIn]:
    """Every browser of the account, this one (its key) first, then the last used. Two queries."""
    store = SessionStore()
    store.staff = user.is_staff or accelerators_of(user.pk).exists()
    found = []
    rows = Session.objects.filter(user=user, expire_date__gt=at)
    for row in rows.order_by(F("seen_at").desc(nulls_last=True), "pk"):
        said = store.decode(row.session_data)
        if store.goes_on(said, row.seen_at, at):
            browser, system = said.get(KIND) or ("", "")
            found.append(
                SignedIn(
                    id=_name(row.pk), begun=store.began(said), seen=row.seen_at, browser=browser,
                    system=system, here=row.pk == here,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: not one.here)


def sign_out_elsewhere(*, user: User, here: str) -> int:
    """End every session of the account but this one (its key); how many there were."""
    ended, _ = Session.objects.filter(user=user).exclude(session_key=here).delete()
    return ended


def sign_out_there(*, user: User, there: str, here: str) -> bool:
    """End one other session of the account, by its name on the page; whether it was there."""
    others = Session.objects.filter(user=user).exclude(session_key=here)
    known = {_name(key): key for key in others.values_list("session_key", flat=True)}
    ended, _ = others.filter(session_key=known.get(there, "")).delete()
    return ended > 0


def _name(key: str) -> str:
    """From which no key can be made."""
    return salted_hmac("questionnaire.signed-in", key, algorithm="sha256").hexdigest()[:32]
