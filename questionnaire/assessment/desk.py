"""An assessment opened for a reader: edition, wording, answers and way; an answer in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from questionnaire.assessment.edits import OTHER, number_problem
from questionnaire.assessment.models import Answer, Assessment
from questionnaire.assessment.walk import Way, sheet_of_rows, way
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.bank.wording import LocalEdition, LocalQuestion
from questionnaire.scoring.sheet import Sheet

ANSWERED = ("answered", "unknown", "other")
"""The states of a question that is done with."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One assessment, opened for one reader: edition, wording, current answers and the way."""

    assessment: Assessment
    edition: OpenEdition
    wording: LocalEdition
    answers: Mapping[str, Answer]
    sheet: Sheet
    way: Way

    def stored(self, question: str) -> Mapping[str, Any]:
        """The stored value, an empty mapping when there is none."""
        answer = self.answers.get(question)
        return answer.value if answer is not None and answer.value else {}

    def problem(self, question: LocalQuestion) -> str:
        """Why what is stored is no answer yet; empty when it is one or nothing is stored."""
        raw = self.stored(question.key).get("raw")
        if raw is None:
            return ""
        if raw == OTHER:
            return _("Say in a few words what fits instead.")
        return number_problem(question, raw, self.wording.language)

    def flagged(self, category: str) -> int:
        """How many asked questions of a category wait to be come back to."""
        return sum(
            one.key in self.assessment.flagged and one.key in self.way.asked
            for one in self.wording.category(category).questions
        )

    def problems(self, category: str) -> int:
        """How many asked questions of a category hold something that is no answer."""
        return sum(
            "raw" in self.stored(one.key)
            for one in self.wording.category(category).questions
            if one.key in self.way.asked
        )


def open_desk(assessment: Assessment) -> Desk:
    """Read an assessment's answers; one query, whatever their number."""
    edition = edition_by_id(assessment.edition_id)
    answers = {one.question: one for one in Answer.objects.filter(assessment_id=assessment.pk)}
    return desk_of(assessment, edition, edition.wording(get_language() or "en"), answers)


def desk_of(
    assessment: Assessment,
    edition: OpenEdition,
    wording: LocalEdition,
    answers: Mapping[str, Answer],
) -> Desk:
    """The desk with these answers, by question."""
    sheet = sheet_of_rows(
        edition.rubric, ((key, one.value, one.claim) for key, one in answers.items())
    )
    return Desk(assessment, edition, wording, answers, sheet, way(edition.rubric, sheet))


def said_in(wording: LocalEdition, question: LocalQuestion, stored: Mapping[str, Any]) -> str:
    """A stored answer in words; empty when there is none."""
    if stored.get("unknown"):
        return _("We don’t know yet")
    if "other" in stored:
        return _("None of these fits: %(text)s") % {"text": stored["other"]}
    return question.words(stored.get("value", stored.get("raw", "")), wording.language)


def state_of(stored: Mapping[str, Any]) -> str:
    """Of a question, by what is stored as its answer."""
    for part, state in (("raw", "problem"), ("unknown", "unknown"), ("other", "other")):
        if part in stored:
            return state
    return "answered" if stored else "open"
