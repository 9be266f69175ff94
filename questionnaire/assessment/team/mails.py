"""What members are told by mail; words of founders stand in plain text and never in a link."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from questionnaire.assessment.models import Assessment
from questionnaire.assessment.team.page import role_words
from questionnaire.people.actions import IssuedGrant
from questionnaire.people.membership.actions import IssuedInvitation
from questionnaire.people.models import User
from questionnaire.post.letter import VentureMail
from questionnaire.post.words import no_link

MOST_OF_A_NAME = 60


def mail_private_link(issued: IssuedGrant, to: str) -> None:
    """Send a guest their own link. Of what they typed it holds the venture's name alone, quoted,
    cut short, with nothing to press, and not where it is read unopened: anybody can have it sent
    to anybody."""
    values = {
        "venture": no_link(Truncator(issued.grant.venture.name).chars(MOST_OF_A_NAME)),
        "link": settings.SITE_URL + reverse("resume", args=[issued.token]),
    }
    subject = _("Your private link to FMAssess")
    body = _(
        "Hello,\n\n"
        "You began to answer questions about the release of a model for “%(venture)s” on FMAssess. "
        "This is the private link to them:\n%(link)s\n\n"
        "Whoever has it can read and change the answers: keep it like a password. If you expect "
        "nothing of the kind, delete this mail."
    )
    VentureMail(subject, body % values, to=to, about=issued.grant.venture_id).send()


def mail_invitation(issued: IssuedInvitation) -> None:
    """Send an invitation to the address that it is for."""
    found = issued.invitation
    values = {
        "who": named(found.invited_by),
        "venture": no_link(found.tenant.name),
        "role": role_words()[found.role],
        "link": join_link(issued.token),
        "until": date_format(found.expires_at, "DATE_FORMAT"),
        "email": found.email,
    }
    subject = _("%(who)s invites you to %(venture)s on FMAssess") % values
    body = _(
        "Hello,\n\n"
        "%(who)s invites you to answer questions about the release of a model, together for "
        "%(venture)s. You would be: %(role)s.\n\n"
        "Open this link and accept, until %(until)s:\n%(link)s\n\n"
        "It works once, and only when you sign in as %(email)s. If you expect nothing of the kind, "
        "do nothing: nobody is told."
    )
    VentureMail(subject, body % values, to=found.email, about=found.tenant.pk).send()


def mail_delegation(assessment: Assessment, category: str, to: User, by: User | None) -> None:
    """Tell a member that a category is theirs now."""
    values = {
        "who": named(by),
        "venture": no_link(assessment.venture.name),
        "category": category,
        "link": settings.SITE_URL + reverse("overview", args=[assessment.pk]),
    }
    subject = _("%(category)s of %(venture)s is yours to answer") % values
    body = _(
        "Hello,\n\n%(who)s asks you to look after %(category)s of %(venture)s.\n\n"
        "Here are the questions:\n%(link)s"
    )
    VentureMail(subject, body % values, to=to.email, about=assessment.venture_id).send()


def named(user: User | None) -> str:
    """Who did it; an address was shown to be theirs, a name is whatever they wrote."""
    return (no_link(user.name) or user.email) if user else _("Somebody")


def mail_account_deleted(email: str) -> None:
    """Tell somebody at their own address that their account is gone."""
    body = _(
        "Hello,\n\nyour account on FMAssess was deleted just now, as you asked, with the ventures "
        "that nobody else belonged to. If it was not you who asked, write to us at once: somebody "
        "else could read your mail or use your browser."
    )
    send_mail(_("Your account on FMAssess was deleted"), body, None, [email])


def join_link(token: str) -> str:
    """Where an invitation is accepted."""
    return str(settings.SITE_URL + reverse("join", args=[token]))
