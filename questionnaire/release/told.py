"""What follows from a plan in words: class, open source, profile, conflicts, gaps and duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from questionnaire.bank.wording import LocalFact
from questionnaire.release import law_words, words
from questionnaire.release.classed import ClassTold, classed, passed_words
from questionnaire.release.ground import Footing
from questionnaire.release.line import verdict_line
from questionnaire.release.rows import PartTold, date_text, parts_told
from questionnaire.report.narrative.tongue import Tongue, large
from questionnaire.scoring.release.advised import Advice, advised
from questionnaire.scoring.release.base import of_base
from questionnaire.scoring.release.conflicts import conflicts
from questionnaire.scoring.release.consistency import mismatches
from questionnaire.scoring.release.duties import Duties, DutyLine, Holds, duties
from questionnaire.scoring.release.openness import KNOWN, Profile, profile
from questionnaire.scoring.release.osaid import judge
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.release.told import EU_USERS, Told

NOTES = ("D4.6", "D4.7")
"""Facts that belong to no single duty: for whom the exemption is meant, and the dates."""


@dataclass(frozen=True, slots=True)
class OpenTold:
    """Whether it may be called open source, once everything planned is out. kind: yes,
    not-settled, other-terms or no; now: the word for what is out today, line: both in a line."""

    kind: str
    word: str
    now: str
    line: str
    sentence: str
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfileTold:
    """The 14 dimensions. rows: (number, name, degree's word); known: (model, per cent, own)."""

    score: str
    share: str
    rows: tuple[tuple[int, str, str], ...]
    known: tuple[tuple[str, str, bool], ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to settle. question: the one that settles it with its category, None for others;
    of_decision: the decision does."""

    words: str
    grave: bool
    question: tuple[str, str, str] | None = None
    of_decision: bool = False


@dataclass(frozen=True, slots=True)
class DutyTold:
    """A line of the duties. why: also why the report advises it although it does not bind; fact:
    what it stands on, as the edition tells it."""

    key: str
    name: str
    kind: str
    word: str
    since: str
    why: tuple[str, ...]
    fact: LocalFact | None


@dataclass(frozen=True, slots=True)
class DutiesTold:
    """All duties; flop: the run's operations in words; elsewhere: nobody in the EU uses it, by the
    answers; notes: facts about dates and the exemption."""

    flop: str
    share: str
    elsewhere: bool
    lines: tuple[DutyTold, ...]
    notes: tuple[LocalFact, ...]


@dataclass(frozen=True, slots=True)
class PlanTold:
    """The parts of a plan, and everything that follows from it besides its course."""

    parts: tuple[PartTold, ...]
    classed: ClassTold
    opened: OpenTold
    profile: ProfileTold
    matters: tuple[Matter, ...]
    gaps: tuple[Matter, ...]
    duties: DutiesTold

    @property
    def first(self) -> tuple[Matter, ...]:
        """What is to be settled first, on every page and in every file: what contradicts the
        decision or an answer, before licences that contradict each other."""
        return (*self.gaps, *(one for one in self.matters if one.grave))

    @property
    def to_check(self) -> tuple[Matter, ...]:
        """What only has to be looked at."""
        return tuple(one for one in self.matters if not one.grave)

    @property
    def to_settle(self) -> int:
        """How many things stand against each other."""
        return len(self.first)


def plan_told(plan: Plan, ground: Footing) -> PlanTold:
    """What follows from a plan, in the language of the ground."""
    tongue = ground.tongue
    today = timezone.localdate()
    caveat = words.caveat(tongue.say) if stands_against(plan, ground.told) else ""
    return PlanTold(
        parts=parts_told(tongue.say, plan, today),
        classed=classed(tongue, plan, today, caveat),
        opened=_opened(tongue, plan, ground.told, today),
        profile=_profile(tongue, plan),
        matters=tuple(_matters(plan, ground, today)),
        gaps=tuple(_gaps(plan, ground)),
        duties=_duties(tongue, duties(plan, ground.told, today), ground.told),
    )


def _matters(plan: Plan, ground: Footing, today: dt.date) -> Iterator[Matter]:
    tongue = ground.tongue
    for one in conflicts(plan, ground.told):
        yield Matter(words.conflict_words(tongue.say, tongue.listed, one), one.grave)
    passed = passed_words(tongue, plan, today)
    if passed:
        yield Matter(passed, grave=False)


# ---------------------------------------------------------------- the class


def stands_against(plan: Plan, told: Told) -> bool:
    """Whether the base's terms stand against the plan, and have to be settled first."""
    return any(one.grave for one in of_base(plan, told))


# ---------------------------------------------------------------- open source, profile


def _opened(tongue: Tongue, plan: Plan, told: Told, today: dt.date) -> OpenTold:
    judged = judge(plan, told)
    word, sentence = words.verdict_words(tongue.say, judged.verdict)
    return OpenTold(
        kind=str(judged.verdict),
        word=word,
        now=words.verdict_words(tongue.say, judge(plan, told, by=today).verdict)[0],
        line=verdict_line(tongue.say, plan, told, today),
        sentence=sentence,
        reasons=tuple(words.reason_words(tongue.say, tongue.listed, one) for one in judged.reasons),
        remarks=tuple(words.reason_words(tongue.say, tongue.listed, one) for one in judged.remarks),
    )


def _profile(tongue: Tongue, plan: Plan) -> ProfileTold:
    made = profile(plan)
    own = tongue.say("Your plan")
    known = sorted([*((*one, False) for one in KNOWN), (own, made.share, True)],
                   key=lambda one: (-one[1], not one[2]))  # fmt: skip
    return ProfileTold(
        score=tongue.figure(made.score, 0 if made.score == int(made.score) else 1),
        share=tongue.share(made.share),
        rows=tuple(
            (place, words.dimension_name(tongue.say, key), words.degree_word(tongue.say, degree))
            for place, (key, degree) in enumerate(made.degrees.items(), 1)
        ),
        known=tuple((name, tongue.share(share), is_own) for name, share, is_own in known),
        profile=made,
    )


# ---------------------------------------------------------------- plan, decision, answers


def _gaps(plan: Plan, ground: Footing) -> Iterator[Matter]:
    tongue = ground.tongue
    musts = ground.musts
    for one in mismatches(plan, ground.held, ground.told):
        said = words.mismatch_words(tongue.say, tongue.listed, one, ground.path_name, musts)
        question = tongue.texts.questions.get(one.question)
        settles = (question.category, question.key, str(question.ask)) if question else None
        yield Matter(said, not one.question, settles, of_decision=not one.question)


# ---------------------------------------------------------------- duties


def _duties(tongue: Tongue, made: Duties, told: Told) -> DutiesTold:
    flop = share = ""
    if made.flop is not None:
        low, high = (large(tongue, value, "FLOP") for value in made.flop)
        flop = tongue.say("%(low)s to %(high)s", low=low, high=high)
    if made.share is not None:
        share = tongue.span(100 * made.share[0], 100 * made.share[1])
    advice = advised(made, told)
    notes = (tongue.texts.facts.get(one) for one in NOTES)
    return DutiesTold(
        flop=flop,
        share=share,
        elsewhere=told.one(EU_USERS) == "no",
        lines=tuple(_duty(tongue, one, advice.get(one.duty)) for one in made.lines),
        notes=tuple(one for one in notes if one is not None),
    )


def _duty(tongue: Tongue, one: DutyLine, advice: Advice | None) -> DutyTold:
    return DutyTold(
        key=str(one.duty),
        name=law_words.duty_name(tongue.say, one.duty),
        kind=str(one.holds),
        word=law_words.holds_word(tongue.say, one.holds, one.duty),
        since=_since(tongue, one),
        why=(
            *(law_words.lost_words(tongue.say, lost) for lost in one.lost),
            *([law_words.advice_words(tongue.say, advice)] if advice else []),
        ),
        fact=tongue.texts.facts.get(one.source),
    )


def _since(tongue: Tongue, one: DutyLine) -> str:
    if one.since is None or one.holds is Holds.NO:
        return ""
    return tongue.say("since %(date)s", date=date_text(one.since))
