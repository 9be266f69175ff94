"""What the pages of answering apart read: rounds, sheets and what was settled."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from questionnaire.apart.models import Settlement
from questionnaire.assessment.models import Answer, ApartRound, Assessment
from questionnaire.people.actor import Actor
from questionnaire.people.models import VentureMember


def newest_round(actor: Actor, assessment: uuid.UUID) -> ApartRound | None:
    """The round that goes on, else the last one; that there is one tells no answer."""
    rounds = ApartRound.objects.visible_to(actor).with_over().filter(assessment=assessment)
    found: ApartRound | None = rounds.order_by("-begun_at", "-pk").first()
    return found


def open_round(actor: Actor, assessment: uuid.UUID) -> ApartRound | None:
    """The newest round, if its sheets are open to the actor."""
    newest = ApartRound.objects.filter(assessment=assessment).order_by("-begun_at", "-pk")
    rounds = ApartRound.objects.open_to(actor).with_over()
    found: ApartRound | None = rounds.filter(pk__in=newest.values("pk")[:1]).first()
    return found


def standing(going: ApartRound | None, members: Iterable[VentureMember]) -> Mapping[int, str]:
    """User -> open or laid-open, for those of these members who began; never what they answered."""
    if going is None:
        return {}
    rows = Assessment.apart_sheets.filter(
        apart=going, apart_by__in=[one.user_id for one in members]
    )
    return dict(rows.values_list("apart_by_id", "status"))


def own_in(actor: Actor, going: ApartRound | None) -> Assessment | None:
    """The actor's own sheet in a round."""
    if going is None:
        return None
    own = Assessment.apart_sheets.own_of(actor).select_related("venture", "apart")
    found: Assessment | None = own.filter(apart=going).first()
    return found


def laid_open(actor: Actor, going: ApartRound) -> list[Assessment]:
    """The sheets of a round that were laid open, as far as the actor may read them."""
    rows = Assessment.apart_sheets.readable_by(actor).filter(apart=going)
    opened = rows.filter(laid_open_at__isnull=False).select_related("apart_by")
    return list(opened.order_by("laid_open_at", "apart_by"))


def answers_on(sheets: Iterable[Assessment]) -> dict[uuid.UUID, dict[str, Answer]]:
    """The answers on these sheets, which were read on the actor's behalf, by sheet and question."""
    found: dict[uuid.UUID, dict[str, Answer]] = {one.pk: {} for one in sheets}
    for answer in Answer.objects.filter(assessment__in=list(found)):
        found[answer.assessment_id][answer.question] = answer
    return found


def settled_in(actor: Actor, going: ApartRound) -> list[Any]:
    """What was settled in a round, the newest first."""
    rows = Settlement.objects.visible_to(actor).filter(round=going)
    rows = rows.select_related("revision", "by", "picked")
    return list(rows.order_by("-at", "-pk"))
