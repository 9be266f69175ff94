"""Which paths the ventures of each inclination come to: the bank's path simulation.

The rule, in words: for each of nine inclinations from closed (-1) to open (+1), ventures are
drawn that answer every question they are asked. An option is drawn the more often the more it
leans their way and the more points it gives, for ventures of every diligence from careless to
careful (softmax choice: R. Luce, Individual choice behavior, 1959; each tick of a multiple by
itself). A sound bank lets every path win among those that incline to it, by a margin worth
naming. Lint calls this as part of its proof that every path can be reached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp
from random import Random

from questionnaire.scoring.paths import stand
from questionnaire.scoring.reach import walk
from questionnaire.scoring.rubric import Question, Rubric
from questionnaire.scoring.sheet import Answer, AnswerValue
from questionnaire.vocabulary import Kind

INCLINATIONS = tuple(step / 4 for step in range(-4, 5))
VENTURES = 1500
SEED = 20261102
LEAN_PULL, CARE_PULL = 1.5, 4.0
EVEN_TICK = 0.5
"""An option that draws this strongly is ticked by every second venture."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the ventures of one inclination came to.

    wins: path -> share of ventures, 0 to 1. margin: mean fit points between the first two open
    paths, where there are two. barred: share of ventures for which no path is open.
    """

    inclination: float
    wins: dict[str, float]
    margin: float
    barred: float


def simulate(rubric: Rubric, *, ventures: int = VENTURES, seed: int = SEED) -> tuple[Outcome, ...]:
    """The outcomes for all nine inclinations; the same for the same arguments."""
    return tuple(
        _outcome(rubric, inclination, ventures, Random(f"{seed}/{inclination}"))  # noqa: S311
        for inclination in INCLINATIONS
    )


def _outcome(rubric: Rubric, inclination: float, ventures: int, chance: Random) -> Outcome:
    wins: Counter[str] = Counter()
    margins: list[float] = []
    barred = 0
    for number in range(ventures):
        care = (number + 0.5) / ventures
        standing = stand(rubric, walk(rubric, venture(rubric, inclination, care, chance)))
        open_paths = [place for place in standing.order if not standing.broken[place]]
        if open_paths:
            wins[rubric.paths[open_paths[0]].key] += 1
        else:
            barred += 1
        if len(open_paths) > 1:
            margins.append(standing.fit[open_paths[0]] - standing.fit[open_paths[1]])
    return Outcome(
        inclination,
        {path.key: wins[path.key] / ventures for path in rubric.paths},
        sum(margins) / len(margins) if margins else 0.0,
        barred / ventures,
    )


def venture(rubric: Rubric, inclination: float, care: float, chance: Random) -> dict[str, Answer]:
    """One venture's answers. inclination: -1 to +1; care: 0 (careless) to 1 (careful)."""
    sheet: dict[str, Answer] = {}
    for question in rubric.questions:
        value = _value(question, inclination, care, chance)
        if value is not None:
            sheet[question.key] = Answer(value=value)
    return sheet


def _value(
    question: Question, inclination: float, care: float, chance: Random
) -> AnswerValue | None:
    if question.kind is Kind.TEXT:
        return None
    if question.kind is Kind.NUMBER:
        values: list[AnswerValue] = list(_numbers(question))
    elif question.kind is Kind.MULTIPLE:
        values = [(option,) for option in question.options]
    else:
        values = list(question.options)
    draws = [_draw(question, value, inclination, care) for value in values]
    if question.kind is not Kind.MULTIPLE:
        return chance.choices(values, [exp(draw) for draw in draws])[0]
    ticked = tuple(
        option
        for option, draw in zip(question.options, draws, strict=True)
        if option not in question.exclusive and chance.random() < 1 / (1 + exp(EVEN_TICK - draw))
    )
    return ticked or chance.choices(values, [exp(draw) for draw in draws])[0]


def _numbers(question: Question) -> Iterator[float]:
    inside = {mark for mark in question.marks if question.minimum <= mark <= question.maximum}
    yield from sorted(inside or {question.minimum, question.maximum})


def _draw(question: Question, value: AnswerValue, inclination: float, care: float) -> float:
    """How strongly a venture is drawn to an answer."""
    shares = [share for voice in question.voices[None] if (share := voice.share(value)) is not None]
    good = sum(shares) / len(shares) if shares else 0.5
    lean = _lean(question, value)
    return LEAN_PULL * inclination * lean + CARE_PULL * (care - 0.25) * good


def _lean(question: Question, value: AnswerValue) -> float:
    """The lean of an answer, core question or not; ventures incline in all they do."""
    if isinstance(value, tuple):
        return sum(question.leans[tick] for tick in value) / len(value)
    if isinstance(value, str):
        return question.leans[value]
    return question.leaning.of(value) if question.leaning else 0.0
