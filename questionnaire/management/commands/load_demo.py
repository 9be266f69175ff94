"""Load the demonstration: an accelerator with a cohort of fictitious ventures, really scored.

Runs again without changing anything. Only on one's own machine: the sign-ins have passwords that
``--print`` shows.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from questionnaire.assessment.actions import answer_id
from questionnaire.assessment.models import Answer, AnswerRevision, Assessment
from questionnaire.bank.models import Persona
from questionnaire.bank.queries import OpenEdition, current_edition
from questionnaire.cohort.benchmark.actions import release_due, say_word
from questionnaire.cohort.disclosure import with_answers
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.cohort.sharing.actions import share
from questionnaire.cohort.standing.actions import send_and_stand, stand_enrolment
from questionnaire.management.demo_inviting import FIRST_DAY, LAST_DAY, load_inviting, on
from questionnaire.management.demo_review import load_review
from questionnaire.people.actions import issue_grant
from questionnaire.people.actor import Actor
from questionnaire.people.models import (
    Accelerator,
    AcceleratorMember,
    Grant,
    User,
    Venture,
    VentureMember,
)
from questionnaire.report.sample import stored_rows
from questionnaire.vocabulary import AcceleratorRole, GrantPurpose, VentureRole

NAMESPACE = uuid.UUID("0d5f3c1e-54d7-4f0c-9f52-7a1b7a7f5d10")
ACCELERATOR = "Tramontana Accelerator"
COHORT = "Autumn 2026"
WITHHOLDS = {"marea-translate": "ethics"}
ANSWERING = "isarbio"
ANSWERED_SO_FAR = 9
SENT = dt.timedelta(days=20)
"""How long ago the ventures sent their answers: before the intake closed."""
FOUNDER_OF = "almendra-speech"
PEOPLE = {
    "manager": ("manager@tramontana.example", "Manager"),
    "reviewer": ("reviewer@tramontana.example", "Reviewer"),
    "co-reviewer": ("co-reviewer@tramontana.example", "Second reviewer"),
    "editor": ("editor@fmassess.example", "Editor"),
    "co-editor": ("co-editor@fmassess.example", "Second editor"),
    "founder": ("founder@almendra.example", "Founder"),
}


class Command(BaseCommand):
    """``manage.py load_demo``; with ``--print`` only says how to sign in."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--print", action="store_true", help="only print the sign-ins")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.FMASSESS_ENV == "production":
            raise CommandError(
                "The demonstration has known sign-ins and is never loaded in production."
            )
        if options["print"]:
            self._print()
            return
        edition = current_edition()
        if edition is None:
            raise CommandError("There is no published edition; run manage.py load_bank first.")
        load_demo(edition, timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{ACCELERATOR}, {COHORT}: loaded.")

    def _print(self) -> None:
        """The sign-ins, one a line; new passwords where a file was lost."""
        for role, (email, _) in PEOPLE.items():
            if User.objects.filter(email=email).exists():
                self.stdout.write(f"  {role:11} {email:32} {password_of(role)}")


# ---------------------------------------------------------------- people


def password_of(role: str) -> str:
    """A demo user's password, made once for this machine and kept readable by its owner only."""
    file = Path(settings.VAR) / f"demo-password-{role}"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(12))
        user = User.objects.filter(email=PEOPLE[role][0]).first()
        if user is not None:
            user.set_password(file.read_text())
            user.save(update_fields=["password"])
    return file.read_text()


def _user(role: str, **fields: Any) -> User:
    email, name = PEOPLE[role]
    known = User.objects.filter(email=email).first()
    if known is not None:
        return known
    user = User.objects.create_user(email, password_of(role), name=name, **fields)
    _verify(user)
    return user


def _verify(user: User) -> None:
    """Demo addresses receive no mail, so they count as verified."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


# ---------------------------------------------------------------- the cohort


@transaction.atomic
def load_demo(edition: OpenEdition, at: dt.datetime) -> Cohort:
    """Everything, each row under an id that follows from its name, so that it exists once."""
    accelerator, _ = Accelerator.objects.get_or_create(
        pk=_id("accelerator"), defaults={"name": ACCELERATOR, "created_at": at}
    )
    cohort, _ = Cohort.objects.get_or_create(
        pk=_id("cohort"),
        defaults={
            "accelerator": accelerator, "name": COHORT, "edition_id": edition.id,
            "starts_on": on(at, FIRST_DAY), "ends_on": on(at, LAST_DAY), "created_at": at,
        },
    )  # fmt: skip
    reviewers = [_user("reviewer"), _user("co-reviewer")]
    for one in reviewers:
        AcceleratorMember.objects.get_or_create(
            accelerator=accelerator, user=one, defaults={"role": AcceleratorRole.REVIEWER}
        )
    manager = _user("manager")
    AcceleratorMember.objects.get_or_create(
        accelerator=accelerator, user=manager, defaults={"role": AcceleratorRole.OWNER}
    )
    for name in ("editor", "co-editor"):  # who confirms a draft that changes much
        _user(name, is_staff=True).groups.add(Group.objects.get_or_create(name="Editors")[0])
    categories = list(edition.rubric.categories)
    for persona in Persona.objects.filter(edition_id=edition.id, demo=True).order_by("place"):
        _enrol(cohort, persona, edition, categories, at - SENT)
    load_inviting(cohort, manager, at, _id)
    load_review(cohort, manager, reviewers, at, _id)
    release_due(at=at)  # the intake has closed: a founder reads a benchmark
    return cohort


def _enrol(
    cohort: Cohort, persona: Persona, edition: OpenEdition, categories: list[str], at: dt.datetime
) -> None:
    venture, made = Venture.objects.get_or_create(
        pk=_id("venture", persona.key),
        defaults={"name": persona.venture, "stage": persona.stage, "created_at": at},
    )
    if not made:
        return
    lasts = dt.timedelta(minutes=1)
    link = issue_grant(venture=venture, purpose=GrantPurpose.RESUME, at=at, lasts=lasts)
    founders = Actor(grant_ids=(link.grant.pk,), at=at)  # the venture acts by a link, then it ends
    shared = [key for key in categories if key != WITHHOLDS.get(persona.key)]
    enrolment = Enrolment.objects.create(
        pk=_id("enrolment", persona.key), cohort=cohort, venture=venture
    )
    share(enrolment=enrolment, shared=with_answers(shared), by=founders, at=at)
    Grant.objects.filter(pk=link.grant.pk).delete()
    owner = _user("founder") if persona.key == FOUNDER_OF else _nobody(persona.key)
    _claim(venture, owner, at)
    say_word(enrolment=enrolment, agrees=True, by=Actor(owner.pk, at=at), at=at)
    assessment = Assessment.objects.create(
        pk=_id("assessment", persona.key), venture=venture, edition_id=edition.id, created_at=at
    )
    stand_enrolment(enrolment=enrolment.pk)  # it has begun
    rows = stored_rows(persona.answers)
    answering = persona.key == ANSWERING
    _answer(assessment, persona, rows[:ANSWERED_SO_FAR] if answering else rows, at)
    if not answering:
        send_and_stand(assessment=assessment, at=at)


def _nobody(persona: str) -> User:
    """The owner of a venture with whom nobody signs in: only owned ventures are compared."""
    return User.objects.create_user(f"founder@{persona}.example")


def _claim(venture: Venture, owner: User, at: dt.datetime) -> None:
    VentureMember.objects.create(venture=venture, user=owner, role=VentureRole.OWNER, joined_at=at)
    Venture.objects.filter(pk=venture.pk).update(claimed_at=at)


def _answer(
    assessment: Assessment, persona: Persona, rows: list[tuple[str, Any, str]], at: dt.datetime
) -> None:
    """All answers of one venture at once, each with its first revision, as saves make them."""
    said = [
        {"value": value, "claim": claim, "note": persona.answers[key].get("note") or ""}
        for key, value, claim in rows
    ]
    ids = [answer_id(assessment.pk, key) for key, _, _ in rows]
    Answer.objects.bulk_create(
        Answer(pk=pk, assessment=assessment, question=key, version=1, updated_at=at, **one)
        for pk, (key, _, _), one in zip(ids, rows, said, strict=True)
    )
    AnswerRevision.objects.bulk_create(
        AnswerRevision(answer_id=pk, version=1, mutation=uuid.uuid4(), at=at, **one)
        for pk, one in zip(ids, said, strict=True)
    )


def _id(*name: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "/".join(name))
