"""Querysets of people; every read on behalf of somebody begins with ``visible_to``."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q

from questionnaire.vocabulary import AcceleratorRole, GrantPurpose, VentureRole

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

WRITERS = (VentureRole.OWNER, VentureRole.EDITOR)
EVERY_ROLE = tuple(AcceleratorRole)
MANAGERS = (AcceleratorRole.OWNER, AcceleratorRole.MANAGER)
REVIEWERS = (*MANAGERS, AcceleratorRole.REVIEWER)
NOT_REVIEWING = (*MANAGERS, AcceleratorRole.GUEST)
"""Those from whom no venture's name is kept."""


class GrantQuerySet(models.QuerySet[Any]):
    """Secret links."""

    def live(self, at: dt.datetime) -> GrantQuerySet:
        """Neither revoked nor expired."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)

    def one_per_venture(self, ids: Iterable[uuid.UUID], at: dt.datetime) -> list[uuid.UUID]:
        """Of these, in their order, the first live one of each venture: what is worth keeping."""
        order = list(ids)
        live = dict(self.live(at).filter(pk__in=order).values_list("pk", "venture_id"))
        first = {live[one]: one for one in reversed(order) if one in live}
        return [one for one in order if first.get(live.get(one)) == one]

    def held(
        self, grant_ids: Iterable[uuid.UUID], purpose: GrantPurpose, at: dt.datetime
    ) -> GrantQuerySet:
        """Live grants of one purpose among those a browser holds."""
        return self.live(at).filter(id__in=list(grant_ids), purpose=purpose)


def venture_access(actor: Actor, venture: str = "pk", *, write: bool = False) -> Q:
    """Whether the actor may read (or write) what belongs to the venture at this lookup path."""
    access = Q(pk__in=[])
    if actor.user_id is not None:
        members = apps.get_model("questionnaire", "VentureMember").objects.filter(
            venture_id=OuterRef(venture), user_id=actor.user_id
        )
        access |= Q(Exists(members.filter(role__in=WRITERS) if write else members))
    if actor.grant_ids:
        grants = apps.get_model("questionnaire", "Grant").objects
        held = grants.held(actor.grant_ids, GrantPurpose.RESUME, actor.at)
        # By their ids and not by Exists: it is asked with every request, and half as dear to write.
        access |= Q(**{f"{venture}__in": held.values("venture_id")})
    return access


class MemberQuerySet(models.QuerySet[Any]):
    """Members of ventures, and what they look after."""

    def visible_to(self, actor: Actor) -> MemberQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "venture_id"))


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations."""

    def owned_by(self, actor: Actor) -> InvitationQuerySet:
        """Those to ventures whose members the actor may choose."""
        return self.filter(_owned(actor, "venture_id"))

    def live(self, at: dt.datetime) -> InvitationQuerySet:
        """Neither accepted nor taken back nor expired, and of nobody whose account was closed."""
        closed = apps.get_model("questionnaire", "User")._default_manager.filter(
            pk=OuterRef("invited_by_id"), is_active=False
        )
        return self.filter(
            ~Exists(closed), accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
        )


def _owned(actor: Actor, venture: str = "pk") -> Q:
    """Whether the actor owns the venture at this lookup path."""
    if actor.user_id is None:
        return Q(pk__in=[])
    members = apps.get_model("questionnaire", "VentureMember").objects.filter(
        venture_id=OuterRef(venture), user_id=actor.user_id, role=VentureRole.OWNER
    )
    return Q(Exists(members))


class VentureQuerySet(models.QuerySet[Any]):
    """Ventures."""

    def visible_to(self, actor: Actor) -> VentureQuerySet:
        """Those the actor is a member of or holds a resume link to."""
        return self.filter(venture_access(actor))

    def writable_by(self, actor: Actor) -> VentureQuerySet:
        """Those whose answers the actor may change."""
        return self.filter(venture_access(actor, write=True))

    def erasable_by(self, actor: Actor) -> VentureQuerySet:
        """Those the actor owns; a private link is as good while nobody ever owned the venture."""
        members = apps.get_model("questionnaire", "VentureMember").objects
        unclaimed = Q(claimed_at__isnull=True) & ~Exists(members.filter(venture_id=OuterRef("pk")))
        return self.writable_by(actor).filter(unclaimed | _owned(actor))

    def owned_by(self, actor: Actor) -> VentureQuerySet:
        """Those whose members the actor may choose: by an account only."""
        return self.filter(_owned(actor))


def accelerator_access(
    actor: Actor,
    accelerator: str = "pk",
    roles: Iterable[AcceleratorRole] = EVERY_ROLE,
    *,
    without_factor: bool = False,
) -> Q:
    """Whether the actor has one of these roles in the accelerator at this lookup path.

    A program that shows the accelerator's token may read what its every member may.
    An accelerator that demands a second factor is nowhere to be seen for a member who has none, or
    has not shown it in this session; without_factor: also for them, which only the page needs that
    says how to.
    """
    if actor.accelerator_id is not None and AcceleratorRole.GUEST in roles:
        return Q(**{accelerator: actor.accelerator_id})
    if actor.user_id is None:
        return Q(pk__in=[])
    members = apps.get_model("questionnaire", "AcceleratorMember").objects.filter(
        accelerator_id=OuterRef(accelerator), user_id=actor.user_id, role__in=list(roles)
    )
    if without_factor:
        return Q(Exists(members))
    enough = Q(accelerator__second_factor=False)
    if actor.factor_shown:
        enough |= Q(Exists(factors_of(actor.user_id)))
    return Q(Exists(members.filter(enough)))


def accelerators_of(user: Any) -> models.QuerySet[Any]:
    """The memberships in accelerators of one person, given by id or as an outer row's."""
    members: Any = apps.get_model("questionnaire", "AcceleratorMember")._default_manager
    found: models.QuerySet[Any] = members.filter(user_id=user)
    return found


def factors_of(user: object) -> models.QuerySet[Any]:
    """The second factors of an account, by its id; codes for an emergency alone are none."""
    factors = apps.get_model("mfa", "Authenticator")._default_manager
    return factors.filter(user_id=user, type__in=["totp", "webauthn"])


def made_by_manager(accelerator: str = "accelerator_id") -> Q:
    """Whether whoever made it (``by``) still manages the accelerator at this lookup path.

    What opens something by itself ends with its maker's role, whichever way that went: let go,
    given another role, or the account deleted; and rests while the account is closed.
    """
    members = apps.get_model("questionnaire", "AcceleratorMember").objects
    return Q(
        Exists(
            members.filter(
                accelerator_id=OuterRef(accelerator), user_id=OuterRef("by_id"), role__in=MANAGERS,
                user__is_active=True,
            )
        )
    )  # fmt: skip


class AcceleratorQuerySet(models.QuerySet[Any]):
    """Accelerators."""

    def visible_to(self, actor: Actor) -> AcceleratorQuerySet:
        """Those the actor is a member of."""
        return self.filter(accelerator_access(actor))

    def managed_by(self, actor: Actor) -> AcceleratorQuerySet:
        """Those whose cohorts the actor may make and change."""
        return self.filter(accelerator_access(actor, roles=MANAGERS))

    def owned_by(self, actor: Actor) -> AcceleratorQuerySet:
        """Those whose members the actor may choose."""
        return self.filter(accelerator_access(actor, roles=[AcceleratorRole.OWNER]))

    def belonging_to(self, actor: Actor) -> AcceleratorQuerySet:
        """Those the actor is a member of, whether or not the accelerator demands more of them."""
        return self.filter(accelerator_access(actor, without_factor=True))

    def with_rights(self, actor: Actor) -> AcceleratorQuerySet:
        """With whether the actor sees it (``shown``), and may make cohorts (``manages``)."""
        shown, manages = accelerator_access(actor), accelerator_access(actor, roles=MANAGERS)
        of = models.BooleanField()
        return self.annotate(
            shown=ExpressionWrapper(shown, of), manages=ExpressionWrapper(manages, of)
        )


class AcceleratorMemberQuerySet(models.QuerySet[Any]):
    """Members of accelerators."""

    def visible_to(self, actor: Actor) -> AcceleratorMemberQuerySet:
        """Those of accelerators the actor is a member of."""
        return self.filter(accelerator_access(actor, "accelerator_id"))


class AcceleratorInvitationQuerySet(InvitationQuerySet):
    """Invitations to accelerators."""

    def owned_by(self, actor: Actor) -> AcceleratorInvitationQuerySet:
        """Those to accelerators whose members the actor may choose."""
        return self.filter(accelerator_access(actor, "accelerator_id", [AcceleratorRole.OWNER]))

    def visible_to(self, actor: Actor) -> AcceleratorInvitationQuerySet:
        """Those, and for every member of an accelerator what hands it over."""
        owns = accelerator_access(actor, "accelerator_id", [AcceleratorRole.OWNER])
        handed = Q(opens_at__isnull=False) & accelerator_access(actor, "accelerator_id")
        return self.filter(owns | handed)


class AccessTokenQuerySet(models.QuerySet[Any]):
    """What programs show to read an accelerator's cohorts."""

    def managed_by(self, actor: Actor) -> AccessTokenQuerySet:
        """Those of accelerators whose cohorts the actor may make and change."""
        return self.filter(accelerator_access(actor, "accelerator_id", MANAGERS))

    def live(self, at: dt.datetime) -> AccessTokenQuerySet:
        """Those that open something at this time."""
        return self.filter(made_by_manager(), revoked_at__isnull=True, expires_at__gt=at)
