"""Which categories' answers each thing that scoring says may rest on, whatever was answered.

The rule, in words: whether a question is asked rests on its own category and on all that its
``show_when`` may read, and on whether those are asked. What its answer is worth rests on that and,
where a declared route changes its points, on the declared route. A posture rests on every question
that may speak to it, the lean on every core question that leans; a contradiction, an action, a rung
on all that its condition may read. So whoever is kept from a category's answers and reads only what
does not rest on it can tell nothing of them: worked out from the edition, never listed by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from questionnaire.scoring.estimates import OFF_THE_LADDER
from questionnaire.scoring.posture import postures
from questionnaire.scoring.reach import walk, walk_bounds
from questionnaire.scoring.rubric import Question, Rubric
from questionnaire.scoring.scorecard import Contribution, PostureScore
from questionnaire.scoring.sheet import Sheet
from questionnaire.scoring.trace import FEEDS
from questionnaire.scoring.voices import POSTURES

Categories = frozenset[str]


@dataclass(frozen=True, slots=True)
class Rests:
    """The categories behind each, by key. categories: all of the edition; asked: whether a question
    is asked; worth: what its answer is worth besides; ladder: whether the money reaches a rung.
    weights: of each category that scores, its questions with the weight with which they speak, over
    all postures."""

    categories: Categories
    asked: Mapping[str, Categories]
    worth: Mapping[str, Categories]
    postures: Mapping[str, Categories]
    lean: Categories
    tensions: Mapping[str, Categories]
    actions: Mapping[str, Categories]
    milestones: Mapping[str, Categories]
    ladder: Categories
    runway: Categories
    weights: Mapping[str, Mapping[str, float]]

    def settled(self, category: str, shared: Collection[str]) -> float:
        """Of all that a category's questions can weigh, the share, 0 to 1, that rests on shared
        categories alone; 1 where nothing of it can ever score."""
        weights = self.weights.get(category, {})
        counted = [w for key, w in weights.items() if self.worth[key] <= set(shared)]
        return sum(counted) / sum(weights.values()) if weights else 1.0

    def behind(self, category: str) -> Categories:
        """The other categories that its questions rest on."""
        found = (self.worth[key] for key in self.weights.get(category, ()))
        return frozenset().union(*found) - {category}


@lru_cache(maxsize=32)
def rests_of(rubric: Rubric) -> Rests:
    """Of an edition; made once per process."""
    asked: dict[str, Categories] = {}
    for question in rubric.questions:  # conditions refer backwards: one pass
        gates = question.shown.reads() if question.shown else ()
        asked[question.key] = frozenset({question.category}) | _of_gates(rubric, gates, asked)
    route = asked.get(rubric.rules.route, frozenset())
    worth = {
        one.key: asked[one.key] | (route if _by_route(one) else frozenset())
        for one in rubric.questions
    }
    speaking = {str(posture): _union(worth, _speakers(rubric, place))
                for place, posture in enumerate(POSTURES)}  # fmt: skip
    lean = _union(asked, (one.key for one in rubric.questions if one.leaning is not None))

    def read(names: Iterable[str]) -> Categories:
        return _of_condition(rubric, names, asked, speaking, lean)

    milestones = {one.key: read(one.when.reads()) for one in rubric.milestones}
    inputs = rubric.compute.inputs
    runway = _union(asked, (inputs.get("runway", ""),))
    money = _union(asked, (inputs.get(role, "") for role in ("burn", "parameters", "tokens")))
    return Rests(
        categories=frozenset(rubric.categories), asked=asked, worth=worth, postures=speaking,
        lean=lean,
        tensions={one.key: read(one.when.reads()) for one in rubric.tensions},
        actions={one.key: read((*one.when.reads(), *one.lifts)) for one in rubric.actions},
        milestones=milestones, runway=runway,
        ladder=runway.union(money, *milestones.values()),
        weights=_weights(rubric),
    )  # fmt: skip


def _by_route(question: Question) -> bool:
    return any(spoken != question.voices[None] for spoken in question.voices.values())


def _speakers(rubric: Rubric, place: int) -> Iterable[str]:
    return (
        one.key
        for one in rubric.questions
        if any(voice.posture == place for spoken in one.voices.values() for voice in spoken)
    )


def _union(found: Mapping[str, Categories], keys: Iterable[str]) -> Categories:
    return frozenset().union(*(found[key] for key in keys if key in found))


def _of_gates(rubric: Rubric, names: Iterable[str], asked: Mapping[str, Categories]) -> Categories:
    """What the conditions that show a question rest on: answers, and estimates worked out of them
    as far as the walk has come."""
    return _union(asked, (key for name in names for key in _questions(rubric, name)))


def _of_condition(
    rubric: Rubric, names: Iterable[str], asked: Mapping[str, Categories],
    speaking: Mapping[str, Categories], lean: Categories,
) -> Categories:  # fmt: skip
    found: set[str] = set()
    for name in names:
        if name == "=lean":
            found |= lean
        elif name.startswith("=posture-"):
            found |= speaking[name.removeprefix("=posture-")]
        else:
            found |= _union(asked, _questions(rubric, name))
    return frozenset(found)


def _questions(rubric: Rubric, name: str) -> set[str]:
    """The questions behind a name that a condition reads: an answer, or what an estimate may be
    worked out from; of an estimate that nothing is known of, all that any reads."""
    if not name.startswith("="):
        return {name}
    inputs, estimate = rubric.compute.inputs, name.removeprefix("=")
    found = {inputs[role] for role in FEEDS.get(estimate, tuple(inputs)) if role in inputs}
    if estimate in OFF_THE_LADDER:
        return found
    read = {key for one in rubric.milestones for key in one.when.reads()}
    off = {key for key in read if key.removeprefix("=") in OFF_THE_LADDER and key.startswith("=")}
    if any(key.startswith("=") for key in read - off):  # a rung by scores or by another rung
        return {one.key for one in rubric.questions}
    fed = (_questions(rubric, key) for key in off)
    return found.union({key for key in read if not key.startswith("=")}, *fed)


def _weights(rubric: Rubric) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for one in rubric.questions:
        weights: dict[int, float] = {}
        for voice in (voice for spoken in one.voices.values() for voice in spoken):
            weights[voice.posture] = max(weights.get(voice.posture, 0.0), voice.weight)
        if weights:
            found.setdefault(one.category, {})[one.key] = sum(weights.values())
    return found


def postures_by(rubric: Rubric, sheet: Sheet, shared: Collection[str]) -> tuple[PostureScore, ...]:
    """The postures as the answers alone make them whose worth rests on shared categories. Others of
    which it rests on these whether they were asked say what was asked besides, and count for
    nothing. A part of the whole: their figures are no postures of the venture."""
    rests, open_to = rests_of(rubric), set(shared)
    there = {
        key: one for key, one in sheet.items()
        if key in rests.asked and rests.asked[key] <= open_to
    }  # fmt: skip
    facts = walk(rubric, there)
    return tuple(
        _of_these(
            one, [part for part in one.contributions if rests.worth[part.question] <= open_to]
        )
        for one in postures(rubric, facts, walk_bounds(rubric, facts))
    )


def _of_these(one: PostureScore, counted: Sequence[Contribution]) -> PostureScore:
    """With these contributions alone, as parts of 100 again: as if nothing else was answered."""
    could = sum(part.possible for part in counted)
    scale = 100 / could if could else 0.0
    return replace(one, contributions=tuple(
        replace(part, gained=part.gained * scale, possible=part.possible * scale)
        for part in counted
    ))  # fmt: skip
