"""Where a condition is built: the row it belongs to, and what a test of it can be about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from questionnaire.bank.condition_building import NUMBERED, Choice, Group, offered
from questionnaire.bank.condition_reading import Reading, read_condition
from questionnaire.bank.condition_words import computed_words
from questionnaire.bank.models import Edition
from questionnaire.scoring.computed import COMPUTED, SCORES
from questionnaire.workshop.access import say

SHOW_WHEN = "show_when"


@dataclass(frozen=True, slots=True)
class Subject:
    """The question or value that a test is about: how it compares, and with what.

    numbers: whether a number can be typed; steps: whether a mark is one of the options.
    """

    value: str
    ask: str
    operators: tuple[Choice, ...]
    options: tuple[Choice, ...]
    numbers: bool
    steps: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """Where one condition is built: the row it belongs to, and the draft as it stands."""

    edition: Edition
    row: Any
    column: str
    document: Mapping[str, Any]
    language: str

    @property
    def before(self) -> str | None:
        """The question that may look at earlier ones only."""
        return str(self.row.key) if self.column == SHOW_WHEN else None

    def read(self, text: str) -> Reading:
        return read_condition(text, self.document, place=self.column, before=self.before)

    def question(self, key: str) -> Mapping[str, Any] | None:
        return next(
            (
                one
                for category in self.document["categories"]
                for one in category["questions"]
                if one["key"] == key
            ),
            None,
        )

    def say(self, text: Mapping[str, str] | None) -> str:
        """A text in the editor's language, or in whatever there is."""
        said = text or {}
        return said.get(self.language) or next(iter(said.values()), "")


def subjects(bench: Bench) -> tuple[Group, ...]:
    """What a test can be about: questions by category, then what is worked out."""
    groups: list[Group] = []
    for category in bench.document["categories"]:
        asked: list[Choice] = []
        for question in category["questions"]:
            if question["key"] == bench.before:
                return (*groups, *_group(bench, category, asked), _computed(bench))
            asked.append(Choice(f"q:{question['key']}", bench.say(question["ask"])))
        groups += _group(bench, category, asked)
    return (*groups, _computed(bench))


def _group(bench: Bench, category: Mapping[str, Any], asked: Sequence[Choice]) -> list[Group]:
    return [Group(bench.say(category["name"]), tuple(asked))] if asked else []


def _computed(bench: Bench) -> Group:
    names = [one for one in COMPUTED if bench.before is None or one not in SCORES]
    return Group(
        _("Worked out from the answers"),
        tuple(Choice(f"computed:{one}", computed_words(one, say)) for one in names),
    )


def subject_of(bench: Bench, chosen: str) -> Subject | None:
    kind, _colon, key = chosen.partition(":")
    if kind == "computed" and key in COMPUTED:
        words = computed_words(key, say)
        return Subject(chosen, words, _operators(None), (), numbers=True, steps=False)
    question = bench.question(key) if kind == "q" else None
    if question is None:
        return None
    options = tuple(Choice(one["key"], bench.say(one["text"])) for one in question["options"])
    names = offered(question)
    steps = question["kind"] == "scale"
    numbers = not steps and bool(NUMBERED.intersection(names))
    return Subject(
        chosen, bench.say(question["ask"]), _operators(question), options, numbers, steps
    )


def _operators(question: Mapping[str, Any] | None) -> tuple[Choice, ...]:
    words = {
        "in": _("is one of the ticked"),
        "has": _("has at least one of the ticked"),
        "lacks": _("lacks at least one of the ticked"),
        "exactly": _("has exactly the ticked"),
        "ticked-at-least": _("has at least so many ticked"),
        "ticked-at-most": _("has at most so many ticked"),
        "below": _("is below"),
        "at-most": _("is at most"),
        "above": _("is above"),
        "at-least": _("is at least"),
        "answered": _("is answered"),
        "not-answered": _("is not answered"),
    }
    return tuple(Choice(one, words[one]) for one in offered(question))
