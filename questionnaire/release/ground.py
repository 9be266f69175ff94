"""What a release plan stands on: the answers as they are now, what was decided, and the ladder."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from django.utils import timezone

from questionnaire.assessment.models import Assessment
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.decision.queries import decisions_of
from questionnaire.people.actor import Actor
from questionnaire.report.intake import score_sheet, sheet_of_assessment
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.scoring.outlay import waits
from questionnaire.scoring.paths import broken_musts
from questionnaire.scoring.reach import walk
from questionnaire.scoring.release.consistency import Decided
from questionnaire.scoring.release.defaults import plan_for
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.release.planner import Ahead, Course, course
from questionnaire.scoring.release.told import Told, told_of
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.scoring.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Footing:
    """Answers and decision, as far as what stands against a plan hangs on them: nothing is scored.

    path: the decided one, empty while nothing is decided. told: only of questions that are asked.
    held: what was decided, and how that stands today.
    """

    assessment: Assessment
    edition: OpenEdition
    tongue: Tongue
    sheet: Sheet
    told: Told
    path: str
    held: Decided

    @property
    def decided(self) -> bool:
        return bool(self.held.path)

    @property
    def musts(self) -> dict[str, str]:
        """The musts of the path in words, by key."""
        found = next((one for one in self.tongue.texts.paths if one.key == self.path), None)
        return {one.key: one.text for one in found.requirements} if found else {}

    @property
    def path_name(self) -> str:
        """The path as the edition calls it; its key where the edition has it no more."""
        found = next((one for one in self.tongue.texts.paths if one.key == self.path), None)
        return found.name if found else self.path


@dataclass(frozen=True, slots=True)
class Ground(Footing):
    """The same, scored. path: the decided one, else what the answers support, empty where nothing
    does."""

    card: Scorecard

    @property
    def ladder(self) -> tuple[Ahead, ...]:
        """The milestones still ahead, and whether the training run comes before each."""
        rungs = self.card.milestones
        usable = self.edition.rubric.compute.usable_model
        after = waits([one.key for one in rungs], [one.month_high for one in rungs], usable)
        return tuple(
            Ahead(one.key, (one.month_low, one.month_high), waiting)
            for one, waiting in zip(rungs, after, strict=True)
            if one.month_high > 0
        )

    @property
    def trains(self) -> bool:
        """Whether the answers speak of a run at all: who only writes prompts has none to pay."""
        flop = next(one.usual for one in self.card.estimates if one.key == "training-flop")
        return flop is None or flop > 0

    def course(self, plan: Plan) -> Course:
        """What a plan takes, and how far the money goes."""
        return course(plan, self.edition.rubric.compute, self.ladder, trains=self.trains)


def open_footing(actor: Actor, found: Assessment) -> Footing:
    """Read what a plan is held against, in the reader's language; two queries. Answers that are
    not asked any more tell nothing."""
    edition = edition_by_id(found.edition_id)
    sheet = sheet_of_assessment(edition.rubric, found)
    facts = walk(edition.rubric, sheet)
    asked = frozenset(one.key for one in facts.asked)
    standing = decisions_of(actor, found.venture_id).standing().with_reopened(timezone.localdate())
    path, reopened = standing.values_list("path", "reopened").first() or ("", False)
    return Footing(
        assessment=found,
        edition=edition,
        tongue=replace(tongue_of(edition), asked=asked),
        sheet=sheet,
        told=told_of({key: one for key, one in sheet.items() if key in asked}),
        path=path,
        held=Decided(path, reopened, broken_musts(edition.rubric, facts, path)),
    )


def open_ground(actor: Actor, found: Assessment) -> Ground:
    """The same, scored, for a whole page of the plan; two queries."""
    footing = open_footing(actor, found)
    card = score_sheet(footing.edition, footing.sheet, Depth.REPORT)
    values = {one.name: getattr(footing, one.name) for one in fields(Footing)}
    values["path"] = footing.path or card.recommendation.path or ""
    return Ground(**values, card=card)


def first_plan(ground: Ground) -> Plan:
    """What is offered while nothing was saved: a plan made for the path."""
    return plan_for(ground.path, ground.told, ground.assessment.venture.name)
