"""The live strip: lean and three intervals, beside the questions or at the foot of a phone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from questionnaire.assessment.querysets import RevisionQuerySet
from questionnaire.assessment.walk import sheet_of_rows
from questionnaire.bank.queries import OpenEdition
from questionnaire.report.intake import score_sheet
from questionnaire.report.narrative.standing import LeanTold, PostureTold, tell_lean, tell_postures
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import draw_lean, draw_postures, tongue_of
from questionnaire.scoring.scorecard import Depth
from questionnaire.scoring.sheet import Sheet


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
    lean, postures = _told(tongue, edition, sheet)
    drawn = draw_postures(tongue, postures, small=True)
    return [
        _line(tongue, "", lean, draw_lean(tongue, lean, small=True).chart, signed=True),
        *(_line(tongue, one.told.key, one.told, one.chart) for one in drawn),
    ]


def _told(
    tongue: Tongue, edition: OpenEdition, sheet: Sheet
) -> tuple[LeanTold, tuple[PostureTold, ...]]:
    """Lean and postures in words and figures."""
    card = score_sheet(edition, sheet, Depth.LIVE).as_json()
    lean = tell_lean(tongue, card, {})
    if card["lean"]["answered"] < edition.rubric.rules.coverage * card["lean"]["asked"]:
        lean = replace(lean, figure="")  # a direction from two answers would read as a result
    return lean, tuple(tell_postures(tongue, card, {}))


def last_movement(edition: OpenEdition, sheet: Sheet, revisions: RevisionQuerySet) -> str:
    """What the last save moved, in one sentence; empty before the first.

    revisions: those of the assessment that the reader may see. At most two queries.
    """
    last = revisions.order_by("-at", "-version").select_related("answer").first()
    if last is None:
        return ""
    before = revisions.filter(answer=last.answer_id, version=last.version - 1)
    rows = before.values_list("answer__question", "value", "claim") if last.version > 1 else ()
    key = last.answer.question
    earlier = {one: answer for one, answer in sheet.items() if one != key}
    earlier |= sheet_of_rows(edition.rubric, rows)
    tongue = tongue_of(edition)
    known = {one.key: one for one in tongue.texts.questions.values()}
    if key not in known:
        return ""
    return _sentence(
        Truncator(known[key].ask).chars(80),
        _figures(_told(tongue, edition, earlier)),
        _figures(_told(tongue, edition, sheet)),
    )


def _figures(
    told: tuple[LeanTold, tuple[PostureTold, ...]],
) -> list[tuple[str, str, float | None]]:
    """Name, figure as it is shown, and value, of the lean and each posture."""
    lean, postures = told
    lines = [(lean.title, lean.figure, lean.value)]
    lines += [(one.name, one.figure, one.score) for one in postures]
    return [(name, figure, value if figure else None) for name, figure, value in lines]


def _sentence(
    ask: str,
    before: list[tuple[str, str, float | None]],
    after: list[tuple[str, str, float | None]],
) -> str:
    """The line that moved most; one that can be shown for the first time, where none moved."""
    moved = [
        (abs(new - old), name, was, now)
        for (name, was, old), (_name, now, new) in zip(before, after, strict=True)
        if old is not None and new is not None and was != now
    ]
    if moved:
        _far, name, was, now = max(moved, key=lambda one: one[0])
        return _("“%(ask)s” moved %(name)s from %(was)s to %(now)s.") % {
            "ask": ask, "name": name, "was": was, "now": now,
        }  # fmt: skip
    for (name, _was, old), (_name, now, new) in zip(before, after, strict=True):
        if old is None and new is not None:
            return _("With “%(ask)s” enough is answered to show %(name)s: %(now)s.") % {
                "ask": ask, "name": name, "now": now,
            }  # fmt: skip
    return _("“%(ask)s” moved no score.") % {"ask": ask}


def _line(
    tongue: Tongue, posture: str, told: LeanTold | PostureTold, chart: SafeString, *,
    signed: bool = False,
) -> Line:  # fmt: skip
    name = told.name if isinstance(told, PostureTold) else told.title
    return Line(posture, name, told.figure, tongue.span(told.low, told.high, signed=signed), chart)
