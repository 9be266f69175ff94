"""Give an accelerator whose only owner cannot be reached any more another one, after two weeks.

For whoever runs the machine, once they know by another way that it is right (docs/operations.md).
"""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db.models import Q
from django.utils import timezone, translation

from questionnaire.cohort.tenants.handing_over import NotHandedOver, hand_over
from questionnaire.cohort.tenants.mails import mail_hand_over
from questionnaire.people.models import Accelerator

log = logging.getLogger("fmassess.audit")


class Command(BaseCommand):
    """``manage.py hand_over "Example Accelerator" --to new@example.org``."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("accelerator", help="its name as the workshop shows it, or its id")
        parser.add_argument("--to", required=True, help="the address of whoever is to own it too")
        parser.add_argument(
            "--language", choices=[code for code, _ in settings.LANGUAGES], default="en",
            help="of the mails",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["to"])
        except ValidationError:
            raise CommandError(f"{options['to']} is no mail address.") from None
        found = _named(options["accelerator"])
        with translation.override(options["language"]):
            try:
                begun = hand_over(
                    accelerator=found, email=options["to"], at=timezone.now(), tell=mail_hand_over
                )
            except NotHandedOver as why:
                raise CommandError(f"Nothing was done: {why}.") from None
        invitation = begun.issued.invitation
        log.info("hand-over of accelerator %s begun by the command line", found.pk)
        self.stdout.write(
            f"{options['to']} can accept from {invitation.opens_at:%Y-%m-%d} to "
            f"{invitation.expires_at:%Y-%m-%d}. Told by mail: they, {begun.owner.email} who can "
            f"refuse until then, and {len(begun.managers)} more who manage {found.name}."
        )


def _named(said: str) -> Accelerator:
    which = Q(name=said)
    try:
        which |= Q(pk=uuid.UUID(said))
    except ValueError:
        pass
    found = list(Accelerator.objects.filter(which)[:2])
    if len(found) == 1:
        return found[0]
    raise CommandError(
        f"{said} is more than one accelerator: say the id of the right one."
        if found
        else f"There is no accelerator {said}."
    )
