"""What the workshop reads of what was sent: answers and a stage, never whose they are."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from questionnaire.assessment.models import Submission
from questionnaire.bank.actions import EditionRefused, export_edition
from questionnaire.bank.canonical import content_hash
from questionnaire.bank.content import Content
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


def comparable(edition: Edition, draft: OpenEdition) -> dict[uuid.UUID, uuid.UUID]:
    """The editions whose submissions are counted, each with the edition under which they are scored
    before: their own where it asks the same as the draft, as the edition it was drafted from, or as
    the one offered now.

    The predecessors of these are counted too, by what is offered now would make of them: else a
    draft right after a new question would find that nothing was ever sent, and nobody would be
    asked. The one offered now is always among them, so that no way of making a draft leaves it out;
    and where nothing is comparable, everything is.
    """
    base = base_of(edition)
    bases = {one.pk: one for one in (base, offered().first()) if one is not None}
    asked = [set(draft.rubric.by_key), *(set(edition_by_id(pk).rubric.by_key) for pk in bases)]
    sent_to = Edition.objects.filter(status__in=FROZEN, submissions__isnull=False).distinct()
    sent = list(sent_to.order_by("pk").values_list("pk", flat=True))
    same = {pk: pk for pk in sent if set(edition_by_id(pk).rubric.by_key) in asked}
    before = {pk for one in bases.values() for pk in _predecessors(one)}
    if base is None:
        return same
    earlier = {pk: base.pk for pk in sent if pk in before and pk not in same}
    return same | earlier or dict.fromkeys(sent, base.pk)


def _predecessors(edition: Edition) -> Iterator[uuid.UUID]:
    """The editions that an edition came from, over however many steps."""
    came_from = dict(Edition.objects.values_list("pk", "based_on"))
    seen: set[uuid.UUID] = {edition.pk}
    at = came_from.get(edition.pk)
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = came_from.get(at)


def sent_count(editions: Iterable[uuid.UUID]) -> int:
    """How many submissions these editions have."""
    return Submission.objects.filter(edition_id__in=list(editions)).count()


def sent_after(editions: Iterable[uuid.UUID], cursor: uuid.UUID | None, most: int) -> list[Sent]:
    """The next submissions in the order of their ids."""
    rows = Submission.objects.filter(edition_id__in=list(editions)).order_by("pk")
    if cursor is not None:
        rows = rows.filter(pk__gt=cursor)
    columns = ("pk", "edition_id", "answers", "assessment__venture__stage")
    return [Sent(*one) for one in rows.values_list(*columns)[:most]]
