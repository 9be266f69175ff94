"""Access tokens of an accelerator: making, ending, showing one. One verb each; time comes in."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from questionnaire.erasure.actions import note_erased
from questionnaire.erasure.models import Erased
from questionnaire.people.actions import hash_token
from questionnaire.people.models import Accelerator, AccessToken

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

PREFIX = "fma_"
"""So that a token that got out is known for what it is."""
MOST_LIVE = 20


class TooManyTokens(Exception):
    """Enough tokens of this accelerator work already; one has to end first."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token: it leaves the server once, only its hash stays."""

    row: AccessToken
    token: str


@transaction.atomic
def make_token(
    *, accelerator: Accelerator, name: str, lasts: dt.timedelta, by: Actor, at: dt.datetime
) -> IssuedToken:
    """Make one. Raises TooManyTokens; Accelerator.DoesNotExist for whoever may not."""
    Accelerator.objects.select_for_update().get(pk=accelerator.pk)
    own = Accelerator.objects.managed_by(by).get(pk=accelerator.pk)
    if own.tokens.live(at).count() >= MOST_LIVE:
        raise TooManyTokens
    token = PREFIX + secrets.token_urlsafe(32)
    row = AccessToken.objects.create(
        accelerator=own, name=name, token_hash=hash_token(token), by_id=by.user_id, created_at=at,
        expires_at=at + lasts,
    )  # fmt: skip
    return IssuedToken(row, token)


@transaction.atomic
def end_token(*, token: AccessToken, by: Actor, at: dt.datetime) -> None:
    """End one: the next request that shows it is refused. AccessToken.DoesNotExist for whoever may
    not."""
    AccessToken.objects.select_for_update().get(pk=token.pk)
    own = AccessToken.objects.managed_by(by).get(pk=token.pk)
    if own.revoked_at is None:
        note_erased(kind=Erased.LINK, keys=[own.pk], at=at)
        own.revoked_at = at
        own.save(update_fields=["revoked_at"])


def show_token(*, token: str, at: dt.datetime) -> AccessToken | None:
    """What a token opens while it works; that it was shown is kept by the day."""
    live = AccessToken.objects.live(at).select_related("accelerator")
    row: AccessToken | None = live.filter(token_hash=hash_token(token)).first()
    if row is not None and row.used_on != at.date():
        AccessToken.objects.filter(pk=row.pk).update(used_on=at.date())
    return row
