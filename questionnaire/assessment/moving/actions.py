"""Moving on to a newer edition, and back: two sets of answers, both kept. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from questionnaire.assessment.actions import Content, answer_id, carry_id, save_answer
from questionnaire.assessment.carrying import Carrying, Fit, carry
from questionnaire.assessment.models import Answer, AnswerRevision, Assessment
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.vocabulary import AssessmentStatus


@dataclass(frozen=True, slots=True)
class Crossing:
    """The answers of an assessment by question, and how each fits another edition."""

    answers: Mapping[str, Answer]
    found: Carrying

    def over(self) -> Iterator[tuple[Answer, Content]]:
        """What each answer says there: all of it where it fits, else the note and the evidence
        beside it, where there still is a question to put them to."""
        for key, row in self.answers.items():
            if self.found.fits[key] is Fit.FITS:
                yield row, Content(row.value, row.note, row.evidence, row.claim)
            elif self.found.fits[key] is not Fit.GONE and (row.note or row.evidence):
                yield row, Content(None, row.note, row.evidence)

    def since(self, target: Assessment) -> list[tuple[Answer, Content, int]]:
        """What was answered here after it was carried, and stands there as it was carried, with
        the version that stands there. One query."""
        stands: dict[str, tuple[int, uuid.UUID | None]] = {
            question: (version, mutation)
            for question, version, mutation in AnswerRevision.objects.filter(
                answer__assessment_id=target.pk
            )
            .order_by("version")
            .values_list("answer__question", "version", "mutation")
        }
        followed = []
        for row, content in self.over():
            version, mutation = stands.get(row.question, (0, None))
            carried = {carry_id(row.pk, one) for one in range(1, row.version)}
            whole = self.found.fits[row.question] is Fit.FITS
            if whole and (version == 0 or mutation in carried):
                followed.append((row, content, version))
        return followed


def cross(source: Assessment, edition: OpenEdition) -> Crossing:
    """How an assessment's answers fit this edition; one query."""
    rows = Answer.objects.filter(assessment_id=source.pk).order_by("question")
    answers = {row.question: row for row in rows}
    before = edition_by_id(source.edition_id).wording(edition.main.language)
    stored = {key: row.value for key, row in answers.items()}
    return Crossing(answers, carry(before, edition.main, stored))


class NoWayBack(Exception):
    """These answers were sent, or did not begin with earlier ones."""


@transaction.atomic
def move_on(
    *, assessment: Assessment, edition_id: uuid.UUID, by: int | None, at: dt.datetime
) -> Assessment:
    """Go on under this edition: what still fits is carried over, and these answers stay.

    A second time it finds what the first made, and carries what was answered here since, where
    nothing was answered there: the newer edition's own answers win. The rows are locked, the older
    first, so that two at once do it once.
    """
    source = Assessment.objects.select_for_update().get(pk=assessment.pk)
    target = Assessment.objects.select_for_update().filter(carried_from=source).first()
    if target is None:
        target = Assessment.objects.create(
            venture_id=source.venture_id,
            edition_id=edition_id,
            carried_from=source,
            created_at=at,
        )
        _carry_all(source, target, by, at)
    elif target.status == AssessmentStatus.OPEN:
        _carry_what_followed(source, target, by, at)
    if source.left_for_id is None:
        sent = source.status == AssessmentStatus.SUBMITTED
        target.revision = max(target.revision, source.revision + sent)
        _go(source, target)
    return target


def _carry_all(source: Assessment, target: Assessment, by: int | None, at: dt.datetime) -> None:
    rows = [
        (row, answer_id(target.pk, row.question), content)
        for row, content in cross(source, edition_by_id(target.edition_id)).over()
    ]
    Answer.objects.bulk_create(
        Answer(
            id=key,
            assessment=target,
            question=row.question,
            version=1,
            updated_at=at,
            **content.columns(),
        )
        for row, key, content in rows
    )
    AnswerRevision.objects.bulk_create(
        AnswerRevision(
            answer_id=key,
            version=1,
            mutation=carry_id(row.pk, row.version),
            by_id=by,
            at=at,
            **content.columns(),
        )
        for row, key, content in rows
    )


def _carry_what_followed(
    source: Assessment, target: Assessment, by: int | None, at: dt.datetime
) -> None:
    for row, content, base in cross(source, edition_by_id(target.edition_id)).since(target):
        save_answer(
            assessment=target.pk,
            question=row.question,
            content=content,
            base=base,
            mutation=carry_id(row.pk, row.version),
            by=by,
            at=at,
        )


@transaction.atomic
def go_back(*, assessment: Assessment) -> Assessment:
    """Go on with the answers to the earlier edition as they stood; what was answered here stays.

    Raises NoWayBack. A second time changes nothing.
    """
    if assessment.carried_from_id is None:
        raise NoWayBack
    source = Assessment.objects.select_for_update().get(pk=assessment.carried_from_id)
    target = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if target.status != AssessmentStatus.OPEN or target.submissions.exists():
        raise NoWayBack
    if target.left_for_id is None:
        _go(target, source)
    return source


def _go(left: Assessment, on: Assessment) -> None:
    """The venture goes on with the second of the two."""
    left.left_for, on.left_for = on, None
    left.save(update_fields=["left_for"])
    on.save(update_fields=["left_for", "revision"])
