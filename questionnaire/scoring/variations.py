"""One answer changed, and where the paths then stand, without starting over.

The rule, in words: an answer that decides no other question's visibility moves only its own lean,
its own additions to pull, and the requirements that read it; the rest stands. An answer on which
other questions depend is walked through afresh. Both ways give what ``score`` would give.

The values tried: every other option of a choice, every single tick added or taken away of a
multiple, and of a number the values on either side of every mark at which something changes.

How far a change moves, 0 to 1: a quarter for answering what was open; for a changed choice a
quarter and half of the distance between the two options in what they say (points and lean); a
fifth for one tick; for a number a tenth and its share of the span of its marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from questionnaire.scoring import lean as leaning
from questionnaire.scoring.conditions import OTHER, Facts
from questionnaire.scoring.paths import Standing, extras, settle
from questionnaire.scoring.posture import retally, tally
from questionnaire.scoring.reach import walk
from questionnaire.scoring.rubric import Question, Rubric
from questionnaire.scoring.sheet import Answer
from questionnaire.vocabulary import Kind

OPEN_COST, CHOICE_COST, TICK_COST, NUMBER_COST = 0.25, 0.25, 0.2, 0.1
LEAN_SPAN = 4
FLOP_UNIT = 6e18


def matters(rubric: Rubric, question: Question) -> bool:
    """Whether any answer to the question can move a path."""
    return bool(
        question.leaning
        or question.pulls
        or rubric.readers[question.key]
        or question.key in rubric.gates
    )


def vary(
    rubric: Rubric, facts: Facts, standing: Standing, question: Question, value: Any
) -> Standing:
    """Where the paths stand when the question is answered with ``value``; only for questions that
    gate no other (``afresh`` is for those)."""
    with answering(facts, question, value):
        return _moved(rubric, facts, standing, question)


def afresh(rubric: Rubric, facts: Facts, question: Question, value: Any) -> Facts:
    """The sheet walked through again with the question answered with ``value``."""
    return walk(rubric, {**facts.sheet, question.key: Answer(value=value)})


@contextmanager
def answering(facts: Facts, question: Question, value: Any) -> Iterator[None]:
    """The facts with one answer changed for a while; only for questions that gate no other."""
    before, sums = facts.seen[question.key], tally(facts)
    facts.seen[question.key] = value
    facts.sums = retally(sums, question, facts.route, before, value)
    facts.values.clear()
    try:
        yield
    finally:
        facts.seen[question.key] = before
        facts.sums = sums
        facts.values.clear()


def _moved(rubric: Rubric, facts: Facts, standing: Standing, question: Question) -> Standing:
    tilt = leaning.tilt(facts) if question.leaning else standing.tilt
    held = standing.held
    if rubric.readers[question.key]:
        held = list(held)
        for place in rubric.readers[question.key]:
            held[place] = rubric.requirements[place].when.check(facts)
    extra = extras(rubric, facts) if question.pulls else standing.extra
    return settle(rubric, tilt, held, extra)


# ---------------------------------------------------------------- what can be tried


def alternatives(rubric: Rubric, facts: Facts, question: Question) -> Iterator[Any]:
    """Every value that differs from the present one by a single step."""
    now = facts.seen[question.key]
    if question.kind in (Kind.SINGLE, Kind.SCALE):
        yield from (option for option in question.options if option != now)
    elif question.kind is Kind.MULTIPLE:
        yield from _ticks(question, now if isinstance(now, tuple) else ())
    elif question.kind is Kind.NUMBER:
        yield from (value for value in _numbers(rubric, facts, question) if value != now)


def _ticks(question: Question, now: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for option in question.options:
        if option in now:
            rest = tuple(tick for tick in now if tick != option)
            if rest:
                yield rest
        elif option in question.exclusive:
            yield (option,)
        else:
            kept = {tick for tick in now if tick not in question.exclusive} | {option}
            yield tuple(tick for tick in question.options if tick in kept)


def _numbers(rubric: Rubric, facts: Facts, question: Question) -> list[float]:
    step = question.step
    marks = [*question.marks, *_flop_marks(rubric, facts, question)]
    tried = {round(mark + move, 9) for mark in marks for move in (-step, 0, step)}
    return sorted(value for value in tried if question.minimum <= value <= question.maximum)


def _flop_marks(rubric: Rubric, facts: Facts, question: Question) -> Iterator[float]:
    """Where training compute crosses a mark, the other input staying as it is."""
    inputs = rubric.compute.inputs
    pair = {inputs["parameters"]: inputs["tokens"], inputs["tokens"]: inputs["parameters"]}
    other = facts.seen.get(pair.get(question.key, ""))
    if isinstance(other, int | float) and other > 0:
        for mark in rubric.flop_marks:
            yield round(mark / (FLOP_UNIT * other) / question.step) * question.step


# ---------------------------------------------------------------- how far a change moves


def cost(question: Question, before: Any, after: Any) -> float:
    """How far the answer moves, 0 to 1."""
    if before is OTHER or question.is_open(before):
        return OPEN_COST
    if question.kind is Kind.MULTIPLE:
        return min(1.0, TICK_COST * len(set(before) ^ set(after)))
    if question.kind is Kind.NUMBER:
        span: float = (question.marks[-1] - question.marks[0]) if question.marks else 0
        span = span or question.maximum - question.minimum or 1.0
        return min(1.0, NUMBER_COST + abs(float(after) - float(before)) / span)
    return CHOICE_COST + _distance(question, before, after) / 2


def _distance(question: Question, before: str, after: str) -> float:
    """How far two options lie apart in what they say, 0 to 1."""
    if question.kind is Kind.SCALE:
        steps = question.options.index(after) - question.options.index(before)
        return abs(steps) / (len(question.options) - 1)
    apart = [
        abs((voice.share(after) or 0.0) - (voice.share(before) or 0.0))
        for voice in question.voices[None]
    ]
    if question.leaning:
        apart.append(abs(question.leaning.of(after) - question.leaning.of(before)) / LEAN_SPAN)
    return max(apart, default=1.0)
