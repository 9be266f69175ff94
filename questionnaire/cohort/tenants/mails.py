"""What those are told by mail who are invited into an accelerator, and of its being handed over."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaire.assessment.team.mails import named
from questionnaire.cohort.tenants.handing_over.actions import HandOver, refusal_token
from questionnaire.cohort.tenants.page import role_words
from questionnaire.people.membership.actions import IssuedInvitation
from questionnaire.people.models import AcceleratorInvitation, User
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
    _send(subject, body % values, found.email, found.tenant.pk)


def mail_hand_over(begun: HandOver) -> None:
    """Tell the owner how to refuse, the others who manage that it was begun, and the new person
    since when they can accept."""
    found = begun.invitation
    about = found.accelerator_id
    values = {
        "accelerator": no_link(found.accelerator.name),
        "email": found.email,
        "owner": begun.owner.email,
        "opens": date_format(begun.opens, "DATE_FORMAT"),
        "until": date_format(found.expires_at, "DATE_FORMAT"),
        "link": join_accelerator_link(begun.token),
        "refuse": settings.SITE_URL + reverse("refuse-hand-over", args=[refusal_token(found)]),
        "members": settings.SITE_URL + reverse("accelerator", args=[about]),
        "site": settings.OPERATOR or "FMAssess",
    }
    subject = _("%(accelerator)s is to get another owner") % values
    told = _(
        "Hello,\n\n"
        "%(site)s, who runs this site, was told that the owner of %(accelerator)s, %(owner)s, "
        "cannot be reached there any more. So %(email)s was invited to own it too, and can accept "
        "from %(opens)s on."
    )
    refusing = _(
        "If you are still there, or know nothing of this, refuse:\n%(refuse)s\n\n"
        "You can do that until the invitation is accepted, by this link or on the page of members. "
        "You stay an owner in any case, until somebody who owns it lets you go."
    )
    beside = _(
        "If that is wrong, tell %(owner)s, who can refuse, and whoever runs this site. What "
        "becomes of it stands on the page of members:\n%(members)s"
    )
    _send(subject, f"{told}\n\n{refusing}" % values, begun.owner.email, about)
    for one in begun.managers:
        if one.email.casefold() != found.email.casefold():
            _send(subject, f"{told}\n\n{beside}" % values, one.email, about)
    body = _(
        "Hello,\n\n"
        "%(site)s, who runs this site, invites you to own %(accelerator)s, whose owner cannot be "
        "reached any more. The owner has until %(opens)s to refuse.\n\n"
        "From that day on open this link and accept, until %(until)s. Keep this mail:\n%(link)s\n\n"
        "It works once, and only when you sign in as %(email)s. If you expect nothing of the kind, "
        "do nothing."
    )
    _send(
        _("You are to own %(accelerator)s on FMAssess") % values, body % values, found.email, about
    )


def mail_handed_over(invitation: AcceleratorInvitation, people: Iterable[User]) -> None:
    """Tell those who manage an accelerator that it has another owner now."""
    about = invitation.accelerator_id
    values = {
        "accelerator": no_link(invitation.accelerator.name),
        "email": invitation.email,
        "members": settings.SITE_URL + reverse("accelerator", args=[about]),
    }
    body = _(
        "Hello,\n\n"
        "%(email)s accepted and owns %(accelerator)s from now on, beside whoever owned it before. "
        "Nobody refused in time. Who belongs to it:\n%(members)s"
    )
    for one in people:
        if one.email.casefold() != invitation.email.casefold():
            _send(_("%(accelerator)s has another owner") % values, body % values, one.email, about)


def _send(subject: str, body: str, to: str, about: uuid.UUID) -> None:
    AcceleratorMail(subject, body, to=to, about=about).send()


def join_accelerator_link(token: str) -> str:
    """Where such an invitation is accepted."""
    return str(settings.SITE_URL + reverse("join-accelerator", args=[token]))
