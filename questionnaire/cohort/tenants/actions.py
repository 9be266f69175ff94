"""What is done to an accelerator itself: begun by an operator, a second factor demanded, its end.
One verb each, atomic, time comes in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from questionnaire.people.actions import remove_tenant
from questionnaire.people.membership.actions import IssuedInvitation, MembershipRefused, Tell, issue
from questionnaire.people.models import Accelerator
from questionnaire.people.querysets import factors_of
from questionnaire.vocabulary import AcceleratorRole

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


@transaction.atomic
def demand_factor(*, accelerator: Accelerator, demanded: bool, by: Actor) -> None:
    """Demand a second factor of every member, or no longer.

    Only by an owner who has one, or nobody could take it back. Accelerator.DoesNotExist for anybody
    else; MembershipRefused without a factor.
    """
    Accelerator.objects.select_for_update().get(pk=accelerator.pk)
    row = Accelerator.objects.owned_by(by).get(pk=accelerator.pk)
    if demanded and not factors_of(by.user_id).exists():
        raise MembershipRefused(
            _("Set up a second factor of your own first; else you would shut yourself out.")
        )
    row.second_factor = demanded
    row.save(update_fields=["second_factor"])


@transaction.atomic
def erase_accelerator(*, accelerator: Accelerator, by: Actor) -> None:
    """Delete an accelerator with its cohorts and everything in them, and with invitations by mail
    that wait; ventures stay their founders'.

    Accelerator.DoesNotExist for whoever does not own it (any more).
    """
    Accelerator.objects.select_for_update().get(pk=accelerator.pk)
    list(accelerator.members.select_for_update().values_list("pk"))  # who reviews ends first
    remove_tenant(tenant=Accelerator.objects.owned_by(by).get(pk=accelerator.pk), at=by.at)


@transaction.atomic
def invite_first_owner(
    *, accelerator: Accelerator, email: str, by: int | None, at: dt.datetime, tell: Tell
) -> IssuedInvitation:
    """Invite whoever is to own an accelerator; an operator does so, who is no member of it."""
    Accelerator.objects.select_for_update().get(pk=accelerator.pk)
    return issue(
        tenant=accelerator, role=AcceleratorRole.OWNER, by=by, at=at, email=email, tell=tell
    )
