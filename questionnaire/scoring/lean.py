"""The lean is the direction in which the core answers draw, -100 (closed) to +100 (open).

The rule, in words: add up the leans (-2 to +2) of the asked and answered core questions, and
divide by the most that those very questions could give in the direction of the sum. So -100 and
+100 are attainable, and neutral answers weaken the lean without pulling it to a middle.
Contested is the share of all that was pulled which pulls against the sum.

The interval holds every completion: every open core question may take any lean it offers, or drop
out (hidden, or "none of these fits"). To lean furthest up, whatever can pull up does; if the sum
then stays below zero, questions that can only pull down still help where they raise the most that
could have been given more than the sum: the same fractional rule as for postures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from questionnaire.scoring.conditions import OTHER, Facts, told
from questionnaire.scoring.scorecard import LeanPart, LeanScore
from questionnaire.scoring.sums import bounded_sum, clamp
from questionnaire.scoring.voices import Leaning


@dataclass(frozen=True, slots=True)
class Tilt:
    """Sums over core questions: of the leans, and of the most they could give up and down."""

    total: float = 0.0
    up: float = 0.0
    down: float = 0.0

    def plus(self, lean: float, leaning: Leaning) -> Tilt:
        """With one more answer."""
        up, down = max(0.0, leaning.high), max(0.0, -leaning.low)
        return Tilt(self.total + lean, self.up + up, self.down + down)

    @property
    def value(self) -> float:
        """The lean, -100 to +100; 0 where nothing pulls."""
        if not self.total:
            return 0.0
        most = self.up if self.total > 0 else self.down
        return clamp(100 * self.total / most, -100.0, 100.0)


def answered_leans(facts: Facts) -> list[tuple[str, str, float, Leaning]]:
    """question, category, lean and leaning of every asked and answered core question."""
    found = []
    for question in facts.asked:
        if question.leaning is None:
            continue
        value = facts.seen[question.key]
        if value is not None and value is not OTHER:
            found.append(
                (question.key, question.category, question.leaning.of(value), question.leaning)
            )
    return found


def tilt(facts: Facts) -> Tilt | None:
    """The sums over what is answered now; None while no core question is."""
    leans = answered_leans(facts)
    if not leans:
        return None
    total = sum(lean for _, _, lean, _ in leans)
    up = sum(max(0.0, leaning.high) for _, _, _, leaning in leans)
    down = sum(max(0.0, -leaning.low) for _, _, _, leaning in leans)
    return Tilt(total, up, down)


def lean_score(facts: Facts, bounds: Facts) -> LeanScore:
    """The lean with its parts and its interval. bounds: the same sheet walked for bounds."""
    leans = answered_leans(facts)
    asked = sum(
        question.leaning is not None and facts.seen[question.key] is not OTHER
        for question in facts.asked
    )
    low, high = interval(bounds)
    now = tilt(facts)
    if now is None:
        return LeanScore(None, low, high, 0.0, 0, asked, ())
    points, value = _points(leans, now)
    return LeanScore(
        value=value,
        low=min(low, value),
        high=max(high, value),
        contested=_contested([lean for _, _, lean, _ in leans]),
        answered=len(leans),
        asked=asked,
        contributions=tuple(
            LeanPart(key, category, part)
            for (key, category, _, _), part in zip(leans, points, strict=True)
        ),
    )


def exact_lean(facts: Facts) -> float | None:
    """The lean to the last bit of the scorecard's, without all that stands around it there."""
    now = tilt(facts)
    return _points(answered_leans(facts), now)[1] if now else None


def _points(leans: list[tuple[str, str, float, Leaning]], now: Tilt) -> tuple[list[float], float]:
    """Each answer's part of the lean, and the lean."""
    most = (now.up if now.total > 0 else now.down) or 1.0
    return bounded_sum([100 * lean / most for _, _, lean, _ in leans], -100.0, 100.0)


def _contested(leans: list[float]) -> float:
    """The share, 0 to 0.5, of the pull that goes against the sum."""
    pulled = sum(abs(lean) for lean in leans)
    against = min(sum(lean for lean in leans if lean > 0), -sum(lean for lean in leans if lean < 0))
    return against / pulled if pulled else 0.0


# ---------------------------------------------------------------- intervals


@dataclass(frozen=True, slots=True)
class _Item:
    """An open core question: the leans it may take, and the most it can give up and down."""

    low: float
    high: float
    up: float
    down: float

    def turned(self) -> _Item:
        return _Item(-self.high, -self.low, self.down, self.up)


def interval(facts: Facts) -> tuple[float, float]:
    """The least and the most the lean can become. facts: of a walk for bounds."""
    now = tilt(facts) or Tilt()
    items = list(_open_items(facts))
    high = _highest(now, items)
    turned = Tilt(-now.total, now.down, now.up)
    low = 0.0 - _highest(turned, [item.turned() for item in items])
    return low, high


def _open_items(facts: Facts) -> Iterable[_Item]:
    for question in (*facts.asked, *facts.pending):
        leaning = question.leaning
        if leaning is None or facts.seen[question.key] is not None:
            continue
        low, high = leaning.low, leaning.high
        said = told(facts.sheet.get(question.key))
        if said is OTHER:
            continue
        if said is not None:
            low = high = leaning.of(said)
        yield _Item(low, high, max(0.0, leaning.high), max(0.0, -leaning.low))


def _highest(now: Tilt, items: list[_Item]) -> float:
    """The most that the lean can become."""
    up = now.total + sum(item.high for item in items if item.high > 0)
    if up > 0:
        return _highest_up(now, items)
    total = now.total
    down = now.down
    for item in items:
        if item.high >= 0:
            total += item.high
            down += item.down
    for item in sorted((i for i in items if i.high < 0), key=lambda i: -i.high / i.down):
        if -item.high * down >= -total * item.down:
            break
        total += item.high
        down += item.down
    return clamp(100 * total / down, -100.0, 100.0) if down else 0.0


def _highest_up(now: Tilt, items: list[_Item]) -> float:
    """The most where the sum can be above zero: best pulls first, while each still raises it."""
    total, up = now.total, now.up
    for item in sorted((i for i in items if i.high > 0), key=lambda i: -i.high / i.up):
        if total > 0 and item.high * up <= total * item.up:
            break
        total += item.high
        up += item.up
    return clamp(100 * total / up, -100.0, 100.0) if up else 0.0
