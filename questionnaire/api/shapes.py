"""What the API answers, value by value; the OpenAPI document is made from these."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Literal

from ninja import Field, Schema

Why = Literal["not-shared", "too-early", "none-asked"]


class Problem(Schema):
    """Why there is no answer, in a sentence: the same shape whatever went wrong."""

    problem: str
    reference: str = Field("", description="What to name when you ask us about it; often empty.")


class Number(Schema):
    """A number, or why there is none; what is not shared is never a zero."""

    value: int | None = None
    missing: Why | None = Field(None, description="Why there is no value; null where there is one.")


class Here(Schema):
    """Whose token this is."""

    accelerator: str
    token: str = Field(description="What the token is called.")
    expires_at: dt.datetime


class Named(Schema):
    """A key of the edition with its name in the language asked for."""

    key: str
    name: str


class Round(Schema):
    """A round of a cohort; both days belong to it."""

    kind: str
    opens_on: dt.date
    closes_on: dt.date


class CohortLine(Schema):
    """A cohort in the list. ventures: those in it; who left is not counted."""

    id: uuid.UUID
    name: str
    starts_on: dt.date
    ends_on: dt.date
    ventures: int


class CohortWhole(CohortLine):
    """A cohort with the words of its edition. states: how many ventures are in each."""

    edition: str
    rounds: list[Round]
    required: list[str]
    categories: list[Named]
    paths: list[Named] = Field(description="From closed to open.")
    contradictions: list[Named]
    states: dict[str, int]


class Cohorts(Schema):
    """A page of cohorts, the newest first. next: what to ask for as `after`; null on the last."""

    items: list[CohortLine]
    next: str | None = None


class VentureLine(Schema):
    """A venture as this accelerator may see it. path: null where it is not shared, or where the
    answers give none yet; path_shared says which."""

    id: uuid.UUID = Field(description="Of the venture in this cohort.")
    name: str
    stage: str = Field(description="In words; empty where it was not said or is not shared.")
    state: Literal["submitted", "answering", "not-shared", "invited"]
    path: str | None
    path_shared: bool
    close: bool = Field(description="Whether the first path leads the second by little.")
    margin: Number
    lean: Number = Field(description="-100 (closed) to +100 (open).")
    postures: dict[str, Number] = Field(description="0 to 100 each.")
    categories: dict[str, Number] = Field(description="Points gained of possible, 0 to 100.")
    contradictions: list[str]
    contradictions_shared: list[str] = Field(
        description="Of which contradictions it is shared whether they are there; of every other "
        "that is not known."
    )


class Ventures(Schema):
    """A page of ventures. total: how many match, on all pages."""

    items: list[VentureLine]
    total: int
    next: str | None = None


class Answer(Schema):
    """An answer of a category whose answers are shared. note, evidence: null where not shared."""

    question: str
    category: str
    ask: str
    value: Any
    claim: str | None
    note: str | None
    evidence: str | None


class VentureWhole(VentureLine):
    """A venture with what was sent, as far as it is shared."""

    sent_at: dt.datetime
    revision: int
    edition: str
    scoring_version: int
    shared: dict[str, list[str]] = Field(
        description="Of which categories scores, answers, notes and evidence are shared."
    )
    answers: list[Answer]


class Spread(Schema):
    """One number over the ventures that show it. Quartiles by the inclusive method, between two
    values where they fall between them, halves rounded up; null while nobody shows it."""

    shown: int = Field(description="How many ventures show it; no number is held back for few.")
    lower: int | None
    median: int | None
    upper: int | None


class Counted(Schema):
    """How many ventures have it, of those that sent their answers and share whether they do; the
    others are no zeros."""

    key: str
    ventures: int | None = Field(
        description="How many of those that share it have it. Null where shared is 0: nobody "
        "shares it, so it is not known, and no zero. It is null for no other reason: with one that "
        "shares it the number is told."
    )
    shared: int = Field(description="How many ventures share whether they have it.")
    not_shared: int = Field(description="How many sent their answers and do not share it.")


class Summary(Schema):
    """A cohort in numbers, over what its ventures share."""

    ventures: int
    states: dict[str, int]
    lean: Spread
    postures: dict[str, Spread]
    paths: list[Counted]
    contradictions: list[Counted]
