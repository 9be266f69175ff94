"""How far a disagreement moves the result: the one scoring function, with each answer in turn.

The rule, in words: everything else stands as it is shared or agreed, and what is disputed besides
stays as the shared sheet has it, so that nobody's other answers colour the comparison. A dispute
that decides which path leads comes before all others; after that counts the number that differs
most between the answers, the lean (200 points wide) at half. No Django.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.scoring.sheet import Answer, Sheet

LEAN, EVIDENCED, FIT = "lean", "evidenced", "fit"


@dataclass(frozen=True, slots=True)
class Weight:
    """What a dispute moves.

    leads: the path in front with each answer, empty where none is. number: what differs most, as
    its kind and the posture or path it is of; None where nothing does. values: it, with each
    answer. size: by how much, in points of 100.
    """

    leads: tuple[str, ...]
    number: tuple[str, str] | None
    values: tuple[float, ...]
    size: float

    @property
    def turns(self) -> bool:
        """Whether it decides which path leads."""
        return len(set(self.leads)) > 1 and all(self.leads)

    @property
    def rank(self) -> tuple[bool, float]:
        """Smaller comes first."""
        return not self.turns, -self.size


def weigh(rubric: Rubric, base: Sheet, question: str, answers: Sequence[Answer | None]) -> Weight:
    """The weight of a question with these answers in dispute."""
    rest = {key: one for key, one in base.items() if key != question}
    cards = [
        score(rubric, rest | ({question: one} if one is not None else {}), Depth.LIVE)
        for one in answers
    ]
    tables = [_numbers(card) for card in cards]
    best: tuple[str, str] | None = None
    size: float = 0.0
    values: tuple[float, ...] = ()
    for name in tables[0]:
        found = tuple(one for table in tables if (one := table[name]) is not None)
        spread = (max(found) - min(found)) / (2 if name[0] == LEAN else 1) if found else 0.0
        if len(found) == len(tables) and spread > size + 1e-9:
            best, size, values = name, spread, found
    return Weight(tuple(card.recommendation.path or "" for card in cards), best, values, size)


def _numbers(card: Scorecard) -> Mapping[tuple[str, str], float | None]:
    """Lean, postures, fits; what is evidenced comes last, for where nothing else differs more."""
    found: dict[tuple[str, str], float | None] = {(LEAN, ""): card.lean.value}
    found |= {("posture", str(one.posture)): one.score for one in card.postures}
    found |= {(FIT, one.key): one.fit for one in card.paths}
    return found | {(EVIDENCED, str(one.posture)): one.evidenced for one in card.postures}
