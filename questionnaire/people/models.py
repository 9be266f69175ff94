"""Users, ventures and accelerators, who belongs to them, and the secret links to them."""

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.people.querysets import (
    AcceleratorInvitationQuerySet,
    AcceleratorMemberQuerySet,
    AcceleratorQuerySet,
    AccessTokenQuerySet,
    GrantQuerySet,
    InvitationQuerySet,
    MemberQuerySet,
    VentureQuerySet,
)
from questionnaire.vocabulary import AcceleratorRole, GrantPurpose, Stage, VentureRole

STAGE_WORDS = {
    str(Stage.IDEA): _("Idea, no model yet"),
    str(Stage.PROTOTYPE): _("Prototype or adapted model"),
    str(Stage.FIRST_MODEL): _("First model of our own"),
    str(Stage.REVENUE): _("Customers pay"),
}


def stage_word(stage: str) -> str:
    """How far a venture is, in words; empty where it did not say."""
    return str(STAGE_WORDS.get(stage, ""))


def _choices(words: type) -> list[tuple[str, str]]:
    return [(str(word), str(word)) for word in words]  # type: ignore[attr-defined]


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in, by e-mail."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.email


class Session(AbstractBaseSession):
    """What one browser is signed in with, and whose it is (sessions.py reads both at once).

    seen_at: when something was last done with it, to the minute.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    seen_at = models.DateTimeField(null=True, editable=False)


class Venture(models.Model):
    """A start-up that builds a foundation model; the tenant of everything a founder writes.

    claimed_at: since when somebody owns it by an account; from then on a private link alone owns
    nothing, whatever becomes of that account. warned_at: when it was last told that an idle draft
    will be deleted (upkeep).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the venture"), max_length=120)
    stage = models.CharField(_("stage"), max_length=40, blank=True)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = VentureQuerySet.as_manager()

    class Meta:
        verbose_name = _("venture")
        verbose_name_plural = _("ventures")

    def __str__(self) -> str:
        return self.name


class VentureMember(models.Model):
    """A user's role in a venture."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="ventures")
    role = models.CharField(max_length=10, choices=_choices(VentureRole))
    joined_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venture", "user"], name="venture_member_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[str(r) for r in VentureRole]),
                name="venture_member_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    @property
    def tenant(self) -> Venture:
        return self.venture


class Invited(models.Model):
    """A secret link by which somebody becomes a member, once: only its token's hash is kept.

    email: where it was mailed to; only the account with this address may then accept it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Invitation(Invited):
    """To a venture."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=_choices(VentureRole))

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[str(r) for r in VentureRole]),
                name="invitation_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"

    @property
    def tenant(self) -> Venture:
        return self.venture


class Delegation(models.Model):
    """Who of a venture looks after a category: a hint for all, a lock for nobody."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="delegations")
    category = models.CharField(max_length=60)
    member = models.ForeignKey(VentureMember, on_delete=models.CASCADE, related_name="delegations")
    at = models.DateTimeField()

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venture", "category"], name="delegation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.member}"


class Accelerator(models.Model):
    """Who reviews cohorts; the second kind of tenant.

    second_factor: a member who has none sees nothing of it until they set one up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    second_factor = models.BooleanField(_("second factor demanded"), default=False)
    created_at = models.DateTimeField()

    objects = AcceleratorQuerySet.as_manager()

    class Meta:
        verbose_name = _("accelerator")
        verbose_name_plural = _("accelerators")

    def __str__(self) -> str:
        return self.name


class AcceleratorMember(models.Model):
    """A user's role in an accelerator."""

    accelerator = models.ForeignKey(Accelerator, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="accelerators")
    role = models.CharField(max_length=10, choices=_choices(AcceleratorRole))
    joined_at = models.DateTimeField(null=True, blank=True)

    objects = AcceleratorMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["accelerator", "user"], name="accelerator_member_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[str(r) for r in AcceleratorRole]),
                name="accelerator_member_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    @property
    def tenant(self) -> Accelerator:
        return self.accelerator


class AcceleratorInvitation(Invited):
    """To an accelerator.

    opens_at: of one by which it is handed over, since when it can be accepted; until then, and as
    long as nobody did, its owner may refuse (cohort/tenants/handing_over/actions.py).
    """

    accelerator = models.ForeignKey(
        Accelerator, on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(max_length=10, choices=_choices(AcceleratorRole))
    opens_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AcceleratorInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[str(r) for r in AcceleratorRole]),
                name="accelerator_invitation_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"

    def opens_later(self, at: dt.datetime) -> bool:
        """Whether it hands the accelerator over, and the time to refuse that is not over."""
        return self.opens_at is not None and at < self.opens_at

    @property
    def tenant(self) -> Accelerator:
        return self.accelerator


class Grant(models.Model):
    """A secret link to a venture: only the hash of its token is kept, typed by purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=10, choices=_choices(GrantPurpose))
    token_hash = models.CharField(max_length=64, unique=True)
    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="grants")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=[str(p) for p in GrantPurpose]),
                name="grant_purpose_known",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="grant_expires_after_creation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class AccessToken(models.Model):
    """What a program shows to read an accelerator's cohorts: only the hash of it is kept.

    name: what it is for, in a manager's words. used_on: the last day on which it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    accelerator = models.ForeignKey(Accelerator, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="access_token_expires_after_creation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.accelerator_id})"
