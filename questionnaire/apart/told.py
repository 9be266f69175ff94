"""Disagreements in words: who says what, how far it moves the result, and what was settled."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from questionnaire.apart.comparing import SHARED, Matter, Side
from questionnaire.apart.forms import SHARED_PICK
from questionnaire.apart.ground import Ground
from questionnaire.apart.weighing import EVIDENCED, FIT, LEAN, Weight, weigh
from questionnaire.assessment.desk import said_in
from questionnaire.assessment.walk import answer_of
from questionnaire.bank.wording import Phrase
from questionnaire.report.narrative.standing import posture_name
from questionnaire.report.narrative.tongue import Tongue, path_name
from questionnaire.report.page import tongue_of
from questionnaire.scoring.sheet import Sheet
from questionnaire.vocabulary import Settled


@dataclass(frozen=True, slots=True)
class Beside:
    """What one person wrote beside an answer; who is empty for the shared sheet."""

    who: str
    note: str
    evidence: str


@dataclass(frozen=True, slots=True)
class SideTold:
    """An answer and who gave it. pick: what a form sends for it; who: names, none for the shared
    sheet alone; shared: whether it is what the venture's sheet says now."""

    pick: str
    who: str
    shared: bool
    said: str
    claim: str
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class MatterTold:
    """A question with the answers to it. moves: how far it moves the result, in one sentence."""

    key: str
    ask: Phrase
    category: Phrase
    sides: tuple[SideTold, ...]
    silent: str
    moves: str
    base: int
    mutation: uuid.UUID

    @property
    def among(self) -> bool:
        """Whether people differ from each other, and not only from what is shared."""
        return sum(1 for side in self.sides if side.who) > 1


@dataclass(frozen=True, slots=True)
class SettledTold:
    """What was settled: the answer it came to, how, why, by whom and when. key: where it can
    be settled again; changed: whether the shared answer became another one since."""

    key: str
    ask: Phrase
    said: str
    claim: str
    how: str
    why: str
    by: str
    at: dt.datetime
    changed: bool


@dataclass(frozen=True, slots=True)
class Differences:
    """The page. agreed: all gave this answer; partly: those who answered did."""

    people: tuple[str, ...]
    disputes: tuple[MatterTold, ...]
    agreed: tuple[MatterTold, ...]
    partly: tuple[MatterTold, ...]
    alike: int
    settled: tuple[SettledTold, ...]
    taken: tuple[SettledTold, ...]

    @property
    def among(self) -> tuple[MatterTold, ...]:
        """Where those who answered differ from each other."""
        return tuple(one for one in self.disputes if one.among)

    @property
    def outdated(self) -> tuple[MatterTold, ...]:
        """Where they agree, and only the shared answer says otherwise."""
        return tuple(one for one in self.disputes if not one.among)


class Teller:
    """Says what lies on one ground to one reader."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.tongue: Tongue = tongue_of(ground.shared.edition)

    def names(self, people: Sequence[int]) -> str:
        return self.tongue.listed([self.ground.people[one] for one in people])

    def differences(self) -> Differences:
        """Everything, what moves the result most first."""
        ground, compared = self.ground, self.ground.compared
        weighed = [(self._weight(one), one) for one in ground.disputes]
        weighed.sort(key=lambda one: one[0].rank)  # stable: alike ones stay in the edition's order
        settled = [(one.how, self._settled(one)) for one in ground.settled]
        return Differences(
            people=tuple(ground.people.values()),
            disputes=tuple(self.matter(one, weight) for weight, one in weighed),
            agreed=tuple(self.matter(one) for one in compared.agreed if not one.silent),
            partly=tuple(self.matter(one) for one in compared.agreed if one.silent),
            alike=compared.alike,
            settled=tuple(one for how, one in settled if how != Settled.AGREED),
            taken=tuple(one for how, one in settled if how == Settled.AGREED),
        )

    # ------------------------------------------------------------ one question

    def matter(self, matter: Matter, weight: Weight | None = None) -> MatterTold:
        wording = self.ground.shared.wording
        asked = wording.question(matter.question)
        return MatterTold(
            key=matter.question,
            ask=asked.ask,
            category=wording.category(asked.category).name,
            sides=tuple(self._side(matter.question, one) for one in matter.sides),
            silent=self.names(matter.silent),
            moves=self._moves(matter, weight) if weight is not None else "",
            base=matter.base,
            mutation=uuid.uuid4(),
        )

    def weighed(self, matter: Matter) -> MatterTold:
        """A question with how far it moves the result."""
        return self.matter(matter, self._weight(matter))

    def _side(self, question: str, side: Side) -> SideTold:
        return SideTold(
            pick=str(side.people[0]) if side.people else SHARED_PICK,
            who=self.names(side.people),
            shared=SHARED in side.parties,
            said=self._said(question, side.value),
            claim=side.claim,
            beside=tuple(self._beside(side)),
        )

    def _beside(self, side: Side) -> Iterator[Beside]:
        for who, stored in zip(side.parties, side.answers, strict=True):
            if stored.note or stored.evidence:
                yield Beside(self.ground.people.get(who, ""), stored.note, stored.evidence)

    def _said(self, question: str, value: Any) -> str:
        wording = self.ground.shared.wording
        return said_in(wording, wording.question(question), value) if value else _("no answer")

    # ------------------------------------------------------------ how far it moves the result

    def _base(self) -> Sheet:
        """What is shared, and what is agreed besides."""
        desk = self.ground.shared
        rows = [(one.question, one.sides[0]) for one in self.ground.compared.agreed]
        agreed = ((key, answer_of(desk.edition.rubric, key, side.value, side.claim))
                  for key, side in rows)  # fmt: skip
        return {**desk.sheet, **{key: one for key, one in agreed if one is not None}}

    def _weight(self, matter: Matter) -> Weight:
        rubric = self.ground.shared.edition.rubric
        answers = [answer_of(rubric, matter.question, one.value, one.claim) for one in matter.sides]
        return weigh(rubric, self._base(), matter.question, answers)

    def _moves(self, matter: Matter, weight: Weight) -> str:
        """In one sentence."""
        if weight.turns:
            cases = [(path_name(self.tongue, one) if one else "") for one in weight.leads]
            return _("It decides which path leads: %(cases)s.") % {
                "cases": self._cases(matter, cases)
            }
        if weight.number is None:
            return _("It moves no score.")
        kind, key = weight.number
        cases = [self.tongue.figure(one, 1, signed=kind == LEAN) for one in weight.values]
        return _("It moves %(name)s: %(cases)s.") % {
            "name": self._name(kind, key), "cases": self._cases(matter, cases),
        }  # fmt: skip

    def _name(self, kind: str, key: str) -> str:
        if kind == LEAN:
            return _("the lean")
        if kind == FIT:
            return _("how well “%(path)s” fits") % {"path": path_name(self.tongue, key)}
        name = posture_name(self.tongue, key)
        return _("%(posture)s, evidenced") % {"posture": name} if kind == EVIDENCED else name

    def _cases(self, matter: Matter, cases: Sequence[str]) -> str:
        """Each outcome with those whose answer leads there."""
        merged: dict[str, list[Side]] = {}
        for side, case in zip(matter.sides, cases, strict=True):
            merged.setdefault(case, []).append(side)
        told = []
        for case, sides in merged.items():
            people = [who for side in sides for who in side.people]
            told.append(
                _("%(outcome)s with the answer of %(who)s")
                % {"outcome": case, "who": self.names(people)}
                if people
                else _("%(outcome)s with the shared answer") % {"outcome": case}
            )
        return "; ".join(told)

    # ------------------------------------------------------------ what was settled

    def _settled(self, one: Any) -> SettledTold:
        stands = self.ground.shared.answers.get(one.question)
        return SettledTold(
            key=one.question if self.ground.disputed(one.question) else "",
            ask=self.ground.shared.wording.question(one.question).ask,
            said=self._said(one.question, one.revision.value),
            claim=one.revision.claim,
            how=self._how(one),
            why=one.why,
            by=str(one.by) if one.by else "",
            at=one.at,
            changed=stands is not None and stands.version != one.revision.version,
        )

    def _how(self, one: Any) -> str:
        if one.how == Settled.AGREED:
            return _("nobody said otherwise")
        if one.how == Settled.SHARED:
            return _("the shared answer stayed")
        if one.how == Settled.WRITTEN:
            return _("another answer was written")
        if one.picked is None:
            return _("the answer of somebody who is here no more")
        return _("the answer of %(who)s") % {"who": str(one.picked)}
