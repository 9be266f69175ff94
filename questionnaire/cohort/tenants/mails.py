"""What those are told by mail who are invited into an accelerator."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaire.assessment.team.mails import named
from questionnaire.cohort.tenants.page import role_words
from questionnaire.people.membership.actions import IssuedInvitation
from questionnaire.post.letter import AcceleratorMail
from questionnaire.post.words import no_link


def mail_accelerator_invitation(issued: IssuedInvitation) -> None:
    """Send an invitation to the address that it is for."""
    found = issued.invitation
    values = {
        "who": named(found.invited_by),
        "accelerator": no_link(found.tenant.name),
        "role": role_words()[found.role],
        "link": join_accelerator_link(issued.token),
        "until": date_format(found.expires_at, "DATE_FORMAT"),
        "email": found.email,
    }
    subject = _("%(who)s invites you to %(accelerator)s on FMAssess") % values
    body = _(
        "Hello,\n\n"
        "%(who)s invites you to work on the cohorts of %(accelerator)s. You would be: %(role)s.\n\n"
        "Open this link and accept, until %(until)s:\n%(link)s\n\n"
        "It works once, and only when you sign in as %(email)s. If you expect nothing of the kind, "
        "do nothing: nobody is told."
    )
    AcceleratorMail(subject, body % values, to=found.email, about=found.tenant.pk).send()


def join_accelerator_link(token: str) -> str:
    """Where such an invitation is accepted."""
    return str(settings.SITE_URL + reverse("join-accelerator", args=[token]))
