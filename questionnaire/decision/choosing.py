"""What a founder can choose to watch, and conditions told by their own texts; no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.condition_building import NUMBERED, Choice, Group, made_test, offered
from questionnaire.bank.condition_reading import condition_faults
from questionnaire.bank.condition_words import condition_clause
from questionnaire.bank.wording import LocalEdition
from questionnaire.decision.steps import Say
from questionnaire.decision.tripwires import contrary, questions_of, source_of
from questionnaire.vocabulary import Kind

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The question that a test is about: how it compares, and with what.

    one: a single option is the mark; unit: of a number, empty where none is typed.
    """

    key: str
    ask: str
    operators: tuple[Choice, ...]
    options: tuple[Choice, ...]
    numbers: bool
    unit: str


@dataclass(frozen=True, slots=True)
class Told:
    """A condition in words: a title where the bank has one, else none, and what is looked at."""

    title: str
    words: str


def subjects(texts: LocalEdition) -> tuple[Group, ...]:
    """Every question, by category."""
    return tuple(
        Group(category.name, tuple(Choice(one.key, one.ask) for one in category.questions))
        for category in texts.categories
    )


def subject_of(texts: LocalEdition, document: Raw, key: str, say: Say) -> Subject | None:
    """The chosen question; None for none of this edition."""
    question = texts.questions.get(key)
    if question is None:
        return None
    names = offered(questions_of(document)[key])
    operators = tuple(Choice(one, operator_words(one, say)) for one in names)
    unit = question.number.unit if question.number else ""
    options = tuple(Choice(one.key, one.text) for one in question.options)
    numbers = question.kind is not Kind.SCALE and bool(NUMBERED.intersection(names))
    return Subject(key, question.ask, operators, options, numbers, unit)


def operator_words(name: str, say: Say) -> str:
    """A comparison as a founder chooses it."""
    return {
        "in": say("becomes one of those ticked"),
        "has": say("comes to hold one of those ticked"),
        "lacks": say("lacks one of those ticked"),
        "exactly": say("holds exactly those ticked"),
        "ticked-at-least": say("holds at least so many"),
        "ticked-at-most": say("holds at most so many"),
        "below": say("falls below"),
        "at-most": say("is at most"),
        "above": say("rises above"),
        "at-least": say("is at least"),
        "answered": say("is answered"),
        "not-answered": say("is no longer answered"),
    }[name]


def chosen_test(
    key: str, op: str, options: Sequence[str], number: str, document: Raw
) -> tuple[Raw | None, bool]:
    """The test that was chosen; None where it is none, and whether that lies in the number."""
    question = questions_of(document).get(key)
    if question is None:
        return None, False
    test = made_test({"q": key}, op, options, number, question)
    if condition_faults(test, document, place="tripwire"):
        return None, op in NUMBERED and not options
    return test, False


def tell_wire(
    condition: Any, own: str, document: Raw, texts: LocalEdition, path: str, say: Say
) -> Told:
    """A tripwire with a title always: own words, or its condition's. path: of its decision."""
    if condition is None:
        return Told(own, "")
    told = tell_condition(condition, document, texts, path, say)
    return told if told.title else Told(told.words, "")


def tell_condition(condition: Any, document: Raw, texts: LocalEdition, path: str, say: Say) -> Told:
    """A condition in words; says so where it does not fit the edition."""
    if condition_faults(condition, document, place="tripwire"):
        return Told("", say("These questions no longer ask about it."))
    kind, key = source_of(condition, document, path)
    if kind == "must":
        held = condition_clause(contrary(condition), document, language=texts.language, say=say)
        title = say("No longer so: %(text)s", text=texts.requirement(path, key))
        return Told(title, say("It holds while %(condition)s.", condition=held))
    clause = condition_clause(condition, document, language=texts.language, say=say)
    words = say("If %(condition)s", condition=clause)
    if kind == "against":
        return Told(say("Newly so: %(text)s", text=texts.argument(path, key)), words)
    return Told("", words)
