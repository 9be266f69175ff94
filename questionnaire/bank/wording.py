"""An edition's texts in one language, found by key; no Django.

Where a text is missing in the language, the main language's stands in, visibly: every text is a
``Phrase`` that says which language it is in, so that a page can set ``lang`` on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from questionnaire.bank.figures import trimmed
from questionnaire.vocabulary import Direction, Kind, ReversalPart, Severity, Side


class Phrase(str):
    """A text and the language it is in; ``fallback`` when that is not the language asked for."""

    __slots__ = ("fallback", "lang")
    lang: str
    fallback: bool

    def __new__(cls, text: str, lang: str, fallback: bool = False) -> Phrase:
        made = super().__new__(cls, text)
        made.lang = lang
        made.fallback = fallback
        return made


@dataclass(frozen=True)
class LocalOption:
    """An option as it is read."""

    key: str
    text: Phrase
    next: Phrase | None
    exclusive: bool
    not_known: bool


@dataclass(frozen=True)
class LocalStep:
    """The next step of a number question while the number is below (or above) a mark."""

    below: float | None
    above: float | None
    next: Phrase

    def applies(self, value: float) -> bool:
        """Whether the step is one for this number."""
        return (self.below is not None and value < self.below) or (
            self.above is not None and value > self.above
        )


@dataclass(frozen=True)
class LocalNumber:
    """How a number is asked; ``step`` is the smallest difference (1, 0.1, ...)."""

    unit: Phrase
    minimum: float
    maximum: float
    decimals: int
    steps: tuple[LocalStep, ...]

    @property
    def step(self) -> str:
        """For an input's ``step``."""
        return "1" if self.decimals == 0 else f"0.{'0' * (self.decimals - 1)}1"


@dataclass(frozen=True)
class LocalQuestion:
    """A question as it is read. article: the source article's own words, with their language."""

    key: str
    category: str
    kind: Kind
    ask: Phrase
    why: Phrase
    help: Phrase | None
    article: Phrase | None
    facts: tuple[str, ...]
    core: bool
    options: tuple[LocalOption, ...]
    number: LocalNumber | None

    def words(self, value: Any, language: str) -> str:
        """An answer's value in words: option texts, the number with its unit, the text itself."""
        if isinstance(value, tuple | list):
            return "; ".join(self.words(one, language) for one in value)
        if self.number is not None and isinstance(value, int | float):
            return f"{trimmed(value, language, self.number.decimals)} {self.number.unit}"
        option = self.by_key.get(value) if self.options else None
        return option.text if option else str(value)

    @cached_property
    def by_key(self) -> Mapping[str, LocalOption]:
        """Its options by key."""
        return {option.key: option for option in self.options}


@dataclass(frozen=True)
class LocalCategory:
    """A category with its questions in the order of asking."""

    key: str
    name: Phrase
    summary: Phrase
    questions: tuple[LocalQuestion, ...]


@dataclass(frozen=True)
class LocalRequirement:
    """A must or a should of a path."""

    key: str
    kind: str
    text: Phrase


@dataclass(frozen=True)
class LocalArgument:
    """A reason for or against a path."""

    key: str
    side: Side
    text: Phrase


@dataclass(frozen=True)
class LocalPath:
    """A release path. presupposes: money, people, time."""

    key: str
    name: Phrase
    summary: Phrase
    position: float
    presupposes: Mapping[str, Phrase]
    first_90_days: tuple[Phrase, ...]
    requirements: tuple[LocalRequirement, ...]
    arguments: tuple[LocalArgument, ...]


@dataclass(frozen=True)
class LocalTension:
    """A contradiction, and the question that settles it."""

    key: str
    name: Phrase
    why: Phrase
    severity: Severity
    settle: str
    actions: tuple[str, ...]


@dataclass(frozen=True)
class LocalAction:
    """Something to do, and how one knows that it is done."""

    key: str
    text: Phrase
    done_when: Phrase
    lifts: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class LocalMilestone:
    """A rung of the ladder; months and million USD are ranges."""

    key: str
    name: Phrase
    evidence: Phrase
    months: tuple[float, float]
    money: tuple[float, float] | None


@dataclass(frozen=True)
class LocalReversalLine:
    """A sentence of the reversal stress test."""

    key: str
    direction: Direction
    part: ReversalPart
    text: Phrase


@dataclass(frozen=True)
class LocalFact:
    """A checked fact and where it was read. source: as its title stands, in the main language."""

    id: str
    text: Phrase
    source: Phrase
    url: str | None


@dataclass(frozen=True)
class LocalEdition:
    """One edition in one language. The lookups raise KeyError for what it does not have."""

    key: str
    language: str
    title: Phrase
    categories: tuple[LocalCategory, ...]
    paths: tuple[LocalPath, ...]
    tensions: Mapping[str, LocalTension]
    actions: Mapping[str, LocalAction]
    milestones: Mapping[str, LocalMilestone]
    reversal: Mapping[str, LocalReversalLine]
    facts: Mapping[str, LocalFact]
    opening: tuple[str, ...]

    @cached_property
    def questions(self) -> Mapping[str, LocalQuestion]:
        """Every question by key, in the order of asking."""
        return {one.key: one for category in self.categories for one in category.questions}

    @cached_property
    def _texts_of_paths(self) -> Mapping[tuple[str, str], Phrase]:
        found = {(path.key, one.key): one.text for path in self.paths for one in path.arguments}
        wanted = ((path.key, one) for path in self.paths for one in path.requirements)
        return found | {(path, one.key): one.text for path, one in wanted}

    def category(self, key: str) -> LocalCategory:
        return {one.key: one for one in self.categories}[key]

    def question(self, key: str) -> LocalQuestion:
        return self.questions[key]

    def option(self, question: str, option: str) -> LocalOption:
        return self.questions[question].by_key[option]

    def path(self, key: str) -> LocalPath:
        return {one.key: one for one in self.paths}[key]

    def requirement(self, path: str, key: str) -> Phrase:
        return self._texts_of_paths[path, key]

    def argument(self, path: str, key: str) -> Phrase:
        return self._texts_of_paths[path, key]

    def tension(self, key: str) -> LocalTension:
        return self.tensions[key]

    def action(self, key: str) -> LocalAction:
        return self.actions[key]

    def milestone(self, key: str) -> LocalMilestone:
        return self.milestones[key]

    def reversal_line(self, key: str) -> LocalReversalLine:
        return self.reversal[key]

    def fact(self, id: str) -> LocalFact:
        return self.facts[id]
