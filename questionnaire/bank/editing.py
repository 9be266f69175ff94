"""Small changes to a draft made beside the admin: one verb each, recorded; time comes in."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from questionnaire.bank.models import Edition, OtherMark
from questionnaire.bank.recording import recording
from questionnaire.bank.refused import EditionRefused
from questionnaire.bank.rows import raw_content
from questionnaire.bank.spots import Spots
from questionnaire.bank.texts import Keys, parts, places
from questionnaire.vocabulary import EditionStatus, InboxStatus

if TYPE_CHECKING:
    from questionnaire.people.models import User


class TextEdit(NamedTuple):
    """A text as somebody typed it, and the mark of the text that they saw there."""

    text: str
    seen: str


def text_mark(text: str) -> str:
    """A short mark of a text, by which a later save tells whether it still stands."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@contextmanager
def _changing(edition: Edition, *, by: User, at: dt.datetime) -> Iterator[None]:
    """Record what the block changes; refused where the edition is no draft (any more)."""
    with recording(edition, by=by, at=at):
        if Edition.objects.get(pk=edition.pk).status != EditionStatus.DRAFT:
            raise EditionRefused(_("Edition %(key)s is published already.") % {"key": edition.key})
        yield


def write_texts(
    *, edition: Edition, language: str, edits: Mapping[str, TextEdit], by: User, at: dt.datetime
) -> dict[str, str]:
    """Write a draft's texts in one language, each where its address says; empty takes one out.

    Returns what stands where somebody else wrote meanwhile; there nothing is changed.
    """
    with _changing(edition, by=by, at=at):
        raw, spots = raw_content(edition), Spots(edition)
        conflicts, touched = _put_texts(raw, spots, language, edits)
        holders = dict(parts(raw))
        for part, column in touched:
            spot = spots.get(part)
            if spot is not None:
                rows = spot.model._default_manager.filter(pk=spot.pk)
                rows.update(**{column: holders[part][column]})
    return conflicts


def _put_texts(
    raw: dict[str, Any], spots: Spots, language: str, edits: Mapping[str, TextEdit]
) -> tuple[dict[str, str], set[tuple[Keys, str]]]:
    """Put texts into a plain content: the conflicts, and the parts and columns that changed."""
    conflicts: dict[str, str] = {}
    touched: set[tuple[Keys, str]] = set()
    for place in places(raw):
        edit, said = edits.get(place.address), place.holder[place.name]
        if edit is None or not spots.is_clear(place.part) or not isinstance(said, dict):
            continue
        stands = said.get(language, "")
        if edit.text == stands:
            continue
        if text_mark(stands) != edit.seen:
            conflicts[place.address] = stands
            continue
        others = {code: text for code, text in said.items() if code != language}
        place.holder[place.name] = {**others, **({language: edit.text} if edit.text else {})}
        touched.add((place.part, place.column))
    return conflicts, touched


def write_condition(
    *,
    edition: Edition,
    row: models.Model,
    column: str,
    condition: Any,
    seen: Any,
    by: User,
    at: dt.datetime,
) -> bool:
    """Write a row's condition into a draft; False, and nothing written, where what was seen there
    no longer stands.

    The caller has checked the condition against the draft; publishing checks it again.
    """
    with _changing(edition, by=by, at=at):
        rows = type(row)._default_manager.filter(pk=row.pk)
        if rows.values_list(column, flat=True).get() != seen:
            return False
        rows.update(**{column: condition})
    return True


def move_row(*, edition: Edition, row: models.Model, way: int, by: User, at: dt.datetime) -> bool:
    """Move a row of a draft among its siblings, -1 up or 1 down, and number them from 0.

    False where it is the first or the last already.
    """
    with _changing(edition, by=by, at=at):
        parent = next(one for one in row._meta.local_concrete_fields if one.is_relation)
        manager: Any = type(row)._default_manager
        around = manager.filter(**{parent.attname: getattr(row, parent.attname)})
        siblings = list(around.order_by("place", "pk"))
        old = [one.pk for one in siblings].index(row.pk)
        new = min(max(old + way, 0), len(siblings) - 1)
        siblings.insert(new, siblings.pop(old))
        for place, one in enumerate(siblings):
            one.place = place
        manager.bulk_update(siblings, ["place"])
    return new != old


def mark_other(
    *,
    edition: Edition,
    question: str,
    digest: str,
    status: InboxStatus,
    note: str,
    by: User,
    at: dt.datetime,
) -> OtherMark:
    """Say what was made of a text that somebody wrote because no option fitted.

    What was said before stays: the newest counts. Declining says why.
    """
    if status == InboxStatus.DECLINED and not note:
        raise EditionRefused(_("Say why it is declined."))
    return OtherMark.objects.create(
        edition=edition, question=question, digest=digest, status=status, note=note, by=by, at=at
    )
