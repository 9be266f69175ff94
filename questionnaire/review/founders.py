"""What founders read of reviews: the state, what is asked, what was decided, released comments.

Never a score, an internal comment, a reviewer's name or how many were asked.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from questionnaire.assessment.models import Assessment
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalEdition
from questionnaire.cohort.models import Enrolment
from questionnaire.people.actor import Actor
from questionnaire.review.models import STATE_WORDS, Outcome, Review, ReviewStep, choice_word
from questionnaire.review.shown import Remark, ask_of, remarks
from questionnaire.vocabulary import AssessmentStatus


@dataclass(frozen=True, slots=True)
class Asked:
    """What founders are asked for. address: of the question that it is about, where there is;
    question: its key; sent: whether their answers are to be opened again before a change."""

    words: str
    ask: str
    address: str
    question: str
    sent: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, with what was written beside it."""

    word: str
    words: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One cohort's reviewing as a venture reads it; comments: those of each released review."""

    state: str
    at: dt.datetime | None
    asked: Asked | None
    decided: tuple[Decided, ...]
    comments: tuple[tuple[Remark, ...], ...]


def told_to_founders(actor: Actor, found: Assessment, enrolment: Enrolment) -> Reviewed | None:
    """For the page of one cohort; None while nobody reviews. Three queries."""
    return reviewed_of(actor, found, [enrolment.pk]).get(enrolment.pk)


def reviewed_of(
    actor: Actor, found: Assessment, enrolments: Iterable[uuid.UUID]
) -> dict[uuid.UUID, Reviewed]:
    """The same for several cohorts of a venture. Three queries, whatever their number."""
    asked_for = list(enrolments)
    wording = edition_by_id(found.edition_id).wording(get_language() or "en")
    steps: dict[uuid.UUID, ReviewStep] = {}
    for step in ReviewStep.objects.visible_to(actor).filter(enrolment__in=asked_for).order_by("pk"):
        steps[step.enrolment_id] = step
    decided: dict[uuid.UUID, list[Decided]] = {}
    for one in Outcome.objects.visible_to(actor).filter(enrolment__in=asked_for).order_by("-pk"):
        told = Decided(choice_word(one.choice), one.words, one.at)
        decided.setdefault(one.enrolment_id, []).append(told)
    comments: dict[uuid.UUID, list[tuple[Remark, ...]]] = {}
    released = Review.objects.released_to(actor).filter(enrolment__in=asked_for)
    for pk, shared in released.order_by("released_at", "pk").values_list("enrolment_id", "shared"):
        if shared:
            comments.setdefault(pk, []).append(remarks(shared, wording))
    return {
        pk: _reviewed(found, wording, steps.get(pk), decided.get(pk, ()), comments.get(pk, ()))
        for pk in asked_for
        if pk in steps or pk in decided or pk in comments
    }


def _reviewed(
    found: Assessment,
    wording: LocalEdition,
    step: ReviewStep | None,
    decided: Iterable[Decided],
    comments: Iterable[tuple[Remark, ...]],
) -> Reviewed:
    return Reviewed(
        state=str(STATE_WORDS[step.state]) if step is not None else "",
        at=step.at if step is not None else None,
        asked=_asked(found, wording, step) if step is not None and step.words else None,
        decided=tuple(decided),
        comments=tuple(comments),
    )


def _asked(found: Assessment, wording: LocalEdition, step: ReviewStep) -> Asked:
    question = wording.questions.get(step.question)
    address = ""
    if question is not None:
        address = f"{reverse('category', args=[found.pk, question.category])}#slot-{question.key}"
    sent = found.status == AssessmentStatus.SUBMITTED and found.left_for_id is None
    return Asked(step.words, ask_of(step.question, wording), address, step.question, sent)
