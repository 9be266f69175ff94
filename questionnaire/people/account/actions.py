"""A person's own account: its name, and its end. One verb each, atomic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction

from questionnaire.erasure.actions import note_erased
from questionnaire.erasure.models import Erased
from questionnaire.people.models import (
    AcceleratorInvitation,
    AcceleratorMember,
    Invitation,
    User,
    Venture,
    VentureMember,
)
from questionnaire.post.actions import forget
from questionnaire.vocabulary import AcceleratorRole, VentureRole


class AccountStays(Exception):
    """The account cannot go yet; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What becomes of everything when an account goes.

    deleted: ventures that nobody else with an account belongs to; they go along. left: ventures
    that go on without this person. ownerless and headless: ventures and accelerators with other
    members that would be without an owner, so that the account has to stay. editor: whether it
    stands in the log of the questions, whose entries must keep their names.
    """

    deleted: tuple[Venture, ...]
    left: tuple[Venture, ...]
    ownerless: tuple[Venture, ...]
    headless: tuple[str, ...]
    editor: bool

    @property
    def possible(self) -> bool:
        """Whether the account can go now."""
        return not (self.ownerless or self.headless or self.editor)


def rename(*, user: User, name: str) -> None:
    """Give an account another name."""
    user.name = name
    user.save(update_fields=["name"])


def leaving(user: User) -> Leaving:
    """What becomes of everything when this account goes. Three queries at most."""
    mine = VentureMember.objects.filter(user=user).values("venture_id")
    ventures = Venture.objects.filter(pk__in=mine).prefetch_related("members").order_by("name")
    deleted, left, ownerless = [], [], []
    for venture in ventures:
        others = [one for one in venture.members.all() if one.user_id != user.pk]
        if not others:
            deleted.append(venture)
        elif any(one.role == VentureRole.OWNER for one in others):
            left.append(venture)
        else:
            ownerless.append(venture)
    return Leaving(
        deleted=tuple(deleted),
        left=tuple(left),
        ownerless=tuple(ownerless),
        headless=tuple(_headless(user)),
        editor=user.is_staff,
    )


def _headless(user: User) -> Iterator[str]:
    owned = AcceleratorMember.objects.filter(user=user, role=AcceleratorRole.OWNER)
    others = AcceleratorMember.objects.filter(role=AcceleratorRole.OWNER).exclude(user=user)
    alone = owned.exclude(accelerator_id__in=others.values("accelerator_id"))
    yield from alone.order_by("accelerator__name").values_list("accelerator__name", flat=True)


@transaction.atomic
def delete_account(
    *, user: User, at: dt.datetime, tell: Callable[[str], None] | None = None
) -> Leaving:
    """Delete an account, its sign-in and its ventures without other members; what became of all.

    tell: what mails its address, in the same transaction.
    What it answered in ventures that go on stays there, under nobody's name. Raises AccountStays
    where a venture or an accelerator would lose its only owner, and for editors.
    """
    # Locked first, as by whoever reviews: what is being written is written before or refused after.
    list(AcceleratorMember.objects.select_for_update().filter(user=user).values_list("pk"))
    # Locked: the account begins or joins no venture meanwhile, which would be nobody's afterwards;
    # and of two who ask at once the second finds it gone, and tells nothing again.
    if not list(User.objects.select_for_update().filter(pk=user.pk).values_list("pk")):
        return leaving(user)
    # Locked: nobody joins, leaves or is invited to one of them between the look and the end.
    mine = VentureMember.objects.filter(user=user).values("venture_id")
    list(Venture.objects.select_for_update().filter(pk__in=mine).order_by("pk"))
    going = leaving(user)
    if not going.possible:
        raise AccountStays
    # One of these would let them in again, as somebody else.
    for kind in (Invitation, AcceleratorInvitation):
        kind.objects.live(at).filter(invited_by=user).update(revoked_at=at)
    gone = [venture.pk for venture in going.deleted]
    note_erased(kind=Erased.VENTURE, keys=gone, at=at)
    note_erased(kind=Erased.ACCOUNT, keys=[user.pk], at=at)
    Venture.objects.filter(pk__in=gone).delete()
    user.delete()
    forget(about=gone, address=user.email)
    if tell is not None:
        tell(user.email)
    return going
