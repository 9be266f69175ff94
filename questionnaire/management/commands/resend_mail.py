"""Sends once more the mails that failed, or of which nobody knows whether they arrived."""

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from questionnaire.post.actions import STUCK, send_all_again
from questionnaire.post.models import Mail
from questionnaire.vocabulary import MailState


class Command(BaseCommand):
    """``manage.py resend_mail``, once the mail server is well again; ``--list``: what there is."""

    help = "Queue failed or uncertain mails of the last 30 days once more: all, or those named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ids", nargs="*", type=uuid.UUID, help="only these")
        parser.add_argument(
            "--list", action="store_true",
            help="send nothing; a line for each that did not leave: id, state, since when, why",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list()
            return
        found = send_all_again(at=timezone.now(), only=options["ids"])
        self.stdout.write(f"{found} queued; the worker sends them.")

    def _list(self) -> None:
        """No line names a person."""
        rows = Mail.objects.filter(state__in=(*STUCK, MailState.WAITING)).order_by("queued_at")
        for mail in rows.only("state", "queued_at", "reason").iterator():
            self.stdout.write(
                f"{mail.pk}  {mail.state:9}  {mail.queued_at:%Y-%m-%d %H:%M %Z}  {mail.reason}"
            )
