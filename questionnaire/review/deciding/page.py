"""The results of a cohort's reviews, and decisions before they are applied, as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import Actor
from questionnaire.people.models import stage_word
from questionnaire.review.deciding.actions import Choice
from questionnaire.review.deciding.forms import Marked
from questionnaire.review.deciding.tally import Given, Tally, tally
from questionnaire.review.mails import Letter, decided_letters
from questionnaire.review.models import STATE_WORDS, Outcome, Review, choice_word
from questionnaire.review.queries import (
    last_outcomes,
    last_steps,
    review_rows,
    rubrics_used,
    sent_at_of,
)
from questionnaire.review.sums import read_criteria, weigh
from questionnaire.vocabulary import ReviewState


@dataclass(frozen=True, slots=True)
class Result:
    """One venture. asked: how many reviews; given: how many are in; hidden: the reader reviews it
    too and has not submitted, or abstains, or it is their own; several: reviews by more than one
    version of the rubric; earlier: how many are about answers that were sent again since. base: the
    decision that stands, 0 for none."""

    id: uuid.UUID
    name: str
    stage: str
    state: str
    asked: int
    given: int
    tally: Tally
    hidden: bool
    several: bool
    earlier: int
    decided: str
    decided_at: dt.datetime | None
    decided_by: str
    base: int


def results_of(actor: Actor, cohort: Cohort) -> list[Result]:
    """Every venture of the cohort, the highest mean first, those without one by name. Nine
    queries, whatever their number; what the actor may not read (yet) counts nowhere."""
    enrolments = cohort.enrolments.present()
    seats: dict[uuid.UUID, list[tuple[bool, bool]]] = {}
    hidden = set(
        Enrolment.objects.visible_to(actor).filter(cohort=cohort).values_list("pk", flat=True)
    )
    for one in Review.objects.seats_for(actor).filter(enrolment__cohort=cohort):
        seats.setdefault(one["enrolment_id"], []).append(
            (bool(one["submitted_at"]), one["conflict"])
        )
        if one["reviewer_id"] == actor.user_id and (not one["submitted_at"] or one["conflict"]):
            hidden.add(one["enrolment_id"])
    read: dict[uuid.UUID, list[Review]] = {}
    for row in review_rows(actor, cohort):
        read.setdefault(row.enrolment_id, []).append(row)
    totals = _totals(row for rows in read.values() for row in rows)
    steps, outcomes = last_steps(enrolments), last_outcomes(enrolments)
    sent = sent_at_of(enrolments)
    results = []
    for enrolment in enrolments.select_related("venture"):
        rows = [] if enrolment.pk in hidden else read.get(enrolment.pk, [])
        step = steps.get(enrolment.pk)
        results.append(
            _result(
                enrolment, seats.get(enrolment.pk, []), rows, totals, outcomes.get(enrolment.pk),
                str(STATE_WORDS[step.state]) if step is not None else "",
                enrolment.pk in hidden, sent.get(enrolment.pk),
            )
        )  # fmt: skip
    return sorted(results, key=_highest_first)


def _highest_first(one: Result) -> tuple[bool, int, str, str]:
    return one.tally.mean is None, -(one.tally.mean or 0), one.name.casefold(), str(one.id)


def _totals(rows: Iterable[Review]) -> dict[uuid.UUID, int | None]:
    """Each review's total, by its own version of the rubric. One query."""
    found = list(rows)
    rubrics = rubrics_used(one.rubric_id for one in found if one.rubric_id)
    criteria = {pk: read_criteria(one.criteria) for pk, one in rubrics.items()}
    return {one.pk: weigh(criteria.get(one.rubric_id or 0, ()), one.scores).total for one in found}


def _result(
    enrolment: Enrolment,
    seats: Sequence[tuple[bool, bool]],
    rows: Sequence[Review],
    totals: dict[uuid.UUID, int | None],
    outcome: Outcome | None,
    state: str,
    hidden: bool,
    sent_at: dt.datetime | None,
) -> Result:
    given = [Given(totals[one.pk], one.confidence, one.conflict) for one in rows]
    consents = enrolment.consented_at is not None
    return Result(
        id=enrolment.pk,
        name=enrolment.venture.name,
        stage=stage_word(enrolment.venture.stage) if consents else "",
        state=state,
        asked=len(seats),
        given=sum(done for done, _conflict in seats),
        tally=tally(given),
        hidden=hidden,
        earlier=sum(
            bool(sent_at and one.submitted_at and one.submitted_at < sent_at) for one in rows
        ),
        several=len({one.rubric_id for one in rows if not one.conflict}) > 1,
        decided=choice_word(outcome.choice) if outcome is not None else "",
        decided_at=outcome.at if outcome is not None else None,
        decided_by=str(outcome.by) if outcome is not None and outcome.by else "",
        base=outcome.pk if outcome is not None else 0,
    )


# ---------------------------------------------------------------- before they are applied


@dataclass(frozen=True, slots=True)
class Group:
    """The ventures that get the same decision. place: of the field for the words beside it;
    letters: what they are told, as their mails would leave; unreached: those whose owners have no
    account; awaited: those whose reviewing stands at changes requested.
    """

    place: int
    choice: str
    word: str
    words: str
    letters: tuple[Letter, ...]
    awaited: tuple[str, ...]

    @property
    def mailed(self) -> tuple[Letter, ...]:
        """Those that leave as mail."""
        return tuple(one for one in self.letters if one.to)

    @property
    def unreached(self) -> tuple[str, ...]:
        return tuple(one.venture for one in self.letters if not one.to)


def groups_of(cohort: Cohort, marked: Marked, known: Sequence[str]) -> list[Group]:
    """What would be applied, each mail made by the very function that queues it."""
    rows = cohort.enrolments.present().filter(pk__in=[one.enrolment for one in marked.choices])
    there = {one.pk: one for one in rows.select_related("venture", "cohort__accelerator")}
    steps = last_steps(rows)
    awaited = {pk for pk, one in steps.items() if one.state == ReviewState.CHANGES_REQUESTED}
    chosen: dict[str, list[Choice]] = {}
    for one in marked.choices:
        if one.enrolment in there:
            chosen.setdefault(one.choice, []).append(one)
    return [
        Group(
            place=place,
            choice=choice,
            word=choice_word(choice),
            words=marked.words[choice],
            letters=tuple(
                decided_letters(
                    [(there[one.enrolment], one.choice, one.words) for one in chosen[choice]]
                )
            ),
            awaited=tuple(
                there[one.enrolment].venture.name
                for one in chosen[choice]
                if one.enrolment in awaited
            ),
        )
        for place, choice in enumerate(known)
        if choice in chosen
    ]


def mailed_in(groups: Iterable[Group]) -> int:
    """How many ventures are told by mail; the others read it on their page."""
    return sum(len(one.mailed) for one in groups)
