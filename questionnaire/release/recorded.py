"""The release plan for machines: what a report's JSON file holds of it, from the pure rules."""

from __future__ import annotations

import datetime as dt

from questionnaire.release.ground import Ground
from questionnaire.release.models import ReleasePlan
from questionnaire.release.rows import parts_told
from questionnaire.report.files.opened_record import (
    ClassRecord,
    ComponentRecord,
    ConflictRecord,
    ContradictionRecord,
    CourseRecord,
    DutyRecord,
    LackRecord,
    MilestoneRecord,
    OpennessRecord,
    OpenSourceRecord,
    ReasonRecord,
    ReleaseRecord,
    RunRecord,
)
from questionnaire.scoring.release.advised import Advice, advised
from questionnaire.scoring.release.conflicts import conflicts
from questionnaire.scoring.release.consistency import mismatches
from questionnaire.scoring.release.duties import DutyLine, duties
from questionnaire.scoring.release.mof import Level, classify
from questionnaire.scoring.release.openness import profile
from questionnaire.scoring.release.osaid import Reason, judge
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.release.planner import Course


def record_of_plan(row: ReleasePlan, plan: Plan, ground: Ground, day: dt.date) -> ReleaseRecord:
    """Everything that follows from a plan on a day."""
    then = classify(plan.release(with_later=True))
    owed = duties(plan, ground.told, day)
    advice = advised(owed, ground.told)
    return ReleaseRecord(
        as_of=day.isoformat(), revision=row.version,
        saved_at=row.at.astimezone(dt.UTC).isoformat(),
        name=plan.name, version=plan.version, origin=plan.origin, base_licence=plan.base_licence,
        components=_components(ground, plan, day),
        class_today=classify(plan.release(by=day)).level, class_planned=then.level,
        classes=tuple(_class(one) for one in then.levels),
        open_source=_open_source(plan, ground, day),
        openness=_openness(plan),
        conflicts=tuple(
            ConflictRecord(str(one.clash), one.grave, one.components, one.licence, one.other)
            for one in conflicts(plan, ground.told)
        ),
        contradictions=tuple(
            ContradictionRecord(
                str(one.gap), one.question or None, one.components, one.options, one.musts
            )
            for one in mismatches(plan, ground.held, ground.told)
        ),
        duties=tuple(_duty(one, ground, advice.get(one.duty)) for one in owed.lines),
        duties_are="not legal advice",
        flop=owed.flop,
        course=_course(ground.course(plan)),
    )  # fmt: skip


def _components(ground: Ground, plan: Plan, day: dt.date) -> tuple[ComponentRecord, ...]:
    return tuple(
        ComponentRecord(
            one.key, str(one.when), one.day.isoformat() if one.day else None, one.passed,
            None if one.kept else one.licence,
        )
        for one in parts_told(ground.tongue.say, plan, day)
    )  # fmt: skip


def _class(one: Level) -> ClassRecord:
    missing = tuple(LackRecord(key, str(why)) for key, why in one.lacking)
    return ClassRecord(one.level, one.counted, one.needed, one.progress, missing)


def _open_source(plan: Plan, ground: Ground, day: dt.date) -> OpenSourceRecord:
    judged = judge(plan, ground.told)
    return OpenSourceRecord(
        verdict=str(judged.verdict), today=str(judge(plan, ground.told, by=day).verdict),
        reasons=tuple(_reason(one) for one in judged.reasons),
        to_check=tuple(_reason(one) for one in judged.remarks),
    )  # fmt: skip


def _reason(one: Reason) -> ReasonRecord:
    return ReasonRecord(str(one.why), one.component, one.licence)


def _openness(plan: Plan) -> OpennessRecord:
    made = profile(plan)
    return OpennessRecord(made.score, {key: str(degree) for key, degree in made.degrees.items()})


def _duty(one: DutyLine, ground: Ground, advice: Advice | None) -> DutyRecord:
    fact = ground.tongue.texts.facts.get(one.source)
    return DutyRecord(
        duty=str(one.duty), holds=str(one.holds),
        since=one.since.isoformat() if one.since else None,
        why=tuple(str(lost) for lost in one.lost), advised=str(advice) if advice else None,
        fact=one.source,
        source=str(fact.source) if fact else "",
    )  # fmt: skip


def _course(made: Course) -> CourseRecord:
    return CourseRecord(
        hardware=made.hardware.key,
        runs=tuple(
            RunRecord(str(one.variant), one.flop, one.total, one.cost, one.months)
            for one in made.runs
        ),
        milestones=tuple(
            MilestoneRecord(one.key, one.months, one.money, str(one.reach)) for one in made.rungs
        ),
        secured=made.secured,
        lasts=made.lasts,
    )
