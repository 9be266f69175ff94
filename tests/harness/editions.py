"""The shipped edition for tests: loaded as ever the first time in a run, then its rows once more.

Reading, checking and freezing it costs half a second, and most tests begin with it.
"""

from __future__ import annotations

import copy
import uuid
from typing import Any

from django.db import models, transaction

from questionnaire.bank.kinds import KINDS
from questionnaire.bank.models import Edition
from questionnaire.bank.records import Edit
from questionnaire.vocabulary import EditionStatus

_kept: dict[str, list[Any]] = {}


def keep(edition: Edition) -> None:
    """Remember the rows of an edition that was just published."""
    _kept["edition"] = [copy.copy(edition)]
    _kept["edits"] = list(Edit.objects.filter(edition=edition).order_by("pk"))
    for name, kind in KINDS.items():
        _kept[name] = list(kind.model._default_manager.filter(**{kind.way: edition}).order_by("pk"))


def is_kept() -> bool:
    return bool(_kept)


@transaction.atomic
def make_again() -> Edition:
    """The same edition as rows of their own: a draft, what hangs on it, then published."""
    edition: Edition = _fresh(_kept["edition"][0], id=uuid.uuid4())
    draft = {
        "status": EditionStatus.DRAFT, "document": None, "content_hash": "", "published_at": None,
    }  # fmt: skip
    frozen = {name: getattr(edition, name) for name in draft}
    _set(edition, draft).save(force_insert=True)
    made: dict[str, dict[Any, models.Model]] = {}
    for name, kind in KINDS.items():
        holders = made.get(kind.holder, {})
        rows = {
            row.pk: _fresh(
                row,
                pk=None,
                **{kind.holder: holders.get(getattr(row, f"{kind.holder}_id"), edition)},
            )
            for row in _kept[name]
        }
        kind.model._default_manager.bulk_create(rows.values())
        made[name] = rows
    _set(edition, frozen).save(force_update=True)
    Edit.objects.bulk_create([_fresh(one, pk=None, edition=edition) for one in _kept["edits"]])
    return edition


def _set(row: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _fresh(row: Any, **values: Any) -> Any:
    """A copy of a row that is not stored yet."""
    one = copy.copy(row)
    one._state = copy.copy(row._state)
    one._state.adding, one._state.fields_cache = True, {}
    return _set(one, values)
