"""How the plan stands today, as other pages tell it: in a line, and what stands against it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from questionnaire.people.actor import Actor
from questionnaire.release.ground import open_footing
from questionnaire.release.queries import answers_now, plan_beside
from questionnaire.release.told import Matter, PlanTold, plan_told
from questionnaire.scoring.release.plan import plan_of


@dataclass(frozen=True, slots=True)
class Stands:
    """A saved plan over the answers of today. assessment: whose answers; against: what is to be
    settled first, what contradicts the decision or an answer before what contradicts itself."""

    assessment: uuid.UUID
    told: PlanTold
    decided: bool

    @property
    def against(self) -> tuple[Matter, ...]:
        return self.told.first

    @property
    def passed(self) -> tuple[str, ...]:
        """Components whose day is over, as they are told everywhere."""
        return tuple(f"{one.name}: {one.state}" for one in self.told.parts if one.passed)


def stands_today(actor: Actor, assessment: uuid.UUID) -> Stands | None:
    """The plan of the venture that an assessment is of; None while nothing was saved. One query
    then, four where something was; nothing is scored."""
    row = plan_beside(actor, assessment)
    found = answers_now(actor, row.venture_id) if row else None
    if row is None or found is None:
        return None
    footing = open_footing(actor, found)
    return Stands(found.pk, plan_told(plan_of(row.plan), footing), footing.decided)
