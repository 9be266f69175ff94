"""Sends once more the mails that failed, or of which nobody knows whether they arrived."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from questionnaire.post.actions import send_all_again


class Command(BaseCommand):
    """``manage.py resend_mail``, once the mail server is well again."""

    help = "Queue every failed or uncertain mail of the last 30 days once more."

    def handle(self, *args: Any, **options: Any) -> None:
        found = send_all_again(at=timezone.now())
        self.stdout.write(f"{found} queued; the worker sends them.")
