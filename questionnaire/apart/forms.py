"""How a disagreement is settled, read from what was sent; nothing here saves."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from questionnaire.assessment.edits import Refused
from questionnaire.assessment.entry import clean_text, sent_id, sent_number

MOST_WHY = 500
OWN, SHARED_PICK = "own", "shared"


@dataclass(frozen=True, slots=True)
class Pick:
    """Whose answer is taken (a user's number), the shared one, or one of the form's own; and why.

    base: the version of the shared answer that was seen.
    """

    pick: str
    base: int
    mutation: uuid.UUID
    why: str


def read_pick(data: QueryDict) -> Pick:
    """What a form of settling says, or Refused in words."""
    pick = data.get("pick", "")[:20]
    if pick not in (OWN, SHARED_PICK) and not (pick.isascii() and pick.isdigit()):
        raise Refused(_("Choose one of the answers."))
    why = clean_text(data.get("why", "")[: 4 * MOST_WHY])
    if len(why) > MOST_WHY:
        raise Refused(
            _("Why: at most %(most)d characters can be kept. Shorten it.") % {"most": MOST_WHY}
        )
    mutation = sent_id(data.get("mutation", "")) or uuid.uuid4()
    return Pick(pick, sent_number(data.get("base", "")), mutation, why)
