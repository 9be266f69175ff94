"""What is looked over before it is sent, and the receipt afterwards."""

from __future__ import annotations

from questionnaire.assessment.desk import Desk, said_in, state_of
from questionnaire.assessment.models import Assessment, Submission
from questionnaire.assessment.pages import CheckPage, CheckRow, CheckSection, Receipt
from questionnaire.assessment.walk import sheet_of_rows, way
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalQuestion


def check_page(desk: Desk) -> CheckPage:
    """Every asked question with its answer, before sending."""
    whole = desk.way.whole
    sections = tuple(
        CheckSection(
            category.key,
            category.name,
            tuple(_check_row(desk, one) for one in category.questions if one.key in desk.way.asked),
        )
        for category in desk.wording.categories
    )
    return CheckPage(
        venture=desk.assessment.venture.name,
        sections=sections,
        answered=whole.answered,
        asked=whole.asked,
        problems=sum(row.state == "problem" for section in sections for row in section.rows),
        flagged=sum(row.flagged for section in sections for row in section.rows),
        ready=whole.answered > 0,
    )


def _check_row(desk: Desk, question: LocalQuestion) -> CheckRow:
    answer, stored = desk.answers.get(question.key), desk.stored(question.key)
    problem = desk.problem(question)
    words = said_in(desk.wording, question, stored)
    return CheckRow(
        key=question.key,
        ask=question.ask,
        said=f"{words} ({problem})" if problem and words else words or problem,
        state=state_of(stored),
        claim=answer.claim if answer else "",
        note=answer.note if answer else "",
        evidence=answer.evidence if answer else "",
        flagged=question.key in desk.assessment.flagged,
    )


def receipt_page(assessment: Assessment, submission: Submission) -> Receipt:
    """What was sent, and when; later answers change nothing here."""
    rubric = edition_by_id(submission.edition_id).rubric
    sent = ((key, one["value"], one["claim"]) for key, one in submission.answers.items())
    whole = way(rubric, sheet_of_rows(rubric, sent)).whole
    return Receipt(
        venture=assessment.venture.name,
        receipt=submission.receipt,
        fingerprint=submission.answers_hash,
        sent_at=submission.sent_at,
        revision=submission.revision,
        answered=whole.answered,
        asked=whole.asked,
    )
