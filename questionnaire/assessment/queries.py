"""What editors read of what was sent: the texts that no option fitted, and never whose they are."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from questionnaire.assessment.models import Submission
from questionnaire.assessment.others import Other, gather


def others_visible_to(user: Any) -> list[Other]:
    """The texts in what ventures stand by now, for those who change editions; nobody else has any.

    The venture's name is read only to be blotted out.
    """
    if not user.has_perm("questionnaire.change_edition"):
        return []
    sent = Submission.objects.newest().annotate(
        edition_key=F("edition__key"), venture=F("assessment__venture__name")
    )
    return gather(sent.values_list("edition_key", "answers", "venture").iterator())
