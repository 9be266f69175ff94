"""Reading editions at run time: the frozen document, its rubric and its wording, from memory.

An edition that was published never changes, so what is in memory is never stale; the one query
asks which edition is the newest.
"""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from typing import Any

from questionnaire.bank.content import canonical
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
    _wordings: dict[str, LocalEdition] = field(default_factory=dict)

    def wording(self, language: str) -> LocalEdition:
        """Its texts in one language, falling back visibly; made once per language."""
        if language not in self._wordings:
            # Two threads may both make it; they make the same, and one assignment wins.
            self._wordings[language] = localise(self.document, language)
        return self._wordings[language]


_open: dict[tuple[uuid.UUID, str], OpenEdition] = {}
_lock = threading.Lock()


def current_edition() -> OpenEdition | None:
    """The edition that new assessments use: the one published last. One small query."""
    found = (
        Edition.objects.filter(status=EditionStatus.PUBLISHED)
        .order_by("-published_at", "-created_at")
        .values_list("id", "content_hash")
        .first()
    )
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


def _opened(id: uuid.UUID, content_hash: str) -> OpenEdition:
    """The edition from memory, else from the database, compiled once per process."""
    found = _open.get((id, content_hash))
    if found is not None:
        return found
    with _lock:
        if (id, content_hash) not in _open:
            row = Edition.objects.only("key", "document").get(pk=id)
            document = canonical(row.document)
            rubric = compile_rubric(document)
            _open[id, content_hash] = OpenEdition(id, row.key, content_hash, document, rubric)
        return _open[id, content_hash]
