"""Reading editions at run time: the frozen document, its rubric and its wording, from memory.

An edition that was published never changes, so what is in memory is never stale; the one query
asks which edition is the newest.
"""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, count
from typing import Any

from django.db.models import QuerySet

from questionnaire.bank.canonical import canonical
from questionnaire.bank.content import Content
from questionnaire.bank.difference import Change, difference
from questionnaire.bank.localising import localise
from questionnaire.bank.models import Edition
from questionnaire.bank.wording import LocalEdition
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.rubric import Rubric
from questionnaire.vocabulary import EditionStatus

FROZEN = (str(EditionStatus.PUBLISHED), str(EditionStatus.RETIRED))


@dataclass(frozen=True, slots=True, eq=False)
class OpenEdition:
    """A published edition, ready to be asked, scored and shown."""

    id: uuid.UUID
    key: str
    content_hash: str
    document: dict[str, Any]
    rubric: Rubric
    published_at: dt.datetime | None = None
    change_note: Mapping[str, str] = field(default_factory=dict)
    _wordings: dict[str, LocalEdition] = field(default_factory=dict)

    @property
    def main(self) -> LocalEdition:
        """Its texts in the language it was written in."""
        return self.wording(self.document["languages"][0])

    def wording(self, language: str) -> LocalEdition:
        """Its texts in one language, falling back visibly; made once per language."""
        if language not in self._wordings:
            # Two threads may both make it; they make the same, and one assignment wins.
            self._wordings[language] = localise(self.document, language)
        return self._wordings[language]


KEPT = 6
"""Editions that a process keeps open, those asked for last: 2.6 MiB each. Opening one anew takes
25 ms, so many more in use at once cost time and nothing else."""
_open: OrderedDict[tuple[uuid.UUID, str], OpenEdition] = OrderedDict()
_hashes: dict[uuid.UUID, str] = {}
_lock = threading.Lock()


def offered() -> QuerySet[Edition]:
    """The editions that are offered, the newest first."""
    published = Edition.objects.filter(status=EditionStatus.PUBLISHED)
    return published.order_by("-published_at", "-created_at")


def current_edition() -> OpenEdition | None:
    """The edition that new assessments use: the one published last. One small query."""
    found = offered().values_list("id", "content_hash").first()
    return _opened(*found) if found else None


def edition_by_id(id: uuid.UUID) -> OpenEdition:
    """A published or retired edition; Edition.DoesNotExist for a draft and for no edition.

    No query once this process has it.
    """
    known = _hashes.get(id)
    if known is None:
        frozen = Edition.objects.filter(status__in=FROZEN)
        known = _hashes[id] = frozen.values_list("content_hash", flat=True).get(pk=id)
    return _opened(id, known)


def free_key(key: str) -> str:
    """The key where no edition has it, else one made from it that is free."""
    stem = key[:30].rstrip("-.")  # leaves room for what is added, within a key's 40 characters
    tries = chain([key, f"{stem}-draft"], (f"{stem}-draft-{again}" for again in count(2)))
    return next(one for one in tries if not Edition.objects.filter(key=one).exists())


def _opened(id: uuid.UUID, content_hash: str) -> OpenEdition:
    """The edition from memory, else from the database; made by one thread, for which others that
    want one too wait."""
    found = _open.get((id, content_hash))
    if found is None:
        with _lock:
            found = _open.get((id, content_hash)) or _made(id, content_hash)
            _open[id, content_hash], _hashes[id] = found, content_hash
            while len(_open) > KEPT:
                _open.popitem(last=False)
    with suppress(KeyError):  # another thread may just have put it out
        _open.move_to_end((id, content_hash))
    return found


def _made(id: uuid.UUID, content_hash: str) -> OpenEdition:
    columns = ("key", "document", "published_at", "change_note")
    row = Edition.objects.only(*columns).get(pk=id)
    document = canonical(row.document)
    return OpenEdition(
        id=id,
        key=row.key,
        content_hash=content_hash,
        document=document,
        rubric=compile_rubric(document),
        published_at=row.published_at,
        change_note=row.change_note,
    )


def changes_between(before: OpenEdition, now: OpenEdition) -> tuple[Change, ...]:
    """Every change from one published edition to another; made once per process."""
    return _changes(before.id, now.id)


def notes_between(before: OpenEdition, now: OpenEdition) -> tuple[Mapping[str, str], ...]:
    """The change notes of the editions published between two, the newest first; read once per
    process, for nothing is published into the past."""
    return _notes(before.id, now.id)


@lru_cache(maxsize=32)
def _changes(before: uuid.UUID, now: uuid.UUID) -> tuple[Change, ...]:
    """By their ids: what is kept here must not keep whole editions with it."""
    was, is_now = (Content.model_validate(edition_by_id(one).document) for one in (before, now))
    return difference(was, is_now)


@lru_cache(maxsize=32)
def _notes(before: uuid.UUID, now: uuid.UUID) -> tuple[Mapping[str, str], ...]:
    after, until = (edition_by_id(one).published_at for one in (before, now))
    passed = Edition.objects.filter(
        status__in=FROZEN, published_at__gt=after, published_at__lt=until
    )
    return tuple(passed.order_by("-published_at").values_list("change_note", flat=True))
