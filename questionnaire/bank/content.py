"""The authored content of one edition as plain values, with their shape checked; no Django.

Texts are ``{language: text}``. Keys are permanent and mean something (``funding-runway``).
What only makes sense across values (dangling keys, reachability) is lint's business, not ours.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, field_validator, model_validator

from questionnaire.bank.authored_numbers import Compute, Rules
from questionnaire.bank.canonical import canonical
from questionnaire.bank.condition_form import Condition
from questionnaire.bank.plain import (
    EditionKey,
    FactId,
    Finite,
    Key,
    Language,
    Lean,
    Months,
    Name,
    Plain,
    Points,
    Price,
    Prose,
    Text,
    Value,
    Weight,
)
from questionnaire.scoring.faults import Said
from questionnaire.vocabulary import (
    Band,
    Claim,
    Direction,
    Kind,
    Posture,
    RequirementKind,
    ReversalPart,
    Severity,
    Side,
)

SCHEMA = 1
"""The version of the seed form; a folder of a newer one is refused."""

MOST_PATHS = 6
"""As many as there are signs to draw a path with."""

# ---------------------------------------------------------------- questions


class Option(Value):
    """One answer of a choice, multiple or scale question.

    points: 0 to 4 per posture; a posture left out means that the option says nothing about it.
    points_on: other points under a declared route, ``{route option key: {posture: points}}``.
    lean: -2 (closed) to +2 (open); a direction, never a quality.
    pull: fit points, -20 to 20, that this answer adds to single paths' pull.
    next: the next step a founder can take from here; every non-top option needs one.
    exclusive: "none" or "nothing": cannot stand beside other ticks.
    not_known: says in the question's own words that this is not known yet, so the general "we don't
    know yet" is not offered beside it. Its points count; a condition that does not name it finds
    nothing settled.
    """

    key: Key
    text: Text
    points: dict[Posture, Points] = {}
    points_on: dict[Key, dict[Posture, Points]] = {}
    lean: Lean = 0
    pull: dict[Key, Annotated[float, Field(ge=-20, le=20, allow_inf_nan=False), Plain]] = {}
    next: Text | None = None
    exclusive: bool = False
    not_known: bool = False


class Step(Value):
    """The next step for a number question while the number is below (or above) a mark."""

    below: Finite | None = None
    above: Finite | None = None
    next: Text


class Number(Value):
    """How a number is asked and scored.

    curves: per posture, points 0 to 4 at rising x; linear between, flat outside.
    lean: the same for the lean, -2 to +2.
    """

    unit: Text
    minimum: Finite = 0
    maximum: Finite
    decimals: Annotated[int, Field(ge=0, le=3), Plain] = 0
    curves: dict[Posture, tuple[tuple[Finite, Points], ...]] = {}
    lean: tuple[tuple[Finite, Lean], ...] = ()
    steps: tuple[Step, ...] = ()


class Question(Value):
    """One question.

    article: the source article's own words, ``{"es": ...}``, where it asked this.
    core: asked of every venture it concerns; the others are depth behind an answer.
    lean_core: its options' lean counts towards the venture's lean.
    weight: per posture, how much the question counts (1 where nothing is said).
    unscored: why no option carries points (then none may).
    """

    key: Key
    kind: Kind
    ask: Text
    why: Text
    help: Text | None = None
    article: Text | None = None
    facts: tuple[FactId, ...] = ()
    core: bool = True
    lean_core: bool = False
    weight: dict[Posture, Weight] = {}
    unscored: Prose | None = None
    show_when: Condition | None = None
    options: tuple[Option, ...] = ()
    number: Number | None = None

    @model_validator(mode="after")
    def _shape_fits_kind(self) -> Question:
        choice = self.kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE)
        if choice and len(self.options) < 2:
            raise ValueError(Said("a choice needs at least two options"))
        if not choice and self.options:
            raise ValueError(Said("a %(kind)s question has no options", kind=self.kind))
        open_ends = [option for option in self.options if option.not_known]
        alone = self.kind is not Kind.MULTIPLE or all(one.exclusive for one in open_ends)
        if len(open_ends) > 1 or (open_ends and self.kind is Kind.SCALE) or not alone:
            raise ValueError(
                Said("not_known: one option of a single choice, or an exclusive one of a multiple")
            )
        if (self.kind is Kind.NUMBER) != (self.number is not None):
            raise ValueError(Said("number: belongs to number questions, and they need it"))
        return self


class Category(Value):
    """One of the five groups, with its questions in the order they are asked."""

    key: Key
    name: Text
    summary: Text
    questions: tuple[Question, ...]


# ---------------------------------------------------------------- the decision


class Requirement(Value):
    """A condition of a path: must (knock-out) or should (costs readiness, by weight)."""

    key: Key
    kind: RequirementKind
    text: Text
    when: Condition
    weight: Weight = 1


class Argument(Value):
    """A reason for or against a path, said when it holds; the heavier comes first."""

    key: Key
    side: Side
    text: Text
    when: Condition
    weight: Weight = 1


class Path(Value):
    """One of the six release paths; position is its place on the lean, -100 to +100."""

    key: Key
    name: Text
    summary: Text
    position: Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False), Plain]
    presupposes: dict[Literal["money", "people", "time"], Text]
    first_90_days: tuple[Text, ...]
    requirements: tuple[Requirement, ...]
    arguments: tuple[Argument, ...] = ()


class Tension(Value):
    """Answers that contradict each other, and the question that settles it."""

    key: Key
    name: Text
    severity: Severity
    when: Condition
    why: Text
    settle: Key
    actions: tuple[Key, ...] = ()


class Action(Value):
    """Something to do: when it applies, when it is done, which answers it would lift."""

    key: Key
    text: Text
    when: Condition
    done_when: Text
    lifts: tuple[Key, ...]
    facts: tuple[FactId, ...] = ()


class Milestone(Value):
    """A rung of the ladder; ``when`` is its evidence. Months and million USD are ranges."""

    key: Key
    name: Text
    evidence: Text
    when: Condition
    months: tuple[Months, Months]
    money: tuple[Price, Price] | None = None


class ReversalLine(Value):
    """One authored sentence of the reversal stress test, said when its condition holds."""

    key: Key
    direction: Direction
    part: ReversalPart
    text: Text
    when: Condition


class Fact(Value):
    """One checked fact in our own words, and where it was read."""

    id: FactId
    text: Text
    source: Prose
    url: Annotated[Prose, StringConstraints(pattern=r"^https://\S+$")] | None = None


class Expectation(Value):
    """What a persona is expected to come out as."""

    path: Key
    close: bool | None = None
    bands: dict[Posture, Band] = {}
    tensions: tuple[Key, ...] = ()
    actions: tuple[Key, ...] = ()


class PersonaAnswer(Value):
    """An answer with its claim; exactly one of value, unknown, other."""

    value: Prose | Finite | tuple[Key, ...] | None = None
    unknown: bool = False
    other: Prose | None = None
    claim: Claim | None = None
    note: Prose | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> PersonaAnswer:
        if (self.value is not None) + self.unknown + (self.other is not None) != 1:
            raise ValueError(Said("an answer has exactly one of value, unknown: true and other"))
        return self


class Persona(Value):
    """A fictitious venture with answers and the outcome expected of the bank."""

    key: Key
    venture: Name
    stage: Name
    story: Text
    demo: bool = False
    sources: tuple[Prose, ...] = ()
    answers: dict[Key, PersonaAnswer]
    expect: Expectation


class Content(Value):
    """One whole edition."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Annotated[int, Field(alias="schema", ge=1, le=SCHEMA)] = SCHEMA
    key: EditionKey
    title: Text
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    rules: Rules
    compute: Compute
    categories: tuple[Category, ...]
    paths: Annotated[tuple[Path, ...], Field(max_length=MOST_PATHS)]
    tensions: tuple[Tension, ...]
    actions: tuple[Action, ...]
    milestones: tuple[Milestone, ...]
    reversal: tuple[ReversalLine, ...] = ()
    facts: tuple[Fact, ...] = ()
    personas: tuple[Persona, ...] = ()

    @field_validator("languages", mode="after")
    @classmethod
    def _each_once(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        for one in languages:
            if languages.count(one) > 1:
                raise ValueError(Said("%(key)s stands twice", key=one), Said("keep one"))
        return languages

    @field_validator("personas", mode="after")
    @classmethod
    def _by_key(cls, personas: tuple[Persona, ...]) -> tuple[Persona, ...]:
        """Personas have no order of their own; a fixed one makes equal contents equal."""
        return tuple(sorted(personas, key=lambda persona: persona.key))

    @property
    def main_language(self) -> str:
        """The language the bank is written in; the first named."""
        return self.languages[0]

    def document(self) -> dict[str, Any]:
        """What publishing freezes: everything but the personas, as canonical JSON values."""
        found = canonical(
            self.model_dump(mode="json", by_alias=True, exclude={"personas"}, exclude_none=True)
        )
        assert isinstance(found, dict)  # noqa: S101 - canonical keeps the shape
        return found
