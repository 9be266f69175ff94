"""What is done to people's records: one verb each, atomic, time comes in."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from questionnaire.erasure.actions import note_erased
from questionnaire.erasure.models import Erased
from questionnaire.people.models import Accelerator, Grant, Venture, VentureMember
from questionnaire.post.actions import forget
from questionnaire.vocabulary import GrantPurpose, VentureRole

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

RESUME_LASTS = dt.timedelta(days=365)


@contextmanager
def still_writing(*, venture: uuid.UUID, by: Actor) -> Iterator[None]:
    """What is done inside is done by somebody who may write, or not at all (PermissionDenied).

    Roles change and members go under the venture's lock, so that whoever was a writer when the page
    was asked for, and is none any more, changes nothing. The venture is locked before anything of
    it, always in this order.
    """
    with transaction.atomic():
        list(Venture.objects.select_for_update().filter(pk=venture).values_list("pk"))
        if not Venture.objects.writable_by(by).filter(pk=venture).exists():
            raise PermissionDenied
        yield


@dataclass(frozen=True, slots=True)
class IssuedGrant:
    """A new link: the token leaves the server once, only its hash stays."""

    grant: Grant
    token: str


def hash_token(token: str) -> str:
    """SHA-256 of a token of 256 random bits; no salt is needed at that length."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_grant(
    *, venture: Venture, purpose: GrantPurpose, at: dt.datetime, lasts: dt.timedelta
) -> IssuedGrant:
    """Make a link of one purpose to a venture."""
    token = secrets.token_urlsafe(32)
    grant = Grant.objects.create(
        venture=venture,
        purpose=purpose,
        token_hash=hash_token(token),
        created_at=at,
        expires_at=at + lasts,
    )
    return IssuedGrant(grant=grant, token=token)


@transaction.atomic
def open_venture_as_guest(*, name: str, stage: str, at: dt.datetime) -> IssuedGrant:
    """Begin a venture without an account; its resume link is the only key to it."""
    venture = Venture.objects.create(name=name, stage=stage, created_at=at)
    return issue_grant(venture=venture, purpose=GrantPurpose.RESUME, at=at, lasts=RESUME_LASTS)


@transaction.atomic
def open_venture_as_member(*, name: str, stage: str, user_id: int, at: dt.datetime) -> Venture:
    """Begin a venture with an account: its owner comes back by signing in, no link is made."""
    venture = Venture.objects.create(name=name, stage=stage, created_at=at, claimed_at=at)
    VentureMember.objects.create(
        venture=venture, user_id=user_id, role=VentureRole.OWNER, joined_at=at
    )
    return venture


@transaction.atomic
def rename_venture(*, venture: Venture, name: str, stage: str, by: Actor) -> None:
    """Give a venture another name or stage. Venture.DoesNotExist for whoever may not."""
    Venture.objects.select_for_update().get(pk=venture.pk)
    own = Venture.objects.writable_by(by).get(pk=venture.pk)
    own.name, own.stage = name, stage
    own.save(update_fields=["name", "stage"])


@transaction.atomic
def renew_link(
    *, venture: Venture, by: Actor, at: dt.datetime, end_earlier: bool = False
) -> IssuedGrant:
    """Make another private link; end_earlier: every live one before it ends.

    One after another: whoever's own link was ended meanwhile makes no new one. Raises
    Venture.DoesNotExist for somebody who may not change the venture (any more).
    """
    Venture.objects.select_for_update().get(pk=venture.pk)
    Venture.objects.writable_by(by).get(pk=venture.pk)
    if end_earlier:
        live = Grant.objects.live(at).filter(venture=venture, purpose=GrantPurpose.RESUME)
        live.update(revoked_at=at)
    return issue_grant(venture=venture, purpose=GrantPurpose.RESUME, at=at, lasts=RESUME_LASTS)


@transaction.atomic
def erase_venture(*, venture: Venture, by: Actor) -> None:
    """Delete a venture with its answers, revisions, submissions, reports, links and enrolments,
    and with every mail about it.

    Venture.DoesNotExist for whoever may not (any more): nobody joins between the look and the end.
    """
    Venture.objects.select_for_update().get(pk=venture.pk)
    remove_tenant(tenant=Venture.objects.erasable_by(by).get(pk=venture.pk), at=by.at)


@transaction.atomic
def remove_tenant(*, tenant: Venture | Accelerator, at: dt.datetime) -> None:
    """Delete a venture or an accelerator whole, with every mail about it, for whoever may; no
    restored backup brings it back."""
    key, is_venture = tenant.pk, isinstance(tenant, Venture)
    note_erased(kind=Erased.VENTURE if is_venture else Erased.ACCELERATOR, keys=[key], at=at)
    tenant.delete()
    forget(about=[key])


def _live_resume(token: str, at: dt.datetime) -> models.QuerySet[Grant]:
    return Grant.objects.live(at).filter(token_hash=hash_token(token), purpose=GrantPurpose.RESUME)


def is_resume(*, token: str, at: dt.datetime) -> bool:
    """Whether a resume link opens something; looking spends nothing."""
    return _live_resume(token, at).exists()


@transaction.atomic
def redeem_resume(*, token: str, at: dt.datetime) -> Grant | None:
    """The live grant behind a resume token, counted as used; None for any other token."""
    grant = _live_resume(token, at).select_related("venture").first()
    if grant is not None:
        Grant.objects.filter(pk=grant.pk).update(used=models.F("used") + 1)
    return grant


@transaction.atomic
def attach_to_account(*, user_id: int, grant_ids: Iterable[uuid.UUID], at: dt.datetime) -> int:
    """Make a user a member of the ventures whose links a browser holds; how many there were.

    The first member owns the venture, who comes later with a link edits it. The links go on working
    until somebody ends them: the same link may be the only key of a co-founder without an account.
    """
    held = Grant.objects.live(at).filter(purpose=GrantPurpose.RESUME, id__in=list(grant_ids))
    # Locked, so that of two who attach at once only one becomes owner.
    ventures = list(
        Venture.objects.select_for_update().filter(pk__in=held.values("venture_id")).order_by("pk")
    )
    for venture in ventures:
        owned = venture.claimed_at or VentureMember.objects.filter(venture=venture).exists()
        role = VentureRole.EDITOR if owned else VentureRole.OWNER
        VentureMember.objects.get_or_create(
            venture=venture, user_id=user_id, defaults={"role": role, "joined_at": at}
        )
        if venture.claimed_at is None:
            venture.claimed_at = at
            venture.save(update_fields=["claimed_at"])
    return len(ventures)
