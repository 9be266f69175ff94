"""The live strip: lean and three intervals, beside the questions or at the foot of a phone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from questionnaire.assessment.models import Answer, Assessment
from questionnaire.assessment.walk import sheet_of_rows
from questionnaire.bank.queries import OpenEdition
from questionnaire.report.narrative.standing import LeanTold, PostureTold, tell_lean, tell_postures
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import draw_lean, draw_postures, tongue_of
from questionnaire.scoring.score import outlook
from questionnaire.scoring.sheet import Sheet

Told = tuple[LeanTold, tuple[PostureTold, ...]]
"""The lean and the three postures."""
READ = ("assessment", "question", "value", "claim", "version", "updated_at")
"""Of answers; what founders wrote beside them may be long."""


@dataclass(frozen=True, slots=True)
class Line:
    """One of the strip's four lines. posture is empty for the lean."""

    posture: str
    name: str
    figure: str
    span: str
    chart: SafeString


def live_lines(edition: OpenEdition, sheet: Sheet) -> list[Line]:
    """The strip for a sheet as it stands."""
    tongue = tongue_of(edition)
    return _lines(tongue, _told(tongue, edition, sheet))


def live_strip(edition: OpenEdition, found: Assessment) -> tuple[list[Line], str]:
    """The same, and what the last save moved, in one sentence; empty before the first. The sheet
    is scored once for both.

    found: an assessment that the reader may see, or a sheet of their own. At most two queries.
    """
    answers = list(found.answers.only(*READ))
    sheet = sheet_of_rows(edition.rubric, ((one.question, one.value, one.claim) for one in answers))
    tongue = tongue_of(edition)
    told = _told(tongue, edition, sheet)
    last = max(answers, key=lambda one: (one.updated_at, one.version), default=None)
    moved = "" if last is None else _last_movement(edition, sheet, told, last)
    return _lines(tongue, told), moved


def _lines(tongue: Tongue, told: Told) -> list[Line]:
    lean, postures = told
    drawn = draw_postures(tongue, postures, small=True)
    return [
        _line(tongue, "", lean, draw_lean(tongue, lean, small=True).chart, signed=True),
        *(_line(tongue, one.told.key, one.told, one.chart) for one in drawn),
    ]


def _told(tongue: Tongue, edition: OpenEdition, sheet: Sheet) -> Told:
    """Lean and postures in words and figures; the strip shows no sums, so none are told."""
    scored = outlook(edition.rubric, sheet)
    card = replace(
        scored,
        lean=replace(scored.lean, contributions=()),
        postures=tuple(replace(one, contributions=()) for one in scored.postures),
    ).as_json()
    lean = card["lean"]
    if lean["answered"] < edition.rubric.rules.coverage * lean["asked"]:
        # a direction from two answers would read as a result: neither figure nor mark
        card = {**card, "lean": {**lean, "value": None}}
    return tell_lean(tongue, card, {}), tuple(tell_postures(tongue, card, {}))


def _last_movement(edition: OpenEdition, sheet: Sheet, told: Told, last: Answer) -> str:
    """What the save of this answer moved, against the one before it."""
    tongue = tongue_of(edition)
    asked = tongue.texts.questions.get(last.question)
    if asked is None:
        return ""
    before = last.revisions.filter(version=last.version - 1).values_list("value", "claim")
    rows = before if last.version > 1 else ()
    earlier = {one: answer for one, answer in sheet.items() if one != last.question}
    earlier |= sheet_of_rows(edition.rubric, ((last.question, *row) for row in rows))
    return _sentence(
        Truncator(asked.ask).chars(80),
        _stands(tongue, _told(tongue, edition, earlier)),
        _stands(tongue, told),
    )


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a line stands: value and figure, both empty while withheld, and its range."""

    name: str
    figure: str
    value: float | None
    low: float
    high: float
    span: str


def _stands(tongue: Tongue, told: Told) -> list[_Stand]:
    lean, postures = told
    stands = [_stand(tongue, lean.title, lean.figure, lean.value, lean, signed=True)]
    stands += [_stand(tongue, one.name, one.figure, one.score, one) for one in postures]
    return stands


def _stand(
    tongue: Tongue, name: str, figure: str, value: float | None, told: LeanTold | PostureTold, *,
    signed: bool = False,
) -> _Stand:  # fmt: skip
    span = tongue.span(told.low, told.high, signed=signed)
    return _Stand(name, figure, value if figure else None, told.low, told.high, span)


def _sentence(ask: str, before: list[_Stand], after: list[_Stand]) -> str:
    """The figure that moved most; one that can be shown for the first time, where none moved;
    the range that narrowed or widened most, where none can. What moved comes first: on a phone
    the question may be cut."""
    pairs = list(zip(before, after, strict=True))
    moved = [
        (abs(new.value - old.value), old, new)
        for old, new in pairs
        if old.value is not None and new.value is not None and old.figure != new.figure
    ]
    if moved:
        _far, old, new = max(moved, key=lambda one: one[0])
        return _("%(name)s moved from %(was)s to %(now)s after “%(ask)s”.") % {
            "name": new.name, "was": old.figure, "now": new.figure, "ask": ask,
        }  # fmt: skip
    shown = [new for old, new in pairs if old.value is None and new.value is not None]
    if shown:
        return _("%(name)s is %(now)s: enough is answered to show it, after “%(ask)s”.") % {
            "name": shown[0].name, "now": shown[0].figure, "ask": ask,
        }  # fmt: skip
    ranges = [
        (abs(new.low - old.low) + abs(new.high - old.high), new)
        for old, new in pairs
        if old.span != new.span
    ]
    if ranges:
        _far, new = max(ranges, key=lambda one: one[0])
        return _("%(name)s can still be %(span)s after “%(ask)s”.") % {
            "name": new.name, "span": new.span, "ask": ask,
        }  # fmt: skip
    return _("Nothing moved after “%(ask)s”.") % {"ask": ask}


def _line(
    tongue: Tongue, posture: str, told: LeanTold | PostureTold, chart: SafeString, *,
    signed: bool = False,
) -> Line:  # fmt: skip
    name = told.name if isinstance(told, PostureTold) else told.title
    return Line(posture, name, told.figure, tongue.span(told.low, told.high, signed=signed), chart)
