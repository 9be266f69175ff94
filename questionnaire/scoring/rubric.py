"""The rubric: an edition's document, compiled once into the form that scoring reads.

The rule, in words: everything that does not depend on a sheet is worked out here. Points become
shares (0 to 1) of the most that the question can give under each route that may be declared,
weights stand beside them, conditions are compiled, and every question knows what reads it.
Callers keep rubrics by the edition's content hash; compiling the shipped bank takes milliseconds.

How an answer speaks to a posture:
  single, scale   the option's points
  multiple        the best ticked option's points, plus 1 when three or more ticked options give
                  any (at most 4, and at most what the question can give)
  number          a curve: linear between its marks, flat outside them
An option under which the posture is left out says nothing about it. ``points_on`` of a declared
route overrides ``points`` posture by posture.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from questionnaire.scoring.conditions import Condition, compile_condition
from questionnaire.vocabulary import Direction, Kind, Posture, RequirementKind, ReversalPart
from questionnaire.vocabulary import Severity, Side

MOST_POINTS = 4.0
BONUS_FROM = 3
"""So many ticked options that give points are worth one point more."""

POSTURES = tuple(Posture)
Curve = tuple[tuple[float, float], ...]
CHOICES = frozenset({Kind.SINGLE, Kind.SCALE})


def on_curve(curve: Curve, x: float) -> float:
    """The curve's height at x: linear between its marks, flat outside them."""
    place = bisect_right(curve, x, key=lambda mark: mark[0])
    if place == 0:
        return curve[0][1]
    if place == len(curve):
        return curve[-1][1]
    (left, low), (right, high) = curve[place - 1], curve[place]
    return low + (high - low) * (x - left) / (right - left)


class Voice(Protocol):
    """What one question says about one posture under one route."""

    @property
    def posture(self) -> int: ...
    @property
    def weight(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    def share(self, value: Any) -> float | None:
        """The share (0 to 1) of its points that the answer gains; None: says nothing."""


@dataclass(frozen=True, slots=True)
class ChoiceVoice:
    """One option is chosen."""

    posture: int
    weight: float
    low: float
    high: float
    shares: Mapping[str, float]

    def share(self, value: Any) -> float | None:
        return self.shares.get(value)


@dataclass(frozen=True, slots=True)
class TicksVoice:
    """The best ticked option counts, and three or more that give points count a point more."""

    posture: int
    weight: float
    low: float
    high: float
    points: Mapping[str, float]
    most: float

    def share(self, value: Any) -> float | None:
        ticked = [self.points[tick] for tick in value if tick in self.points]
        if not ticked:
            return None
        bonus = sum(points > 0 for points in ticked) >= BONUS_FROM
        return min(self.most, max(ticked) + bonus) / self.most


@dataclass(frozen=True, slots=True)
class CurveVoice:
    """The number's place on a curve."""

    posture: int
    weight: float
    low: float
    high: float
    curve: Curve

    def share(self, value: Any) -> float | None:
        return on_curve(self.curve, value)


@dataclass(frozen=True, slots=True)
class Leaning:
    """How far (-2 to +2) a core question's answers draw to closed or open, and the most they can."""

    low: float
    high: float
    leans: Mapping[str, float]
    curve: Curve

    def of(self, value: Any) -> float:
        """The answer's lean; of several ticks, their mean."""
        if isinstance(value, str):
            return self.leans[value]
        if isinstance(value, tuple):
            return sum(self.leans[tick] for tick in value) / len(value)
        return on_curve(self.curve, value)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as scoring reads it. pulls: option -> fit points for single paths, by place."""

    key: str
    place: int
    category: str
    kind: Kind
    core: bool
    shown: Condition | None
    options: tuple[str, ...]
    exclusive: frozenset[str]
    minimum: float
    maximum: float
    step: float
    voices: Mapping[str | None, tuple[Voice, ...]]
    leaning: Leaning | None
    pulls: Mapping[str, tuple[tuple[int, float], ...]]
    marks: tuple[float, ...]

    def pull(self, value: Any) -> tuple[tuple[int, float], ...]:
        """The fit points that the answer adds to single paths' pull."""
        if not self.pulls:
            return ()
        if isinstance(value, tuple):
            return tuple(part for tick in value for part in self.pulls.get(tick, ()))
        return self.pulls.get(value, ())


@dataclass(frozen=True, slots=True)
class Requirement:
    """A must or a should of the path at ``path``; ``share`` is its part of the path's shoulds."""

    key: str
    path: int
    kind: RequirementKind
    weight: float
    share: float
    when: Condition


@dataclass(frozen=True, slots=True)
class Argument:
    """A reason for or against a path."""

    key: str
    side: Side
    weight: float
    when: Condition


@dataclass(frozen=True, slots=True)
class Path:
    """A release path; its requirements, by their place in the rubric's list."""

    key: str
    place: int
    position: float
    musts: tuple[int, ...]
    shoulds: tuple[int, ...]
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Tension:
    key: str
    severity: Severity
    settle: str
    actions: tuple[str, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Action:
    key: str
    lifts: tuple[str, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Milestone:
    key: str
    months: tuple[float, float]
    when: Condition


@dataclass(frozen=True, slots=True)
class ReversalLine:
    key: str
    direction: Direction
    part: ReversalPart
    when: Condition


@dataclass(frozen=True, slots=True)
class Rules:
    """The edition's authored numbers (questionnaire.bank.content.Rules says what they mean)."""

    weak_below: float
    firm_from: float
    coverage: float
    pull: float
    readiness: float
    too_close: float
    route: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """One edition, ready for scoring."""

    edition: str
    rules: Rules
    compute: Mapping[str, Any]
    questions: tuple[Question, ...]
    by_key: Mapping[str, Question]
    categories: tuple[str, ...]
    paths: tuple[Path, ...]
    requirements: tuple[Requirement, ...]
    tensions: tuple[Tension, ...]
    actions: tuple[Action, ...]
    milestones: tuple[Milestone, ...]
    reversal: tuple[ReversalLine, ...]
    gates: frozenset[str]
    asks_answered: bool


# ---------------------------------------------------------------- questions


def _points(option: Mapping[str, Any], route: str | None, posture: Posture) -> float | None:
    if route is not None:
        there = option.get("points_on", {}).get(route, {})
        if posture in there:
            return float(there[posture])
    said = option.get("points", {}).get(posture)
    return None if said is None else float(said)


def _option_voice(
    raw: Mapping[str, Any], kind: Kind, route: str | None, posture: Posture, weight: float
) -> Voice | None:
    found = {option["key"]: _points(option, route, posture) for option in raw["options"]}
    points = {key: value for key, value in found.items() if value is not None}
    if not points or max(points.values()) == 0:
        return None
    most = max(points.values())
    place = POSTURES.index(posture)
    if kind is Kind.MULTIPLE:
        alone = {option["key"] for option in raw["options"] if option.get("exclusive")}
        several = len(points.keys() - alone) >= BONUS_FROM
        most = min(MOST_POINTS, most + several)
        low = min(points.values()) / most
        return TicksVoice(place, weight, low, 1.0, points, most)
    shares = {key: value / most for key, value in points.items()}
    return ChoiceVoice(place, weight, min(shares.values()), 1.0, shares)


def _curve_voice(number: Mapping[str, Any], posture: Posture, weight: float) -> Voice | None:
    curve = _curve(number.get("curves", {}).get(posture, ()))
    if not curve:
        return None
    heights = _heights(curve, number)
    most = max(heights)
    if most == 0:
        return None
    shares = tuple((x, y / most) for x, y in curve)
    low = min(heights) / most
    return CurveVoice(POSTURES.index(posture), weight, low, 1.0, shares)


def _curve(raw: Iterable[Iterable[float]]) -> Curve:
    return tuple((float(x), float(y)) for x, y in raw)


def _heights(curve: Curve, number: Mapping[str, Any]) -> list[float]:
    """The curve's heights at the ends of what may be answered and at its marks between them."""
    low, high = float(number.get("minimum", 0)), float(number["maximum"])
    inside = [x for x, _ in curve if low < x < high]
    return [on_curve(curve, x) for x in (low, *inside, high)]


def _voices(raw: Mapping[str, Any], kind: Kind, route: str | None) -> tuple[Voice, ...]:
    weights = raw.get("weight", {})
    found: list[Voice] = []
    for posture in POSTURES:
        weight = float(weights.get(posture, 1))
        voice = (
            _option_voice(raw, kind, route, posture, weight)
            if raw.get("options")
            else _curve_voice(raw["number"], posture, weight)
            if raw.get("number")
            else None
        )
        if voice is not None:
            found.append(voice)
    return tuple(found)


def _leaning(raw: Mapping[str, Any]) -> Leaning | None:
    if not raw.get("lean_core"):
        return None
    leans = {option["key"]: float(option.get("lean", 0)) for option in raw.get("options", ())}
    number = raw.get("number") or {}
    curve = _curve(number.get("lean", ()))
    heights = [*leans.values(), *(_heights(curve, number) if curve else ())]
    return Leaning(min(heights), max(heights), leans, curve) if heights else None


def _marks(raw: Mapping[str, Any], tested: Mapping[str, set[float]]) -> tuple[float, ...]:
    """The numbers at which something about the answer can change."""
    number = raw.get("number")
    if not number:
        return ()
    curves = (*number.get("curves", {}).values(), number.get("lean", ()))
    return tuple(sorted(tested.get(raw["key"], set()) | {float(x) for c in curves for x, _ in c}))


def _question(
    raw: Mapping[str, Any],
    place: int,
    category: str,
    document: _Edition,
) -> Question:
    kind = Kind(raw["kind"])
    number = raw.get("number") or {}
    options = raw.get("options", ())
    shown = raw.get("show_when")
    base = _voices(raw, kind, None)
    overridden = {route for option in options for route in option.get("points_on", {})}
    return Question(
        key=raw["key"],
        place=place,
        category=category,
        kind=kind,
        core=raw.get("core", True),
        shown=compile_condition(shown, document.questions) if shown else None,
        options=tuple(option["key"] for option in options),
        exclusive=frozenset(option["key"] for option in options if option.get("exclusive")),
        minimum=float(number.get("minimum", 0)),
        maximum=float(number.get("maximum", 0)),
        step=10.0 ** -number.get("decimals", 0),
        voices={
            route: _voices(raw, kind, route) if route in overridden else base
            for route in (None, *document.routes)
        },
        leaning=_leaning(raw),
        pulls={
            option["key"]: tuple(
                (document.paths.index(path), float(points))
                for path, points in option["pull"].items()
            )
            for option in options
            if option.get("pull")
        },
        marks=_marks(raw, document.tested),
    )


# ---------------------------------------------------------------- the edition


@dataclass(frozen=True, slots=True)
class _Edition:
    """What compiling one part needs to know of the others."""

    questions: Mapping[str, Mapping[str, Any]]
    routes: tuple[str, ...]
    paths: tuple[str, ...]
    tested: Mapping[str, set[float]]


def _tests(value: Any) -> Iterable[Mapping[str, Any]]:
    """Every single test anywhere in the document."""
    if isinstance(value, Mapping):
        if "op" in value and ("q" in value or "computed" in value):
            yield value
        else:
            for part in value.values():
                yield from _tests(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _tests(part)


def _edition(document: Mapping[str, Any]) -> _Edition:
    questions = {
        raw["key"]: raw for category in document["categories"] for raw in category["questions"]
    }
    tested: dict[str, set[float]] = {}
    for test in _tests(document):
        if test.get("q") and isinstance(test["value"], int | float):
            tested.setdefault(test["q"], set()).add(float(test["value"]))
    route = questions.get(document["rules"]["route"], {})
    return _Edition(
        questions=questions,
        routes=tuple(option["key"] for option in route.get("options", ())),
        paths=tuple(path["key"] for path in document["paths"]),
        tested=tested,
    )


def _requirements(document: Mapping[str, Any], edition: _Edition) -> tuple[Requirement, ...]:
    found = []
    for place, path in enumerate(document["paths"]):
        whole = sum(
            raw.get("weight", 1) for raw in path["requirements"] if raw["kind"] == "should"
        )
        for raw in path["requirements"]:
            kind = RequirementKind(raw["kind"])
            weight = float(raw.get("weight", 1))
            share = weight / whole if kind is RequirementKind.SHOULD else 0.0
            when = compile_condition(raw["when"], edition.questions)
            found.append(Requirement(raw["key"], place, kind, weight, share, when))
    return tuple(found)


def _path(
    raw: Mapping[str, Any], place: int, requirements: tuple[Requirement, ...], edition: _Edition
) -> Path:
    mine = [(index, one) for index, one in enumerate(requirements) if one.path == place]
    arguments = (
        Argument(
            argument["key"],
            Side(argument["side"]),
            float(argument.get("weight", 1)),
            compile_condition(argument["when"], edition.questions),
        )
        for argument in raw.get("arguments", ())
    )
    return Path(
        key=raw["key"],
        place=place,
        position=float(raw["position"]),
        musts=tuple(index for index, one in mine if one.kind is RequirementKind.MUST),
        shoulds=tuple(index for index, one in mine if one.kind is RequirementKind.SHOULD),
        arguments=tuple(sorted(arguments, key=lambda one: -one.weight)),
    )


def _rules(raw: Mapping[str, Any]) -> Rules:
    return Rules(
        weak_below=float(raw.get("weak_below", 40)),
        firm_from=float(raw.get("firm_from", 70)),
        coverage=float(raw.get("coverage", 0.4)),
        pull=float(raw.get("pull", 0.6)),
        readiness=float(raw.get("readiness", 0.4)),
        too_close=float(raw.get("too_close", 3)),
        route=raw["route"],
    )


def compile_rubric(document: Mapping[str, Any]) -> Rubric:
    """The rubric of an edition's document (``Content.document()`` or its JSON read back).

    The document must be free of lint's errors; a KeyError names a key that leads nowhere.
    """
    edition = _edition(document)
    pairs = [(c["key"], raw) for c in document["categories"] for raw in c["questions"]]
    questions = tuple(
        _question(raw, place, category, edition) for place, (category, raw) in enumerate(pairs)
    )
    requirements = _requirements(document, edition)

    def when(raw: Mapping[str, Any]) -> Condition:
        return compile_condition(raw["when"], edition.questions)

    return Rubric(
        edition=document["key"],
        rules=_rules(document["rules"]),
        compute=document["compute"],
        questions=questions,
        by_key={question.key: question for question in questions},
        categories=tuple(category["key"] for category in document["categories"]),
        paths=tuple(
            _path(raw, place, requirements, edition) for place, raw in enumerate(document["paths"])
        ),
        requirements=requirements,
        tensions=tuple(
            Tension(
                raw["key"], Severity(raw["severity"]), raw["settle"],
                tuple(raw.get("actions", ())), when(raw),
            )  # fmt: skip
            for raw in document.get("tensions", ())
        ),
        actions=tuple(
            Action(raw["key"], tuple(raw["lifts"]), when(raw))
            for raw in document.get("actions", ())
        ),
        milestones=tuple(
            Milestone(raw["key"], (float(raw["months"][0]), float(raw["months"][1])), when(raw))
            for raw in document.get("milestones", ())
        ),
        reversal=tuple(
            ReversalLine(
                raw["key"], Direction(raw["direction"]), ReversalPart(raw["part"]), when(raw)
            )
            for raw in document.get("reversal", ())
        ),
        gates=frozenset(name for q in questions if q.shown for name in q.shown.reads()),
        asks_answered=any(test["op"] == "answered" for test in _tests(document)),
    )
