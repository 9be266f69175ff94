"""Small changes to a draft made beside the admin: one verb each, recorded; time comes in."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from questionnaire.bank.approval import locked, must_be_draft
from questionnaire.bank.difference import same
from questionnaire.bank.models import Edition, OtherMark, Persona
from questionnaire.bank.recording import recording
from questionnaire.bank.refused import EditionRefused
from questionnaire.bank.rows import raw_content
from questionnaire.bank.spots import Spots
from questionnaire.bank.texts import Keys, parts, places
from questionnaire.vocabulary import InboxStatus

if TYPE_CHECKING:
    from questionnaire.bank.content import Expectation
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
        must_be_draft(locked(edition))
        yield


class Written(NamedTuple):
    """What became of texts, by address: they stand there now, or nothing was changed, because
    somebody else wrote meanwhile (and what), or because no one part has this address any more."""

    stand: frozenset[str]
    conflicts: Mapping[str, str]
    gone: frozenset[str]


def write_texts(
    *, edition: Edition, language: str, edits: Mapping[str, TextEdit], by: User, at: dt.datetime
) -> Written:
    """Write a draft's texts in one language, each where its address says; empty takes one out."""
    with _changing(edition, by=by, at=at):
        raw, spots = raw_content(edition), Spots(edition)
        written, touched = _put_texts(raw, spots, language, edits)
        holders = dict(parts(raw))
        for part, column in touched:
            spot = spots.get(part)
            if spot is not None:
                rows = spot.model._default_manager.filter(pk=spot.pk)
                rows.update(**{column: holders[part][column]})
    return written


def _put_texts(
    raw: dict[str, Any], spots: Spots, language: str, edits: Mapping[str, TextEdit]
) -> tuple[Written, set[tuple[Keys, str]]]:
    """Put texts into a plain content; also the parts and columns that changed."""
    stand: set[str] = set()
    conflicts: dict[str, str] = {}
    touched: set[tuple[Keys, str]] = set()
    for place in places(raw):
        edit, said = edits.get(place.address), place.holder[place.name]
        if edit is None or not spots.is_clear(place.part) or not isinstance(said, dict):
            continue
        stands = said.get(language, "")
        if edit.text != stands and text_mark(stands) != edit.seen:
            conflicts[place.address] = stands
            continue
        stand.add(place.address)
        if edit.text == stands:
            continue
        others = {code: text for code, text in said.items() if code != language}
        place.holder[place.name] = {**others, **({language: edit.text} if edit.text else {})}
        touched.add((place.part, place.column))
    gone = frozenset(edits) - stand - conflicts.keys()
    return Written(frozenset(stand), conflicts, gone), touched


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
        found = list(rows.values_list(column, flat=True))
        if not found:
            raise _gone(row)
        if not same(found[0], seen):
            return False
        rows.update(**{column: condition})
    return True


def accept_outcome(
    *, edition: Edition, persona: str, expect: Expectation, seen: Expectation, by: User,
    at: dt.datetime,
) -> bool:  # fmt: skip
    """Let a persona of a draft expect what it comes out as; False, and nothing written, where it
    expects something else by now than was seen."""
    with _changing(edition, by=by, at=at):
        rows = Persona.objects.filter(edition=edition, key=persona)
        stands = rows.values_list("expect", flat=True).first()
        if stands is None or not same(stands, seen.model_dump(mode="json")):
            return False
        rows.update(expect=expect.model_dump(mode="json"))
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
        old = next((place for place, one in enumerate(siblings) if one.pk == row.pk), None)
        if old is None:
            raise _gone(row)
        new = min(max(old + way, 0), len(siblings) - 1)
        siblings.insert(new, siblings.pop(old))
        for place, one in enumerate(siblings):
            one.place = place
        manager.bulk_update(siblings, ["place"])
    return new != old


def _gone(row: models.Model) -> EditionRefused:
    return EditionRefused(_("%(key)s was deleted meanwhile.") % {"key": row})


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
