"""Give an accelerator whose only owner cannot be reached any more another one, after two weeks.

For whoever runs the machine, once they know by another way that it is right (docs/operations.md).
"""

from __future__ import annotations

import logging
import uuid
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db.models import Q
from django.utils import timezone, translation

from questionnaire.cohort.tenants.handing_over.actions import (
    HandOver,
    NotHandedOver,
    hand_over,
    stop_hand_over,
)
from questionnaire.cohort.tenants.mails import mail_hand_over
from questionnaire.people.models import Accelerator

log = logging.getLogger("fmassess.audit")


class Command(BaseCommand):
    """``manage.py hand_over "Example Accelerator" --to new@example.org``."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("accelerator", help="its name as the workshop shows it, or its id")
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--to", help="the address of whoever is to own it too")
        which.add_argument("--stop", action="store_true", help="end a hand-over that waits")
        parser.add_argument(
            "--language", choices=[code for code, _ in settings.LANGUAGES], default="en",
            help="of the mails",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        found = _named(options["accelerator"])
        if options["stop"]:
            ended = stop_hand_over(accelerator=found, at=timezone.now())
            log.info("hand-over of accelerator %s stopped by the command line", found.pk)
            self.stdout.write(f"{ended} ended; the page of members of {found.name} says so.")
            return
        with translation.override(options["language"]):
            begun = _begin(found, options["to"])
        log.info("hand-over of accelerator %s begun by the command line", found.pk)
        self.stdout.write(
            f"{options['to']} can accept from {begun.opens:%Y-%m-%d} to "
            f"{begun.invitation.expires_at:%Y-%m-%d}. Told by mail: they, {begun.owner.email} who "
            f"can refuse until they do, and {len(begun.managers)} more who manage {found.name}."
        )


def _begin(found: Accelerator, email: str) -> HandOver:
    try:
        validate_email(email)
        return hand_over(accelerator=found, email=email, at=timezone.now(), tell=mail_hand_over)
    except ValidationError:
        raise CommandError(f"{email} is no mail address.") from None
    except NotHandedOver as why:
        raise CommandError(f"Nothing was done: {why}.") from None


def _named(said: str) -> Accelerator:
    which = Q(name=said)
    with suppress(ValueError):
        which |= Q(pk=uuid.UUID(said))
    found = list(Accelerator.objects.filter(which)[:2])
    if len(found) == 1:
        return found[0]
    raise CommandError(
        f"{said} is more than one accelerator: say the id of the right one."
        if found
        else f"There is no accelerator {said}."
    )
