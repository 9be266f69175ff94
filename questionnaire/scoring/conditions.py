"""A condition says MET, BROKEN or OPEN about a sheet that may be incomplete.

The rule, in words: Kleene's strong three-valued logic (S. C. Kleene, Introduction to
Metamathematics, 1952, section 64). ``all`` is broken by one broken part, ``any`` is met by one
met part, ``not`` turns round; otherwise one open part leaves the whole open. So what is met or
broken now stays so however the open answers turn out, which is what makes intervals true.

Single tests:
  asked, but unanswered or "don't know yet"       open
  not known yet whether it will be asked          open
  hidden                                          broken (an ``answered: false`` test is met)
  "none of these fits"                            a real answer outside all options: ``in``,
                                                  ``has``, ``exactly`` and comparisons broken,
                                                  ``lacks`` met
  ``answered``                                    two-valued; open only while bounds are worked out
  a computed value that cannot be worked out      open

Inside scoring a verdict is True, False or None (open), because that is quick and reads well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from questionnaire.scoring.sheet import Answer, AnswerValue, Sheet
from questionnaire.vocabulary import Verdict

if TYPE_CHECKING:
    from questionnaire.scoring.posture import Tally
    from questionnaire.scoring.rubric import Question, Rubric

Held = bool | None
"""True: met. False: broken. None: open."""

Range = tuple[float, float]
"""What is known of a computed value: the least and the most that it can be."""


class _Mark:
    """A value that no answer can have."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


HIDDEN = _Mark("HIDDEN")
OTHER = _Mark("OTHER")


def told(answer: Answer | None) -> AnswerValue | object | None:
    """What an answer says: its value, OTHER, or None while the question is open.

    Nothing ticked and an empty text say nothing.
    """
    if answer is None or answer.unknown:
        return None
    if answer.other is not None:
        return OTHER
    return None if answer.value in ((), "") else answer.value


Provider = Callable[["Rubric", "Facts"], Range | None]


class Facts:
    """One sheet as conditions see it, after (or during) the walk through the questions.

    seen: question -> its value, OTHER, HIDDEN, or None while it is open.
    asked, pending: questions that are reachable, and those of which that is not settled yet.
    bounds: True while intervals are worked out; only what no completion can change then counts.
    route: the declared route; route_open: a route may still be declared.
    sums, spans, values: what was worked out from them once, kept for whoever asks again.
    """

    __slots__ = (
        "asked", "bounds", "pending", "providers", "route", "route_open", "rubric", "seen",
        "sheet", "spans", "sums", "values", "walking",
    )  # fmt: skip

    def __init__(
        self, rubric: Rubric, sheet: Sheet, providers: Mapping[str, Provider], bounds: bool
    ) -> None:
        self.rubric = rubric
        self.sheet = sheet
        self.providers = providers
        self.bounds = bounds
        self.seen: dict[str, Any] = {}
        self.asked: list[Question] = []
        self.pending: list[Question] = []
        self.route: str | None = None
        self.route_open = False
        self.values: dict[str, Range | None] = {}
        self.walking = True
        self.sums: Tally | None = None
        self.spans: list[Range] | None = None

    def for_bounds(self) -> Facts:
        """The same facts read for bounds, where the walk would come out the same."""
        twin = Facts(self.rubric, self.sheet, self.providers, bounds=True)
        twin.seen, twin.asked, twin.pending = self.seen, self.asked, self.pending
        twin.route, twin.route_open, twin.walking = self.route, self.route_open, False
        return twin

    def computed(self, name: str) -> Range | None:
        """The range of a computed value, worked out once; None while it cannot be said."""
        if name not in self.values:
            self.values[name] = None  # a value that needs itself stays unsaid
            self.values[name] = self.providers[name](self.rubric, self)
        return self.values[name]


class Condition(Protocol):
    """A compiled condition."""

    def check(self, facts: Facts) -> Held:
        """Whether it holds."""

    def decide(self, facts: Facts) -> Iterator[str]:
        """The questions that decide the present verdict; ``=name`` stands for a computed value."""

    def reads(self) -> Iterator[str]:
        """Every question it reads; ``=name`` stands for a computed value."""


@dataclass(frozen=True, slots=True)
class All:
    """Met when every part is."""

    parts: tuple[Condition, ...]

    def check(self, facts: Facts) -> Held:
        held: Held = True
        for part in self.parts:
            one = part.check(facts)
            if one is False:
                return False
            if one is None:
                held = None
        return held

    def decide(self, facts: Facts) -> Iterator[str]:
        return _same(self.parts, self.check(facts), facts)

    def reads(self) -> Iterator[str]:
        return (name for part in self.parts for name in part.reads())


@dataclass(frozen=True, slots=True)
class Any_:
    """Met when at least one part is."""

    parts: tuple[Condition, ...]

    def check(self, facts: Facts) -> Held:
        held: Held = False
        for part in self.parts:
            one = part.check(facts)
            if one is True:
                return True
            if one is None:
                held = None
        return held

    def decide(self, facts: Facts) -> Iterator[str]:
        return _same(self.parts, self.check(facts), facts)

    def reads(self) -> Iterator[str]:
        return (name for part in self.parts for name in part.reads())


def _same(parts: Iterable[Condition], held: Held, facts: Facts) -> Iterator[str]:
    """The deciders of those parts that say what the whole says."""
    return (name for part in parts if part.check(facts) is held for name in part.decide(facts))


@dataclass(frozen=True, slots=True)
class Not:
    """Met when its part is broken."""

    part: Condition

    def check(self, facts: Facts) -> Held:
        held = self.part.check(facts)
        return None if held is None else not held

    def decide(self, facts: Facts) -> Iterator[str]:
        return self.part.decide(facts)

    def reads(self) -> Iterator[str]:
        return self.part.reads()


@dataclass(frozen=True, slots=True)
class AnswerTest:
    """A comparison of one answer; ``holds`` sees a value or OTHER, never HIDDEN or nothing.

    open_on: options that say that this is not known yet, and that the comparison does not name.
    """

    question: str
    holds: Callable[[Any], bool]
    open_on: frozenset[str] = frozenset()

    def check(self, facts: Facts) -> Held:
        value = facts.seen.get(self.question)
        if value is None or (self.open_on and says_not_known(value, self.open_on)):
            return None
        return value is not HIDDEN and self.holds(value)

    def decide(self, facts: Facts) -> Iterator[str]:
        yield self.question

    def reads(self) -> Iterator[str]:
        yield self.question


@dataclass(frozen=True, slots=True)
class AnsweredTest:
    """Whether a real answer is there; while bounds are worked out, one may still come."""

    question: str
    wanted: bool

    def check(self, facts: Facts) -> Held:
        value = facts.seen.get(self.question)
        if value is None and facts.bounds:
            return None
        return (value is not None and value is not HIDDEN) is self.wanted

    def decide(self, facts: Facts) -> Iterator[str]:
        yield self.question

    def reads(self) -> Iterator[str]:
        yield self.question


@dataclass(frozen=True, slots=True)
class ComputedTest:
    """A comparison of a computed value with a mark; settled when both ends of its range agree."""

    name: str
    compare: Callable[[float, float], bool]
    mark: float

    def check(self, facts: Facts) -> Held:
        known = facts.computed(self.name)
        if known is None:
            return None
        low, high = (self.compare(end, self.mark) for end in known)
        return low if low is high else None

    def decide(self, facts: Facts) -> Iterator[str]:
        yield f"={self.name}"

    def reads(self) -> Iterator[str]:
        yield f"={self.name}"


def says_not_known(value: Any, not_known: frozenset[str]) -> bool:
    """Whether a value is such an option; of a multiple, one stands alone."""
    if isinstance(value, tuple):
        return len(value) == 1 and value[0] in not_known
    return isinstance(value, str) and value in not_known


def verdict(held: Held) -> Verdict:
    """The word for it."""
    if held is None:
        return Verdict.OPEN
    return Verdict.MET if held else Verdict.BROKEN
