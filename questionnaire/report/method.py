"""How the numbers are made: the rules in words, with one edition's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.queries import OpenEdition
from questionnaire.bank.wording import LocalOption, LocalQuestion
from questionnaire.report.narrative.standing import posture_name
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.scoring import actions, robustness
from questionnaire.scoring.scorecard import SCORING_VERSION
from questionnaire.vocabulary import Posture


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option with its points as authored, 0 to 4, and its lean, -2 to +2."""

    text: str
    points: tuple[tuple[str, str], ...]
    lean: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with what its answers give. weights: where it counts more or less than 1."""

    ask: str
    lean_core: bool
    weights: tuple[tuple[str, str], ...]
    options: tuple[OptionRow, ...]
    unscored: bool


@dataclass(frozen=True, slots=True)
class PathRow:
    """A path with its position and conditions."""

    name: str
    place: int
    position: str
    musts: tuple[str, ...]
    shoulds: tuple[tuple[str, str], ...]


def method_page(edition: OpenEdition) -> dict[str, Any]:
    """Everything the method page shows, as plain values."""
    tongue = tongue_of(edition)
    rules, compute = edition.rubric.rules, edition.document["compute"]
    return {
        "here": "method",
        "edition_key": edition.key,
        "scoring_version": SCORING_VERSION,
        "weak_below": tongue.figure(rules.weak_below),
        "mixed_to": tongue.figure(rules.firm_from - 1),
        "firm_from": tongue.figure(rules.firm_from),
        "coverage": tongue.share(rules.coverage),
        "pull": tongue.share(rules.pull),
        "readiness": tongue.share(rules.readiness),
        "too_close": tongue.figure(rules.too_close),
        "draws": tongue.figure(robustness.DRAWS),
        "seed": robustness.SEED,
        "spread": tongue.figure(100 * robustness.SPREAD),
        "worth_high": tongue.figure(max(actions.WORTH.values())),
        "worth_medium": tongue.figure(min(actions.WORTH.values())),
        "mfu": _triple(tongue, compute["mfu"], 2),
        "reruns": _triple(tongue, compute["reruns"], 1),
        "hardware": [_hardware(tongue, one) for one in compute["hardware"]],
        "paths": _paths(tongue, edition.document),
        "categories": _categories(tongue, edition.document),
        "milestones": [
            (one.name, one.evidence, tongue.span(*one.months))
            for one in tongue.texts.milestones.values()
        ],
        "facts": list(tongue.texts.facts.values()),
    }


def _triple(tongue: Tongue, values: list[float], digits: int) -> tuple[str, str, str]:
    low, usual, high = (tongue.figure(value, digits) for value in values)
    return low, usual, high


def _hardware(tongue: Tongue, raw: Mapping[str, Any]) -> tuple[str, str, tuple[str, str, str]]:
    return raw["name"], tongue.figure(raw["peak"]), _triple(tongue, raw["price"], 2)


def _paths(tongue: Tongue, document: Mapping[str, Any]) -> list[PathRow]:
    return [
        PathRow(
            name=tongue.texts.path(raw["key"]).name,
            place=place,
            position=tongue.figure(raw["position"], signed=True),
            musts=tuple(
                tongue.texts.requirement(raw["key"], one["key"])
                for one in raw["requirements"]
                if one["kind"] == "must"
            ),
            shoulds=tuple(
                (tongue.texts.requirement(raw["key"], one["key"]),
                 tongue.figure(one.get("weight", 1)))
                for one in raw["requirements"]
                if one["kind"] == "should"
            ),
        )
        for place, raw in enumerate(document["paths"])
    ]  # fmt: skip


def _categories(tongue: Tongue, document: Mapping[str, Any]) -> list[tuple[str, list[QuestionRow]]]:
    return [
        (
            local.name,
            [
                _question(tongue, question, asked)
                for question, asked in zip(raw["questions"], local.questions, strict=True)
            ],
        )
        for raw, local in zip(document["categories"], tongue.texts.categories, strict=True)
    ]


def _question(tongue: Tongue, raw: Mapping[str, Any], local: LocalQuestion) -> QuestionRow:
    options = [
        _option(tongue, one, words)
        for one, words in zip(raw.get("options", ()), local.options, strict=True)
    ]
    return QuestionRow(
        ask=local.ask,
        lean_core=raw.get("lean_core", False),
        weights=tuple(
            (posture_name(tongue, posture), _few(tongue, weight))
            for posture, weight in raw.get("weight", {}).items()
        ),
        options=tuple(options or _marks(tongue, raw, local)),
        unscored=bool(raw.get("unscored")),
    )


def _option(tongue: Tongue, raw: Mapping[str, Any], local: LocalOption) -> OptionRow:
    points = raw.get("points", {})
    return OptionRow(
        text=local.text,
        points=tuple(
            (posture, _few(tongue, points[posture]) if posture in points else "")
            for posture in map(str, Posture)
        ),
        lean=tongue.figure(raw["lean"], signed=True) if raw.get("lean") else "",
    )


def _marks(tongue: Tongue, raw: Mapping[str, Any], local: LocalQuestion) -> list[OptionRow]:
    """A number's curves as rows: the points at each mark, straight lines between."""
    number = raw.get("number") or {}
    curves = {name: dict(map(tuple, curve)) for name, curve in number.get("curves", {}).items()}
    marks = sorted({x for curve in curves.values() for x in curve})
    unit = local.number.unit if local.number else ""
    return [
        OptionRow(
            text=f"{_few(tongue, x)} {unit}",
            points=tuple(
                (posture, _few(tongue, curves[posture][x]) if x in curves.get(posture, {}) else "")
                for posture in map(str, Posture)
            ),
            lean="",
        )
        for x in marks
    ]


def _few(tongue: Tongue, value: float) -> str:
    return tongue.figure(value, 0 if float(value).is_integer() else 1)
