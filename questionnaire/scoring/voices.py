"""How an answer speaks: to the postures, in shares of points, and to the lean.

The rule, in words: points become shares (0 to 1) of the most that the question can give under the
declared route. How an answer gains points depends on its kind:
  single, scale   the option's points
  multiple        the best ticked option's points, plus 1 when three or more ticked options give
                  any (at most 4, and at most what the question can give)
  number          a curve: linear between its marks, flat outside them
An option under which the posture is left out says nothing about it. ``points_on`` of a declared
route overrides ``points`` posture by posture. What a multiple can give counts the extra point as
soon as three options speak, so that raising an option's points never lowers anyone's share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from questionnaire.vocabulary import Kind, Posture

MOST_POINTS = 4.0
BONUS_FROM = 3
"""So many ticked options that give points are worth one point more."""

POSTURES = tuple(Posture)
Curve = tuple[tuple[float, float], ...]


def on_curve(curve: Curve, x: float) -> float:
    """The curve's height at x: linear between its marks, flat outside them."""
    left, low = curve[0]
    if x < left:
        return low
    for right, high in curve:
        if x < right:
            return low + (high - low) * (x - left) / (right - left)
        left, low = right, high
    return low


Term = tuple[int, float, Callable[[Any], float | None]]
"""A voice for quick sums: its posture's place, its weight, and what gives an answer's share."""


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
        best, giving = -1.0, 0
        for tick in value:
            points = self.points.get(tick)
            if points is not None:
                best = points if points > best else best
                giving += points > 0
        if best < 0:
            return None
        return min(self.most, best + (giving >= BONUS_FROM)) / self.most


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
    """How far (-2 to +2) a core question's answers draw, and the furthest they can."""

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


# ---------------------------------------------------------------- from the document


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


def voices(raw: Mapping[str, Any], kind: Kind, route: str | None) -> tuple[Voice, ...]:
    """What the question says about each posture under a route."""
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


def term(voice: Voice) -> Term:
    """The voice as a term; for a choice the look-up alone, which is most of the speed."""
    share = voice.shares.get if isinstance(voice, ChoiceVoice) else voice.share
    return voice.posture, voice.weight, share


def leaning(raw: Mapping[str, Any]) -> Leaning | None:
    """How a core question leans; None for any other."""
    if not raw.get("lean_core"):
        return None
    leans = {option["key"]: float(option.get("lean", 0)) for option in raw.get("options", ())}
    number = raw.get("number") or {}
    curve = _curve(number.get("lean", ()))
    heights = [*leans.values(), *(_heights(curve, number) if curve else ())]
    return Leaning(min(heights), max(heights), leans, curve) if heights else None
