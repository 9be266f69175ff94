"""A cohort with a rubric, ventures that share their reports, and people who may review."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from questionnaire.bank.models import Edition
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import Actor
from questionnaire.people.models import User
from questionnaire.review.assigning.actions import assign
from questionnaire.review.models import Review, Rubric
from questionnaire.review.reviewing.actions import Said, save_review
from questionnaire.review.setting_up.actions import write_rubric
from questionnaire.review.sums import Criterion
from questionnaire.vocabulary import AcceleratorRole
from tests.cohort.rooms import ALL, enrol
from tests.factories import (
    NOW,
    make_accelerator_member,
    make_cohort,
    make_shipped_edition,
    make_user,
    make_venture_member,
)
from tests.report.sent import signed_in

CRITERIA = (
    Criterion("team", "The team", "Can they train it?", weight=3),
    Criterion("plan", "The plan", weight=2),
)
PERSONAS = ("delta-soil", "kestrel-code", "almendra-speech")
CANARY = "CNRY-internal"
SHARED = "CNRY-shared"
FULL = {"team": 4, "plan": 2}


@dataclass
class Panel:
    """A cohort under review. people: by the role that they have here."""

    cohort: Cohort
    rubric: Rubric
    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    ventures: list[Enrolment] = field(default_factory=list)

    def by(self, who: str) -> Actor:
        return Actor(self.people[who].pk, at=NOW)

    def add(self, who: str, role: AcceleratorRole) -> User:
        """Somebody of the accelerator."""
        user = make_user(name=who.title())
        make_accelerator_member(accelerator=self.cohort.accelerator, user=user, role=role)
        self.people[who], self.clients[who] = user, signed_in(user)
        return user

    def founder(self, venture: int = 0) -> User:
        """An owner of a venture."""
        user = make_user(name=f"Founder {venture}")
        make_venture_member(venture=self.ventures[venture].venture, user=user)
        who = f"founder{venture}"
        self.people[who], self.clients[who] = user, signed_in(user)
        return user

    def ask(self, who: str, *ventures: int) -> list[Review]:
        """Reviews by this person, asked for by the manager."""
        user = self.people[who]
        pairs = [(self.ventures[one].pk, user.pk) for one in ventures]
        assign(cohort=self.cohort, pairs=pairs, by=self.by("manager"), at=NOW)
        found = Review.objects.filter(reviewer=user)
        return [found.get(enrolment=self.ventures[one]) for one in ventures]

    def write(self, who: str, review: Review, *, submit: bool = True, **said: Any) -> Review:
        """Save or submit a review."""
        review.refresh_from_db()
        values: dict[str, Any] = {
            "scores": FULL, "confidence": 4, "conflict": False,
            "internal": {"": f"{CANARY}-{who}"}, "shared": {"": f"{SHARED}-{who}"}, **said,
        }  # fmt: skip
        save_review(
            review=review.pk, said=Said(**values), base=review.version, rubric=self.rubric.pk,
            submit=submit, by=self.by(who), at=NOW,
        )  # fmt: skip
        review.refresh_from_db()
        return review

    def url(self, end: str = "") -> str:
        return f"/cohorts/{self.cohort.pk}/{end}"

    def sharing(self, venture: int = 0) -> str:
        """The founders' page of this cohort."""
        found = self.ventures[venture]
        assessment = found.venture.assessments.get()
        return f"/a/{assessment.pk}/cohorts/{found.pk}/"


def panel(edition: Edition | None = None, *, ventures: int = 2) -> Panel:
    """A manager, two reviewers and a guest; nobody was asked for anything yet."""
    cohort = make_cohort(edition=edition or make_shipped_edition())
    made = Panel(cohort, Rubric())
    made.add("manager", AcceleratorRole.MANAGER)
    for who in ("rosa", "sven"):
        made.add(who, AcceleratorRole.REVIEWER)
    made.add("guest", AcceleratorRole.GUEST)
    made.rubric = write_rubric(
        cohort=cohort, criteria=CRITERIA, base=0, by=made.by("manager"), at=NOW
    )
    made.ventures = [enrol(cohort, persona, ALL) for persona in PERSONAS[:ventures]]
    return made


def form_of(review: Review, rubric: Rubric, **said: str) -> dict[str, str]:
    """What the page of a review sends."""
    values = {"score-team": "4", "score-plan": "2", "confidence": "4", "do": "save"}
    values |= {"internal": CANARY, "shared": SHARED}
    values |= {"base": str(review.version), "rubric": str(rubric.pk)}
    return values | {name.replace("_", "-"): text for name, text in said.items()}


def batch_of(choices: dict[Enrolment, str], **more: str) -> dict[str, str]:
    """What the page of decisions sends."""
    sent = {f"choice-{one.pk}": choice for one, choice in choices.items()}
    sent |= {f"base-{one.pk}": "0" for one in choices}
    return sent | {"batch": str(uuid.uuid4()), "do": "apply"} | more
