"""Two ventures, two accelerators, and one browser for each role."""

from __future__ import annotations

import datetime as dt
import uuid
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from questionnaire.assessment.models import Assessment
from questionnaire.bank.actions import open_draft
from questionnaire.bank.models import Edition
from questionnaire.cohort.inviting.actions import invite_addresses, make_join_link, new_link
from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink, Reminder
from questionnaire.cohort.inviting.pasted import read_list
from questionnaire.cohort.inviting.reminding.actions import set_reminder
from questionnaire.cohort.models import Enrolment
from questionnaire.cohort.tenants.handing_over.actions import hand_over, refusal_token
from questionnaire.people.actor import COOKIE_SALT, READER_SALT, Actor
from questionnaire.people.membership.actions import IssuedInvitation, invite
from questionnaire.people.models import (
    Accelerator,
    AcceleratorMember,
    Grant,
    User,
    Venture,
    VentureMember,
)
from questionnaire.post.actions import queue
from questionnaire.post.models import Mail
from questionnaire.release.actions import save_plan
from questionnaire.report.actions import submit_assessment
from questionnaire.report.models import Report
from questionnaire.report.plan.actions import Planned, add_own
from questionnaire.report.plan.models import PlanItem
from questionnaire.report.sharing.actions import IssuedLink, make_link
from questionnaire.report.what_if.actions import keep_scenario
from questionnaire.report.what_if.models import Scenario
from questionnaire.review.models import Review, Rubric
from questionnaire.review.sums import Criterion, kept_criteria
from questionnaire.scoring.release.plan import Plan
from questionnaire.vocabulary import AcceleratorRole, VentureRole
from tests.decision.ways import decided
from tests.factories import (
    NOW,
    make_accelerator,
    make_accelerator_member,
    make_answer,
    make_assessment,
    make_cohort,
    make_editor,
    make_enrolment,
    make_grant,
    make_shipped_edition,
    make_user,
    make_venture,
    make_venture_member,
)
from tests.harness.signing_in import just_signed_in

DAY = dt.timedelta(days=1)
CANARY = "CNRY-a1-note"
ROLES = (
    "nobody", "guest", "other-guest", "revoked-guest", "owner", "editor", "viewer",
    "removed-member", "other-founder", "reviewer", "other-reviewer", "accelerator-owner",
    "manager", "accelerator-guest", "other-manager", "bank-editor", "operator",
    "link-reader", "ended-link-reader", "expired-link-reader",
)  # fmt: skip


@dataclass(frozen=True)
class Joining:
    """Invitations into accelerator A and into its cohort, a link for many, a reminder, and what
    refuses to hand A over."""

    accelerator: Accelerator
    member: AcceleratorMember
    offered: IssuedInvitation
    invitation: CohortInvitation
    token: str
    link: JoinLink
    reminder: Reminder
    refusal: str


@dataclass
class World:
    """What the addresses name, and who asks. Venture 1 is in cohort A; venture 2 is a stranger."""

    assessment: Assessment
    sent: Assessment
    report: Report
    enrolment: Enrolment
    token: str
    shared: IssuedLink
    clients: dict[str, Client] = field(default_factory=dict)
    addresses: dict[tuple[str, str], str] = field(default_factory=dict)
    """By name and method, once they were asked for."""

    def with_new_browsers(self) -> World:
        """The same world for another test: each role's browser as it was when the world was
        made."""
        again = copy(self)
        again.clients = {role: alike(client) for role, client in self.clients.items()}
        return again

    @cached_property
    def viewer(self) -> VentureMember:
        """The reader among the members of venture 1."""
        return VentureMember.objects.get(venture__name="One", role=VentureRole.VIEWER)

    @cached_property
    def invitation(self) -> IssuedInvitation:
        """An invitation to venture 1, by link."""
        owner = VentureMember.objects.get(venture__name="One", role=VentureRole.OWNER)
        return invite(
            tenant=owner.venture, role=VentureRole.EDITOR, by=Actor(user_id=owner.user_id),
            at=timezone.now(),
        )  # fmt: skip

    @cached_property
    def joining(self) -> Joining:
        """What leads into cohort A, and what is set there."""
        cohort = self.enrolment.cohort
        owner = AcceleratorMember.objects.get(
            accelerator=cohort.accelerator, role=AcceleratorRole.OWNER
        )
        by, at = Actor(user_id=owner.user_id), timezone.now()
        [line] = read_list("ada@example.org")
        invite_addresses(cohort=cohort, lines=[line], language="en", lasts=30 * DAY, by=by, at=at)
        invitation = CohortInvitation.objects.get(cohort=cohort)
        reminder = set_reminder(
            cohort=cohort, round=None, days_before=None, language="en", by=by, at=at
        )
        handed = hand_over(
            accelerator=cohort.accelerator, email="new@example.org", at=at, tell=lambda _: None
        )
        return Joining(
            accelerator=cohort.accelerator,
            member=AcceleratorMember.objects.get(
                accelerator=cohort.accelerator, role=AcceleratorRole.GUEST
            ),
            offered=invite(tenant=cohort.accelerator, role=AcceleratorRole.GUEST, by=by, at=at),
            invitation=invitation,
            token=new_link(invitation=invitation, by=by, at=at),
            link=make_join_link(cohort=cohort, most=3, lasts=DAY, by=by, at=at)[0],
            reminder=reminder,
            refusal=refusal_token(handed.invitation),
        )

    @cached_property
    def review(self) -> Review:
        """The review of venture 1 that accelerator A's reviewer was asked for, not in yet."""
        asked = AcceleratorMember.objects.get(
            accelerator=self.enrolment.cohort.accelerator, role=AcceleratorRole.REVIEWER
        )
        Rubric.objects.create(
            cohort=self.enrolment.cohort, version=1, at=NOW,
            criteria=kept_criteria([Criterion("team", "The team")]),
        )  # fmt: skip
        return Review.objects.create(
            enrolment=self.enrolment, reviewer=asked.user, assigned_at=NOW, internal={"": CANARY}
        )

    @cached_property
    def mail(self) -> Mail:
        """A mail in the queue."""
        [made] = queue(messages=[EmailMessage("Code", "123", None, ["a@example.org"])], at=NOW)
        return made

    @cached_property
    def scenario(self) -> Scenario:
        """A what-if that venture 1 kept."""
        changes = {"funding-route": {"value": {"unknown": True}, "claim": ""}}
        return keep_scenario(
            submission=self.report.submission_id, name=CANARY, changes=changes, by=None, at=NOW
        )

    @cached_property
    def planned(self) -> PlanItem:
        """An action that venture 1 added to its plan."""
        return add_own(
            venture=self.assessment.venture_id, id=uuid.uuid4(), planned=Planned(text=CANARY),
            by=None, at=NOW,
        )  # fmt: skip

    @cached_property
    def draft(self) -> Edition:
        """A draft of the same questions, opened when first asked for."""
        return open_draft(from_edition=self.assessment.edition, key="draft", at=NOW)


def make_world() -> World:
    """Venture 1 has an open assessment and a sent one; every role has a browser."""
    edition = make_shipped_edition()
    one, two = make_venture(name="One"), make_venture(name="Two")
    opened = make_assessment(venture=one, edition=edition)
    sent = make_assessment(venture=one, edition=edition)
    for assessment in (opened, sent):
        make_answer(
            assessment=assessment, question="funding-route", value={"value": "closed"}, note=CANARY
        )
    report = submit_assessment(assessment=sent, at=NOW)
    decided(report, reason=CANARY, watch=[], dates=[("Long ago", dt.date(2020, 1, 1))])
    a, b = make_accelerator(), make_accelerator()
    cohort = make_cohort(accelerator=a, edition=edition)
    make_cohort(accelerator=b, edition=edition)
    enrolment = make_enrolment(cohort=cohort, venture=one)
    save_plan(assessment=opened, plan=Plan(name=CANARY), base=0, by=None, at=NOW)
    grant = make_grant(venture=one)
    holder = Actor(grant_ids=(grant.grant.pk,), at=NOW)
    links = [shared(report, holder) for _ in range(3)]
    ended, expired = (one.link.grant_id for one in links[1:])
    Grant.objects.filter(pk=ended).update(revoked_at=NOW)
    Grant.objects.filter(pk=expired).update(created_at=NOW - 2 * DAY, expires_at=NOW - DAY)
    world = World(opened, sent, Report.objects.get(pk=report.pk), enrolment, grant.token, links[0])
    revoked = make_grant(venture=one).grant
    Grant.objects.filter(pk=revoked.pk).update(revoked_at=NOW)
    removed = make_venture_member(venture=one)
    removed_client = signed_in(removed.user)
    removed.delete()
    world.clients = {
        "nobody": Client(),
        "guest": holding(grant.grant),
        "other-guest": holding(make_grant(venture=two).grant),
        "revoked-guest": holding(revoked),
        "owner": member(one, VentureRole.OWNER),
        "editor": member(one, VentureRole.EDITOR),
        "viewer": member(one, VentureRole.VIEWER),
        "removed-member": removed_client,
        "other-founder": member(two, VentureRole.OWNER),
        "reviewer": signed_in(reviewer(a)),
        "other-reviewer": signed_in(reviewer(b)),
        "accelerator-owner": signed_in(reviewer(a, AcceleratorRole.OWNER)),
        "manager": signed_in(reviewer(a, AcceleratorRole.MANAGER)),
        "accelerator-guest": signed_in(reviewer(a, AcceleratorRole.GUEST)),
        "other-manager": signed_in(reviewer(b, AcceleratorRole.OWNER)),
        "bank-editor": signed_in(make_editor()),
        "operator": signed_in(make_user(is_staff=True, is_superuser=True)),
        "link-reader": reading(links[0]),
        "ended-link-reader": reading(links[1]),
        "expired-link-reader": reading(links[2]),
    }
    return world


def alike(client: Client) -> Client:
    """Another browser that holds the same cookies."""
    made = Client()
    made.cookies.load(client.cookies.output(header=""))
    return made


def reviewer(accelerator: object, role: AcceleratorRole = AcceleratorRole.REVIEWER) -> User:
    return make_accelerator_member(accelerator=accelerator, role=role).user


def member(venture: Venture, role: VentureRole) -> Client:
    return signed_in(make_venture_member(venture=venture, role=role).user)


def signed_in(user: User) -> Client:
    return just_signed_in(user)


def holding(grant: Grant) -> Client:
    """A browser with this grant's id in its signed cookie."""
    client = Client()
    client.cookies[settings.GUEST_COOKIE_NAME] = signing.dumps([grant.pk.hex], salt=COOKIE_SALT)
    return client


def shared(report: Report, by: Actor) -> IssuedLink:
    """A link to the report, for a year from when the world was made."""
    return make_link(
        report=report, label="The board", lasts=dt.timedelta(days=365), passphrase="",
        with_notes=False, by=by, at=NOW,
    )  # fmt: skip


def reading(issued: IssuedLink) -> Client:
    """A browser in which this link was opened."""
    client = Client()
    held = [issued.link.grant_id.hex]
    client.cookies[settings.READER_COOKIE_NAME] = signing.dumps(held, salt=READER_SALT)
    return client
