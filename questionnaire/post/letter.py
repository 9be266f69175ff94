"""A mail that is about a venture or from an accelerator, and goes with it should it still wait when
that is erased."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.mail import EmailMultiAlternatives


class VentureMail(EmailMultiAlternatives):
    """about: the venture; nothing of it stands in the mail that leaves."""

    def __init__(self, subject: str, body: str, *, to: str, about: uuid.UUID, **more: Any) -> None:
        super().__init__(subject, body, None, [to], **more)
        self.about = about


class AcceleratorMail(VentureMail):
    """The same of an accelerator, that invites or has work for its people: about is its id."""
