"""Decisions about several ventures applied together: all or none, exactly once. Time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import Actor
from questionnaire.review.actions import DAY, MOST_LETTERS, Overtaken, TooOften, cohort_in_hand
from questionnaire.review.mails import decided_letters, send
from questionnaire.review.models import DecisionBatch, Outcome
from questionnaire.review.queries import batch_made, decided_often, last_outcomes


class AppliedAlready(Exception):
    """These very decisions were applied before: pressed twice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided about a venture. base: the outcome that the page showed, 0 for none."""

    enrolment: uuid.UUID
    choice: str
    base: int
    words: str = ""


def decide(
    *, cohort: Cohort, batch: uuid.UUID, choices: Sequence[Choice], by: Actor, at: dt.datetime
) -> int:
    """Apply decisions under the id that the page gave them, and tell the founders; how many.

    Whoever decides in a cohort waits for whoever does so at the same time; then raises
    AppliedAlready for the same batch, Overtaken where any venture left or got another decision
    since the page was made, or is the actor's own; TooOften. Nothing is applied then.
    """
    with cohort_in_hand(cohort=cohort.pk, by=by) as found:
        if batch_made(batch) is not None:
            raise AppliedAlready
        rows = Enrolment.objects.present().of_others(by)
        rows = rows.filter(cohort=found, pk__in=[one.enrolment for one in choices])
        there = {one.pk: one for one in rows.select_related("venture", "cohort__accelerator")}
        stands = last_outcomes(rows)
        for one in choices:
            last = stands.get(one.enrolment)
            if one.enrolment not in there or one.base != (last.pk if last is not None else 0):
                raise Overtaken
        if decided_often(there, MOST_LETTERS, at - DAY):
            raise TooOften
        made = DecisionBatch.objects.create(id=batch, cohort=found, by_id=by.user_id, at=at)
        Outcome.objects.bulk_create(
            Outcome(
                batch=made, enrolment_id=one.enrolment, choice=one.choice, words=one.words,
                by_id=by.user_id, at=at,
            )
            for one in choices
        )  # fmt: skip
        send(decided_letters([(there[one.enrolment], one.choice, one.words) for one in choices]))
        return len(choices)
