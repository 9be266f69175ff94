"""A round opened for one who may read it: the sheets laid open, compared with the shared one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from questionnaire.apart.comparing import (
    Compared,
    Matter,
    Settling,
    Side,
    Stored,
    compare,
    unsettled,
)
from questionnaire.apart.queries import answers_on, laid_open, settled_in
from questionnaire.assessment.actions import Content
from questionnaire.assessment.desk import Desk, desk_of
from questionnaire.assessment.edits import MOST_EVIDENCE
from questionnaire.assessment.entry import MOST_TEXT
from questionnaire.assessment.models import ApartRound, Assessment
from questionnaire.bank.queries import edition_by_id
from questionnaire.people.actor import Actor


@dataclass(frozen=True)
class Ground:
    """What was laid open in a round, beside the shared answers. people: user -> what to call them,
    in the order in which they laid open; opened: when; settled: the newest first."""

    going: ApartRound
    shared: Desk
    people: Mapping[int, str]
    opened: Mapping[int, dt.datetime]
    sheets: Mapping[int, Mapping[str, Stored]]
    settled: tuple[Any, ...]

    @cached_property
    def compared(self) -> Compared:
        """Question by question, in the edition's order."""
        return compare(
            self.shared.wording.questions,
            self.sheets,
            {key: stored_of(one) for key, one in self.shared.answers.items() if one.value},
            {key: one.version for key, one in self.shared.answers.items()},
        )

    @cached_property
    def disputes(self) -> tuple[Matter, ...]:
        """What is still to settle."""
        last: dict[str, Settling] = {}
        for one in self.settled:
            last.setdefault(one.question, Settling(one.at, stored_of(one.revision).key))
        return tuple(unsettled(self.compared.disputes, last, self.opened))

    def disputed(self, question: str) -> Matter | None:
        """A question on which the sheets differ, settled or not: it can be settled again."""
        return next((one for one in self.compared.disputes if one.question == question), None)


def open_ground(found: Assessment, going: ApartRound, actor: Actor) -> Ground:
    """Three queries, whatever the number of sheets: which are open, their answers with the shared
    ones, and what was settled."""
    edition = edition_by_id(found.edition_id)
    wording = edition.wording(get_language() or "en")
    opened = laid_open(actor, going)
    answers = answers_on([found, *opened])
    desks = {one: desk_of(one, edition, wording, answers[one.pk]) for one in (found, *opened)}
    by = [(one.apart_by, one) for one in opened if one.apart_by is not None]
    return Ground(
        going=going,
        shared=desks[found],
        people={user.pk: str(user) for user, _one in by},
        opened={user.pk: one.laid_open_at for user, one in by if one.laid_open_at is not None},
        sheets={user.pk: _given(desks[one]) for user, one in by},
        settled=tuple(settled_in(actor, going)),
    )


def _given(desk: Desk) -> dict[str, Stored]:
    """The answers that count on a sheet: understood, and to what it is asked."""
    asked = set(desk.way.asked)
    return {
        key: stored_of(one)
        for key, one in desk.answers.items()
        if key in desk.sheet and key in asked
    }


def stored_of(row: Any) -> Stored:
    """An answer, or one of its revisions, as a plain value."""
    return Stored(row.value or {}, row.note, row.evidence, row.claim, row.version)


def content_of(side: Side) -> Content:
    """An answer of one or several as it is saved: what stands beside it is kept together."""
    return Content(
        value=dict(side.value),
        note=side.together("note", MOST_TEXT),
        evidence=side.together("evidence", MOST_EVIDENCE),
        claim=side.claim,
    )


def side_of(matter: Matter, pick: int) -> Side | None:
    """The answer that this person (or SHARED) gave."""
    return next((one for one in matter.sides if pick in one.parties), None)
