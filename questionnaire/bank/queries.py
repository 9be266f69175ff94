"""Reading editions at run time: the frozen document, its rubric and its wording, from memory.

An edition that was published never changes, so what is in memory is never stale; the one query
asks which edition is the newest.
"""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, count
from typing import Any

from django.db.models import QuerySet

from questionnaire.bank.content import Content, canonical
from questionnaire.bank.difference import Change, difference
from questionnaire.bank.models import Edition
from questionnaire.bank.wording import LocalEdition, localise
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


_open: dict[tuple[uuid.UUID, str], OpenEdition] = {}
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
    for (known, _), edition in tuple(_open.items()):
        if known == id:
            return edition
    content_hash = Edition.objects.filter(status__in=FROZEN).values_list("content_hash").get(pk=id)
    return _opened(id, content_hash[0])


def free_key(key: str) -> str:
    """The key where no edition has it, else one made from it that is free."""
    stem = key[:30].rstrip("-.")  # leaves room for what is added, within a key's 40 characters
    tries = chain([key, f"{stem}-draft"], (f"{stem}-draft-{again}" for again in count(2)))
    return next(one for one in tries if not Edition.objects.filter(key=one).exists())


def _opened(id: uuid.UUID, content_hash: str) -> OpenEdition:
    """The edition from memory, else from the database, compiled once per process."""
    found = _open.get((id, content_hash))
    if found is not None:
        return found
    with _lock:
        if (id, content_hash) not in _open:
            columns = ("key", "document", "published_at", "change_note")
            row = Edition.objects.only(*columns).get(pk=id)
            document = canonical(row.document)
            rubric = compile_rubric(document)
            _open[id, content_hash] = OpenEdition(
                id=id,
                key=row.key,
                content_hash=content_hash,
                document=document,
                rubric=rubric,
                published_at=row.published_at,
                change_note=row.change_note,
            )
        return _open[id, content_hash]


@lru_cache(maxsize=32)
def changes_between(before: OpenEdition, now: OpenEdition) -> tuple[Change, ...]:
    """Every change from one published edition to another; made once per process."""
    return difference(Content.model_validate(before.document), Content.model_validate(now.document))


@lru_cache(maxsize=32)
def notes_between(before: OpenEdition, now: OpenEdition) -> tuple[Mapping[str, str], ...]:
    """The change notes of the editions published between two, the newest first; read once per
    process, for nothing is published into the past."""
    passed = Edition.objects.filter(
        status__in=FROZEN, published_at__gt=before.published_at, published_at__lt=now.published_at
    )
    return tuple(passed.order_by("-published_at").values_list("change_note", flat=True))
