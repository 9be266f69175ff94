"""What upkeep tells people by mail."""

from __future__ import annotations

import datetime as dt

from django.core.mail import send_mail
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def mail_draft_ends(*, to: str, language: str, on: dt.date) -> None:
    """That a draft is deleted on a day. Nothing that its founder typed stands in it."""
    with translation.override(language):
        values = {"day": date_format(on, "DATE_FORMAT")}
        subject = _("Your answers on FMAssess are deleted on %(day)s") % values
        body = _(
            "Hello,\n\n"
            "you were invited to answer questions about the release of a model, and began. Nobody "
            "has changed these answers for two months, and they were never sent. On %(day)s they "
            "are deleted, and nothing of them is kept.\n\n"
            "To keep them, open your private link and change something, send them, or keep them in "
            "an account. To let them go, do nothing."
        )
        send_mail(subject, body % values, None, [to])
