"""What is done to a plan: an action is taken on, added or changed. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction

from questionnaire.report.plan.models import PlanChange, PlanItem
from questionnaire.vocabulary import PlanState


class Overtaken(Exception):
    """Somebody changed the action meanwhile; nothing was overwritten."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned about an action. owner: a member's id; owner_name: anybody else."""

    text: str = ""
    done_when: str = ""
    owner_id: int | None = None
    owner_name: str = ""
    due: dt.date | None = None
    state: PlanState = PlanState.OPEN
    reason: str = ""
    note: str = ""


def planned_of(item: PlanItem) -> Planned:
    """What is planned as it stands."""
    said = {name: getattr(item, name) for name in Planned.__dataclass_fields__}
    return Planned(**{**said, "state": PlanState(item.state)})


@transaction.atomic
def take_on(
    *,
    venture: uuid.UUID,
    action: str,
    edition: uuid.UUID,
    planned: Planned,
    by: int | None,
    at: dt.datetime,
) -> PlanItem:
    """Take on an action of the bank, which was only proposed so far. Raises Overtaken where
    somebody did so meanwhile."""
    return _made(
        planned, by, at, id=uuid.uuid4(), venture_id=venture, action=action, edition_id=edition
    )


@transaction.atomic
def add_own(
    *, venture: uuid.UUID, id: uuid.UUID, planned: Planned, by: int | None, at: dt.datetime
) -> PlanItem:
    """Add an action of one's own. id: the page's name for this very one, so that a form sent twice
    adds it once."""
    again: PlanItem | None = PlanItem.objects.filter(pk=id, venture_id=venture).first()
    return again or _made(planned, by, at, id=id, venture_id=venture)


@transaction.atomic
def change_plan(
    *, item: PlanItem, base: int, planned: Planned, by: int | None, at: dt.datetime
) -> int:
    """Change an action if nobody did since version ``base``; the version that stands now.

    The same again changes nothing. Raises Overtaken.
    """
    if planned == planned_of(item):
        return item.version
    rows = PlanItem.objects.filter(pk=item.pk, version=base)
    if not rows.update(version=base + 1, **_columns(planned)):
        raise Overtaken
    _log(item.pk, base + 1, planned, by, at)
    return base + 1


def _made(planned: Planned, by: int | None, at: dt.datetime, **where: Any) -> PlanItem:
    try:
        with transaction.atomic():
            made: PlanItem = PlanItem.objects.create(
                created_at=at, version=1, **_columns(planned), **where
            )
    except IntegrityError:
        raise Overtaken from None
    _log(made.pk, 1, planned, by, at)
    return made


def _log(item: uuid.UUID, version: int, planned: Planned, by: int | None, at: dt.datetime) -> None:
    PlanChange.objects.create(item_id=item, version=version, by_id=by, at=at, **_columns(planned))


def _columns(planned: Planned) -> Mapping[str, Any]:
    return {**asdict(planned), "state": str(planned.state)}
