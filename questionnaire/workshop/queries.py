"""What the workshop reads of what was sent: answers and a stage, never whose they are."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from questionnaire.assessment.models import Submission
from questionnaire.bank.actions import EditionRefused, export_edition
from questionnaire.bank.content import Content, content_hash
from questionnaire.bank.lint import scoring_faults
from questionnaire.bank.models import Edition
from questionnaire.bank.queries import FROZEN, OpenEdition, edition_by_id, offered
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.vocabulary import EditionStatus


class Sent(NamedTuple):
    """A submission as an effect is counted from it."""

    pk: uuid.UUID
    edition_id: uuid.UUID
    answers: dict[str, Any]
    stage: str


def scorable(edition: Edition, *, personas: bool = False) -> Content:
    """The content of an edition. EditionRefused with what prevents scoring it, or its personas."""
    content = export_edition(edition)
    faults = scoring_faults(content, personas=personas)
    if faults:
        raise EditionRefused(
            _("Edition %(key)s cannot be scored yet.") % {"key": edition.key}, faults
        )
    return content


def opened(edition: Edition, content: Content) -> OpenEdition:
    """A draft as if it were published, for this once."""
    document = content.document()
    return OpenEdition(
        id=edition.pk,
        key=edition.key,
        content_hash=content_hash(document),
        document=document,
        rubric=compile_rubric(document),
    )


def base_of(edition: Edition) -> Edition | None:
    """The published edition that a draft was drafted from, over other drafts; else the one that is
    offered now, whose place it would take."""
    seen = {edition.pk}
    base = edition.based_on
    while base is not None and base.status == EditionStatus.DRAFT and base.pk not in seen:
        seen.add(base.pk)
        base = base.based_on
    return base if base is not None and base.status != EditionStatus.DRAFT else offered().first()


def comparable(edition: Edition, draft: OpenEdition) -> list[uuid.UUID]:
    """The editions whose submissions are counted: the one a draft was drafted from, the one that is
    offered now, and all that ask the same questions as one of these or as the draft.

    The one offered now is always among them, so that no way of making a draft leaves it out.
    """
    bases = {one.pk for one in (base_of(edition), offered().first()) if one is not None}
    asked = [set(draft.rubric.by_key), *(set(edition_by_id(pk).rubric.by_key) for pk in bases)]
    sent_to = Edition.objects.filter(status__in=FROZEN, submissions__isnull=False).distinct()
    return [
        pk
        for pk in sent_to.order_by("pk").values_list("pk", flat=True)
        if set(edition_by_id(pk).rubric.by_key) in asked
    ]


def sent_count(editions: list[uuid.UUID]) -> int:
    """How many submissions these editions have."""
    return Submission.objects.filter(edition_id__in=editions).count()


def sent_after(editions: list[uuid.UUID], cursor: uuid.UUID | None, most: int) -> list[Sent]:
    """The next submissions in the order of their ids."""
    rows = Submission.objects.filter(edition_id__in=editions).order_by("pk")
    if cursor is not None:
        rows = rows.filter(pk__gt=cursor)
    columns = ("pk", "edition_id", "answers", "assessment__venture__stage")
    return [Sent(*one) for one in rows.values_list(*columns)[:most]]
