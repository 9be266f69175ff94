"""Telling members by mail, in the language of the record, that their decision is open again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaire.bank.queries import edition_by_id
from questionnaire.decision.choosing import tell_wire
from questionnaire.decision.models import Decision, Tripwire
from questionnaire.decision.queries import to_tell
from questionnaire.people.models import User
from questionnaire.post.letter import VentureMail
from questionnaire.post.words import no_link


def tell_members(decision: uuid.UUID, fired: Sequence[int]) -> None:
    """One mail to each member with an account. fired: the tripwires that just did."""
    found, tripwires = to_tell(decision, fired)
    members = User.objects.filter(ventures__venture=found.venture, is_active=True).order_by("pk")
    messages = []
    for member in members:
        with translation.override(found.language):  # of a member's own nothing is known
            messages.append(_message(found, tripwires, member.email))
    if messages:
        mail.get_connection().send_messages(messages)


def _message(decision: Decision, tripwires: Sequence[Tripwire], to: str) -> VentureMail:
    """What fired, and the way to the record. No answer stands in it: mail is read by others too."""
    venture = no_link(" ".join(decision.venture.name.split()))
    address = reverse("decision", args=[decision.report.submission.assessment_id])
    lines = [
        _("You decided on %(date)s how %(venture)s releases its model, and what would make you "
          "look again. This has happened:")
        % {"date": date_format(decision.decided_on), "venture": venture},
        "\n".join(f"- {words}" for words in _words(decision, tripwires)),
        _("The decision stands as it was recorded. Look at it again, keep it or take another:"),
        f"{settings.SITE_URL}{address}",
    ]  # fmt: skip
    subject = _("Look again at the release of %(venture)s") % {"venture": venture}
    body = "\n\n".join(lines) + "\n"
    return VentureMail(subject, body, to=to, about=decision.venture_id)


def _words(decision: Decision, tripwires: Sequence[Tripwire]) -> list[str]:
    edition = edition_by_id(decision.report.submission.edition_id)
    texts = edition.wording(translation.get_language() or "en")

    def say(message: str, **values: object) -> str:
        return translation.gettext(message) % values

    return [
        tell_wire(
            one.condition, no_link(one.words), edition.document, texts, decision.path, say
        ).title
        for one in tripwires
    ]
