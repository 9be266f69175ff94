"""What upkeep tells people by mail."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaire.post.letter import VentureMail


def mail_draft_ends(*, to: str, language: str, on: dt.date, about: uuid.UUID) -> None:
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
        VentureMail(subject, body % values, to=to, about=about).send()
