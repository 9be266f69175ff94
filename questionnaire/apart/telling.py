"""Telling those who may answer, by mail, that a round of answering apart began."""

from __future__ import annotations

from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils.translation import gettext as _

from questionnaire.assessment.models import Assessment
from questionnaire.people.models import User
from questionnaire.people.querysets import WRITERS
from questionnaire.post.letter import VentureMail
from questionnaire.post.words import no_link


def tell_writers(assessment: Assessment, begun_by: User) -> None:
    """One mail to each other member who may answer, with the way to their own sheet; in the
    language of who began, as of a member's own nothing is known."""
    venture = assessment.venture
    others = User.objects.filter(
        ventures__venture=venture, ventures__role__in=WRITERS, is_active=True
    ).exclude(pk=begun_by.pk)
    values = {
        "who": no_link(begun_by.name) or begun_by.email,
        "venture": no_link(" ".join(venture.name.split())),
        "link": settings.SITE_URL + reverse("apart", args=[assessment.pk]),
    }
    subject = _("%(who)s answers apart for %(venture)s: your own view counts too") % values
    body = _(
        "Hello,\n\n"
        "%(who)s began to answer the questions of %(venture)s alone, and you can do the same. "
        "Nobody sees another's answers before laying open their own; then you see where you "
        "disagree, and what it changes.\n\n"
        "Begin your own sheet here:\n%(link)s\n\n"
        "If you do not want to, do nothing: what you answer together stays as it is."
    )
    mails = [
        VentureMail(subject, body % values, to=one.email, about=venture.pk)
        for one in others.order_by("pk")
    ]
    if mails:
        mail.get_connection().send_messages(mails)
