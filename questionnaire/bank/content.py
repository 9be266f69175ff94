"""The authored content of one edition as plain values, with their shape checked; no Django.

Texts are ``{language: text}``. Keys are permanent and mean something (``funding-runway``).
What only makes sense across values (dangling keys, reachability) is lint's business, not ours.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    field_validator,
    model_validator,
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

MARKUP = re.compile(r"<[A-Za-z/!?]")
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff"
    r"\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\U000e0000-\U000e007f]"
)
"""Control characters, and those that turn the direction of what stands around them: no language of
the product needs them. Of joiners, which emoji need, and soft hyphens nothing is said."""
SMALLEST, LARGEST = 1e-9, 1e30
"""Between these, or 0, is every number that somebody means: of FLOPs there are 1e25."""


def _plain_words(text: str) -> str:
    """Texts are words: markup would be shown as it stands, and unseen characters hide things."""
    if MARKUP.search(text):
        raise ValueError(Said("a text is plain words"), Said("take the HTML tag out"))
    if UNSEEN.search(text):
        raise ValueError(
            Said("the text holds a character that cannot be seen"), Said("type it again")
        )
    return text


def _plain_number(value: Any) -> Any:
    """A number as people write one: yes and no are none, though Python counts with them."""
    said = f"{value!r:.50}"
    if isinstance(value, bool):
        raise ValueError(Said("%(value)s is not a number", value=said), Said("write a number"))
    if not isinstance(value, int | float) or value in (0, math.inf, -math.inf) or value != value:
        return value
    if abs(value) < SMALLEST:
        raise ValueError(
            Said("%(value)s is too small", value=said), Said("write %(ge)s or more", ge=SMALLEST)
        )
    if abs(value) > LARGEST:
        raise ValueError(
            Said("%(value)s is too large", value=said), Said("write %(le)s or less", le=LARGEST)
        )
    return value


Plain = BeforeValidator(_plain_number)
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
EditionKey = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+([-.][a-z0-9]+)*$", max_length=40)
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Prose = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, strip_whitespace=True),
    AfterValidator(_plain_words),
]
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(_plain_words),
]
Text = dict[Language, Prose]
Points = Annotated[float, Field(ge=0, le=4, allow_inf_nan=False), Plain]
Lean = Annotated[float, Field(ge=-2, le=2, allow_inf_nan=False), Plain]
Finite = Annotated[float, Field(allow_inf_nan=False), Plain]
Part = Annotated[float, Field(gt=0, le=1), Plain]
Percent = Annotated[float, Field(ge=0, le=100), Plain]
Months = Annotated[float, Field(ge=0, le=1200), Plain]
Factor = Annotated[float, Field(gt=0, le=100), Plain]
Price = Annotated[float, Field(ge=0, le=1e6), Plain]
Weight = Annotated[float, Field(gt=0, le=10, allow_inf_nan=False), Plain]
FactId = Annotated[str, StringConstraints(pattern=r"^D\d{1,2}(\.\d{1,2})?$")]


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


# ---------------------------------------------------------------- conditions


class All(Value):
    """True when every part is."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Any_(Value):
    """True when at least one part is."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Not(Value):
    """True when its part is false."""

    not_: Condition = Field(alias="not")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Test(Value):
    """One comparison: of an answer (``q``) or of a computed value (``computed``).

    Operators, by what they read:
      choice    ``in`` [keys]       single: the chosen option is one of them
                ``has`` [keys]      multiple: at least one of them is ticked
                ``lacks`` [keys]    multiple: at least one of them is not ticked
                ``exactly`` [keys]  multiple: these are ticked and no others
                ``ticked-at-least`` n, ``ticked-at-most`` n   multiple: how many real options
      number    ``below``, ``at-most``, ``above``, ``at-least`` x (scale too: its step, 0-based)
      any kind  ``answered`` true|false   a real answer is there (not "don't know")
      computed  ``below``, ``at-most``, ``above``, ``at-least`` x
    """

    q: Key | None = None
    computed: Key | None = None
    op: Literal[
        "in",
        "has",
        "lacks",
        "exactly",
        "ticked-at-least",
        "ticked-at-most",
        "below",
        "at-most",
        "above",
        "at-least",
        "answered",
    ]
    value: bool | Finite | tuple[Key, ...]

    @model_validator(mode="after")
    def _one_subject(self) -> Test:
        if (self.q is None) == (self.computed is None):
            raise ValueError(Said("name either q (a question) or computed (a value), not both"))
        return self


def _form(value: Any) -> str:
    """Which of the four forms a condition has, told by its one key."""
    for key, form in (("all", All), ("any", Any_), ("not", Not)):
        if (isinstance(value, dict) and key in value) or isinstance(value, form):
            return key
    return "test"


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Test, Tag("test")],
    Discriminator(_form),
]


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


# ---------------------------------------------------------------- rules and numbers


class Rules(Value):
    """The authored numbers of scoring.

    weak_below, firm_from: band edges. coverage: share of the reachable weight that must be
    answered before a posture is shown. pull, readiness: shares of fit, adding up to 1.
    too_close: margin in fit points under which no winner is named. contested: share of what draws
    a venture anywhere that draws against its lean, from which it is told so. route: the question
    whose option is the declared route. opening: the questions of the first partial result.
    sample: the persona of the sample report. notes: where the numbers come from, for editors.
    """

    weak_below: Percent = 40
    firm_from: Percent = 70
    coverage: Annotated[float, Field(ge=0, le=1), Plain] = 0.4
    pull: Annotated[float, Field(ge=0, le=1), Plain] = 0.6
    readiness: Annotated[float, Field(ge=0, le=1), Plain] = 0.4
    too_close: Percent = 3
    contested: Annotated[float, Field(ge=0, le=1), Plain] = 0.3
    route: Key
    opening: tuple[Key, ...] = ()
    sample: Key | None = None
    notes: tuple[Prose, ...] = ()

    @model_validator(mode="after")
    def _shares(self) -> Rules:
        if self.weak_below > self.firm_from:
            raise ValueError(Said("weak_below must not be above firm_from"))
        if not math.isclose(self.pull + self.readiness, 1, abs_tol=1e-9):
            raise ValueError(Said("pull and readiness must add up to 1"))
        return self


class Hardware(Value):
    """An accelerator: dense BF16 peak in TFLOP/s; USD per hour as low, usual, high."""

    key: Key
    name: Prose
    peak: Annotated[float, Field(ge=1, le=1e9), Plain]
    price: tuple[Price, Price, Price]


class Inputs(Value):
    """Which number (or choice) questions feed the computed values."""

    parameters: Key
    tokens: Key
    burn: Key
    runway: Key
    secured: Key
    outside_share: Key
    promise: Key
    notice: Key | None = None
    plan: Key


class Ladder(Value):
    """Which milestones the estimates count months to."""

    usable_model: Key
    first_revenue: Key


class Switching(Value):
    """What turning back costs, by the share of work from outside in percent.

    low_below, high_above: the marks between low, medium and high. stays_open: options of the
    promise that keep released versions open. gives_notice: options of the notice that give it.
    """

    low_below: Percent
    high_above: Percent
    stays_open: tuple[Key, ...] = ()
    gives_notice: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _rising(self) -> Switching:
        if self.low_below > self.high_above:
            raise ValueError(Said("low_below must not be above high_above"))
        return self


Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), Plain]


class Compute(Value):
    """Constants of the compute estimate, each low, usual, high; hours = C / (peak x MFU x 3600).

    secured: per option of the question in that role, the share of the money needed that it stands
    for, least and most; an option that names no share is left out.
    """

    mfu: tuple[Part, Part, Part]
    reruns: tuple[Factor, Factor, Factor]
    hardware: tuple[Hardware, ...]
    inputs: Inputs
    ladder: Ladder
    secured: dict[Key, tuple[Share, Share]] = {}
    switching: Switching
    notes: tuple[Prose, ...] = ()


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


for _model in (
    All,
    Any_,
    Not,
    Question,
    Requirement,
    Argument,
    Tension,
    Action,
    Milestone,
    Content,
):
    _model.model_rebuild()


# ---------------------------------------------------------------- the frozen form

EXACT = 2**53


def canonical(value: Any) -> Any:
    """The same JSON value with names in order and every number in one form.

    PostgreSQL's jsonb gives keys back in another order and 1e23 as an integer; scoring adds floats
    in the order it finds them, so every reader must find the same.
    """
    if isinstance(value, dict):
        return {key: canonical(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [canonical(part) for part in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return int(value) if abs(value) < EXACT and float(value).is_integer() else float(value)


def content_hash(document: dict[str, Any]) -> str:
    """SHA-256 of a document in canonical form."""
    text = json.dumps(canonical(document), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
