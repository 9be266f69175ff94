"""Fill a cohort with plausible ventures, the same for the same seed; never in production.

Every report is really scored (a few hundred sheets, each held by many ventures). Single answers
and the words of reports are not stored.
"""

from __future__ import annotations

import datetime as dt
import random
import time
import uuid
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from questionnaire.bank.queries import OpenEdition, current_edition
from questionnaire.cohort.models import Cohort, Round
from questionnaire.cohort.standing.crowd import BATCH, SHEETS, people, pool, store
from questionnaire.cohort.standing.models import Standing
from questionnaire.people.models import Accelerator, AcceleratorMember, User
from questionnaire.vocabulary import AcceleratorRole, RoundKind


class Command(BaseCommand):
    """``manage.py simulate --ventures 1000 --seed 1``."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ventures", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--cohort", default="", help="its name; one is made up otherwise")
        parser.add_argument("--member", default="", help="the e-mail of an account that may look")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.FMASSESS_ENV == "production":
            raise CommandError("Made-up ventures never go into production.")
        edition = current_edition()
        if edition is None:
            raise CommandError("There is no published edition; run manage.py load_bank first.")
        begun, number = time.monotonic(), options["ventures"]
        name = options["cohort"] or f"Simulated {number} (seed {options['seed']})"
        cohort, reports = simulate(
            edition, name, number, options["seed"], options["member"], timezone.now()
        )
        standings = Standing.objects.filter(cohort=cohort).count()
        self.stdout.write(
            f"{number} ventures, {reports} reports, {standings} standings in "
            f"{time.monotonic() - begun:.1f} s: /cohorts/{cohort.pk}/"
        )


def simulate(
    edition: OpenEdition, name: str, number: int, seed: int, member: str, at: dt.datetime
) -> tuple[Cohort, int]:
    """The cohort, and how many reports it has. Batch by batch, each whole."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 - not a secret
    cohort, rounds = _cohort(edition, name, member, at)
    drawn = pool(edition, min(number, SHEETS), chance)
    categories = edition.rubric.categories
    everyone = people(cohort, number, len(drawn), categories, at, chance)
    first: dict[int, uuid.UUID] = {}
    reports = 0
    while batch := list(islice(everyone, BATCH)):
        with transaction.atomic():
            reports += store(batch, drawn, first, cohort, rounds, chance)
    return cohort, reports


@transaction.atomic
def _cohort(
    edition: OpenEdition, name: str, member: str, at: dt.datetime
) -> tuple[Cohort, list[Round]]:
    accelerator = Accelerator.objects.create(name="Simulated accelerator", created_at=at)
    if member:
        user = User.objects.filter(email=member).first()
        if user is None:
            raise CommandError(f"There is no account {member}.")
        AcceleratorMember.objects.create(
            accelerator=accelerator, user=user, role=AcceleratorRole.OWNER
        )
    today = timezone.localdate(at)

    def day(offset: int) -> dt.date:
        return today + dt.timedelta(days=offset)

    cohort = Cohort.objects.create(
        accelerator=accelerator, name=name, edition_id=edition.id, starts_on=day(-60),
        ends_on=day(60), created_at=at,
    )  # fmt: skip
    kinds = ((RoundKind.INTAKE, -60, -30), (RoundKind.MIDTERM, -20, 20))
    rounds = [
        Round.objects.create(cohort=cohort, kind=kind, opens_on=day(first), closes_on=day(last))
        for kind, first, last in kinds
    ]
    return cohort, rounds
