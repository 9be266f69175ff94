"""The founder's pages put together from stored answers, the edition's wording and the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from questionnaire.assessment.desk import ANSWERED, Desk, state_of
from questionnaire.assessment.edits import OTHER, UNKNOWN, Edit
from questionnaire.assessment.pages import (
    CategoryPage,
    CategoryRow,
    Filter,
    OpeningRow,
    OptionRow,
    Overview,
    Problem,
    QuestionCard,
    Sample,
    Slot,
    Source,
)
from questionnaire.assessment.qr import qr_code
from questionnaire.assessment.walk import Progress, way
from questionnaire.bank.figures import DECIMAL_MARK
from questionnaire.bank.queries import OpenEdition
from questionnaire.bank.wording import LocalCategory, LocalEdition, LocalQuestion
from questionnaire.vocabulary import AssessmentStatus, Kind

FILTERS = ("open", "flagged")
"""Which questions of a category a page can show alone."""
FIRST_FIELD = "field"
"""Where what is to be mended in a card leads: its first field, whatever its kind."""


def samples(edition: OpenEdition, wording: LocalEdition) -> tuple[Sample, ...]:
    """Each category with one of its questions, for those who have not begun."""
    asked = way(edition.rubric, {})
    return tuple(
        Sample(
            name=category.name,
            summary=category.summary,
            sample_question=_article_question(category).ask,
            minutes=asked.categories[category.key].minutes,
            most=Progress(len(category.questions), 0, 0).minutes,
        )
        for category in wording.categories
    )


def _article_question(category: LocalCategory) -> LocalQuestion:
    """The first question that the source article asked too."""
    return next((one for one in category.questions if one.article), category.questions[0])


# ---------------------------------------------------------------- the task list


def overview(desk: Desk, *, receipt: str | None, resume_link: str | None) -> Overview:
    """The five categories with the state of each."""
    whole, following = desk.way.whole, desk.way.next_category()
    return Overview(
        venture=desk.assessment.venture.name,
        edition_title=desk.wording.title,
        answered=whole.answered,
        asked=whole.asked,
        minutes=desk.way.minutes,
        rows=tuple(_row(desk, category) for category in desk.wording.categories),
        opening=_opening(desk),
        next_key=following,
        next_name=desk.wording.category(following).name if following else None,
        submitted=desk.assessment.status == AssessmentStatus.SUBMITTED,
        receipt=receipt,
        resume_link=resume_link,
        resume_picture=qr_code(resume_link) if resume_link else "",
    )


def _opening(desk: Desk) -> tuple[OpeningRow, ...]:
    """The questions that open a first result; empty once each is answered."""
    questions = [desk.wording.question(key) for key in desk.wording.opening]
    rows = tuple(
        OpeningRow(one.key, one.ask, one.category, state_of(desk.stored(one.key)) in ANSWERED)
        for one in questions
        if one.key in desk.way.asked
    )
    return () if all(row.answered for row in rows) else rows


def _row(desk: Desk, category: LocalCategory) -> CategoryRow:
    progress = desk.way.categories[category.key]
    problems = desk.problems(category.key)
    if progress.done and not problems:
        state = "done"
    else:
        state = "now" if progress.answered or problems else "todo"
    return CategoryRow(
        key=category.key,
        name=category.name,
        summary=category.summary,
        answered=progress.answered,
        asked=progress.asked,
        unknown=progress.unknown,
        problems=problems,
        minutes=progress.minutes,
        state=state,
        flagged=desk.flagged(category.key),
    )


# ---------------------------------------------------------------- one category


def category_page(
    desk: Desk,
    key: str,
    *,
    problems: tuple[Problem, ...] = (),
    typed: Mapping[str, Edit] = {},
    show: str = "",
) -> CategoryPage:
    """A category's questions. typed: what was sent and could not be stored, shown as it was.

    show: ``open`` or ``flagged``, where only these are to be seen; the others stay in the page.
    """
    categories = desk.wording.categories
    place = [one.key for one in categories].index(key)
    category, progress = categories[place], desk.way.categories[key]
    around = [(one.key, one.name) for one in categories]
    made = slots(desk, category, typed)
    shown = {name: [slot for slot in made if _is(desk, slot, name)] for name in FILTERS}
    if show in shown:
        made = tuple(replace(one, aside=one.card is None or one not in shown[show]) for one in made)
    return CategoryPage(
        key=key,
        name=category.name,
        summary=category.summary,
        number=place + 1,
        total=len(categories),
        answered=progress.answered,
        asked=progress.asked,
        minutes=progress.minutes,
        previous=around[place - 1] if place else None,
        next=around[place + 1] if place + 1 < len(around) else None,
        slots=made,
        problems=problems,
        filters=(Filter("", progress.asked), *(Filter(one, len(shown[one])) for one in FILTERS)),
        show=show if show in shown else "",
    )


def _is(desk: Desk, slot: Slot, name: str) -> bool:
    """Whether a question is among those that a filter shows."""
    if slot.card is None:
        return False
    stored = desk.stored(slot.key)
    return slot.card.flagged if name == "flagged" else not stored or "raw" in stored


def slots(desk: Desk, category: LocalCategory, typed: Mapping[str, Edit] = {}) -> tuple[Slot, ...]:
    """Every question's place, with a card where the question is asked now."""
    made, number = [], 0
    for question in category.questions:
        card = None
        if question.key in desk.way.asked:
            number += 1
            card = card_of(desk, question, number, typed.get(question.key))
        made.append(Slot(question.key, card))
    return tuple(made)


def changed_slots(page: CategoryPage, shown: Collection[str]) -> tuple[Slot, ...]:
    """The places of a page that differ from what is shown; the others are left alone."""
    return tuple(slot for slot in page.slots if (slot.card is not None) != (slot.key in shown))


def card_of(desk: Desk, question: LocalQuestion, number: int, typed: Edit | None) -> QuestionCard:
    """A question with its answer as it stands, or as it was typed."""
    answer, stored = desk.answers.get(question.key), desk.stored(question.key)
    ticked, states = _ticked(stored, typed), _states(stored, typed)
    return QuestionCard(
        key=question.key,
        number=number,
        kind=question.kind,
        ask=question.ask,
        why=question.why,
        help=question.help,
        article=question.article,
        facts=tuple(
            Source(fact.text, fact.source, fact.url)
            for fact in (desk.wording.fact(one) for one in question.facts)
        ),
        follow=desk.edition.rubric.by_key[question.key].shown is not None,
        options=tuple(
            OptionRow(
                one.key,
                f"{question.key}--{one.key if later else FIRST_FIELD}",
                one.text,
                one.key in ticked,
                one.exclusive,
            )
            for later, one in enumerate(question.options)
        ),
        offers_other=bool(question.options),
        offers_unknown=UNKNOWN in states or not any(one.not_known for one in question.options),
        unit=question.number.unit if question.number else None,
        value_text=typed.value[0] if typed and typed.value else value_text(desk, question),
        unknown=UNKNOWN in states,
        other=OTHER in states,
        other_text=typed.other if typed else stored.get("other", ""),
        note=typed.note if typed else (answer.note if answer else ""),
        evidence=typed.evidence if typed else (answer.evidence if answer else ""),
        claim=typed.claim if typed else (answer.claim if answer else ""),
        version=answer.version if answer else 0,
        saved_at=answer.updated_at if answer else None,
        problem=desk.problem(question),
        refused=typed is not None,
        flagged=question.key in desk.assessment.flagged,
    )


def _states(stored: Mapping[str, Any], typed: Edit | None) -> Collection[str]:
    """Which of "don't know yet" and "none of these fits" the card shows as chosen."""
    if typed is not None:
        return typed.states
    if stored.get("unknown"):
        return {UNKNOWN}
    return {OTHER} if "other" in stored or stored.get("raw") == OTHER else ()


def _ticked(stored: Mapping[str, Any], typed: Edit | None) -> Collection[str]:
    if typed is not None:
        return typed.value
    value = stored.get("value", ())
    return value if isinstance(value, list) else (value,)


def value_text(desk: Desk, question: LocalQuestion) -> str:
    """A number or text as it stands in its field, in the reader's way of writing."""
    stored = desk.stored(question.key)
    if question.kind not in (Kind.NUMBER, Kind.TEXT):
        return ""
    if question.kind is Kind.NUMBER and "value" in stored:
        return str(stored["value"]).replace(".", DECIMAL_MARK.get(desk.wording.language, "."))
    return str(stored.get("value", stored.get("raw", "")))
