"""What follows from a plan as blocks of a report's files: the PDF sets them, the workbook and CSV
hold their lines. The sentences are those of the page."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.release.course import CourseTold, RungTold, RunTold
from questionnaire.release.ground import Ground
from questionnaire.release.told import DutyTold, Matter, PlanTold
from questionnaire.report.files.opened import Block, Line
from questionnaire.report.files.opened_record import ReleaseRecord, RunRecord, Span


def _unit(ground: Ground, name: str) -> str:
    say = ground.tongue.say
    return {"flop": "FLOP", "hours": say("hours"), "cost": "USD", "months": say("months")}[name]


def blocks_of(
    ground: Ground, told: PlanTold, course: CourseTold, record: ReleaseRecord
) -> tuple[Block, ...]:
    """Every block that has something to say, in the order of the page."""
    made = (
        _missing(ground, told, record), _opened(ground, told), _matters(ground, told, record),
        _gaps(ground, told, record),
        _duties(ground, told), _runs(ground, course, record), _rungs(ground, course, record),
    )  # fmt: skip
    return tuple(one for one in made if one.lede or one.rows)


def _missing(ground: Ground, told: PlanTold, record: ReleaseRecord) -> Block:
    say, following = ground.tongue.say, told.classed.following
    lede = [told.classed.caveat] if told.classed.caveat else []
    lacking = following.lacking if following else ()
    if following:
        lede.append(say("Exactly this is missing for %(name)s:", name=following.name))
    keys = [one.component for one in next(
        (one.missing for one in record.classes if one.missing), ()
    )]  # fmt: skip
    return Block(
        "missing", say("What follows: the class of openness"), tuple(lede), ("",),
        tuple((f"{name}: {why}",) for name, why in lacking),
        tuple(
            Line(key, name, why, following.name if following else "")
            for key, (name, why) in zip(keys, lacking, strict=True)
        ),
    )  # fmt: skip


def _opened(ground: Ground, told: PlanTold) -> Block:
    say, opened = ground.tongue.say, told.opened
    check = say("To be checked:")
    said = (*opened.reasons, *(f"{check} {one}" for one in opened.remarks))
    return Block(
        "open-source", say("May it be called open source?"), (f"{opened.line}. {opened.sentence}",),
        ("",), tuple((one,) for one in said),
        (Line(opened.kind, say("Open source AI (OSI definition 1.0)"), opened.line,
              opened.sentence),
         *(Line("", say("Open source AI (OSI definition 1.0)"), "", one) for one in said)),
    )  # fmt: skip


def _matters(ground: Ground, told: PlanTold, record: ReleaseRecord) -> Block:
    say = ground.tongue.say
    first, check = say("Settle first"), say("Check")
    said = tuple((first if one.grave else check, one.words) for one in told.matters)
    keys = [one.conflict for one in record.conflicts]
    keys += ["day-passed"] * (len(said) - len(keys))
    return Block(
        "conflict", say("Conflicts"), (), ("",), tuple((f"{word}: {one}",) for word, one in said),
        tuple(
            Line(key, say("Conflicts"), word, one)
            for key, (word, one) in zip(keys, said, strict=True)
        ),
    )  # fmt: skip


def _gaps(ground: Ground, told: PlanTold, record: ReleaseRecord) -> Block:
    say = ground.tongue.say
    title = say("Plan, decision and answers")
    said = tuple(" ".join((one.words, *_settled_by(one))) for one in told.gaps)
    keys = (one.contradiction for one in record.contradictions)
    return Block(
        "contradiction", title, () if told.gaps else (say("They agree."),), ("",),
        tuple((one,) for one in said),
        tuple(Line(key, title, "", one) for key, one in zip(keys, said, strict=True)),
    )  # fmt: skip


def _settled_by(one: Matter) -> tuple[str, ...]:
    return (one.question[2],) if one.question else ()


# ---------------------------------------------------------------- duties


def _duties(ground: Ground, told: PlanTold) -> Block:
    say, duties = ground.tongue.say, told.duties
    return Block(
        "duty", say("Duties in the European Union"), tuple(_before_duties(ground, told)),
        (say("What"), say("Holds"), say("Source")),
        tuple((_named(one), _held(one), _source(one)) for one in duties.lines),
        tuple(
            Line(one.key, one.name, _held(one), "; ".join(one.why),
                 source=_source(one))
            for one in duties.lines
        ),
    )  # fmt: skip


def _before_duties(ground: Ground, told: PlanTold) -> Iterator[str]:
    say, duties = ground.tongue.say, told.duties
    yield say("No legal advice: whether a duty applies to you is for counsel to say.")
    if duties.elsewhere:
        yield say(
            "You answered that nobody in the European Union will use the model; this is what would "
            "hold there."
        )
    if duties.flop:
        yield say("Compute of the planned run: %(flop)s.", flop=duties.flop)
    for fact in duties.notes:
        yield f"{fact.text} ({fact.source})"


def _named(one: DutyTold) -> str:
    return f"{one.name} ({'; '.join(one.why)})" if one.why else one.name


def _source(one: DutyTold) -> str:
    return one.fact.source if one.fact else ""


def _held(one: DutyTold) -> str:
    return f"{one.word}, {one.since}" if one.since else one.word


# ---------------------------------------------------------------- compute, money and months


def _runs(ground: Ground, course: CourseTold, record: ReleaseRecord) -> Block:
    say = ground.tongue.say
    lede = (
        say(
            "Ranges, on %(hardware)s: 6 × parameters × tokens, the share of the chip really used, "
            "failed and repeated runs, and the span of prices.", hardware=course.hardware,
        ),
    )  # fmt: skip
    heads = (say("Run"), say("Operations"), say("Hours, with repeated runs"), say("Cost"),
             say("Time"))  # fmt: skip
    pairs = zip(course.runs, record.course.runs, strict=True)
    return Block(
        "run",
        say("Compute, money and months"),
        lede if course.runs else (),
        heads,
        tuple((one.name, one.flop, one.hours, one.cost, one.months or "–") for one in course.runs),
        tuple(line for one, run in pairs for line in _figures(ground, heads[1:], one, run)),
    )


def _figures(
    ground: Ground, heads: tuple[str, ...], one: RunTold, run: RunRecord
) -> Iterator[Line]:
    spans: dict[str, Span | None] = {
        "flop": run.flop, "hours": run.hours, "cost": run.cost, "months": run.months,
    }  # fmt: skip
    for (name, span), head in zip(spans.items(), heads, strict=True):
        if span is not None:
            key = f"{run.run}:{name}"
            yield Line(key, one.name, head, low=span[0], high=span[1], unit=_unit(ground, name))


def _rungs(ground: Ground, course: CourseTold, record: ReleaseRecord) -> Block:
    say = ground.tongue.say
    heads = (say("Milestone"), say("Months from today"), say("When"), say("Money up to it"))
    pairs = zip(course.rungs, record.course.milestones, strict=True)
    lines = []
    for one, rung in pairs:
        spans = (("months", rung.months, say("When")), ("cost", rung.money, say("Money up to it")))
        lines += [
            Line(f"{rung.milestone}:{name}", one.name, head, one.word, *span, _unit(ground, name))
            for name, span, head in spans
            if span is not None
        ]
    return Block(
        "milestone", say("Milestones, in months from today"),
        tuple(_before_rungs(ground, course)) if course.rungs else (), heads,
        tuple((one.name, one.chart, one.months, _money(one)) for one in course.rungs),
        tuple(lines),
    )  # fmt: skip


def _before_rungs(ground: Ground, course: CourseTold) -> Iterator[str]:
    say = ground.tongue.say
    yield course.beside
    if course.secured:
        yield say("Secured: %(secured)s.", secured=course.secured)
    if course.lasts:
        yield say(
            "Without the run it lasts %(months)s months: the upright line.", months=course.lasts
        )
    if course.pace:
        yield course.pace


def _money(one: RungTold) -> str:
    return f"{one.money}: {one.word}" if one.money else one.word
