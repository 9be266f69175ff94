"""What the founder's pages show, as plain values: no relation is followed in a template."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from questionnaire.bank.wording import Phrase
from questionnaire.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Sample:
    """A category as those see it who have not begun. minutes, most: without and with every
    follow-up."""

    name: Phrase
    summary: Phrase
    sample_question: Phrase
    minutes: int
    most: int


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category in the task list. state: todo, now or done."""

    key: str
    name: Phrase
    summary: Phrase
    answered: int
    asked: int
    unknown: int
    problems: int
    minutes: int
    state: str
    flagged: int = 0


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One of the questions that open a first result."""

    key: str
    ask: Phrase
    category: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The task list. opening: what a first result needs, while some of it is missing."""

    venture: str
    edition_title: Phrase
    answered: int
    asked: int
    minutes: int
    rows: tuple[CategoryRow, ...]
    opening: tuple[OpeningRow, ...]
    next_key: str | None
    next_name: Phrase | None
    submitted: bool
    receipt: str | None
    resume_link: str | None
    resume_picture: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option as it stands in a card. place: its id on the page."""

    key: str
    place: str
    text: Phrase
    checked: bool
    exclusive: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A fact with where it was read."""

    text: Phrase
    source: Phrase
    url: str | None


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One question with what was answered. offers_other: "none of these fits" is on offer;
    offers_unknown: the general "we don't know yet" is, since no option says it."""

    key: str
    number: int
    kind: Kind
    ask: Phrase
    why: Phrase
    help: Phrase | None
    article: Phrase | None
    facts: tuple[Source, ...]
    follow: bool
    options: tuple[OptionRow, ...]
    offers_other: bool
    offers_unknown: bool
    unit: Phrase | None
    value_text: str
    unknown: bool
    other: bool
    other_text: str
    note: str
    evidence: str
    claim: str
    version: int
    saved_at: dt.datetime | None
    problem: str
    refused: bool = False
    """What stands here was typed and could not be stored."""
    flagged: bool = False

    @property
    def control(self) -> str:
        """Which kind of field its options are."""
        return "checkbox" if self.kind is Kind.MULTIPLE else "radio"

    @property
    def filled(self) -> bool:
        """Whether something stands beside the answer."""
        return bool(self.note or self.evidence or self.claim)


@dataclass(frozen=True, slots=True)
class Slot:
    """A question's place on its page: empty while it is not asked, aside while filtered out."""

    key: str
    card: QuestionCard | None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend, and the card that it is about."""

    key: str
    ask: Phrase
    problem: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which questions a page can show: all (empty key), open or flagged ones; and how many."""

    key: str
    number: int


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """One category's questions."""

    key: str
    name: Phrase
    summary: Phrase
    number: int
    total: int
    answered: int
    asked: int
    minutes: int
    previous: tuple[str, Phrase] | None
    next: tuple[str, Phrase] | None
    slots: tuple[Slot, ...]
    problems: tuple[Problem, ...] = ()
    filters: tuple[Filter, ...] = ()
    show: str = ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """An answer in words. state: answered, unknown, other, open or problem."""

    key: str
    ask: Phrase
    said: str
    state: str
    claim: str
    note: str
    evidence: str
    flagged: bool


@dataclass(frozen=True, slots=True)
class CheckSection:
    """A category's answers."""

    key: str
    name: Phrase
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Every answer before sending."""

    venture: str
    sections: tuple[CheckSection, ...]
    answered: int
    asked: int
    problems: int
    flagged: int
    ready: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was sent, and when. fingerprint: SHA-256 of the answers, as the report's file has it."""

    venture: str
    receipt: str
    fingerprint: str
    sent_at: dt.datetime
    revision: int
    answered: int
    asked: int


# ---------------------------------------------------------------- moving on


@dataclass(frozen=True, slots=True)
class Notice:
    """Over a page of answers that another edition concerns.

    left_for: the answers that the venture goes on with instead; else the questions were revised.
    """

    left_for: uuid.UUID | None
    revised_on: dt.datetime | None = None
    change_note: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One question's change in one sentence, with what was answered to it before, in words.

    now: open, answered or hidden under the newer edition; empty before moving on. reworded: what a
    text was before, and what it is now; added, dropped: what can be chosen now and could not, and
    the other way round.
    """

    key: str
    category: str
    ask: Phrase
    sentence: str
    said: str = ""
    note: str = ""
    evidence: str = ""
    claim: str = ""
    now: str = ""
    reworded: tuple[tuple[Phrase, Phrase], ...] = ()
    added: tuple[Phrase, ...] = ()
    dropped: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class CohortWish:
    """A cohort of the venture and the edition it asks for. asks: now, next or other."""

    cohort: str
    accelerator: str
    edition: Phrase
    asks: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed from one edition to a newer one.

    misfits: answered, and the answer does not fit. behind: how many answers were given under the
    earlier edition after they were carried over.
    """

    venture: str
    revised_on: dt.datetime | None
    change_note: str
    passed_notes: tuple[str, ...]
    moved: bool
    may_move: bool
    may_go_back: bool
    edition: uuid.UUID
    earlier: uuid.UUID
    later: uuid.UUID | None
    answered: int
    carried: int
    behind: int
    misfits: tuple[ChangeRow, ...]
    new: tuple[ChangeRow, ...]
    changed: tuple[ChangeRow, ...]
    gone: tuple[ChangeRow, ...]
    same: tuple[Phrase, ...]
    rules: bool
    cohorts: tuple[CohortWish, ...]


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What is left to do after moving on: answers to give anew, and answers to carry after."""

    anew: int
    behind: int
    earlier: uuid.UUID
    edition: uuid.UUID
