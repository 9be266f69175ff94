"""What to ask a venture in person: the questions that would settle its contradictions, and its thin
answers; from what it shares with this accelerator alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.disclosed import (
    category_of_question,
    resting_on,
    seen_answers,
    seen_questions,
)
from questionnaire.cohort.disclosure import Disclosure
from questionnaire.cohort.withheld import sharing_words, tensions_untold
from questionnaire.people.models import Venture, stage_word
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.narrative.next_steps import TensionTold, tell_tensions
from questionnaire.report.narrative.tongue import Tongue, said
from questionnaire.report.page import tongue_of
from questionnaire.scoring.rests import rests_of
from questionnaire.scoring.sheet import Sheet
from questionnaire.vocabulary import Claim


@dataclass(frozen=True, slots=True)
class Thin:
    """An answer that says little yet: what was asked and said, and why it is thin."""

    ask: str
    answer: str
    why: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The thin answers of one category."""

    name: str
    answers: tuple[Thin, ...]


def interview_sheet(report: Report, venture: Venture, shared: Disclosure) -> dict[str, Any]:
    """Everything on the sheet. report: read with its submission."""
    edition = edition_by_id(report.submission.edition_id)
    tongue, card = tongue_of(edition), report.scorecard
    rests = rests_of(edition.rubric)
    whole = sheet_of_snapshot(edition.rubric, report.submission.answers)
    sheet = seen_answers(whole, rests, shared)
    held = {"tensions": resting_on(rests, card["tensions"], shared.answers)}
    tensions: tuple[TensionTold, ...] = tell_tensions(tongue, dict(card) | held, sheet)
    return {
        "venture": venture.name,
        "sharing": sharing_words(tongue, venture.name, shared, rests),
        "tensions_untold": tensions_untold(shared, rests),
        "stage": stage_word(venture.stage),
        "revision": report.submission.revision,
        "sent_at": report.submission.sent_at,
        "tensions": tensions,
        "topics": list(_topics(tongue, card, sheet, seen_questions(card, rests, shared))),
        "withheld": tongue.listed(
            [one.name for one in tongue.texts.categories if one.key not in shared.answers]
        ),
    }


def _topics(
    tongue: Tongue, card: Mapping[str, Any], sheet: Sheet, seen: Sequence[str]
) -> Iterator[Topic]:
    """Those of the seen questions whose answers are thin, in the order of asking."""
    for category in tongue.texts.categories:
        found = (
            _thin(tongue, card, sheet, key)
            for key in seen
            if category_of_question(tongue, key) == category.key
        )
        answers = tuple(one for one in found if one)
        if answers:
            yield Topic(category.name, answers)


def _thin(tongue: Tongue, card: Mapping[str, Any], sheet: Sheet, key: str) -> Thin | None:
    told = said(tongue, sheet, key)
    answer = sheet.get(key)
    if key in card["unanswered"]:
        why = tongue.say("nothing was answered")
    elif key in card["unknown"]:
        why = tongue.say("it does not know yet")
    elif key in card["other"]:
        why = tongue.say("no option fitted, so it counts for nothing")
    elif answer is not None and answer.claim is Claim.GUESS:
        why = tongue.say("by its own word a guess")
    else:
        return None
    return Thin(told.ask, told.answer, why)
