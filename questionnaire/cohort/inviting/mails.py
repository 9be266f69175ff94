"""What those are told by mail who are invited into a cohort, or not done; words of people stand in
plain text and never in a link."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from questionnaire.cohort.inviting.joining.actions import opt_out_token
from questionnaire.cohort.inviting.models import CohortInvitation, Reminder
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.post.letter import AcceleratorMail, VentureMail
from questionnaire.post.words import no_link


def invited_link(token: str) -> str:
    """Where an invitation or a link for many is opened."""
    return str(settings.SITE_URL + reverse("invited", args=[token]))


def _names(cohort: Cohort) -> dict[str, str]:
    return {"accelerator": no_link(cohort.accelerator.name), "cohort": no_link(cohort.name)}


def invitation_mail(invitation: CohortInvitation, token: str) -> EmailMessage:
    """The invitation, in its language."""
    with override(invitation.language):
        values = _names(invitation.cohort) | {
            "link": invited_link(token),
            "until": date_format(invitation.expires_at, "DATE_FORMAT"),
        }
        subject = _("%(accelerator)s invites you to %(cohort)s") % values
        body = _(
            "Hello,\n\n"
            "%(accelerator)s invites your venture to %(cohort)s. You answer questions about the "
            "release of your model, and you decide what of it they see: until you agree to "
            "something, nothing but your venture’s name.\n\n"
            "What they ask for and why stands here, until %(until)s:\n%(link)s\n\n"
            "The link works once and is yours alone. If you expect nothing of the kind, do "
            "nothing."
        )
        about = invitation.cohort.accelerator_id
        return AcceleratorMail(subject, body % values, to=invitation.email, about=about)


def reminder_mail(
    reminder: Reminder, to: str, *, link: str, joined: Enrolment | None
) -> EmailMessage:
    """A reminder to one address, in the language of the thread's moment. joined: whether they are
    in the cohort and have not sent, or were invited and have not joined."""
    cohort = reminder.cohort
    stop = settings.SITE_URL + reverse("no-reminders", args=[opt_out_token(cohort.pk, to)])
    values = _names(cohort) | {"link": link, "stop": stop}
    if reminder.round is not None:
        values["until"] = date_format(reminder.round.closes_on, "DATE_FORMAT")
    body = "\n\n".join([_("Hello,"), _what(joined is not None, "until" in values), _ending()])
    subject = _("%(cohort)s of %(accelerator)s: a reminder")
    subject, body, headers = subject % values, body % values, _one_click(stop)
    if joined is None:
        about = cohort.accelerator_id
        return AcceleratorMail(subject, body, to=to, about=about, headers=headers)
    return VentureMail(subject, body, to=to, about=joined.venture_id, headers=headers)


def _one_click(stop: str) -> dict[str, str]:
    """RFC 8058: a mail program posts there when its reader presses its own button; by GET it shows
    a page and changes nothing, for programs load addresses to look at them."""
    return {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _what(joined: bool, dated: bool) -> str:
    if joined and dated:
        return _(
            "you are in %(cohort)s of %(accelerator)s, and your answers for this round are not "
            "sent yet. It closes on %(until)s. Here you go on:\n%(link)s"
        )
    if joined:
        return _(
            "you are in %(cohort)s of %(accelerator)s, and your answers are not sent yet. Here you "
            "go on:\n%(link)s"
        )
    if dated:
        return _(
            "%(accelerator)s invited your venture to %(cohort)s. The round closes on %(until)s. "
            "This link is yours, beside the one that you have:\n%(link)s"
        )
    return _(
        "%(accelerator)s invited your venture to %(cohort)s. This link is yours, beside the one "
        "that you have:\n%(link)s"
    )


def _ending() -> str:
    return _("No more reminders of this cohort to this address, by one press:\n%(stop)s")
