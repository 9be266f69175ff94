"""From an edition's document to its rubric, once.

The rule, in words: everything that does not depend on a sheet is worked out here. Points become
shares (0 to 1) of the most that the question can give under each route that may be declared,
weights stand beside them, conditions are compiled, and every question knows what reads it.
Callers keep rubrics by the edition's content hash; compiling the shipped bank takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.scoring.condition_compiling import compile_condition
from questionnaire.scoring.conditions import Condition
from questionnaire.scoring.rubric import (
    Action,
    Argument,
    Compute,
    Hardware,
    Milestone,
    Path,
    Question,
    Requirement,
    ReversalLine,
    Rubric,
    Rules,
    Tension,
)
from questionnaire.scoring.voices import POSTURES, leaning, term, voices
from questionnaire.vocabulary import (
    Direction,
    Kind,
    RequirementKind,
    ReversalPart,
    Severity,
    Side,
)

FLOP = "training-flop"

# ---------------------------------------------------------------- questions


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
    base = voices(raw, kind, None)
    overridden = {route for option in options for route in option.get("points_on", {})}
    spoken = {
        route: voices(raw, kind, route) if route in overridden else base
        for route in (None, *document.routes)
    }
    return Question(
        key=raw["key"],
        place=place,
        category=category,
        kind=kind,
        core=raw.get("core", True),
        shown=compile_condition(shown, document.questions) if shown else None,
        options=tuple(option["key"] for option in options),
        exclusive=frozenset(option["key"] for option in options if option.get("exclusive")),
        not_known=frozenset(option["key"] for option in options if option.get("not_known")),
        minimum=float(number.get("minimum", 0)),
        maximum=float(number.get("maximum", 0)),
        step=10.0 ** -number.get("decimals", 0),
        voices=spoken,
        terms={route: tuple(map(term, said)) for route, said in spoken.items()},
        leaning=leaning(raw),
        leans={option["key"]: float(option.get("lean", 0)) for option in options},
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
        whole = sum(raw.get("weight", 1) for raw in path["requirements"] if raw["kind"] == "should")
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


def _inputs(document: Mapping[str, Any], edition: _Edition) -> frozenset[str]:
    """The questions that any estimate may be worked out from."""
    roles = {key for key in document["compute"]["inputs"].values() if key}
    ladder = {test["q"] for test in _tests(document.get("milestones", ())) if test.get("q")}
    return frozenset((roles | ladder) & edition.questions.keys())


def _readers(
    questions: tuple[Question, ...],
    requirements: tuple[Requirement, ...],
    document: Mapping[str, Any],
    edition: _Edition,
) -> dict[str, tuple[int, ...]]:
    """question -> the places of the requirements that its answer can change."""
    inputs = _inputs(document, edition)
    read: dict[str, list[int]] = {question.key: [] for question in questions}
    for place, one in enumerate(requirements):
        names = set(one.when.reads())
        for question in questions:
            if question.key in names or any(_feeds(question, n, inputs) for n in names):
                read[question.key].append(place)
    return {key: tuple(places) for key, places in read.items()}


def _feeds(question: Question, name: str, inputs: frozenset[str]) -> bool:
    """Whether the question's answer goes into the computed value ``=name``."""
    if not name.startswith("="):
        return False
    if name == "=lean":
        return question.leaning is not None
    if name.startswith("=posture-"):
        place = [f"=posture-{one}" for one in POSTURES].index(name)
        return any(voice.posture == place for route in question.voices.values() for voice in route)
    return question.key in inputs


def _gates(questions: tuple[Question, ...], document: Mapping[str, Any]) -> frozenset[str]:
    """Questions whose answer can change what is asked, or what points others give."""
    read = {name for question in questions if question.shown for name in question.shown.reads()}
    fed = set(document["compute"]["inputs"].values()) if any(n[0] == "=" for n in read) else set()
    return frozenset(read | fed | {document["rules"]["route"]})


def _follows(question: Question, questions: tuple[Question, ...]) -> frozenset[str]:
    """The question and all whose visibility its answer can change.

    Conditions refer backwards, so one pass suffices. Whatever reads a computed value counts as
    following every gate.
    """
    reached = {question.key}
    for other in questions:
        if other.shown is not None and any(
            name in reached or name.startswith("=") for name in other.shown.reads()
        ):
            reached.add(other.key)
    return frozenset(reached)


def _reach(
    question: Question,
    follows: frozenset[str],
    readers: Mapping[str, tuple[int, ...]],
    by_points: frozenset[int],
    route: str,
) -> frozenset[int]:
    """The requirements that the answer can change; by_points: those that read a posture.

    Under another declared route, options give other points.
    """
    found = frozenset(place for key in follows for place in readers[key])
    return found | by_points if question.key == route else found


def _rules(raw: Mapping[str, Any]) -> Rules:
    return Rules(
        weak_below=float(raw.get("weak_below", 40)),
        firm_from=float(raw.get("firm_from", 70)),
        coverage=float(raw.get("coverage", 0.4)),
        pull=float(raw.get("pull", 0.6)),
        readiness=float(raw.get("readiness", 0.4)),
        too_close=float(raw.get("too_close", 3)),
        contested=float(raw.get("contested", 0.3)),
        route=raw["route"],
    )


def _compute(raw: Mapping[str, Any]) -> Compute:
    ladder, switching = raw["ladder"], raw["switching"]
    return Compute(
        mfu=_triple(raw["mfu"]),
        reruns=_triple(raw["reruns"]),
        hardware=tuple(
            Hardware(one["key"], float(one["peak"]), _triple(one["price"]))
            for one in raw["hardware"]
        ),
        inputs={role: key for role, key in raw["inputs"].items() if key},
        usable_model=ladder["usable_model"],
        first_revenue=ladder["first_revenue"],
        secured={
            option: (float(share[0]), float(share[1])) for option, share in raw["secured"].items()
        },
        low_below=float(switching["low_below"]),
        high_above=float(switching["high_above"]),
        stays_open=frozenset(switching["stays_open"]),
        gives_notice=frozenset(switching["gives_notice"]),
    )


def _triple(raw: Any) -> tuple[float, float, float]:
    low, usual, high = raw
    return float(low), float(usual), float(high)


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

    gates, readers = (
        _gates(questions, document),
        _readers(questions, requirements, document, edition),
    )
    follows = {
        one.key: _follows(one, questions) if one.key in gates else frozenset({one.key})
        for one in questions
    }
    by_points = frozenset(
        place
        for place, one in enumerate(requirements)
        if any(name.startswith("=posture-") for name in one.when.reads())
    )
    route = document["rules"]["route"]
    return Rubric(
        edition=document["key"],
        rules=_rules(document["rules"]),
        compute=_compute(document["compute"]),
        questions=questions,
        by_key={question.key: question for question in questions},
        categories=tuple(category["key"] for category in document["categories"]),
        paths=tuple(
            _path(raw, place, requirements, edition) for place, raw in enumerate(document["paths"])
        ),
        requirements=requirements,
        tensions=tuple(
            Tension(
                raw["key"],
                Severity(raw["severity"]),
                raw["settle"],
                tuple(raw.get("actions", ())),
                when(raw),
            )
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
        gates=gates,
        readers=readers,
        follows=follows,
        reach={
            one.key: _reach(one, follows[one.key], readers, by_points, route) for one in questions
        },
        flop_marks=tuple(
            sorted({float(t["value"]) for t in _tests(document) if t.get("computed") == FLOP})
        ),
        asks_answered=any(
            test["op"] == "answered"
            for raw in edition.questions.values()
            for test in _tests(raw.get("show_when"))
        ),
    )
