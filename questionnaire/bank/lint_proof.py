"""What only scoring can tell: that everything authored can happen; no Django.

Ventures of every inclination are drawn (scoring.simulate); what none of them meets is looked for
once more by trying every combination of the answers it reads. Nothing is declared dead that can
happen within the tried combinations; what is declared alive has been seen to happen.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from questionnaire.bank.content import Content
from questionnaire.bank.findings import Finding, error, warning
from questionnaire.bank.lint_keys import file_of
from questionnaire.bank.lint_personas import persona_sheet
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.conditions import Condition, Facts
from questionnaire.scoring.faults import Said
from questionnaire.scoring.paths import stand
from questionnaire.scoring.posture import scores
from questionnaire.scoring.reach import walk
from questionnaire.scoring.rubric import Question, Rubric
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.scoring.simulate import INCLINATIONS, SEED, venture
from questionnaire.scoring.voices import POSTURES
from questionnaire.vocabulary import Kind

VENTURES = 40
"""Ventures drawn per inclination for finding what never happens."""
COMBINATIONS = 4000
HIGH, LOW = 90, 10
CLIMBS = 3


def proof_findings(content: Content) -> Iterator[Finding]:
    """What cannot happen: questions, conditions, posture extremes, winning paths."""
    proof = _Proof(compile_rubric(content.document()), content)
    yield from proof.questions()
    yield from proof.conditions()
    yield from proof.winners()
    yield from proof.extremes()


class _Proof:
    """One edition, with the sheets that were drawn for it."""

    def __init__(self, rubric: Rubric, content: Content) -> None:
        self.rubric = rubric
        self.content = content
        self.walked = [walk(rubric, sheet) for sheet in self._sheets()]
        self.personas = [walk(rubric, persona_sheet(one)) for one in content.personas]

    def _sheets(self) -> Iterator[Sheet]:
        for inclination in INCLINATIONS:
            chance = Random(f"{SEED}/lint/{inclination}")  # noqa: S311 - not a secret
            for number in range(VENTURES):
                yield venture(self.rubric, inclination, (number + 0.5) / VENTURES, chance)

    # ------------------------------------------------------------ what never happens

    def questions(self) -> Iterator[Finding]:
        """Questions that are never asked."""
        asked = {one.key for facts in self.walked for one in facts.asked}
        for question in self.rubric.questions:
            if question.key not in asked and not self._asked_somehow(question):
                file = file_of(self.content, question.key)
                mend = Said("mend its show_when")
                yield error(file, question.key, Said("no answers lead to this question"), mend)

    def _asked_somehow(self, question: Question) -> bool:
        return any(question in facts.asked for facts in self._tried(question.shown))

    def conditions(self) -> Iterator[Finding]:
        """Conditions that never hold, and tensions that no persona meets."""
        for tension in self.rubric.tensions:
            if not self._can_hold(tension.when):
                yield error(
                    "tensions.yaml", tension.key, Said("it can never hold"), Said("mend its when")
                )
            elif self.personas and not any(tension.when.check(facts) for facts in self.personas):
                mend = Said("add a persona that meets it")
                yield warning("tensions.yaml", tension.key, Said("no persona meets it"), mend)
        for file, key, when in self._others():
            if not self._can_hold(when):
                yield error(file, key, Said("it can never hold"), Said("mend its when"))

    def _others(self) -> Iterator[tuple[str, str, Condition]]:
        paths = self.rubric.paths
        for one in self.rubric.requirements:
            yield "paths.yaml", f"{paths[one.path].key}.{one.key}", one.when
        for path in paths:
            for argument in path.arguments:
                yield "paths.yaml", f"{path.key}.{argument.key}", argument.when
        for action in self.rubric.actions:
            yield "actions.yaml", action.key, action.when
        for milestone in self.rubric.milestones:
            yield "milestones.yaml", milestone.key, milestone.when
        for line in self.rubric.reversal:
            yield "reversal.yaml", line.key, line.when

    def _can_hold(self, when: Condition) -> bool:
        met = any(when.check(facts) for facts in (*self.walked, *self.personas))
        return met or any(when.check(facts) for facts in self._tried(when))

    def _tried(self, when: Condition | None) -> Iterator[Facts]:
        """Walks in which the answers that a condition reads take every combination."""
        keys = self._reads(when)
        choices = [list(_answers(self.rubric.by_key[key])) for key in keys]
        for base in (self.walked[0], self.walked[-1]):
            for combination in itertools.islice(itertools.product(*choices), COMBINATIONS):
                said = {k: Answer(value=v) for k, v in zip(keys, combination, strict=True)}
                yield walk(self.rubric, {**base.sheet, **said})

    def _reads(self, when: Condition | None) -> list[str]:
        """The questions that a condition reads, and those that decide whether they are asked."""
        waiting = list(when.reads()) if when else []
        found: dict[str, None] = {}
        while waiting:
            key = waiting.pop()
            question = self.rubric.by_key.get(key)
            if question is not None and key not in found:
                found[key] = None
                waiting += question.shown.reads() if question.shown else ()
        return list(found)

    # ------------------------------------------------------------ who can win

    def winners(self) -> Iterator[Finding]:
        """Paths that come first for no venture that answers everything."""
        won = {stand(self.rubric, facts).best for facts in self.walked}
        for path in self.rubric.paths:
            if path.place not in won:
                mend = Said("ease its requirements, or mend the leans")
                yield error(
                    "paths.yaml", path.key, Said("no venture drawn comes to this path"), mend
                )

    # ------------------------------------------------------------ how far postures reach

    def extremes(self) -> Iterator[Finding]:
        """Postures that cannot reach 90 or 10 under some declared route."""
        route = self.rubric.by_key[self.rubric.rules.route]
        for option in route.options:
            for place, posture in enumerate(POSTURES):
                for sign, mark in ((1, HIGH), (-1, LOW)):
                    reached = self._furthest(option, place, sign, mark)
                    if reached is not None and sign * reached < sign * mark:
                        limit = "at most" if sign > 0 else "at least"
                        problem = Said(
                            "%(posture)s reaches %(limit)s %(reached)s on the route %(option)s",
                            posture=posture,
                            limit=limit,
                            reached=f"{reached:.1f}",
                            option=option,
                        )
                        mend = Said("give answers there that lead to %(mark)s", mark=mark)
                        yield error("edition.yaml", f"{option}.{posture}", problem, mend)

    def _furthest(self, route: str, place: int, sign: int, mark: float) -> float | None:
        """How far a posture gets under a route: the best of several climbs, answer by answer."""
        best: float | None = None
        for number in range(CLIMBS):
            sheet = self._start(route, place, sign, number)
            reached = self._climb(sheet, place, sign, mark)
            if reached is not None and (best is None or sign * reached > sign * best):
                best = reached
            if best is not None and sign * best >= sign * mark:
                break
        return best

    def _start(self, route: str, place: int, sign: int, number: int) -> dict[str, Answer]:
        """Every question answered as well (or badly) as it can be, the silent ones by chance."""
        chance = Random(f"{SEED}/{route}/{place}/{number}")  # noqa: S311 - not a secret
        sheet: dict[str, Answer] = {}
        for question in self.rubric.questions:
            values = list(_answers(question))
            voice = next((v for v in question.voices[route] if v.posture == place), None)
            if voice is None:
                value = chance.choice(values)
            else:
                gains = [(voice.share(value), value) for value in values]
                told = [(sign * share, value) for share, value in gains if share is not None]
                top = max(share for share, _ in told)
                value = chance.choice([value for share, value in told if share == top])
            sheet[question.key] = Answer(value=value)
        sheet[self.rubric.rules.route] = Answer(value=route)
        return sheet

    def _climb(self, sheet: dict[str, Answer], place: int, sign: int, mark: float) -> float | None:
        """Change one gate at a time for as long as it helps."""
        best = self._score(sheet, place)
        gates = [key for key in sorted(self.rubric.gates) if key in self.rubric.by_key]
        moved = True
        while moved and not (best is not None and sign * best >= sign * mark):
            moved = False
            for key in gates:
                if key == self.rubric.rules.route:
                    continue
                for value in _answers(self.rubric.by_key[key]):
                    tried = {**sheet, key: Answer(value=value)}
                    reached = self._score(tried, place)
                    if reached is not None and (best is None or sign * reached > sign * best):
                        sheet, best, moved = tried, reached, True
        return best

    def _score(self, sheet: Sheet, place: int) -> float | None:
        return scores(walk(self.rubric, sheet))[place]


def _answers(question: Question) -> Iterable[Any]:
    """Answers that between them show all that a question can do."""
    if question.kind is Kind.MULTIPLE:
        real = tuple(key for key in question.options if key not in question.exclusive)
        ones = [(key,) for key in question.options]
        pairs = list(itertools.combinations(real, 2)) if len(real) <= 6 else []
        return [*ones, real, *pairs]
    if question.kind is Kind.NUMBER:
        around = {m + s * question.step for m in question.marks for s in (-1, 0, 1)}
        inside = {x for x in around if question.minimum <= x <= question.maximum}
        return sorted(inside | {question.minimum, question.maximum})
    return list(question.options) or ["words"]
