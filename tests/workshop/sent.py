"""Submissions for the tests of effects: a venture answers the small edition and sends."""

from __future__ import annotations

from typing import Any

from questionnaire.bank.models import Edition, Option
from questionnaire.report.actions import submit_assessment
from tests.factories import NOW, make_answer, make_assessment, make_venture


def send(edition: Edition, *, stage: str = "", **answers: Any) -> None:
    """One submission with these answers."""
    assessment = make_assessment(edition=edition, venture=make_venture(stage=stage, name="CNRY"))
    for question, value in answers.items():
        make_answer(assessment=assessment, question=question, value={"value": value})
    submit_assessment(assessment=assessment, at=NOW)


def set_option(draft: Edition, option: str, **values: Any) -> None:
    """Change an option of a draft behind everybody's back."""
    Option.objects.filter(question__category__edition=draft, key=option).update(**values)
