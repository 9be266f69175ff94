"""The results of a cohort's reviews, and decisions before they are applied, as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Avg, Case, Count, Exists, F, OuterRef, Subquery, When

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.cohort.querysets import EnrolmentQuerySet
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
    sent_at_of,
)
from questionnaire.vocabulary import ReviewState


@dataclass(frozen=True, slots=True)
class Result:
    """One venture. asked: how many reviews; given: how many are in; hidden: the reader reviews it
    too and has not submitted, or abstains, or it is their own; of_others: whether it tells what
    others wrote; several: reviews by more than one
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
    of_others: bool
    several: bool
    earlier: int
    decided: str
    decided_at: dt.datetime | None
    decided_by: str
    base: int


def highest_first(actor: Actor, cohort: Cohort) -> EnrolmentQuerySet:
    """The ventures of a cohort in the order of their means, those without one by name. What the
    actor may not read (yet) gives no mean, so that no place in the list tells one."""
    read = Review.objects.readable_by(actor).filter(
        enrolment=OuterRef("pk"), submitted_at__isnull=False, conflict=False
    )
    means = read.order_by().values("enrolment").annotate(mean=Avg("total")).values("mean")
    own = Enrolment.objects.visible_to(actor).filter(pk=OuterRef("pk"))
    name = cohort.standings.filter(enrolment=OuterRef("pk"), round__isnull=True).values("name_key")
    rows: EnrolmentQuerySet = cohort.enrolments.present().annotate(
        mean=Case(When(Exists(own), then=None), default=Subquery(means)), by_name=Subquery(name)
    )
    return rows.order_by(F("mean").desc(nulls_last=True), "by_name", "pk")


def results_of(actor: Actor, cohort: Cohort, ids: Sequence[uuid.UUID]) -> list[Result]:
    """The results of these ventures, in their order. Seven queries, whatever their number; what
    the actor may not read (yet) counts nowhere."""
    enrolments: EnrolmentQuerySet = cohort.enrolments.present().filter(pk__in=ids)
    seats: dict[uuid.UUID, list[tuple[bool, bool]]] = {}
    hidden = set(enrolments.visible_to(actor).values_list("pk", flat=True))
    for one in Review.objects.seats_for(actor).filter(enrolment__in=enrolments.values("pk")):
        seats.setdefault(one["enrolment_id"], []).append(
            (bool(one["submitted_at"]), one["conflict"])
        )
        if one["reviewer_id"] == actor.user_id and (not one["submitted_at"] or one["conflict"]):
            hidden.add(one["enrolment_id"])
    read: dict[uuid.UUID, list[Review]] = {}
    for row in review_rows(actor, enrolments):
        read.setdefault(row.enrolment_id, []).append(row)
    steps, outcomes = last_steps(enrolments), last_outcomes(enrolments)
    sent = sent_at_of(enrolments)
    results = {}
    for enrolment in enrolments.select_related("venture"):
        rows = [] if enrolment.pk in hidden else read.get(enrolment.pk, [])
        step = steps.get(enrolment.pk)
        results[enrolment.pk] = _result(
            enrolment, seats.get(enrolment.pk, []), rows, outcomes.get(enrolment.pk),
            str(STATE_WORDS[step.state]) if step is not None else "",
            enrolment.pk in hidden, sent.get(enrolment.pk), actor,
        )  # fmt: skip
    return [results[one] for one in ids if one in results]


def others_read(results: Iterable[Result]) -> list[uuid.UUID]:
    """The ventures of which these tell what others wrote."""
    return [one.id for one in results if one.of_others]


def counted(actor: Actor, cohort: Cohort) -> tuple[int, int]:
    """How many reviews are in, of how many that were asked for. One query."""
    seats = Review.objects.seats_for(actor).filter(enrolment__cohort=cohort).order_by()
    numbers = seats.aggregate(given=Count("submitted_at"), asked=Count("pk"))
    return numbers["given"], numbers["asked"]


def _result(
    enrolment: Enrolment,
    seats: Sequence[tuple[bool, bool]],
    rows: Sequence[Review],
    outcome: Outcome | None,
    state: str,
    hidden: bool,
    sent_at: dt.datetime | None,
    actor: Actor,
) -> Result:
    given = [Given(one.total, one.confidence, one.conflict) for one in rows]
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
        of_others=any(one.reviewer_id != actor.user_id for one in rows),
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
                    [(there[one.enrolment], one.choice, one.words) for one in chosen[choice]],
                    shown=True,
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
