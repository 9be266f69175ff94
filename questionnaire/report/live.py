"""The live strip: lean and three intervals, beside the questions or at the foot of a phone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

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
    card = score_sheet(edition, sheet, Depth.LIVE).as_json()
    lean = tell_lean(tongue, card, {})
    if card["lean"]["answered"] < edition.rubric.rules.coverage * card["lean"]["asked"]:
        lean = replace(lean, figure="")  # a direction from two answers would read as a result
    drawn = draw_postures(tongue, tell_postures(tongue, card, {}), small=True)
    return [
        _line(tongue, "", lean, draw_lean(tongue, lean, small=True).chart, signed=True),
        *(_line(tongue, one.told.key, one.told, one.chart) for one in drawn),
    ]


def _line(
    tongue: Tongue, posture: str, told: LeanTold | PostureTold, chart: SafeString, *,
    signed: bool = False,
) -> Line:  # fmt: skip
    name = told.name if isinstance(told, PostureTold) else told.title
    return Line(posture, name, told.figure, tongue.span(told.low, told.high, signed=signed), chart)
